package io.noren.pos.poslog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A document's bytes up to the first that is no character of its encoding, where that is UTF-8 or ASCII. The platform's
 * parser finds such a byte, too, but writes about it to the standard error, which belongs to the operator. What is
 * written in UTF-16 or EBCDIC and says there that it is UTF-8 is left to the parser and refused by it.
 */
final class WholeCharacters extends FilterInputStream {
    private static final int SIZE = 1 << 13;

    /** Bytes within which an XML declaration ends. */
    private static final int DECLARATION = 1_000;

    /** A whole declaration: the parser believes no other. */
    private static final Pattern ENCODING =
            Pattern.compile("(?:\u00ef\u00bb\u00bf)?<\\?xml\\s+version\\s*=\\s*(?:'[0-9.]*'|\"[0-9.]*\")"
                    + "\\s+encoding\\s*=\\s*([\"'])(?<name>[A-Za-z][A-Za-z0-9._-]*)\\1"
                    + "(?:\\s+standalone\\s*=\\s*(?:'[a-z]*'|\"[a-z]*\"))?\\s*\\?>");

    /** How what has more than one byte for each letter begins: UTF-16, UCS-4; and EBCDIC. */
    private static final List<String> WIDE =
            List.of("\u00fe\u00ff", "\u00ff\u00fe", "\0<\0?", "<\0?\0", "\0\0\0<", "<\0\0\0", "Lo\u00a7\u0094");

    /** Of eight bytes, set in none that is ASCII. */
    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private static final byte[] CUT_OFF = "\uFFFD".getBytes(StandardCharsets.UTF_8);

    /** From its position to its limit: what was read and not handed over; whole characters end at {@link #whole}. */
    private ByteBuffer bytes = ByteBuffer.allocate(SIZE).limit(0);

    private int whole;
    private @Nullable CharBuffer characters;
    private boolean begun;
    private boolean ended;
    private boolean broken;
    private @Nullable CharsetDecoder decoder;

    WholeCharacters(InputStream in) {
        super(in);
    }

    /** A byte that is no character. */
    static final class NoCharacter extends IOException {
        NoCharacter() {
            super("a byte is no character of the document's encoding.");
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        while (bytes.position() == whole) {
            if (broken) {
                throw new NoCharacter();
            }
            if (ended) {
                return -1;
            }
            fill();
        }
        int read = Math.min(length, whole - bytes.position());
        bytes.get(buffer, offset, read);
        return read;
    }

    private void fill() throws IOException {
        bytes.compact();
        int read = in.readNBytes(bytes.array(), bytes.position(), bytes.remaining());
        ended = read < bytes.remaining();
        bytes.position(bytes.position() + read).flip();
        if (!begun) {
            begun = true;
            Charset checked = checked();
            decoder = checked == null ? null : checked.newDecoder();
        }
        whole = bytes.limit();
        if (decoder != null && !isAscii()) {
            check(decoder);
        }
    }

    /** Whether there is nothing to find out: most of what tills write is ASCII. */
    private boolean isAscii() {
        int at = bytes.position();
        for (; at + Long.BYTES <= bytes.limit(); at += Long.BYTES) {
            if ((bytes.getLong(at) & HIGH_BITS) != 0) {
                return false;
            }
        }
        for (; at < bytes.limit(); at++) {
            if (bytes.get(at) < 0) {
                return false;
            }
        }
        return true;
    }

    private void check(CharsetDecoder of) {
        ByteBuffer seen = bytes.duplicate();
        if (characters == null) {
            characters = CharBuffer.allocate(SIZE);
        }
        CoderResult result = of.decode(seen, characters.clear(), false);
        broken = result.isError();
        whole = seen.position();
        if (ended && !broken && seen.hasRemaining()) {
            // Cut off within a character: the document ends too early, and the parser is to see where.
            bytes = ByteBuffer.allocate(whole - bytes.position() + CUT_OFF.length)
                    .put(bytes.duplicate().limit(whole))
                    .put(CUT_OFF)
                    .flip();
            whole = bytes.limit();
        }
    }

    /** In what the parser will take the document to be written; null where that is neither UTF-8 nor ASCII. */
    private @Nullable Charset checked() {
        String beginning =
                new String(bytes.array(), 0, Math.min(bytes.limit(), DECLARATION), StandardCharsets.ISO_8859_1);
        if (WIDE.stream().anyMatch(beginning::startsWith)) {
            return null;
        }
        Matcher declared = ENCODING.matcher(beginning);
        if (!declared.lookingAt()) {
            return StandardCharsets.UTF_8; // also while it only tries to say something else
        }
        try {
            Charset charset = Charset.forName(declared.group("name"));
            return charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII) ? charset : null;
        } catch (IllegalArgumentException e) {
            return null; // the parser does not know it either
        }
    }
}
