package io.noren.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A place in the change feed; opaque to readers.
 *
 * @param transaction a PostgreSQL transaction number, unsigned
 * @param movement a movement's id
 */
public record FeedCursor(long transaction, long movement) implements Comparable<FeedCursor> {

    public static final FeedCursor START = new FeedCursor(0, 0);

    private static final Pattern TEXT = Pattern.compile("([0-9a-z]{1,13})-([0-9a-z]{1,12})");
    private static final int RADIX = 36;

    /** @throws Refusal {@code BAD_CURSOR} */
    public static FeedCursor parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        try {
            if (matcher.matches()) {
                return new FeedCursor(
                        Long.parseUnsignedLong(matcher.group(1), RADIX), Long.parseLong(matcher.group(2), RADIX));
            }
        } catch (NumberFormatException e) {
            throw bad(e);
        }
        throw bad(null);
    }

    private static Refusal bad(@Nullable Exception cause) {
        Refusal refusal = Refusal.ofField("BAD_CURSOR", "after", "Give back a cursor as you got it, or none to begin.");
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    @Override
    public int compareTo(FeedCursor other) {
        int byTransaction = Long.compareUnsigned(transaction, other.transaction);
        return byTransaction != 0 ? byTransaction : Long.compare(movement, other.movement);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(transaction, RADIX) + "-" + Long.toString(movement, RADIX);
    }
}
