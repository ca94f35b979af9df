package io.noren.pos.lightspeed;

import io.noren.pos.vendor.VendorSource;
import java.util.Currency;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param lightspeed {@code noren.pos.lightspeed.<source>}: the retailers whose tills are Lightspeed's */
@ConfigurationProperties("noren.pos")
record LightspeedSettings(@DefaultValue Map<String, VendorSource> lightspeed) {
    LightspeedSettings {
        lightspeed.forEach((source, settings) -> {
            if (settings.url() == null) {
                throw new IllegalArgumentException("Set noren.pos.lightspeed." + source
                        + ".url to the retailer's own address, like https://example.retail.lightspeed.app.");
            }
            if (settings.currency() != null) {
                Currency.getInstance(settings.currency()); // unknown ones are refused at the start, not at each sale
            }
        });
    }
}
