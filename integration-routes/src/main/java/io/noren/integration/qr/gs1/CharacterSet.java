package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;

/** Which characters a value may hold (GS1 General Specifications, section 7.11; base64url by RFC 4648). */
enum CharacterSet {
    N("0123456789"),
    X("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
    Y("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    Z("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /** In the order that check characters count by. */
    private final String characters;

    CharacterSet(String characters) {
        this.characters = characters;
    }

    int placeOf(char character) {
        return characters.indexOf(character);
    }

    boolean holds(String text) {
        return text.chars().allMatch(each -> characters.indexOf(each) >= 0);
    }

    void check(String identifier, String value) {
        String written = this == Z ? withoutPadding(identifier, value) : value;
        if (!holds(written)) {
            throw new Gs1Refused(Reason.CHARACTER, identifier, "holds a character that may not be in it.");
        }
    }

    /** Padding is not needed; where it stands, it fills the last four and hides no bits. */
    private String withoutPadding(String identifier, String value) {
        String written = value.replaceAll("=+$", "");
        int padding = value.length() - written.length();
        if (padding == 0) {
            return value;
        }
        int unused = padding == 1 ? 0b11 : 0b1111;
        boolean fits = !written.isEmpty() && padding <= 2 && value.length() % 4 == 0;
        if (!fits || (placeOf(written.charAt(written.length() - 1)) & unused) != 0) {
            throw new Gs1Refused(Reason.CHARACTER, identifier, "has a wrong padding.");
        }
        return written;
    }
}
