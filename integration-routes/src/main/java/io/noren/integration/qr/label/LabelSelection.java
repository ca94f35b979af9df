package io.noren.integration.qr.label;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which items' labels are meant.
 *
 * @param skus for SKUS: these, in this order; else empty
 * @param filter for FILTER: what the search for this text finds, at most 200
 * @param changedSince for CHANGED_SINCE: whose price was changed at that instant or later
 */
public record LabelSelection(
        Kind kind,
        List<String> skus,
        @Nullable String filter,
        @Nullable Instant changedSince) {

    /** How items are chosen. */
    public enum Kind {
        SKUS,
        FILTER,
        /** All that are kept in stock. */
        ALL,
        /** Whose label on this store's shelf tells another price than it should. */
        CHANGED,
        CHANGED_SINCE
    }

    public LabelSelection {
        skus = List.copyOf(skus);
    }

    public static LabelSelection of(List<String> skus) {
        return new LabelSelection(Kind.SKUS, skus, null, null);
    }

    public static LabelSelection found(String filter) {
        return new LabelSelection(Kind.FILTER, List.of(), filter, null);
    }

    public static LabelSelection all() {
        return new LabelSelection(Kind.ALL, List.of(), null, null);
    }

    public static LabelSelection changed() {
        return new LabelSelection(Kind.CHANGED, List.of(), null, null);
    }

    public static LabelSelection changedSince(Instant since) {
        return new LabelSelection(Kind.CHANGED_SINCE, List.of(), null, since);
    }
}
