package io.noren.pos.epcis;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** @param epcis {@code noren.pos.epcis.<source>}: the systems that tell events of goods */
@ConfigurationProperties("noren.pos")
record EpcisSettings(@DefaultValue Map<String, EpcisSource> epcis) {}
