package io.noren.pos.loyverse;

import io.noren.pos.vendor.VendorSource;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param loyverse {@code noren.pos.loyverse.<source>}: the merchants whose tills are Loyverse's */
@ConfigurationProperties("noren.pos")
record LoyverseSettings(@DefaultValue Map<String, VendorSource> loyverse) {}
