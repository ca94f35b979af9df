package io.noren.loyalty.personal;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MasterKeySettings.class)
class PersonalConfiguration {
    /** @throws MasterKeyRefused and the application does not start */
    @Bean
    Keyring keyring(JdbcClient sql, MasterKey master) {
        return Keyring.unlocked(sql, master);
    }
}
