package io.noren.pos.square;

import io.noren.pos.vendor.VendorSource;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param square {@code noren.pos.square.<source>}: the sellers whose tills are Square's */
@ConfigurationProperties("noren.pos")
record SquareSettings(@DefaultValue Map<String, VendorSource> square) {}
