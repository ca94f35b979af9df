package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A phone number can be said by anybody who knows it; it finds a member, and spends nothing. */
@LoyaltyTest
class PresentersTest {
    private static final String TILL = "till";

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    Redemptions redemptions;

    @Autowired
    PointsLedger ledger;

    @Test
    void aPhoneAloneNeverSpends() {
        String card = Any.card();
        String phone = Any.phone();
        String mail = Any.email();
        UUID taro = members.register(Any.taro(
                        Any.seen(IdentifierType.CARD, card),
                        Any.proven(IdentifierType.PHONE, phone),
                        Any.proven(IdentifierType.EMAIL, mail)))
                .id();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));

        refused("IDENTIFIER_NEVER_SPENDS", taro, new Claim(IdentifierType.PHONE, phone));
        refused("IDENTIFIER_NEVER_SPENDS", taro, new Claim(IdentifierType.EMAIL, mail));
        assertThat(ledger.balance(taro).spendable()).isEqualTo(10);

        String key = Any.transaction();
        Redemption held = redemptions.reserve(taro, 4, TILL, key, Claim.card("000" + card));
        assertThat(held.presentedBy())
                .isEqualTo(members.get(taro).identifiers().stream()
                        .filter(each -> each.type() == IdentifierType.CARD)
                        .findFirst()
                        .orElseThrow()
                        .id());
        assertThat(redemptions.reserve(taro, 4, TILL, key, Claim.card(card))).isEqualTo(held);
        assertThat(redemptions.capture(held.id()).presentedBy()).isEqualTo(held.presentedBy());
    }

    @Test
    void whoIsKnownByAPhoneAloneSpendsNothingHoweverTheyAreFound() {
        String card = Any.card();
        UUID taro = members.register(
                        Any.taro(Any.seen(IdentifierType.CARD, card), Any.proven(IdentifierType.PHONE, Any.phone())))
                .id();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        members.get(taro).identifiers().stream()
                .filter(each -> each.type() == IdentifierType.CARD)
                .forEach(each -> members.unlink(taro, each.id()));

        assertThatThrownBy(() -> redemptions.reserve(taro, 1, TILL, Any.transaction()))
                .satisfies(e -> assertThat(((Refusal) e).code()).isEqualTo("IDENTIFIER_NEVER_SPENDS"));
        members.link(taro, Any.seen(IdentifierType.CARD, Any.card()));
        assertThat(redemptions.reserve(taro, 1, TILL, Any.transaction()).presentedBy())
                .isNull();
    }

    @Test
    void anothersCardSpendsNothing() {
        String card = Any.card();
        UUID taro =
                members.register(Any.taro(Any.seen(IdentifierType.CARD, card))).id();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        String others = Any.card();
        members.register(Any.taro(Any.seen(IdentifierType.CARD, others)));

        refused("PRESENTED_BY_ANOTHER", taro, Claim.card(others));
        refused("PRESENTED_BY_ANOTHER", taro, Claim.card(Any.card()));
        refused("UNREADABLE_CARD", taro, Claim.card("😀"));
        assertThat(ledger.balance(taro).spendable()).isEqualTo(10);
    }

    private void refused(String code, UUID member, Claim presented) {
        assertThatThrownBy(() -> redemptions.reserve(member, 1, TILL, Any.transaction(), presented))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
