package io.noren.loyalty;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** Makes two spellings of the same identifier equal, and refuses what cannot be one. */
@Component
class Normalisation {
    private static final int LONGEST = 254;
    private static final Pattern BETWEEN_DIGITS = Pattern.compile("[\\s\\p{Pd}\\u2212\\u30FC]");
    private static final Pattern LEADING_ZEROS = Pattern.compile("^0+");
    private static final Pattern CARD = Pattern.compile("[0-9A-Z]{1,64}");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s.]+(\\.[^@\\s.]+)+");
    private static final Pattern FOUR_DIGITS = Pattern.compile("[0-9]{4}");

    private final PhoneNumberUtil phones = PhoneNumberUtil.getInstance();
    private final String phoneRegion;

    Normalisation(LoyaltySettings settings) {
        this.phoneRegion = settings.phoneRegion();
    }

    /**
     * The form in which identifiers are stored and compared.
     *
     * @throws Refusal {@code UNREADABLE_CARD}, {@code UNREADABLE_PHONE}, {@code UNREADABLE_EMAIL},
     *     {@code UNREADABLE_IDENTIFIER}, {@code TEXT_TOO_LONG}, {@code TEXT_UNREADABLE}
     */
    String normalise(IdentifierType type, String typed) {
        return normalise("value", type, typed);
    }

    /** The same; {@code field} is named in a refusal. */
    String normalise(String field, IdentifierType type, String typed) {
        String text = PlainText.required(field, typed, LONGEST, "UNREADABLE_IDENTIFIER");
        return switch (type) {
            case CARD -> card(field, text);
            case PHONE -> phone(field, text);
            case EMAIL -> email(field, text);
            // Ids that another system made are kept letter for letter.
            case APP, WEB_ACCOUNT, EXTERNAL -> text;
        };
    }

    /** Tills pad card numbers with zeros to the width of their field, and people group the digits. */
    private static String card(String field, String typed) {
        String bare = BETWEEN_DIGITS.matcher(wide(typed)).replaceAll("").toUpperCase(Locale.ROOT);
        String number = LEADING_ZEROS.matcher(bare).replaceFirst("");
        if (!CARD.matcher(number).matches()) {
            throw Refusal.at(field, "UNREADABLE_CARD", "A card number has 1 to 64 digits or Latin letters, not all 0.");
        }
        return number;
    }

    /**
     * E.164. A number of the country's plan, or one as long as its mobile numbers: new ranges are given out more often
     * than this is built.
     */
    private String phone(String field, String typed) {
        try {
            PhoneNumber number = phones.parse(typed, phoneRegion);
            if (phones.isValidNumber(number) || phones.isPossibleNumberForType(number, PhoneNumberType.MOBILE)) {
                return phones.format(number, PhoneNumberFormat.E164);
            }
        } catch (NumberParseException e) {
            // Answered below; the parser's message repeats the number, which must not travel.
        }
        throw Refusal.at(field, "UNREADABLE_PHONE", "Give a phone number with its area code, or with + and country.");
    }

    private static String email(String field, String typed) {
        String address = wide(typed).toLowerCase(Locale.ROOT);
        if (!EMAIL.matcher(address).matches()) {
            throw Refusal.at(field, "UNREADABLE_EMAIL", "Give an e-mail address such as name@example.com.");
        }
        return address;
    }

    /**
     * Four digits in any width; {@code field} is named in a refusal.
     *
     * @throws Refusal {@code FOUR_DIGITS_EXPECTED}
     */
    static String lastFour(String field, String typed) {
        String digits = wide(typed);
        if (!FOUR_DIGITS.matcher(digits).matches()) {
            throw Refusal.at(field, "FOUR_DIGITS_EXPECTED", "Give the last four digits of the number.");
        }
        return digits;
    }

    private static String wide(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
    }
}
