package io.noren.pos.sftp;

import java.util.Map;
import java.util.TreeMap;

/** Which bytes of a file have come. Clients may send them in any order, and a client that resumes leaves some out. */
final class Coverage {
    /** Pieces that lie apart: some dozen while a client sends in parallel, without end only for mischief. */
    private static final int MOST_PIECES = 10_000;

    /** Ends by their beginnings; no two touch. */
    private final TreeMap<Long, Long> pieces = new TreeMap<>();

    /** @throws Refused when they come too scattered to keep account of */
    void add(long from, long length) throws Refused {
        if (length == 0) {
            return;
        }
        long start = from;
        long end = from + length;
        for (Map.Entry<Long, Long> near = pieces.floorEntry(end);
                near != null && near.getValue() >= start;
                near = pieces.floorEntry(end)) {
            start = Math.min(start, near.getKey());
            end = Math.max(end, near.getValue());
            pieces.remove(near.getKey());
        }
        pieces.put(start, end);
        if (pieces.size() > MOST_PIECES) {
            throw Refused.failed("The file comes in too many pieces; send it from its beginning to its end.");
        }
    }

    /** Whether they are all of a file of this size, in bytes. */
    boolean isAllOf(long size) {
        return size == 0
                ? pieces.isEmpty()
                : pieces.size() == 1 && Long.valueOf(size).equals(pieces.get(0L));
    }
}
