package io.noren.integration.webshop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A shop did not do what it was asked. The message is for people and holds no credentials. */
public class ShopTrouble extends RuntimeException {

    /** Whose fault it is, which decides what to do next. */
    public enum Kind {
        /** Nobody answers. */
        AWAY,
        /** It answers that something went wrong with it. */
        FAILS,
        /** It asks to be left alone for a while. */
        BUSY,
        /** It does not let us in, or what came was not from it. */
        CLOSED,
        /** It minds something in the request. */
        OBJECTS
    }

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    private ShopTrouble(Kind kind, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public static ShopTrouble away(String message, Throwable cause) {
        return new ShopTrouble(Kind.AWAY, message, null, cause);
    }

    public static ShopTrouble fails(String message) {
        return new ShopTrouble(Kind.FAILS, message, null, null);
    }

    /** @param retryAfter how long the shop wants to be left alone; null when it does not say */
    public static ShopTrouble busy(String message, @Nullable Duration retryAfter) {
        return new ShopTrouble(Kind.BUSY, message, retryAfter, null);
    }

    public static ShopTrouble closed(String message) {
        return new ShopTrouble(Kind.CLOSED, message, null, null);
    }

    public static ShopTrouble objects(String message) {
        return new ShopTrouble(Kind.OBJECTS, message, null, null);
    }

    public Kind kind() {
        return kind;
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** What happened, for whoever looks at the shop's state. */
    String text() {
        return String.valueOf(getMessage());
    }
}
