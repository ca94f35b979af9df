package io.noren.integration.floor;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.testing.HubTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Whoever asked for somebody waits a quarter of an hour, and is forgotten after a month. */
@HubTest
class StaffCallsTest {
    @Autowired
    private JdbcClient jdbc;

    private final String ginza = "calls-" + UUID.randomUUID();
    // Before everybody else's calls, so that theirs are not forgotten here.
    private final Instant asked = Instant.parse("2019-05-01T03:00:00Z");

    @Test
    void aCallIsHeardForAWhileAndKeptForAMonth() {
        UUID basket = UUID.randomUUID();
        at(Duration.ZERO).ask(basket, ginza, "N-0001");
        at(Duration.ofMinutes(5)).ask(basket, ginza, "N-0001");

        assertThat(at(Duration.ofMinutes(14)).waiting(ginza))
                .singleElement()
                .satisfies(call -> assertThat(call.askedAt()).isEqualTo(asked));
        assertThat(at(Duration.ofMinutes(16)).waiting(ginza)).isEmpty();

        at(Duration.ofDays(29)).forgetOld();
        assertThat(kept()).isEqualTo(1);
        at(Duration.ofDays(31)).forgetOld();
        assertThat(kept()).isZero();
    }

    private StaffCalls at(Duration later) {
        return new StaffCalls(jdbc, Clock.fixed(asked.plus(later), ZoneOffset.UTC));
    }

    private int kept() {
        return jdbc.sql("select count(*) from integration.staff_call where location = ?")
                .param(ginza)
                .query(Integer.class)
                .single();
    }
}
