package io.noren.loyalty.recommendation;

import java.time.Instant;
import java.util.List;

/**
 * What a member prefers, of one kind.
 *
 * @param kind what is preferred, upper case: {@code SIZE}, {@code COLOUR}, {@code CATEGORY}, …
 * @param values in the order told; none says that there is nothing to prefer
 * @param at since when it has been so
 */
public record Preference(String kind, List<String> values, Source source, Instant at) {
    public Preference {
        values = List.copyOf(values);
    }

    /** Who says so. */
    public enum Source {
        MEMBER,
        /** Whom the member told. */
        STAFF,
        /** A program, which concluded it; it never overrules what somebody said. */
        DERIVED
    }
}
