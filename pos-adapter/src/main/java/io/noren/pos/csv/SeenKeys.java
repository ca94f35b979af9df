package io.noren.pos.csv;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** A set of texts of which only 63 bits each are kept: a file has millions of receipts, and memory is bounded. */
final class SeenKeys {
    private final MessageDigest digest;
    private long[] slots = new long[1 << 10];
    private int size;

    SeenKeys() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** @return whether it was not there */
    boolean add(String key) {
        long hash = ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)))
                        .getLong()
                | 1; // zero is an empty slot
        if (2 * (size + 1) > slots.length) {
            long[] old = slots;
            slots = new long[2 * old.length];
            for (long known : old) {
                if (known != 0) {
                    put(known);
                }
            }
        }
        boolean fresh = put(hash);
        size += fresh ? 1 : 0;
        return fresh;
    }

    private boolean put(long hash) {
        int mask = slots.length - 1;
        int at = (int) (hash >>> 32) & mask;
        while (slots[at] != 0) {
            if (slots[at] == hash) {
                return false;
            }
            at = (at + 1) & mask;
        }
        slots[at] = hash;
        return true;
    }
}
