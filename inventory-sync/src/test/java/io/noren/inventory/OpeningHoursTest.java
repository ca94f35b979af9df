package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a store was open, by what its shoppers read. */
class OpeningHoursTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    /** 2026-04-03 is a Friday. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Mo-Su 10:00-20:00                     | 2026-04-03T19:30 | 2026-04-04T11:00 | PT1H30M
                    10:00-20:00                           | 2026-04-03T21:00 | 2026-04-04T09:59 | PT0S
                    Mo-Fr 10:00-20:00; Sa 11:00-12:00     | 2026-04-03T20:00 | 2026-04-06T10:15 | PT1H15M
                    Fr-Mo 10:00-12:00, 13:00-14:00        | 2026-04-06T00:00 | 2026-04-08T00:00 | PT3H
                    Mo-Su 10:00-20:00; Su off             | 2026-04-05T00:00 | 2026-04-06T00:00 | PT0S
                    Mo-Su 18:00-02:00                     | 2026-04-03T01:00 | 2026-04-03T19:00 | PT2H
                    Mo-Su 18:00-26:00                     | 2026-04-03T01:00 | 2026-04-03T19:00 | PT2H
                    24/7                                  | 2026-04-03T01:00 | 2026-04-04T02:00 | PT25H
                    Mo-Su 10:00-20:00; PH off             | 2026-04-03T10:00 | 2026-04-03T11:00 | PT1H
                    Mo-Su 10:00-20:00; Apr 03 off         | 2026-04-02T19:00 | 2026-04-04T11:00 | PT2H
                    Mo-Su 10:00-20:00; Apr 03-04 11:00-12:00 | 2026-04-03T00:00 | 2026-04-06T00:00 | PT12H
                    Mo-Su 10:00-20:00; Dec 31-Jan 02 off  | 2026-12-30T00:00 | 2027-01-04T00:00 | PT20H
                    Mo-Su 10:00-20:00; 2026 Apr 03 off    | 2027-04-03T00:00 | 2027-04-04T00:00 | PT10H
                    Mo-Su 10:00-20:00; 2026 Apr 03 off    | 2026-04-03T00:00 | 2026-04-04T00:00 | PT0S
                    Mo-Su 10:00-20:00; Aug off            | 2026-08-01T00:00 | 2026-09-01T00:00 | PT0S
                    Mo-Fr 10:00-20:00; Feb 29 off         | 2026-03-01T00:00 | 2026-03-03T00:00 | PT10H
                    Mo 10-20                              | 2026-04-06T00:00 | 2026-04-07T00:00 | PT10H
                    Mo,We,Fr 10:00-11:00                  | 2026-04-01T00:00 | 2026-04-04T00:00 | PT2H""")
    void whatIsOpenIsCounted(String written, LocalDateTime from, LocalDateTime to, Duration open) {
        assertThat(OpeningHours.read(written).orElseThrow().openBetween(at(from), at(to), TOKYO))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sunrise-sunset",
                "Mo-Su",
                "by appointment",
                "Mo-Xx 10:00-20:00",
                "10時から20時",
                "Mo-Su 10:00-20:00 \"ask\" || \"call\""
            })
    void whatIsWrittenOtherwiseIsNotKnown(String written) {
        assertThat(OpeningHours.read(written)).isEmpty();
    }

    @Test
    void whatIsNotWrittenIsNotKnown() {
        assertThat(OpeningHours.read(null)).isEmpty();
    }

    @Test
    void openingTimePassesOnlyWhileTheStoreIsOpen() {
        OpeningHours hours = OpeningHours.read("Mo-Su 10:00-20:00; Apr 04 off").orElseThrow();

        assertThat(hours.after(at("2026-04-03T11:00"), Duration.ofHours(2), TOKYO))
                .contains(at("2026-04-03T13:00"));
        assertThat(hours.after(at("2026-04-03T19:00"), Duration.ofHours(2), TOKYO))
                .contains(at("2026-04-05T11:00"));
        assertThat(hours.after(at("2026-04-03T19:00"), Duration.ofHours(1), TOKYO))
                .as("at closing time nobody can come any more")
                .contains(at("2026-04-05T10:00"));
        assertThat(hours.after(at("2026-04-03T08:00"), Duration.ZERO, TOKYO)).contains(at("2026-04-03T10:00"));
    }

    @Test
    void aStoreThatDoesNotOpenHasNoSuchMoment() {
        assertThat(OpeningHours.read("Mo-Su 10:00-20:00; 2026 Apr-2026 Aug off")
                        .orElseThrow()
                        .after(at("2026-04-03T11:00"), Duration.ofHours(2), TOKYO))
                .isEmpty();
    }

    @Test
    void whateverSomebodyWritesNothingBreaks() {
        Random random = new Random(7);
        String letters = "MoTuSuPH0123456789:-,;  |\"offJanDec+/[]()営業";
        for (int n = 0; n < 20_000; n++) {
            StringBuilder written = new StringBuilder("Mo-Su 10:00-20:00");
            for (int change = random.nextInt(12); change >= 0; change--) {
                written.insert(random.nextInt(written.length() + 1), letters.charAt(random.nextInt(letters.length())));
            }
            OpeningHours.read(written.toString())
                    .ifPresent(hours -> assertThat(
                                    hours.openBetween(at("2026-04-03T00:00"), at("2026-04-10T00:00"), TOKYO))
                            .as("%s", written)
                            .isBetween(Duration.ZERO, Duration.ofDays(7)));
        }
    }

    private static Instant at(String time) {
        return at(LocalDateTime.parse(time));
    }

    private static Instant at(LocalDateTime time) {
        return time.atZone(TOKYO).toInstant();
    }
}
