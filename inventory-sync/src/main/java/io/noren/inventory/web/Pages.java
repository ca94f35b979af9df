package io.noren.inventory.web;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Lists that are read page by page, in the order of ids. */
public final class Pages {

    public static final int MOST = 500;

    private Pages() {}

    public static int limit(int wanted) {
        return Math.max(1, Math.min(wanted, MOST));
    }

    /** Where to go on; null at the end. */
    public static <T> @Nullable String next(List<T> page, int limit, Function<T, @Nullable String> id) {
        return page.size() < limit ? null : id.apply(page.get(page.size() - 1));
    }
}
