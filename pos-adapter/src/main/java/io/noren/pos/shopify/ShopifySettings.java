package io.noren.pos.shopify;

import io.noren.pos.vendor.VendorSource;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param shopify {@code noren.pos.shopify.<source>}: the shops whose tills are Shopify's */
@ConfigurationProperties("noren.pos")
record ShopifySettings(@DefaultValue Map<String, VendorSource> shopify) {
    ShopifySettings {
        shopify.forEach((source, settings) -> {
            if (settings.url() == null) {
                throw new IllegalArgumentException("Set noren.pos.shopify." + source
                        + ".url to the shop's own address, like https://example.myshopify.com.");
            }
        });
    }
}
