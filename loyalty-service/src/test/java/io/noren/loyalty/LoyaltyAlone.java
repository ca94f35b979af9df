package io.noren.loyalty;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The module by itself, for working on it: starts on port 8080 with an empty database and without security. */
@SpringBootApplication
class LoyaltyAlone {
    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(LoyaltyAlone.class);
        application.setDefaultProperties(TestDatabase.properties());
        application.run(arguments);
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }
}
