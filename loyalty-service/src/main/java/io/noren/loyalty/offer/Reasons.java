package io.noren.loyalty.offer;

import java.math.BigDecimal;

/** What is said beside the rules' own words. */
final class Reasons {
    static final Reason USED_UP =
            new Reason("OFFER_USED_UP", "ご利用回数の上限に達しています", "You have had this offer as often as it can be had");
    static final Reason OUTDONE =
            new Reason("BETTER_OFFER_OF_GROUP", "よりお得な特典を適用しました", "A better offer of its group applies");
    static final Reason UNKNOWN_COUPON = new Reason("UNKNOWN_COUPON", "このクーポンは登録されていません", "There is no such coupon");
    static final Reason COUPON_EXPIRED = new Reason("COUPON_EXPIRED", "クーポンの有効期限が過ぎています", "The coupon has expired");
    static final Reason COUPON_NOT_YET =
            new Reason("COUPON_NOT_YET_VALID", "クーポンの利用開始前です", "The coupon cannot be used yet");
    static final Reason COUPON_REDEEMED = new Reason("COUPON_REDEEMED", "クーポンは使用済みです", "The coupon has been used");
    static final Reason COUPON_RESERVED =
            new Reason("COUPON_RESERVED", "クーポンは別の取引で使用中です", "Another purchase is just using the coupon");
    static final Reason COUPON_VOID = new Reason("COUPON_VOID", "クーポンは無効です", "The coupon is void");
    static final Reason COUPON_OF_OTHER =
            new Reason("COUPON_OF_ANOTHER_MEMBER", "クーポンは他の会員のものです", "The coupon belongs to another member");
    static final Reason COUPON_NOT_NEEDED =
            new Reason("COUPON_NOT_NEEDED", "クーポンの対象になりません", "The coupon changes nothing here and is not used");
    static final Reason COUPON_OFFER_NOT_FOR_THIS =
            new Reason("COUPON_CONDITIONS_NOT_MET", "クーポンの利用条件を満たしていません", "What the coupon asks for is not met");
    static final Reason NO_MEMBER = new Reason("POINTS_FOR_MEMBERS", "会員証のご提示でポイントが貯まります", "Members earn points");
    static final Reason POINTS_DO_NOT_PAY =
            new Reason("POINTS_DO_NOT_PAY", "この通貨ではポイントをご利用いただけません", "Points do not pay in this currency");

    private Reasons() {}

    static Reason base(String currency, BigDecimal perPoint, long points) {
        String amount = PriceRule.plain(perPoint);
        return new Reason(
                "POINTS_FOR_TOTAL",
                amount + " " + currency + "につき1ポイント：" + points + "ポイント",
                "1 point for each " + currency + " " + amount + ": " + points);
    }

    static Reason bonus(Words name, BigDecimal factor, long points) {
        String times = PriceRule.plain(factor);
        return new Reason(
                "POINTS_MULTIPLIED",
                name.ja() + "（ポイント" + times + "倍：+" + points + "ポイント）",
                name.en() + " (" + times + " times the points: +" + points + ")");
    }

    static Reason usable(long usable, long spendable) {
        return new Reason(
                "POINTS_USABLE",
                "保有" + spendable + "ポイントのうち" + usable + "ポイントをご利用いただけます",
                usable + " of " + spendable + " points can pay here");
    }
}
