package io.noren.loyalty;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Values that do not matter, and differ from all others in this run. */
final class Any {
    private static final AtomicLong NEXT = new AtomicLong(10_000_000);
    static final Instant TIME = Instant.parse("2026-11-22T03:04:05Z");

    private Any() {}

    static String card() {
        return "77" + NEXT.incrementAndGet();
    }

    static String phone() {
        return "090" + NEXT.incrementAndGet();
    }

    static String email() {
        return "someone" + NEXT.incrementAndGet() + "@example.com";
    }

    /** What makes its value sure, whatever the type. */
    static NewIdentifier proven(IdentifierType type, String value) {
        return new NewIdentifier(
                type,
                value,
                switch (type) {
                    case CARD -> Proof.CARD_PIN;
                    case PHONE -> Proof.SMS_CODE;
                    case EMAIL -> Proof.MAIL_CODE;
                    case APP, WEB_ACCOUNT, EXTERNAL -> Proof.APP_TOKEN;
                });
    }

    static String transaction() {
        return "sale-" + NEXT.incrementAndGet();
    }

    static NewMember taro(NewIdentifier... identifiers) {
        return named("山田", "太郎", "ヤマダ", "タロウ", identifiers);
    }

    static NewMember named(
            String family, String given, String familyKana, String givenKana, NewIdentifier... identifiers) {
        return new NewMember(new Profile(family, given, familyKana, givenKana, null, null, "ja"), List.of(identifiers));
    }

    static NewIdentifier seen(IdentifierType type, String value) {
        return new NewIdentifier(type, value, Proof.SIGHTED);
    }

    static Purchase sale(String transaction, Claim by, String yen) {
        return new Purchase(
                "till",
                transaction,
                Channel.STORE,
                by,
                "ginza",
                TIME,
                new Money(new BigDecimal(yen), "JPY"),
                List.of(new PurchaseLine(1, "SHIRT-M", BigDecimal.ONE, new BigDecimal(yen))));
    }

    static PurchaseReturn goodsBack(String transaction, Claim by, String returnOf, String yen) {
        return new PurchaseReturn(
                "till",
                transaction,
                Channel.STORE,
                by,
                returnOf,
                "ginza",
                TIME.plusSeconds(60),
                new Money(new BigDecimal(yen), "JPY"),
                List.of(new PurchaseLine(1, "SHIRT-M", BigDecimal.ONE, new BigDecimal(yen))));
    }
}
