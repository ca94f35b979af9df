package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One way to write a time in each language. */
class WordsTest {
    private static final Instant NEW_YEARS_EVE = Instant.parse("2026-12-31T16:05:59Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ja | Asia/Tokyo          | 2027年1月1日(金) 1:05     | 2027年1月1日
                    ja | America/Los_Angeles | 2026年12月31日(木) 8:05   | 2026年12月31日
                    en | Asia/Tokyo          | Fri 1 Jan 2027, 1:05     | 1 Jan 2027
                    en | America/Los_Angeles | Thu 31 Dec 2026, 8:05    | 31 Dec 2026
                    de | America/Los_Angeles | Thu 31 Dec 2026, 8:05    | 31 Dec 2026
                    """)
    void aTimeIsWrittenByTheStoresClockInTheReadersLanguage(String language, String zone, String at, String day) {
        Locale reader = Locale.forLanguageTag(language);

        assertThat(Words.at(NEW_YEARS_EVE, ZoneId.of(zone), reader)).isEqualTo(at);
        assertThat(Words.day(NEW_YEARS_EVE, ZoneId.of(zone), reader)).isEqualTo(day);
        assertThat(at).as("a day reads the same with and without a time").contains(day);
    }

    @Test
    void aDayWithoutATimeIsWrittenAlike() {
        assertThat(Words.day(LocalDate.of(2026, 4, 3), Locale.JAPANESE)).isEqualTo("2026年4月3日");
        assertThat(Words.day(LocalDate.of(2026, 4, 3), Locale.ENGLISH)).isEqualTo("3 Apr 2026");
    }
}
