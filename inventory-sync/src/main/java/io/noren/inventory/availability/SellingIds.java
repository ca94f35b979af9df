package io.noren.inventory.availability;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What channels, groups and rules have in common: an id that the caller chooses, a name, and a version. */
final class SellingIds {

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,60}");
    private static final int LONGEST_NAME = 200;

    private SellingIds() {}

    static void check(String id) {
        if (!ID.matcher(id).matches()) {
            throw refusal("BAD_ID", "id", "An id has 1 to 60 letters, digits, dots, dashes, underscores.");
        }
    }

    static void checkName(String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.indexOf('\0') >= 0) {
            throw refusal("NAME_MISSING", "name", "Give a name of 1 to " + LONGEST_NAME + " characters.");
        }
    }

    /** @param seen the version last seen, 0 for "must be new", null for "whatever is there" */
    static void checkVersion(String what, @Nullable Long seen, Optional<? extends Versioned<?>> present) {
        long version = present.isPresent() ? present.get().version() : 0;
        if (seen != null && seen != version) {
            throw stale(what, present.orElse(null));
        }
    }

    static Refusal stale(String what, @Nullable Versioned<?> present) {
        return new Refusal(
                "STALE_VERSION",
                what + " has changed since: read it again, then write.",
                null,
                present == null ? Map.of() : Map.of("present", present));
    }

    static Refusal refusal(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }

    /** The first of the wanted ids that are not among those that exist. */
    static Optional<String> missing(Iterable<String> wanted, Collection<String> existing) {
        for (String id : wanted) {
            if (!existing.contains(id)) {
                return Optional.of(id);
            }
        }
        return Optional.empty();
    }
}
