package io.noren.loyalty;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A till's question, checked: exactly one way to ask, in one spelling.
 *
 * @param key the normalised card, phone or code, or the last four digits
 * @param kana folded for searching; null unless asked by the last four digits
 */
record LookUpQuestion(AskedBy by, String key, @Nullable String kana) {
    private static final int LONGEST_WORD = 100;

    enum AskedBy {
        CARD,
        PHONE,
        PHONE_LAST4_AND_KANA,
        MEMBER_CODE
    }

    /** Who asks, where and why. */
    record Asker(String actor, String till, String location, String reason) {}

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

    /** @throws Refusal {@code LOOK_UP_KEY_REQUIRED}, {@code KANA_REQUIRED}, {@code KANA_EXPECTED}, {@code …} */
    static LookUpQuestion of(LookUpQuery query, Normalisation normalisation) {
        List<LookUpQuestion> asked = new ArrayList<>();
        String card = given(query.card());
        if (card != null) {
            asked.add(
                    new LookUpQuestion(AskedBy.CARD, normalisation.normalise("card", IdentifierType.CARD, card), null));
        }
        String phone = given(query.phone());
        if (phone != null) {
            asked.add(new LookUpQuestion(
                    AskedBy.PHONE, normalisation.normalise("phone", IdentifierType.PHONE, phone), null));
        }
        String code = given(query.memberCode());
        if (code != null) {
            asked.add(new LookUpQuestion(
                    AskedBy.MEMBER_CODE, normalisation.normalise("memberCode", IdentifierType.APP, code), null));
        }
        String lastFour = given(query.phoneLast4());
        if (lastFour != null) {
            asked.add(byLastFour(lastFour, given(query.kana())));
        }
        if (asked.size() != 1) {
            throw new Refusal(
                    "LOOK_UP_KEY_REQUIRED",
                    "Ask by exactly one of card, phone, memberCode, or phoneLast4 together with kana.");
        }
        return asked.get(0);
    }

    /** For the log. */
    String masked() {
        return Mask.tail(key) + (kana == null ? "" : " " + Mask.head(kana));
    }

    private static LookUpQuestion byLastFour(String lastFour, @Nullable String kana) {
        if (kana == null) {
            throw Refusal.at("kana", "KANA_REQUIRED", "Four digits match many; ask for the name's reading as well.");
        }
        return new LookUpQuestion(
                AskedBy.PHONE_LAST4_AND_KANA,
                Normalisation.lastFour(lastFour),
                Kana.searchKey(Kana.katakana("kana", kana)));
    }

    private static @Nullable String given(@Nullable String value) {
        return value == null || value.isBlank() ? null : value;
    }
}
