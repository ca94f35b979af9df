package io.noren.loyalty.offer;

import io.noren.loyalty.Refusal;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.regex.Pattern;

/** A coupon's code as it is compared: upper case, without spaces around it. */
final class CouponCode {
    private static final Pattern CODE = Pattern.compile("[A-Z0-9-]{4,40}");

    /** Without letters and digits that are taken for each other. */
    private static final String ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

    private static final int GROUPS = 4;
    private static final int GROUP = 4;

    private CouponCode() {}

    /** @throws Refusal {@code UNREADABLE_COUPON} */
    static String read(String typed) {
        String code = typed.strip().toUpperCase(Locale.ROOT);
        if (!CODE.matcher(code).matches()) {
            throw Refusal.at("code", "UNREADABLE_COUPON", "A code has 4 to 40 letters, digits and dashes.");
        }
        return code;
    }

    /** One that nobody can guess: {@code 7K2M-9QXA-…}, 78 bits. */
    static String invented(SecureRandom random) {
        StringBuilder code = new StringBuilder();
        for (int i = 0; i < GROUPS * GROUP; i++) {
            if (i > 0 && i % GROUP == 0) {
                code.append('-');
            }
            code.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return code.toString();
    }
}
