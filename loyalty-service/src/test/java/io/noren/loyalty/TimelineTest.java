package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class TimelineTest {
    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    Merges merges;

    @Autowired
    Timeline timeline;

    @Autowired
    Privacy privacy;

    @Autowired
    TillLookUp lookUp;

    @Autowired
    JdbcClient sql;

    private final String card = Any.card();

    @Test
    void whatCameBackOfASaleIsNotKept() {
        UUID taro = register(card);
        String sale = buys(card, Channel.STORE, 1, "3");
        bringsBack(card, sale, 2, "1");
        assertThat(kept(taro, sale)).isEqualTo("2");

        bringsBack(card, sale, 3, "2");
        assertThat(kept(taro, sale)).isEqualTo("0");
        assertThat(timeline.of(taro, 10, null).purchases())
                .hasSize(3)
                .filteredOn(p -> p.kind().equals("RETURN"))
                .allSatisfy(p -> assertThat(p.lines().get(0).kept()).isNull());
    }

    @Test
    void aReturnThatWasToldBeforeItsSaleIsNettedWhenTheSaleComes() {
        UUID taro = register(card);
        String sale = Any.transaction();
        bringsBack(card, sale, 2, "1");
        buys(card, Channel.STORE, 1, "3", sale);

        assertThat(kept(taro, sale)).isEqualTo("2");
    }

    @Test
    void aReturnWithoutAReceiptIsOfTheLastTimeThatItWasBought() {
        UUID taro = register(card);
        String first = buys(card, Channel.STORE, 1, "1");
        String second = buys(card, Channel.WEB, 2, "1");
        String third = buys(card, Channel.STORE, 9, "1");
        bringsBack(card, null, 3, "1");

        assertThat(kept(taro, first)).isEqualTo("1");
        assertThat(kept(taro, second)).isEqualTo("0");
        assertThat(kept(taro, third)).as("bought after it").isEqualTo("1");
    }

    @Test
    void aReturnWithTheOtherCardOfTheSamePersonIsNettedWhileTheyAreTakenForOne() {
        String other = Any.card();
        UUID taro = register(card);
        UUID alsoTaro = register(other);
        String sale = buys(card, Channel.STORE, 1, "1");
        bringsBack(other, null, 2, "1");
        assertThat(kept(taro, sale)).isEqualTo("1");

        UUID merge = merges.propose(taro, alsoTaro, "the same", "test").id();
        merges.approve(merge, "test");
        assertThat(kept(taro, sale)).isEqualTo("0");
        assertThat(timeline.of(taro, 10, null).purchases()).hasSize(2);

        merges.undo(merge, "not the same", "test");
        assertThat(kept(taro, sale)).isEqualTo("1");
    }

    @Test
    void thePagesOfAMergedMemberAreOneTimelineInTimeWithoutHoles() {
        String other = Any.card();
        UUID taro = register(card);
        UUID alsoTaro = register(other);
        List<String> sales = new ArrayList<>();
        for (int n = 0; n < 20; n++) {
            sales.add(0, buys(n % 3 == 0 ? other : card, n % 2 == 0 ? Channel.WEB : Channel.STORE, n, "1"));
        }
        merges.approve(merges.propose(taro, alsoTaro, "the same", "test").id(), "test");

        List<UUID> seen = new ArrayList<>();
        String next = null;
        do {
            Timeline.Page page = timeline.of(taro, 3, next);
            page.purchases().forEach(purchase -> seen.add(purchase.id()));
            next = page.next();
        } while (next != null);

        assertThat(seen).isEqualTo(sales.stream().map(this::idOf).toList());
    }

    @Test
    void whatWasBoughtOnlineIsNotShownToStaffIfTheMemberSaysSo() {
        UUID taro = register(card);
        String inTheStore = buys(card, Channel.STORE, 1, "1");
        String online = buys(card, Channel.WEB, 2, "1");
        String inTheApp = buys(card, Channel.APP, 3, "1");
        bringsBack(card, online, 4, "1");
        assertThat(timeline.of(taro, Viewer.STAFF, 10, null).purchases()).hasSize(4);

        privacy.choose(taro, new Privacy.Choice(true));

        assertThat(timeline.of(taro, Viewer.STAFF, 10, null).purchases())
                .singleElement()
                .satisfies(purchase -> assertThat(purchase.id()).isEqualTo(idOf(inTheStore)));
        assertThat(timeline.of(taro, Viewer.MEMBER, 10, null).purchases())
                .hasSize(4)
                .extracting(Timeline.Bought::id)
                .contains(idOf(online), idOf(inTheApp));
        LookUpAnswer atTheTill = lookUp.find(LookUpQuery.byCard(card, "1", "ginza", "checkout", "sato"));
        assertThat(atTheTill.card().orElseThrow().lastPurchases())
                .extracting(Timeline.Bought::id)
                .containsExactly(idOf(inTheStore));
    }

    @Test
    void whatOneOfTwoHidesIsHiddenWhileTheyAreTakenForOne() {
        String other = Any.card();
        UUID taro = register(card);
        UUID alsoTaro = register(other);
        buys(card, Channel.WEB, 1, "1");
        privacy.choose(alsoTaro, new Privacy.Choice(true));
        assertThat(timeline.of(taro, Viewer.STAFF, 10, null).purchases()).hasSize(1);

        UUID merge = merges.propose(taro, alsoTaro, "the same", "test").id();
        merges.approve(merge, "test");
        assertThat(privacy.of(alsoTaro).hideOnlinePurchasesFromStaff()).isTrue();
        assertThat(timeline.of(taro, Viewer.STAFF, 10, null).purchases()).isEmpty();

        privacy.choose(taro, new Privacy.Choice(false));
        assertThat(timeline.of(taro, Viewer.STAFF, 10, null).purchases()).hasSize(1);
        merges.undo(merge, "not the same", "test");
        assertThat(privacy.of(alsoTaro).hideOnlinePurchasesFromStaff())
                .as("chosen for both")
                .isFalse();
    }

    @Test
    void aLineCannotBeOfAnotherAccountThanItsPurchase() {
        UUID taro = register(card);
        UUID hanako = register(Any.card());
        UUID purchase = idOf(buys(card, Channel.STORE, 1, "1"));

        assertThat(sql.sql("select account from loyalty.purchase_line where purchase = ?")
                        .param(purchase)
                        .query(UUID.class)
                        .list())
                .containsExactly(taro);
        assertThatThrownBy(() -> sql.sql("update loyalty.purchase_line set account = ? where purchase = ?")
                        .params(hanako, purchase)
                        .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private UUID register(String withCard) {
        return members.register(Any.taro(Any.seen(IdentifierType.CARD, withCard)))
                .id();
    }

    private String buys(String by, Channel channel, int minute, String quantity) {
        return buys(by, channel, minute, quantity, Any.transaction());
    }

    private String buys(String by, Channel channel, int minute, String quantity, String sale) {
        purchases.record(new Purchase(
                "till",
                sale,
                channel,
                Claim.card(by),
                null,
                at(minute),
                new Money(BigDecimal.TEN, "JPY"),
                shirts(quantity)));
        return sale;
    }

    private void bringsBack(String by, @Nullable String sale, int minute, String quantity) {
        purchases.recordReturn(new PurchaseReturn(
                "till",
                Any.transaction(),
                Channel.STORE,
                Claim.card(by),
                sale,
                "ginza",
                at(minute),
                new Money(BigDecimal.TEN, "JPY"),
                shirts(quantity)));
    }

    private static List<PurchaseLine> shirts(String quantity) {
        return List.of(new PurchaseLine(1, "SHIRT-M", new BigDecimal(quantity), null));
    }

    private String kept(UUID member, String sale) {
        UUID id = idOf(sale);
        return timeline.of(member, 100, null).purchases().stream()
                .filter(purchase -> purchase.id().equals(id))
                .map(purchase -> String.valueOf(purchase.lines().get(0).kept()))
                .findFirst()
                .orElseThrow();
    }

    private UUID idOf(String sale) {
        return sql.sql(
                        "select id from loyalty.purchase where source = 'till' and source_transaction = ? and kind = 'SALE'")
                .param(sale)
                .query(UUID.class)
                .single();
    }

    private static Instant at(int minute) {
        return Any.TIME.plusSeconds(60L * minute);
    }
}
