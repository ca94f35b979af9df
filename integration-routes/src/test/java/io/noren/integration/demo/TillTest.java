package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.demo.Customers.Visit;
import io.noren.integration.demo.TillTransaction.Kind;
import io.noren.integration.demo.TillTransaction.Line;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClient;

class TillTest {
    private static final Pattern NUMBER =
            Pattern.compile("<SequenceNumber>(\\d+)</SequenceNumber><BusinessDayDate>([^<]+)<");

    private final Hub hub = new Hub();
    private final MovableClock clock = new MovableClock(Instant.parse("2026-11-22T03:00:00Z"));
    private final Till till = new Till("ginza", "1", hub, clock);

    @Test
    void countsOnFromWhatNorenHasAlready() {
        hub.last = 41;
        till.serve(anyVisit(false));
        till.serve(anyVisit(false));
        assertThat(hub.numbers()).containsExactly("42 of 2026-11-22", "43 of 2026-11-22");
    }

    @Test
    void repeatsWordForWordWhatWasNotHeardBeforeItServesTheNext() {
        hub.reachable = false;
        assertThatThrownBy(() -> till.serve(anyVisit(false))).isInstanceOf(ResourceAccessException.class);
        assertThatThrownBy(() -> till.serve(anyVisit(false))).isInstanceOf(ResourceAccessException.class);
        hub.reachable = true;
        till.serve(anyVisit(false));

        assertThat(hub.numbers())
                .containsExactly("1 of 2026-11-22", "1 of 2026-11-22", "1 of 2026-11-22", "2 of 2026-11-22");
        assertThat(hub.heard.subList(0, 3).stream().distinct()).hasSize(1);
    }

    @Test
    void withoutALineItServesOnAndReportsAllOfItInOrderOnceItIsBack() {
        till.serve(anyVisit(false));
        till.loseLine(3);
        till.serve(anyVisit(false));
        till.serve(anyVisit(true));
        till.serve(anyVisit(false));
        assertThat(hub.numbers()).containsExactly("1 of 2026-11-22");

        till.serve(anyVisit(false));
        assertThat(hub.numbers())
                .containsExactly(
                        "1 of 2026-11-22", "2 of 2026-11-22", "3 of 2026-11-22", "4 of 2026-11-22", "5 of 2026-11-22");
    }

    @Test
    void reportsWhatItSoldWithoutALineOnceWhenTheFirstAnswerAfterItIsLost() {
        till.loseLine(2);
        till.serve(anyVisit(false));
        till.serve(anyVisit(false));
        hub.reachable = false;
        assertThatThrownBy(() -> till.serve(anyVisit(false))).isInstanceOf(ResourceAccessException.class);
        hub.reachable = true;
        till.serve(anyVisit(false));

        assertThat(hub.numbers())
                .containsExactly("1 of 2026-11-22", "1 of 2026-11-22", "2 of 2026-11-22", "3 of 2026-11-22");
    }

    @Test
    void sendsTheSameDocumentTwiceWhenToldTo() {
        till.serve(anyVisit(true));
        assertThat(hub.heard).hasSize(2).allMatch(hub.heard.get(0)::equals);
    }

    @Test
    void theBusinessDayEndsAtFourInTheMorningInTokyo() {
        clock.now = Instant.parse("2026-11-22T18:59:59Z"); // 03:59:59 in Tokyo
        till.serve(anyVisit(false));
        clock.now = clock.now.plus(Duration.ofSeconds(1));
        till.serve(anyVisit(false));
        assertThat(hub.numbers()).containsExactly("1 of 2026-11-22", "1 of 2026-11-23");
    }

    private static Visit anyVisit(boolean reportedTwice) {
        Line line = new Line(
                1, Kind.SOLD, null, Catalogue.products().get(0).gtin(), "any", BigDecimal.ONE, "EA", BigDecimal.TEN);
        return new Visit(null, List.of(line), reportedTwice);
    }

    /** Noren's end of the line. What does not reach it is heard all the same: a lost answer looks like a lost question. */
    private static final class Hub extends NorenApi {
        private final List<String> heard = new ArrayList<>();
        private boolean reachable = true;
        private long last;

        Hub() {
            super(RestClient.create());
        }

        @Override
        void reportTillDocument(byte[] posLog) {
            heard.add(new String(posLog, StandardCharsets.UTF_8));
            if (!reachable) {
                throw new ResourceAccessException("no answer");
            }
        }

        @Override
        long lastSequenceNumber(String store, String workstation, LocalDate businessDay) {
            return last;
        }

        List<String> numbers() {
            return heard.stream()
                    .map(document -> {
                        Matcher number = NUMBER.matcher(document);
                        assertThat(number.find()).isTrue();
                        return number.group(1) + " of " + number.group(2);
                    })
                    .toList();
        }
    }

    private static final class MovableClock extends Clock {
        private Instant now;

        MovableClock(Instant now) {
            this.now = now;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
