package io.noren.inventory;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** What a shop may set about counts. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CountGuard.Limits.class)
class CountConfiguration {}
