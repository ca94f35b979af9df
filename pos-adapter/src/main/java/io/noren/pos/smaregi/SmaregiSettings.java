package io.noren.pos.smaregi;

import io.noren.pos.vendor.VendorSource;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param smaregi {@code noren.pos.smaregi.<source>}: what they have in common with other vendors' sources */
@ConfigurationProperties("noren.pos")
record SmaregiSettings(@DefaultValue Map<String, VendorSource> smaregi) {}
