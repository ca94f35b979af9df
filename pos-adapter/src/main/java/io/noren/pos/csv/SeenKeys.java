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

    boolean has(String key) {
        int mask = slots.length - 1;
        long hash = hash(key);
        for (int at = slot(hash, mask); slots[at] != 0; at = (at + 1) & mask) {
            if (slots[at] == hash) {
                return true;
            }
        }
        return false;
    }

    void add(String key) {
        if (2 * (size + 1) > slots.length) {
            long[] old = slots;
            slots = new long[2 * old.length];
            for (long known : old) {
                if (known != 0) {
                    put(known);
                }
            }
        }
        size += put(hash(key)) ? 1 : 0;
    }

    private boolean put(long hash) {
        int mask = slots.length - 1;
        int at = slot(hash, mask);
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & mask;
        }
        boolean fresh = slots[at] == 0;
        slots[at] = hash;
        return fresh;
    }

    private long hash(String key) {
        return ByteBuffer.wrap(digest.digest(key.getBytes(StandardCharsets.UTF_8)))
                        .getLong()
                | 1; // zero is an empty slot
    }

    private static int slot(long hash, int mask) {
        return (int) (hash >>> 32) & mask;
    }
}
