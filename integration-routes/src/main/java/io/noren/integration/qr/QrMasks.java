package io.noren.integration.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Chooses a QR code's mask as ISO/IEC 18004 says, by the lowest penalty, and as ZXing does, only faster: ZXing draws all
 * eight and looks at each module of each, which is nine tenths of its work. Here it draws one. What another mask would
 * turn over is the same for all codes of one version, so it is learned once, and the penalty is counted 64 modules at a
 * time.
 */
final class QrMasks {
    private static final int MASKS = 8;

    /** A row is kept in a {@code long}: up to version 11, 468 bytes at level M; larger ones are left to ZXing. */
    private static final int WIDEST = Long.SIZE;

    /** By the number of modules along a side. */
    private static final Map<Integer, Turns> TURNS = new ConcurrentHashMap<>();

    private QrMasks() {}

    /** @throws IllegalArgumentException when the text is longer than a QR code can carry */
    static ByteMatrix encode(String text, Map<EncodeHintType, Object> hints) {
        ByteMatrix matrix = encode(text, hints, 0);
        if (matrix.getWidth() > WIDEST) {
            return encode(text, hints, null);
        }
        Turns turns = TURNS.computeIfAbsent(matrix.getWidth(), QrMasks::learn);
        long[] rows = rows(matrix);
        long[] columns = columns(matrix);
        int best = 0;
        int lowest = Integer.MAX_VALUE;
        for (int mask = 0; mask < MASKS; mask++) {
            int penalty = penalty(turned(rows, turns.rows[mask]), turned(columns, turns.columns[mask]));
            if (penalty < lowest) {
                lowest = penalty;
                best = mask;
            }
        }
        turn(matrix, turns.rows[best]);
        return matrix;
    }

    /** What each mask turns over, compared with the first one: a bit for each module. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Turns(long[][] rows, long[][] columns) {}

    private static ByteMatrix encode(String text, Map<EncodeHintType, Object> hints, @Nullable Integer mask) {
        Map<EncodeHintType, Object> all = new EnumMap<>(EncodeHintType.class);
        all.putAll(hints);
        if (mask != null) {
            all.put(EncodeHintType.QR_MASK_PATTERN, mask);
        }
        try {
            return Encoder.encode(text, ErrorCorrectionLevel.M, all).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("too long for a QR code", e);
        }
    }

    private static Turns learn(int size) {
        Map<EncodeHintType, Object> version = Map.of(EncodeHintType.QR_VERSION, (size - 17) / 4);
        ByteMatrix first = encode("0", version, 0);
        long[][] rows = new long[MASKS][];
        long[][] columns = new long[MASKS][];
        for (int mask = 0; mask < MASKS; mask++) {
            ByteMatrix other = encode("0", version, mask);
            rows[mask] = turned(rows(first), rows(other));
            columns[mask] = turned(columns(first), columns(other));
        }
        return new Turns(rows, columns);
    }

    private static long[] rows(ByteMatrix matrix) {
        long[] rows = new long[matrix.getHeight()];
        for (int y = 0; y < rows.length; y++) {
            for (int x = 0; x < rows.length; x++) {
                rows[y] |= (long) matrix.get(x, y) << x;
            }
        }
        return rows;
    }

    private static long[] columns(ByteMatrix matrix) {
        long[] columns = new long[matrix.getWidth()];
        for (int y = 0; y < columns.length; y++) {
            for (int x = 0; x < columns.length; x++) {
                columns[x] |= (long) matrix.get(x, y) << y;
            }
        }
        return columns;
    }

    private static long[] turned(long[] lines, long[] turn) {
        long[] turned = new long[lines.length];
        for (int i = 0; i < lines.length; i++) {
            turned[i] = lines[i] ^ turn[i];
        }
        return turned;
    }

    private static void turn(ByteMatrix matrix, long[] rows) {
        for (int y = 0; y < rows.length; y++) {
            for (long left = rows[y]; left != 0; left &= left - 1) {
                int x = Long.numberOfTrailingZeros(left);
                matrix.set(x, y, 1 - matrix.get(x, y));
            }
        }
    }

    /** The four features of ISO/IEC 18004, section 7.8.3, with ZXing's reading of what lies beyond the edge. */
    static int penalty(long[] rows, long[] columns) {
        int size = rows.length;
        int dark = 0;
        int blocks = 0;
        for (int y = 0; y < size; y++) {
            dark += Long.bitCount(rows[y]);
            if (y + 1 < size) {
                blocks += Long.bitCount(alike(rows[y], size) & alike(rows[y + 1], size) & ~(rows[y] ^ rows[y + 1]));
            }
        }
        int total = size * size;
        return lines(rows) + lines(columns) + 3 * blocks + 10 * (Math.abs(2 * dark - total) * 10 / total);
    }

    /** Long runs of one colour, and what looks like a finder pattern. */
    private static int lines(long[] lines) {
        int size = lines.length;
        int penalty = 0;
        for (long line : lines) {
            long same = alike(line, size);
            long runs = same & same >>> 1 & same >>> 2 & same >>> 3;
            penalty += Long.bitCount(runs) + 2 * Long.bitCount(runs & ~(runs << 1));
            long light = ~line & ones(size);
            long fourLight = light & light >>> 1 & light >>> 2 & light >>> 3;
            long finder = line & light >>> 1 & line >>> 2 & line >>> 3 & line >>> 4 & light >>> 5 & line >>> 6;
            penalty += 40 * Long.bitCount(finder & (fourLight >>> 7 | fourLight << 4));
        }
        return penalty;
    }

    /** A bit for each module that has the colour of the next one. */
    private static long alike(long line, int size) {
        return ~(line ^ line >>> 1) & ones(size - 1);
    }

    private static long ones(int count) {
        return count == Long.SIZE ? -1 : (1L << count) - 1;
    }
}
