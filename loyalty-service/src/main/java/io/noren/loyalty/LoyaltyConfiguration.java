package io.noren.loyalty;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({LoyaltySettings.class, PointsSettings.class, TillSettings.class})
class LoyaltyConfiguration {}
