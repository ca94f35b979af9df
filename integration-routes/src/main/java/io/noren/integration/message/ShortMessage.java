package io.noren.integration.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A text as short messages carry it: in the GSM alphabet if all of it is in there, else as UCS-2 (UTF-16, so that what is
 * beyond it, such as emoji, stays whole); in one message, or in parts that the phone puts together by the header in front
 * of each.
 *
 * @param dataCoding as SMPP has it
 * @param parts in their order, with their headers if there are several
 */
record ShortMessage(byte dataCoding, List<byte[]> parts) {
    static final byte GSM = 0;
    static final byte UCS2 = 8;

    private static final int LONGEST_GSM = 160;
    private static final int LONGEST_GSM_PART = 153;
    private static final int LONGEST_UCS2 = 70;
    private static final int LONGEST_UCS2_PART = 67;
    private static final int MOST_PARTS = 255;

    boolean isLong() {
        return parts.size() > 1;
    }

    /** @param reference what all parts of this message share; the same when it is sent again */
    static ShortMessage of(String text, int reference) {
        boolean gsm = GsmAlphabet.has(text);
        if (gsm) {
            byte[] whole = GsmAlphabet.encode(text);
            return whole.length <= LONGEST_GSM
                    ? new ShortMessage(GSM, List.of(whole))
                    : new ShortMessage(GSM, numbered(gsmParts(whole), reference));
        }
        return text.length() <= LONGEST_UCS2
                ? new ShortMessage(UCS2, List.of(text.getBytes(StandardCharsets.UTF_16BE)))
                : new ShortMessage(UCS2, numbered(ucs2Parts(text), reference));
    }

    /** A character of two octets is not torn apart. */
    private static List<byte[]> gsmParts(byte[] whole) {
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        while (start < whole.length) {
            int end = Math.min(start + LONGEST_GSM_PART, whole.length);
            if (end < whole.length && whole[end - 1] == GsmAlphabet.ESCAPE) {
                end--;
            }
            parts.add(Arrays.copyOfRange(whole, start, end));
            start = end;
        }
        return parts;
    }

    /** Neither is what people take for one character, where it fits into a part at all. */
    private static List<byte[]> ucs2Parts(String text) {
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        List<byte[]> parts = new ArrayList<>();
        int start = 0;
        while (start < text.length()) {
            int end = Math.min(start + LONGEST_UCS2_PART, text.length());
            if (end < text.length() && !characters.isBoundary(end)) {
                int before = characters.preceding(end);
                end = before > start ? before : end - (Character.isLowSurrogate(text.charAt(end)) ? 1 : 0);
            }
            parts.add(text.substring(start, end).getBytes(StandardCharsets.UTF_16BE));
            start = end;
        }
        return parts;
    }

    /** 3GPP TS 23.040, concatenated short messages with a reference of 8 bits. */
    private static List<byte[]> numbered(List<byte[]> parts, int reference) {
        if (parts.size() > MOST_PARTS) {
            throw new IllegalArgumentException("too long for short messages");
        }
        List<byte[]> numbered = new ArrayList<>();
        for (int n = 0; n < parts.size(); n++) {
            byte[] part = parts.get(n);
            numbered.add(ByteBuffer.allocate(6 + part.length)
                    .put((byte) 5)
                    .put((byte) 0)
                    .put((byte) 3)
                    .put((byte) reference)
                    .put((byte) parts.size())
                    .put((byte) (n + 1))
                    .put(part)
                    .array());
        }
        return List.copyOf(numbered);
    }
}
