package io.noren.inventory.imports;

import io.noren.inventory.Refusal;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a file's bytes as they come in and says what they are written in, line by line and strictly: what cannot be
 * read would become a wrong name, and nobody would notice.
 */
final class TextScan {

    /** What spreadsheets in Japan call Shift_JIS, with the characters that the standard of that name lacks. */
    static final Charset SHIFT_JIS = Charset.forName("windows-31j");

    static final int LONGEST_LINE = 64 * 1024;

    private static final Set<Charset> JAPANESE = Set.of(SHIFT_JIS, Charset.forName("Shift_JIS"));

    private final byte[] line = new byte[LONGEST_LINE];
    private final CharBuffer characters = CharBuffer.allocate(LONGEST_LINE);
    private final CharsetDecoder utf8 = strict(StandardCharsets.UTF_8);
    private final CharsetDecoder shiftJis = strict(SHIFT_JIS);
    private int length;
    private boolean ascii = true;
    private long lines;
    private long notUtf8;
    private long notShiftJis;
    private long surelyUtf8;

    /** The charset that a sender names, or null when it names none. */
    static @Nullable Charset named(@Nullable String name) {
        if (name == null || name.isBlank()) {
            return null;
        }
        try {
            Charset charset = Charset.forName(name.strip());
            if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
                return StandardCharsets.UTF_8;
            }
            if (JAPANESE.contains(charset)) {
                return SHIFT_JIS;
            }
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw unsupported(name, e);
        }
        throw unsupported(name, null);
    }

    private static Refusal unsupported(String name, @Nullable Exception cause) {
        Refusal refusal = new Refusal(
                "UNSUPPORTED_CHARSET",
                "The charset '" + name + "' is not read here: send UTF-8 or Shift_JIS.",
                "charset",
                Map.of());
        if (cause != null) {
            refusal.initCause(cause);
        }
        return refusal;
    }

    void take(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            byte each = bytes[i];
            if (each == '\n') {
                endOfLine();
                continue;
            }
            if (each == 0) {
                throw atLine("BAD_ENCODING", lines + 1, "has a zero byte: send UTF-8 or Shift_JIS, not UTF-16");
            }
            if (length == LONGEST_LINE) {
                throw atLine("LINE_TOO_LONG", lines + 1, "is longer than " + LONGEST_LINE + " bytes");
            }
            ascii &= each > 0;
            line[length++] = each;
        }
    }

    private void endOfLine() {
        lines++;
        if (!ascii) {
            if (!reads(utf8)) {
                notUtf8 = first(notUtf8);
            } else if (hasThreeByteCharacter()) {
                surelyUtf8 = first(surelyUtf8);
            }
            if (!reads(shiftJis)) {
                notShiftJis = first(notShiftJis);
            }
        }
        length = 0;
        ascii = true;
    }

    private long first(long known) {
        return known == 0 ? lines : known;
    }

    private boolean reads(CharsetDecoder decoder) {
        characters.clear();
        decoder.reset();
        return !decoder.decode(ByteBuffer.wrap(line, 0, length), characters, true)
                .isError();
    }

    // Every kana and kanji has three bytes in UTF-8; a line of Shift_JIS that happens to be such is not met in
    // practice.
    private boolean hasThreeByteCharacter() {
        for (int i = 0; i < length; i++) {
            if ((line[i] & 0xf0) == 0xe0) {
                return true;
            }
        }
        return false;
    }

    /** What the whole file is written in. */
    Charset charset(@Nullable Charset named) {
        if (length > 0) {
            endOfLine();
        }
        if (notUtf8 == 0 && !SHIFT_JIS.equals(named)) {
            return StandardCharsets.UTF_8;
        }
        if (StandardCharsets.UTF_8.equals(named)) {
            throw atLine("BAD_ENCODING", notUtf8, "is not UTF-8");
        }
        boolean pureUtf8 = notUtf8 == 0 && surelyUtf8 > 0;
        if (surelyUtf8 > 0 && !pureUtf8) {
            throw atLine(
                    "MIXED_ENCODING",
                    Math.max(surelyUtf8, notUtf8),
                    "is written in another charset than line " + Math.min(surelyUtf8, notUtf8)
                            + ": one is UTF-8, the other is not");
        }
        if (notShiftJis > 0 || pureUtf8) {
            throw atLine(
                    "BAD_ENCODING",
                    notShiftJis > 0 ? notShiftJis : surelyUtf8,
                    named == null ? "is neither UTF-8 nor Shift_JIS" : "is not Shift_JIS");
        }
        return SHIFT_JIS;
    }

    private static Refusal atLine(String code, long line, String what) {
        return new Refusal(code, "Line " + line + " " + what + ".", null, Map.of("line", line));
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }
}
