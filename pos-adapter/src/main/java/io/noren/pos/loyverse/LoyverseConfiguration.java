package io.noren.pos.loyverse;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LoyverseSettings.class)
class LoyverseConfiguration {}
