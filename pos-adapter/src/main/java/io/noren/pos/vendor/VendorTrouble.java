package io.noren.pos.vendor;

import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** A vendor did not do what it was asked. The message is for people; it holds neither secrets nor anybody's data. */
public class VendorTrouble extends RuntimeException {

    /** Whose fault it is, which decides what to do next. */
    public enum Kind {
        /** Nobody answers, or it answers that something went wrong with it. */
        AWAY,
        /** It asks to be left alone for a while. */
        BUSY,
        /** It does not let us in. */
        CLOSED,
        /** It minds something in the request. */
        OBJECTS
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    public VendorTrouble(Kind kind, String message) {
        this(kind, message, null);
    }

    /** @param retryAfter how long the vendor wants to be left alone; null when it does not say */
    public VendorTrouble(Kind kind, String message, @Nullable Duration retryAfter) {
        super(message);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    /** What an answer means that is not the one we asked for. Nothing of it is quoted: it may be about people. */
    static VendorTrouble of(String what, HttpResponse<byte[]> answer, Clock clock) {
        int status = answer.statusCode();
        String told = what + " was answered " + status + ".";
        Duration retryAfter = retryAfter(answer.headers(), clock);
        if (status == 429 || (status == 503 && retryAfter != null)) {
            return new VendorTrouble(Kind.BUSY, told, retryAfter);
        }
        if (status == 401 || status == 403) {
            return new VendorTrouble(Kind.CLOSED, told + " Is the source's token right, and may it read orders?");
        }
        return new VendorTrouble(status >= 500 || status == 408 ? Kind.AWAY : Kind.OBJECTS, told);
    }

    /** RFC 9110, 10.2.3: seconds or a date; some vendors send fractions of a second. */
    private static @Nullable Duration retryAfter(HttpHeaders headers, Clock clock) {
        String given = headers.firstValue("Retry-After").orElse("").strip();
        if (given.matches("[0-9]{1,6}(\\.[0-9]{1,3})?")) {
            return Duration.ofMillis((long) (Double.parseDouble(given) * 1_000));
        }
        try {
            Instant until = given.isEmpty()
                    ? null
                    : ZonedDateTime.parse(given, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
            return until == null || until.isBefore(clock.instant()) ? null : Duration.between(clock.instant(), until);
        } catch (DateTimeException e) {
            return null;
        }
    }

    public Kind kind() {
        return kind;
    }

    @Nullable
    public Duration retryAfter() {
        return retryAfter;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
