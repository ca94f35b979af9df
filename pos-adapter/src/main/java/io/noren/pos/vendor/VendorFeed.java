package io.noren.pos.vendor;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a vendor answers about one source. Each thing that it tells is a document of the source in its dialect, so that
 * what was told already is a duplicate.
 */
public interface VendorFeed {

    /** How it is to be asked. */
    VendorLimits limits();

    /**
     * One page of what changed since then, in the order of the changes as far as the vendor keeps one.
     *
     * @param page as the page before named it, or at the beginning of a round the bookmark that the last round left; null
     *     where there is none
     * @throws VendorTrouble when the vendor does not do what it should
     */
    Page changedSince(Instant since, @Nullable String page, VendorHttp http);

    /**
     * These, as they are now; what the vendor does not know is left out.
     *
     * @param subjects at most {@link VendorLimits#atOnce}
     */
    Page fetch(List<String> subjects, VendorHttp http);

    /**
     * @param objects each becomes a document of its own, so that one which is told again unchanged is the same document
     * @param next the name of the page after this; null at the end
     * @param bookmark at the end, where the next round is to begin; null at a vendor that is asked by time
     */
    record Page(
            List<JsonNode> objects,
            @Nullable String next,
            @Nullable String bookmark) {
        public Page {
            objects = List.copyOf(objects);
        }

        /** Of a vendor that is asked by time. */
        public Page(List<JsonNode> objects, @Nullable String next) {
            this(objects, next, null);
        }
    }
}
