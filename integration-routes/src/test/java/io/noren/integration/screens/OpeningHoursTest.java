package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
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
                    Mo,We,Fr 10:00-11:00                  | 2026-04-01T00:00 | 2026-04-04T00:00 | PT2H""")
    void whatIsOpenIsCounted(String written, LocalDateTime from, LocalDateTime to, Duration open) {
        assertThat(OpeningHours.read(written).orElseThrow().openBetween(at(from), at(to), TOKYO))
                .isEqualTo(open);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "sunrise-sunset", "Mo-Su", "by appointment", "Mo-Xx 10:00-20:00", "10時から20時", "Mo 10-20"})
    void whatIsWrittenOtherwiseIsNotKnown(String written) {
        assertThat(OpeningHours.read(written)).isEmpty();
    }

    @Test
    void whatIsNotWrittenIsNotKnown() {
        assertThat(OpeningHours.read(null)).isEmpty();
    }

    private static Instant at(LocalDateTime time) {
        return time.atZone(TOKYO).toInstant();
    }
}
