package io.noren.integration.screens;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Puts refusals, numbers and times into the reader's words. */
@Component
public class Words {
    private static final char MINUS = '\u2212';

    private final MessageSource messages;

    Words(MessageSource messages) {
        this.messages = messages;
    }

    /** The text {@code prefix.CODE}; the text {@code prefix} for a code that has none of its own. */
    public String refusal(String prefix, String code, Locale locale, Object... values) {
        String general = messages.getMessage(prefix, values, locale);
        return Objects.requireNonNull(messages.getMessage(prefix + "." + code, values, general, locale));
    }

    public String say(String key, Locale locale, Object... values) {
        return messages.getMessage(key, values, locale);
    }

    /** The text of this key; {@code otherwise} where there is none. */
    String known(String key, String otherwise, Locale locale) {
        return Objects.requireNonNull(messages.getMessage(key, new Object[0], otherwise, locale));
    }

    /** How long ago something was, as people say it; "never" for null. */
    String ago(@Nullable Duration age, Locale locale) {
        if (age == null) {
            return say("ago.never", locale);
        } else if (age.compareTo(Duration.ofMinutes(1)) < 0) {
            return say("ago.now", locale);
        } else if (age.compareTo(Duration.ofHours(1)) < 0) {
            return say("ago.minutes", locale, age.toMinutes());
        }
        return age.compareTo(Duration.ofDays(1)) < 0
                ? say("ago.hours", locale, age.toHours())
                : say("ago.days", locale, age.toDays());
    }

    /** How long something lasts, to the next lower unit that says it. */
    String lasting(Duration time, Locale locale) {
        if (time.compareTo(Duration.ofMinutes(1)) < 0) {
            return say("lasting.seconds", locale, Math.max(1, time.toSeconds()));
        } else if (time.compareTo(Duration.ofHours(1)) < 0) {
            return say("lasting.minutes", locale, time.toMinutes());
        }
        return time.compareTo(Duration.ofDays(1)) < 0
                ? say("lasting.hours", locale, time.toHours())
                : say("lasting.days", locale, time.toDays());
    }

    /** With separators between thousands, and a true minus sign. */
    public static String number(BigDecimal quantity) {
        return NumberFormat.getInstance(Locale.ENGLISH).format(quantity).replace('-', MINUS);
    }

    /** The same for a change: what comes has a plus sign. */
    static String change(BigDecimal delta) {
        return delta.signum() > 0 ? "+" + number(delta) : number(delta);
    }

    /** Day and time as people there read it: on every page alike, and with the year, because some look back. */
    public static String at(Instant instant, ZoneId zone, Locale locale) {
        return written(instant.atZone(zone), locale, "y年M月d日(E) H:mm", "EEE d MMM y, H:mm");
    }

    /** The same without the year, for what is soon. */
    public static String soon(Instant instant, ZoneId zone, Locale locale) {
        return written(instant.atZone(zone), locale, "M月d日(E) H:mm", "EEE d MMM, H:mm");
    }

    /** The time alone, for what is within the hour. */
    public static String clock(Instant instant, ZoneId zone, Locale locale) {
        return written(instant.atZone(zone), locale, "H:mm", "H:mm");
    }

    /** The day alone, written as {@link #at} writes it. */
    static String day(Instant instant, ZoneId zone, Locale locale) {
        return day(LocalDate.ofInstant(instant, zone), locale);
    }

    public static String day(LocalDate day, Locale locale) {
        return written(day, locale, "y年M月d日", "d MMM y");
    }

    private static String written(TemporalAccessor time, Locale locale, String japanese, String english) {
        Language language = Language.of(locale);
        return DateTimeFormatter.ofPattern(language == Language.JAPANESE ? japanese : english, language.locale())
                .format(time);
    }
}
