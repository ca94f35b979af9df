package io.noren.loyalty.personal;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;

/**
 * By what is found again that nobody can read: keyed hashes, the same for the same. Phone numbers, days and beginnings of
 * names are so few that all can be tried, so without the key a hash of them would hide nothing.
 */
@Component
public class SearchHashes {
    /** A beginning of so many characters tells few enough apart that the rest is looked at after opening. */
    public static final int LONGEST_BEGINNING = 3;

    private static final int CONTACT_BYTES = 16;

    private final byte[] key;

    SearchHashes(Keyring keyring) {
        this.key = keyring.searchKey();
    }

    /**
     * Of a whole phone number or e-mail address, normalised: 32 hexadecimal digits.
     *
     * @param type {@code PHONE} or {@code EMAIL}
     */
    public String contact(String type, String value) {
        return HexFormat.of().formatHex(KeyedHash.of(key, "contact", type, value), 0, CONTACT_BYTES);
    }

    /** Of the end of a phone number. */
    public long lastFour(String digits) {
        return number("last four", digits);
    }

    /**
     * Of a day of birth together with a beginning of the name's reading. Only together: readings alone would show by how
     * many have the same which it is.
     *
     * @param birthday month times 100 plus day
     * @param kana folded for searching, not empty; of a longer one its first characters
     */
    public long birthdayAndKana(int birthday, String kana) {
        return number("birthday and kana", Integer.toString(birthday), beginning(kana, LONGEST_BEGINNING));
    }

    /** The same for all beginnings that somebody may ask for. */
    public List<Long> birthdayAndKanas(int birthday, String kana) {
        int longest = Math.min(LONGEST_BEGINNING, kana.codePointCount(0, kana.length()));
        return IntStream.rangeClosed(1, longest)
                .mapToObj(length -> birthdayAndKana(birthday, beginning(kana, length)))
                .toList();
    }

    private long number(String... parts) {
        return ByteBuffer.wrap(KeyedHash.of(key, parts)).getLong();
    }

    private static String beginning(String kana, int characters) {
        return kana.substring(
                0, kana.offsetByCodePoints(0, Math.min(characters, kana.codePointCount(0, kana.length()))));
    }
}
