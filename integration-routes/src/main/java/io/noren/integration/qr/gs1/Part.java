package io.noren.integration.qr.gs1;

import io.noren.integration.qr.gs1.Gs1Refused.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One part of a value, as the table writes it: {@code n14:check-digit}, {@code x..20}, {@code [n4:time]}.
 *
 * @param least characters; 0 never, since an empty part is a missing one
 */
record Part(CharacterSet characters, int least, int most, boolean optional, List<Check> checks) {

    static Part read(String text) {
        boolean optional = text.startsWith("[");
        String[] words = (optional ? text.substring(1, text.length() - 1) : text).split(":", -1);
        String length = words[0].substring(1);
        boolean exact = !length.startsWith("..");
        int most = Integer.parseInt(exact ? length : length.substring(2));
        return new Part(
                CharacterSet.valueOf(words[0].substring(0, 1).toUpperCase(Locale.ROOT)),
                exact ? most : 1,
                most,
                optional,
                Arrays.stream(words).skip(1).map(Check::named).toList());
    }

    void check(String identifier, String value) {
        characters.check(identifier, value);
        for (Check check : checks) {
            check.of(value).ifPresent(wrong -> {
                Reason reason =
                        check == Check.CHECK_DIGIT || check == Check.CHECK_PAIR ? Reason.CHECK_DIGIT : Reason.VALUE;
                throw new Gs1Refused(reason, identifier, wrong);
            });
        }
    }
}
