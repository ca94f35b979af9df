package io.noren;

import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The one application. It sits in the root package, so the parts of all modules are found without configuration. */
@SpringBootApplication
@ConfigurationPropertiesScan
@EnableScheduling
public class NorenApplication {
    public static void main(String[] args) {
        SpringApplication.run(NorenApplication.class, args);
    }

    /** Microseconds, which is what PostgreSQL keeps: a time read back equals the time written. */
    @Bean
    Clock clock() {
        return Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    }
}
