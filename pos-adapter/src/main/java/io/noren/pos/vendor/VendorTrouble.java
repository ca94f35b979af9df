package io.noren.pos.vendor;

import java.time.Duration;
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
