package io.noren.inventory;

import java.time.Clock;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/** The inventory without the others, to work on it; give it a database by {@code spring.datasource.url}. */
@SpringBootApplication
public class InventoryAlone {

    public static void main(String[] arguments) {
        SpringApplication.run(InventoryAlone.class, arguments);
    }

    @Bean
    Clock clock() {
        return new TestClock();
    }
}
