package io.noren.loyalty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.LoyaltyTest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class RetentionTest {
    @Autowired
    JdbcClient sql;

    @Autowired
    Clock clock;

    @Test
    void whoLookedIsKeptForAsLongAsTheRetailerSaysAndNoLonger() {
        String till = Customers.key();
        Instant now = clock.instant().truncatedTo(ChronoUnit.DAYS);
        Instant aYearAgo = now.atOffset(ZoneOffset.UTC).minusYears(1).toInstant();
        looked(till, "long ago", aYearAgo.minus(400, ChronoUnit.DAYS));
        looked(till, "just too old", aYearAgo.minus(1, ChronoUnit.DAYS));
        looked(till, "almost a year", aYearAgo.plus(2, ChronoUnit.DAYS));
        looked(till, "today", now);

        new Retention(sql, new PrivacySettings(List.of(), Duration.ofDays(3), Period.ofYears(1)), clock).sweep();

        assertThat(reasons(till)).containsExactly("almost a year", "today");
    }

    @Test
    void howFastSomebodyAskedYesterdayIsForgotten() {
        String till = Customers.key();
        asked(till, "then", clock.instant().minus(25, ChronoUnit.HOURS));
        asked(till, "just now", clock.instant());

        new Retention(sql, new PrivacySettings(List.of(), Duration.ofDays(3), Period.ofYears(1)), clock).sweep();

        assertThat(sql.sql("select actor from loyalty.till_pace where till = ?")
                        .param(till)
                        .query(String.class)
                        .list())
                .containsExactly("just now");
    }

    private void asked(String till, String actor, Instant minute) {
        sql.sql("insert into loyalty.till_pace (actor, till, minute, asked) values (?, ?, ?::timestamptz, 1)")
                .params(actor, till, minute.toString())
                .update();
    }

    @Test
    void whatIsYoungCannotBeMadeToDisappearWhateverAProgramDoes() {
        String till = Customers.key();
        looked(till, "last month", clock.instant().minus(89, ChronoUnit.DAYS));

        assertThatThrownBy(() -> sql.sql("delete from loyalty.till_lookup where till = ?")
                        .param(till)
                        .update())
                .hasMessageContaining("90 days at least");
        assertThat(reasons(till)).containsExactly("last month");
    }

    @ParameterizedTest
    @ValueSource(strings = {"P0D", "P89D", "P2M", "P3M-1D"})
    void aRetailerCannotSayLessThanTheDatabaseKeeps(String kept) {
        assertThatThrownBy(() -> new PrivacySettings(List.of(), Duration.ofDays(3), Period.parse(kept)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("P3M");
    }

    private void looked(String till, String reason, Instant at) {
        sql.sql("""
                        insert into loyalty.till_lookup (at, actor, till, location, reason, asked_by, asked, matches)
                        values (?::timestamptz, 'clerk', ?, 'ginza', ?, 'CARD', '***', 0)
                        """).params(at.toString(), till, reason).update();
    }

    private List<String> reasons(String till) {
        return sql.sql("select reason from loyalty.till_lookup where till = ? order by at")
                .param(till)
                .query(String.class)
                .list();
    }
}
