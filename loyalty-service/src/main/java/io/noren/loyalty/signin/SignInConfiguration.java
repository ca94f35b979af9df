package io.noren.loyalty.signin;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({SignInSettings.class, ProofSettings.class})
class SignInConfiguration {}
