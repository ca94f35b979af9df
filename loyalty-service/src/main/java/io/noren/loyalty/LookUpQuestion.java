package io.noren.loyalty;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A till's question, checked: exactly one way to ask, in one spelling.
 *
 * @param key the normalised card, phone or code, the last four digits, the receipt's key, or the choice's id
 * @param kana folded for searching; null unless asked by it
 * @param factor null unless asked by name or by choice
 */
record LookUpQuestion(
        AskedBy by,
        String key,
        @Nullable String kana,
        @Nullable SecondFactor factor) {
    private static final int LONGEST_WORD = 100;
    private static final int LONGEST_RECEIPT = 200;
    private static final Pattern BIRTHDAY = Pattern.compile("(\\d{1,2})[-/.月](\\d{1,2})日?|(\\d{2})(\\d{2})");

    enum AskedBy {
        SCAN,
        CARD,
        PHONE,
        PHONE_LAST4_AND_KANA,
        NAME_AND_BIRTHDAY,
        MEMBER_CODE,
        RECEIPT,
        CHOICE,
        CONTACT,
        /** Opened at the desk from a list, by their id. */
        MEMBER_ID,
        /** All that is kept of them was taken out, at the desk. */
        EXPORT
    }

    /** Who asks, where and why. */
    record Asker(String actor, String till, String location, String reason) {}

    /** @param birthday month times 100 plus day */
    record SecondFactor(
            @Nullable Integer birthday, @Nullable String lastFour) {}

    /** @throws Refusal {@code LOOK_UP_INCOMPLETE} with one part for each of the missing */
    static Asker asker(LookUpQuery query) {
        String till = PlainText.optional("till", query.till(), LONGEST_WORD);
        String location = PlainText.optional("location", query.location(), LONGEST_WORD);
        String reason = PlainText.optional("reason", query.reason(), LONGEST_WORD);
        if (till != null && location != null && reason != null) {
            return new Asker(query.actor(), till, location, reason);
        }
        List<Refusal> missing = new ArrayList<>();
        if (till == null) {
            missing.add(Refusal.at("till", "TILL_REQUIRED", "Say at which till the answer is shown."));
        }
        if (location == null) {
            missing.add(Refusal.at("location", "LOCATION_REQUIRED", "Say in which store the till stands."));
        }
        if (reason == null) {
            missing.add(Refusal.at("reason", "REASON_REQUIRED", "Say why the customer is looked up."));
        }
        throw Refusal.several(
                "LOOK_UP_INCOMPLETE", "A look-up always says at which till, in which store and why.", missing);
    }

    /**
     * @throws Refusal {@code LOOK_UP_KEY_REQUIRED}, {@code KANA_REQUIRED}, {@code KANA_EXPECTED},
     *     {@code SECOND_FACTOR_REQUIRED}, {@code BIRTHDAY_EXPECTED}, {@code CHOICE_ENDED}, {@code …}
     */
    static LookUpQuestion of(LookUpQuery query, Normalisation normalisation) {
        List<LookUpQuestion> asked = new ArrayList<>();
        addNumbers(asked, query, normalisation);
        String receipt = given(query.receipt());
        if (receipt != null) {
            asked.add(by(
                    AskedBy.RECEIPT, PlainText.required("receipt", receipt, LONGEST_RECEIPT, "UNREADABLE_IDENTIFIER")));
        }
        String choice = given(query.choice());
        String lastFour = given(query.phoneLast4());
        String kana = given(query.kana());
        String birthDay = given(query.birthDay());
        if (choice != null) {
            asked.add(byChoice(choice, birthDay, given(query.otherLast4())));
        } else if (kana != null && birthDay != null) {
            asked.add(byName(kana, birthDay));
        }
        if (lastFour != null) {
            asked.add(byLastFour(lastFour, kana));
        }
        if (asked.size() != 1) {
            throw new Refusal(
                    "LOOK_UP_KEY_REQUIRED",
                    "Ask by exactly one of scan, card, phone, memberCode, receipt, choice, or kana together with"
                            + " phoneLast4 or birthDay.");
        }
        return asked.get(0);
    }

    private static void addNumbers(List<LookUpQuestion> asked, LookUpQuery query, Normalisation normalisation) {
        String scan = given(query.scan());
        if (scan != null) {
            asked.add(by(AskedBy.SCAN, normalisation.normalise("scan", IdentifierType.APP, scan)));
        }
        String card = given(query.card());
        if (card != null) {
            asked.add(by(AskedBy.CARD, normalisation.normalise("card", IdentifierType.CARD, card)));
        }
        String phone = given(query.phone());
        if (phone != null) {
            asked.add(by(AskedBy.PHONE, normalisation.normalise("phone", IdentifierType.PHONE, phone)));
        }
        String code = given(query.memberCode());
        if (code != null) {
            asked.add(by(AskedBy.MEMBER_CODE, normalisation.normalise("memberCode", IdentifierType.APP, code)));
        }
    }

    /** For the log. */
    String masked() {
        return Mask.tail(key) + (kana == null ? "" : " " + Mask.head(kana));
    }

    private static LookUpQuestion by(AskedBy by, String key) {
        return new LookUpQuestion(by, key, null, null);
    }

    private static LookUpQuestion byLastFour(String lastFour, @Nullable String kana) {
        if (kana == null) {
            throw Refusal.at("kana", "KANA_REQUIRED", "Four digits match many; ask for the name's reading as well.");
        }
        return new LookUpQuestion(
                AskedBy.PHONE_LAST4_AND_KANA,
                Normalisation.lastFour("phoneLast4", lastFour),
                Kana.searchKey(Kana.katakana("kana", kana)),
                null);
    }

    private static LookUpQuestion byName(String kana, String birthDay) {
        int day = birthday(birthDay);
        return new LookUpQuestion(
                AskedBy.NAME_AND_BIRTHDAY,
                String.format("%04d", day),
                Kana.searchKey(Kana.katakana("kana", kana)),
                new SecondFactor(day, null));
    }

    private static LookUpQuestion byChoice(String choice, @Nullable String birthDay, @Nullable String lastFour) {
        if (birthDay == null && lastFour == null) {
            throw Refusal.at(
                    "birthDay",
                    "SECOND_FACTOR_REQUIRED",
                    "Ask for the day of birth, or the last four digits of another number of theirs.");
        }
        SecondFactor factor = new SecondFactor(
                birthDay == null ? null : birthday(birthDay),
                lastFour == null ? null : Normalisation.lastFour("otherLast4", lastFour));
        try {
            return new LookUpQuestion(
                    AskedBy.CHOICE, UUID.fromString(choice.strip()).toString(), null, factor);
        } catch (IllegalArgumentException e) {
            throw Refusal.at("choice", "CHOICE_ENDED", "There is no such choice. Look the customer up again.");
        }
    }

    private static int birthday(String typed) {
        Matcher day = BIRTHDAY.matcher(
                Normalizer.normalize(typed, Normalizer.Form.NFKC).strip());
        if (day.matches()) {
            int month = Integer.parseInt(day.group(1) == null ? day.group(3) : day.group(1));
            int ofMonth = Integer.parseInt(day.group(2) == null ? day.group(4) : day.group(2));
            if (1 <= month && month <= 12 && 1 <= ofMonth && ofMonth <= 31) {
                return month * 100 + ofMonth;
            }
        }
        throw Refusal.at("birthDay", "BIRTHDAY_EXPECTED", "Give the month and day of birth, such as 04-12.");
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
