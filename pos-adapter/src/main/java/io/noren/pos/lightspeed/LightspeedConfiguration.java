package io.noren.pos.lightspeed;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LightspeedSettings.class)
class LightspeedConfiguration {}
