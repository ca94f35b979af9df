package io.noren.integration.screens;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Objects;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts refusals and times into the reader's words. */
@Component
class Words {
    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    /** The text {@code prefix.CODE}; the text {@code prefix} for a code that has none of its own. */
    String refusal(String prefix, String code, Locale locale, Object... values) {
        String general = messages.getMessage(prefix, values, locale);
        return Objects.requireNonNull(messages.getMessage(prefix + "." + code, values, general, locale));
    }

    String say(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }

    /** Day and time as people there read it: on every page alike, and with the year, because some look back. */
    static String at(Instant instant, ZoneId zone, Locale locale) {
        return written(instant.atZone(zone), locale, "y年M月d日(E) H:mm", "EEE d MMM y, H:mm");
    }

    /** The day alone, written as {@link #at} writes it. */
    static String day(Instant instant, ZoneId zone, Locale locale) {
        return day(LocalDate.ofInstant(instant, zone), locale);
    }

    static String day(LocalDate day, Locale locale) {
        return written(day, locale, "y年M月d日", "d MMM y");
    }

    private static String written(TemporalAccessor time, Locale locale, String japanese, String english) {
        Language language = Language.of(locale);
        return DateTimeFormatter.ofPattern(language == Language.JAPANESE ? japanese : english, language.locale())
                .format(time);
    }
}
