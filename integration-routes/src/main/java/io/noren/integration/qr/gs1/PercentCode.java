package io.noren.integration.qr.gs1;

import java.nio.charset.StandardCharsets;

/** Percent-encoding as Digital Link URIs have it (RFC 3986); in a query a space is written +. */
final class PercentCode {
    private static final String UNRESERVED = "-._~";

    private PercentCode() {}

    static String encode(String text, boolean inQuery) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
            char character = (char) (each & 0xff);
            if (inQuery && character == ' ') {
                encoded.append('+');
            } else if (isAlphanumeric(character) || UNRESERVED.indexOf(character) >= 0) {
                encoded.append(character);
            } else {
                encoded.append('%');
                encoded.append(Character.toUpperCase(Character.forDigit(character >> 4, 16)));
                encoded.append(Character.toUpperCase(Character.forDigit(character & 15, 16)));
            }
        }
        return encoded.toString();
    }

    /** Each byte becomes the character of its number; a % without two hexadecimal digits stays as it is. */
    static String decode(String text, boolean inQuery) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char character = text.charAt(i);
            if (character == '%' && i + 2 < text.length() && isHex(text.charAt(i + 1)) && isHex(text.charAt(i + 2))) {
                decoded.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else {
                decoded.append(inQuery && character == '+' ? ' ' : character);
            }
        }
        return decoded.toString();
    }

    private static boolean isHex(char character) {
        return character < 128 && Character.digit(character, 16) >= 0;
    }

    private static boolean isAlphanumeric(char character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }
}
