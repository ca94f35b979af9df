package io.noren.integration.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody is woken, and nothing waits longer than it must. */
class QuietHoursTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "21:00-08:00, 2026-12-01T20:59:59, ",
        "21:00-08:00, 2026-12-01T21:00:00, 2026-12-02T08:00:00",
        "21:00-08:00, 2026-12-31T23:59:59, 2027-01-01T08:00:00",
        "21:00-08:00, 2027-01-01T00:00:00, 2027-01-01T08:00:00",
        "21:00-08:00, 2027-01-01T07:59:59, 2027-01-01T08:00:00",
        "21:00-08:00, 2027-01-01T08:00:00, ",
        "12:00-13:30, 2026-12-01T11:59:00, ",
        "12:00 - 13:30, 2026-12-01T12:00:00, 2026-12-01T13:30:00",
        "12:00-13:30, 2026-12-01T13:30:00, ",
        "00:00-00:00, 2026-12-01T03:00:00, ",
        "'', 2026-12-01T03:00:00, "
    })
    void whatIsSaidInQuietHoursWaitsForTheirEnd(String hours, LocalDateTime said, @Nullable LocalDateTime end) {
        assertThat(QuietHours.of(hours).heldUntil(said.atZone(TOKYO).toInstant(), TOKYO))
                .isEqualTo(
                        Optional.ofNullable(end).map(time -> time.atZone(TOKYO).toInstant()));
    }

    /** On 29 March 2026 it is 3:00 after 1:59:59. */
    @Test
    void theNightInWhichClocksArePutForwardIsAnHourShorter() {
        QuietHours nights = QuietHours.of("21:00-08:00");

        assertThat(nights.heldUntil(Instant.parse("2026-03-28T21:00:00Z"), BERLIN))
                .contains(Instant.parse("2026-03-29T06:00:00Z"));
        assertThat(QuietHours.of("22:00-02:30").heldUntil(Instant.parse("2026-03-29T00:30:00Z"), BERLIN))
                .as("an end that this night does not have")
                .contains(Instant.parse("2026-03-29T01:30:00Z"));
    }

    /** On 25 October 2026 the hour from 2:00 to 3:00 comes twice. */
    @Test
    void theNightInWhichAnHourComesTwiceEndsOnceAndIsNeverOverBeforeItWasAsked() {
        QuietHours nights = QuietHours.of("22:00-02:30");

        assertThat(nights.heldUntil(Instant.parse("2026-10-24T22:00:00Z"), BERLIN))
                .contains(Instant.parse("2026-10-25T00:30:00Z"));
        Instant secondTime = Instant.parse("2026-10-25T01:10:00Z"); // 2:10 again
        assertThat(nights.heldUntil(secondTime, BERLIN))
                .hasValueSatisfying(end -> assertThat(end).isAfter(secondTime).isEqualTo("2026-10-25T01:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"21:00", "21:00-25:00", "nine to five", "21:00-08:00-09:00", "-"})
    void whatIsNoTimeOfDayIsRefusedAtTheStart(String text) {
        assertThatThrownBy(() -> QuietHours.of(text)).hasMessageContaining("noren.messages.quiet-hours");
    }
}
