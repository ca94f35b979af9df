package io.noren.integration.screens;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
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

    /** Day and time as people there read it. */
    static String at(Instant instant, ZoneId zone, Locale locale) {
        String pattern = Language.of(locale) == Language.JAPANESE ? "M月d日(E) H:mm" : "EEE d MMM, H:mm";
        return DateTimeFormatter.ofPattern(pattern, locale).withZone(zone).format(instant);
    }

    static String day(Instant instant, ZoneId zone, Locale locale) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM)
                .withLocale(locale)
                .withZone(zone)
                .format(instant);
    }
}
