package io.noren.loyalty;

import org.jspecify.annotations.Nullable;

/**
 * What staff at a till ask. One way to ask, and always who asks, where and why.
 *
 * @param scan whatever a scanner read: a card, the app's code, a receipt
 * @param card a loyalty card's number, scanned or typed
 * @param phone a whole phone number in any spelling
 * @param phoneLast4 its last four digits, together with {@code kana}
 * @param kana the family name's reading or its beginning, or the family and given name's; with {@code phoneLast4} or
 *     {@code birthDay}, because a name alone is no question
 * @param birthDay month and day, {@code 04-12}: with {@code kana}, or as a second factor with {@code choice}
 * @param memberCode what the app shows
 * @param receipt a till transaction's key, as the receipt's code tells it
 * @param choice one of a pick list, with {@code birthDay} or {@code otherLast4}
 * @param otherLast4 last four digits of a phone number or card that did not make the list
 * @param till where the answer is shown
 * @param location the till's store
 * @param reason why, in the shop's words
 * @param actor the person or device that asks
 */
public record LookUpQuery(
        @Nullable String scan,
        @Nullable String card,
        @Nullable String phone,
        @Nullable String phoneLast4,
        @Nullable String kana,
        @Nullable String birthDay,
        @Nullable String memberCode,
        @Nullable String receipt,
        @Nullable String choice,
        @Nullable String otherLast4,
        @Nullable String till,
        @Nullable String location,
        @Nullable String reason,
        String actor) {

    /** Nothing but where and why. */
    public static LookUpQuery at(@Nullable String till, @Nullable String location, @Nullable String reason, String by) {
        return new LookUpQuery(null, null, null, null, null, null, null, null, null, null, till, location, reason, by);
    }

    /** By whatever a scanner read. */
    public static LookUpQuery byScan(String scan, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                scan, null, null, null, null, null, null, null, null, null, till, location, reason, actor);
    }

    /** By a card's number. */
    public static LookUpQuery byCard(String card, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, card, null, null, null, null, null, null, null, null, till, location, reason, actor);
    }

    /** By a whole phone number. */
    public static LookUpQuery byPhone(String phone, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, null, phone, null, null, null, null, null, null, null, till, location, reason, actor);
    }

    /** By the end of a phone number and the name's reading. */
    public static LookUpQuery byLastFour(
            String phoneLast4, String kana, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, null, null, phoneLast4, kana, null, null, null, null, null, till, location, reason, actor);
    }

    /** By the name's reading and the day of birth. */
    public static LookUpQuery byName(
            String kana, String birthDay, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, null, null, null, kana, birthDay, null, null, null, null, till, location, reason, actor);
    }

    /** By what the app shows. */
    public static LookUpQuery byMemberCode(
            String memberCode, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, null, null, null, null, null, memberCode, null, null, null, till, location, reason, actor);
    }

    /** By a receipt. */
    public static LookUpQuery byReceipt(String receipt, String till, String location, String reason, String actor) {
        return new LookUpQuery(
                null, null, null, null, null, null, null, receipt, null, null, till, location, reason, actor);
    }

    /** One of a pick list, with what only they know. */
    public static LookUpQuery byChoice(
            String choice,
            @Nullable String birthDay,
            @Nullable String otherLast4,
            String till,
            String location,
            String reason,
            String actor) {
        return new LookUpQuery(
                null, null, null, null, null, birthDay, null, null, choice, otherLast4, till, location, reason, actor);
    }
}
