package io.noren;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** The one application. It sits in the root package, so the parts of all modules are found without configuration. */
@SpringBootApplication
public class NorenApplication {
    public static void main(String[] args) {
        SpringApplication.run(NorenApplication.class, args);
    }
}
