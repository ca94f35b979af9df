package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Versions in headers: {@code If-Match: "3"} and {@code ETag: "3"}. */
public final class Versions {

    private Versions() {}

    /** The version a writer saw: the header's, else the body's; null when neither says. */
    public static @Nullable Long seen(@Nullable String ifMatch, @Nullable Long inBody) {
        if (ifMatch == null || ifMatch.equals("*")) {
            return inBody;
        }
        try {
            return Long.valueOf(ifMatch.replace("W/", "").replace("\"", "").strip());
        } catch (NumberFormatException e) {
            Refusal refusal =
                    new Refusal("BAD_VERSION", "If-Match holds the ETag of the last answer.", "If-Match", Map.of());
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** A body may repeat its address's id, but not contradict it. */
    public static void checkSameId(String path, @Nullable String inBody) {
        if (inBody != null && !inBody.equals(path)) {
            throw new Refusal("BAD_ID", "The body's id is not the address's.", "id", Map.of());
        }
    }

    public static String etag(long version) {
        return "\"" + version + "\"";
    }
}
