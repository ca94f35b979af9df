package io.noren.pos.sftp;

import io.noren.pos.inbox.InboxNames;
import java.nio.charset.StandardCharsets;

/** What a file may be called: anything a person can read in a list, and that no part of the way trips over. */
final class FileName {
    /** File systems take 255; what is moved may get a number behind its name. */
    private static final int MOST_BYTES = 200;

    private FileName() {}

    static String check(String name) throws Refused {
        if (name.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
            throw Refused.failed("A file's name may have at most " + MOST_BYTES + " bytes in UTF-8; shorten it.");
        }
        if (name.startsWith(".")) {
            throw Refused.failed("A file's name may not begin with a dot; rename it.");
        }
        if (name.codePoints().anyMatch(FileName::isUnreadable)) {
            throw Refused.failed("A file's name is UTF-8, without control characters and invisible ones; rename it.");
        }
        if (InboxNames.isForTaken(name)) {
            throw Refused.failed("done and parked are folders; give the file another name.");
        }
        return name;
    }

    private static boolean isUnreadable(int codePoint) {
        return codePoint == '\\' // another system's separator
                || codePoint == '\uFFFD' // stands where bytes were not UTF-8
                || switch (Character.getType(codePoint)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.UNASSIGNED,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR -> true;
                    default -> false;
                };
    }
}
