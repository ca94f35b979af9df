package io.noren.pos.smaregi;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SmaregiSettings.class, SmaregiContracts.class})
class SmaregiConfiguration {}
