package io.noren.integration.message;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/**
 * The 7-bit alphabet of 3GPP TS 23.038 with its extension table, each character as one or two octets, as SMPP carries
 * it.
 */
final class GsmAlphabet {
    static final byte ESCAPE = 0x1B;

    /** By code; the one at ESCAPE is never looked up. */
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\uFFFFÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";

    private static final Map<Character, byte[]> CODES = codes();

    private GsmAlphabet() {}

    static boolean has(String text) {
        return text.chars().allMatch(character -> CODES.containsKey((char) character));
    }

    /** @param text of which every character is in it */
    static byte[] encode(String text) {
        ByteArrayOutputStream octets = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            byte[] code = CODES.get(text.charAt(i));
            if (code == null) {
                throw new IllegalArgumentException("not in the alphabet");
            }
            octets.writeBytes(code);
        }
        return octets.toByteArray();
    }

    private static Map<Character, byte[]> codes() {
        Map<Character, byte[]> codes = new HashMap<>();
        for (int code = 0; code < BASIC.length(); code++) {
            if (code != ESCAPE) {
                codes.put(BASIC.charAt(code), new byte[] {(byte) code});
            }
        }
        String extension = "^{}\\[~]|€";
        int[] places = {0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};
        for (int i = 0; i < places.length; i++) {
            codes.put(extension.charAt(i), new byte[] {ESCAPE, (byte) places[i]});
        }
        return codes;
    }
}
