package io.noren.testing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.client.RestClient;

@HubTest
class HubStartsTest {
    @LocalServerPort
    int port;

    @Test
    void itIsReadyWhenDatabaseAndBrokerCanBeReached() {
        String health = RestClient.create("http://localhost:" + port)
                .get()
                .uri("/actuator/health/readiness")
                .retrieve()
                .body(String.class);
        assertThat(health).contains("\"status\":\"UP\"");
    }
}
