package io.noren.pos.inbox;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Names in the inbox that mean something. Case does not matter: a network drive may not tell it. */
public final class InboxNames {
    /** Holds, beside where it lay, each file whose content is recorded. */
    public static final String DONE = "done";

    /** Holds, beside where it lay, each file that could not be read as a whole. */
    public static final String PARKED = "parked";

    /** A folder of this beginning, directly in a source's folder, belongs to the account named after it. */
    static final String OWNED = "@";

    /** Endings that programs give to a file while they write it. */
    private static final List<String> UNFINISHED = List.of(".part", ".tmp", ".filepart", ".partial");

    private InboxNames() {}

    /** Whether a file of this name is still being written, and not to be taken until it is renamed. */
    public static boolean isUnfinished(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") || UNFINISHED.stream().anyMatch(lower::endsWith);
    }

    /** Whether this is the name of a folder that holds what was taken. */
    public static boolean isForTaken(String name) {
        return name.equalsIgnoreCase(DONE) || name.equalsIgnoreCase(PARKED);
    }

    /** Where files wait that this account brings for this source. */
    public static Path folderOf(Path inbox, String source, String account) {
        return inbox.resolve(source).resolve(OWNED + account);
    }

    /** What is not to be taken, as patterns for Camel; it leaves out hidden files by itself. */
    static String leftOut() {
        return Stream.concat(
                        Stream.of(DONE, PARKED).flatMap(folder -> Stream.of("**/" + folder + "/**", folder + "/**")),
                        UNFINISHED.stream().map(ending -> "**/*" + ending))
                .collect(Collectors.joining(","));
    }
}
