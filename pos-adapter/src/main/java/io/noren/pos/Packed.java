package io.noren.pos;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import java.util.Map;

/** Files that are packed tell nothing before they are unpacked; no dialect begins as they do. */
final class Packed {
    private static final int LONGEST = 6;

    /** By the bytes that each begins with. */
    private static final Map<String, String> KINDS = Map.of(
            "1f8b", "gzip",
            "504b0304", "zip",
            "504b0506", "zip",
            "fd377a585a00", "xz",
            "28b52ffd", "zstd",
            "377abcaf271c", "7z");

    private Packed() {}

    /** @throws Refusal {@code PACKED_DOCUMENT} */
    static void refuse(Content content) throws IOException {
        byte[] beginning;
        try (InputStream in = content.open()) {
            beginning = in.readNBytes(LONGEST);
        }
        String hex = HexFormat.of().formatHex(beginning);
        for (Map.Entry<String, String> kind : KINDS.entrySet()) {
            if (hex.startsWith(kind.getKey())) {
                throw new Refusal(
                        "PACKED_DOCUMENT",
                        "The document is packed (" + kind.getValue() + "); unpack it and send what is inside.");
            }
        }
    }
}
