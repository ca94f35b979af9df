package io.noren.loyalty;

import org.jspecify.annotations.Nullable;

/**
 * What staff at a till ask. One way to ask, and always who asks, where and why.
 *
 * @param card a loyalty card's number, scanned or typed
 * @param phone a whole phone number in any spelling
 * @param phoneLast4 its last four digits, together with {@code kana}
 * @param kana the family name's reading or its beginning, or the family and given name's
 * @param memberCode what the app shows, or the id of a member chosen from a pick list
 * @param till where the answer is shown
 * @param location the till's store
 * @param reason why, in the shop's words
 * @param actor the person or device that asks
 */
public record LookUpQuery(
        @Nullable String card,
        @Nullable String phone,
        @Nullable String phoneLast4,
        @Nullable String kana,
        @Nullable String memberCode,
        @Nullable String till,
        @Nullable String location,
        @Nullable String reason,
        String actor) {

    /** By a card's number. */
    public static LookUpQuery byCard(String card, String till, String location, String reason, String actor) {
        return new LookUpQuery(card, null, null, null, null, till, location, reason, actor);
    }

    /** By a whole phone number. */
    public static LookUpQuery byPhone(String phone, String till, String location, String reason, String actor) {
        return new LookUpQuery(null, phone, null, null, null, till, location, reason, actor);
    }

    /** By the end of a phone number and the name's reading. */
    public static LookUpQuery byLastFour(
            String phoneLast4, String kana, String till, String location, String reason, String actor) {
        return new LookUpQuery(null, null, phoneLast4, kana, null, till, location, reason, actor);
    }

    /** By what the app shows, or by a member's id. */
    public static LookUpQuery byMemberCode(
            String memberCode, String till, String location, String reason, String actor) {
        return new LookUpQuery(null, null, null, null, memberCode, till, location, reason, actor);
    }
}
