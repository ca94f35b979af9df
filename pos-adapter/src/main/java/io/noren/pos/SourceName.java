package io.noren.pos;

import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How a till system may be called with us: it becomes part of keys, of addresses and of folder names. */
public final class SourceName {
    private static final Pattern ALLOWED = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    /** Folders of the inbox itself. */
    private static final Set<String> TAKEN = Set.of("done", "parked");

    private SourceName() {}

    /** @throws Refusal {@code INVALID_SOURCE} */
    public static void check(String source) {
        if (!ALLOWED.matcher(source).matches() || TAKEN.contains(source)) {
            throw new Refusal(
                    "INVALID_SOURCE",
                    "A source is named by 1 to 40 lower-case letters, digits and hyphens, not beginning with a hyphen;"
                            + " 'done' and 'parked' are taken.",
                    "source",
                    Map.of());
        }
    }
}
