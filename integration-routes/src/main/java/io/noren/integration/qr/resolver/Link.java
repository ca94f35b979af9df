package io.noren.integration.qr.resolver;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One place that a code can lead to.
 *
 * @param level the qualifiers that it is about, as in the path of a Digital Link: {@code /10/L1} for one lot; empty for
 *     the item as such
 * @param type the address of a name in the GS1 Web Vocabulary
 * @param href a whole address, or the path of a page of ours
 * @param languages of what is there, {@code ja} or {@code en-US}; none: it has none, or any
 * @param mediaType of what is there, {@code text/html}
 * @param context in which it holds, mostly a country
 * @param isDefault whether the code itself leads there
 * @param isOurs one of the links that every item has without anybody's doing
 */
record Link(
        String level,
        String type,
        String href,
        String title,
        List<String> languages,
        @Nullable String mediaType,
        @Nullable String context,
        boolean isDefault,
        boolean isOurs) {

    private static final List<String> OUR_LANGUAGES = List.of("ja", "en");

    Link {
        languages = List.copyOf(languages);
    }

    /** A page of ours about the item; its title is the reader's language's. */
    static Link ours(String type, String path) {
        return new Link("", type, path, "", OUR_LANGUAGES, "text/html", null, false, true);
    }

    Link leadingTo(String other) {
        return new Link(level, type, other, title, languages, mediaType, context, isDefault, isOurs);
    }
}
