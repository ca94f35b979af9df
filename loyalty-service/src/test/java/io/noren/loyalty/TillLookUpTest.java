package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

@LoyaltyTest
class TillLookUpTest {
    private static final String TILL = "till-3";
    private static final String STORE = "ginza";
    private static final String REASON = "checkout";
    private static final String CLERK = "sato";

    @Autowired
    TillLookUp lookUp;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    Merges merges;

    @Autowired
    Privacy privacy;

    @Autowired
    JdbcClient sql;

    @Test
    void appShopAndCardOfOnePersonLeadToOneProfile() {
        String card = Any.card();
        String phone = Any.phone();
        String shop = "shop-" + card;
        String app = "app-" + card;
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        Member hanako = members.register(Any.named(
                "佐藤",
                "花子",
                "サトウ",
                "ハナコ",
                Any.seen(IdentifierType.WEB_ACCOUNT, shop),
                Any.seen(IdentifierType.PHONE, phone),
                Any.seen(IdentifierType.EMAIL, "hanako." + card + "@example.com")));
        members.link(hanako.id(), new NewIdentifier(IdentifierType.APP, app, Proof.APP_TOKEN));
        members.link(hanako.id(), new NewIdentifier(IdentifierType.CARD, "00" + card, Proof.CARD_PIN));
        purchases.record(online(Channel.WEB, Claim.webAccount(shop), 1));
        purchases.record(online(Channel.APP, Claim.app(app), 2));

        List<LookUpQuery> ways = List.of(
                LookUpQuery.byCard("0000" + card, TILL, STORE, REASON, CLERK),
                LookUpQuery.byPhone(phone, TILL, STORE, REASON, CLERK),
                LookUpQuery.byLastFour(phone.substring(7), "ｻﾄｳ", TILL, STORE, REASON, CLERK),
                LookUpQuery.byMemberCode(app, TILL, STORE, REASON, CLERK),
                LookUpQuery.byScan("00 " + card, TILL, STORE, REASON, CLERK),
                LookUpQuery.byScan(app, TILL, STORE, REASON, CLERK));

        for (LookUpQuery way : ways) {
            LookUpAnswer answer = lookUp.find(way);
            assertThat(answer.total()).isEqualTo(1);
            MemberCard found = answer.card().orElseThrow();
            assertThat(found.member()).isEqualTo(hanako.id());
            assertThat(found.familyName()).isEqualTo("佐藤");
            assertThat(found.points().spendable()).isEqualTo(10 + 20 + 20);
            assertThat(found.lastPurchases())
                    .extracting(Timeline.Bought::channel)
                    .containsExactly(Channel.APP, Channel.WEB, Channel.STORE);
            assertThat(found.identifiers())
                    .extracting(MemberCard.MaskedIdentifier::type)
                    .containsExactlyInAnyOrder(
                            IdentifierType.WEB_ACCOUNT,
                            IdentifierType.PHONE,
                            IdentifierType.EMAIL,
                            IdentifierType.APP,
                            IdentifierType.CARD);
            assertThat(found.toString())
                    .doesNotContain(card)
                    .doesNotContain(phone.substring(1))
                    .doesNotContain("example.com");
        }
    }

    @Test
    void oneWhoWasTwoIsShownAsOneWithAllThatIsTheirs() {
        String card = Any.card();
        String othersCard = Any.card();
        String othersPhone = Any.phone();
        Member taro = members.register(Any.named("鈴木", "太郎", "スズキ", "タロウ", Any.seen(IdentifierType.CARD, card)));
        Member other = members.register(Any.named(
                "鈴木",
                "次郎",
                "スズキ",
                "ジロウ",
                Any.seen(IdentifierType.CARD, othersCard),
                Any.seen(IdentifierType.PHONE, othersPhone)));
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "1000"));
        purchases.record(Any.sale(Any.transaction(), Claim.card(othersCard), "2000"));
        purchases.record(online(Channel.WEB, Claim.card(othersCard), 1));
        privacy.choose(other.id(), new Privacy.Choice(true));
        merges.approve(merges.propose(taro.id(), other.id(), "the same", CLERK).id(), CLERK);

        MemberCard found = lookUp.find(LookUpQuery.byCard(othersCard, TILL, STORE, REASON, CLERK))
                .card()
                .orElseThrow();

        assertThat(found.member()).isEqualTo(taro.id());
        assertThat(found.givenName()).isEqualTo("太郎");
        assertThat(found.memberSince()).isEqualTo(taro.memberSince());
        assertThat(found.points().spendable()).isEqualTo(10 + 20 + 20);
        assertThat(found.identifiers())
                .extracting(MemberCard.MaskedIdentifier::masked)
                .containsExactlyInAnyOrder(
                        Mask.tail(card), Mask.tail(othersCard), Mask.tail("+81" + othersPhone.substring(1)));
        assertThat(found.lastPurchases())
                .as("what one of the accounts hides is hidden")
                .extracting(Timeline.Bought::channel)
                .containsExactly(Channel.STORE, Channel.STORE);
        assertThat(lastLogged()).containsEntry("opened", taro.id());
    }

    @Test
    void severalMatchesAreMaskedAndNoneIsChosen() {
        String four = "4711";
        List<Member> tanakas = IntStream.range(0, 12)
                .mapToObj(i -> members.register(Any.named(
                        "田中", "次郎" + i, "たなか", "じろう", Any.seen(IdentifierType.PHONE, "0801" + (100 + i) + four))))
                .toList();
        members.register(Any.named("田村", "三郎", "タムラ", "サブロウ", Any.seen(IdentifierType.PHONE, "0802000" + four)));

        LookUpAnswer answer = ask("４７１１", "ﾀﾅｶ");

        assertThat(answer.total()).isEqualTo(12);
        assertThat(answer.card()).isEmpty();
        assertThat(answer.pickList()).hasSize(TillLookUp.MOST_LISTED);
        assertThat(answer.members()).hasSize(TillLookUp.MOST_LISTED);
        assertThat(answer.toString())
                .doesNotContain("田中")
                .doesNotContain("次郎")
                .doesNotContain("タナカ")
                .doesNotContain("ジロウ")
                .doesNotContain(four)
                .doesNotContain("+81");
        assertThat(lastLogged()).containsEntry("matches", 12L).containsEntry("opened", null);

        assertThat(answer.toString())
                .as("not even whose list it is can be told by an id")
                .doesNotContain(
                        tanakas.stream().map(member -> member.id().toString()).toArray(String[]::new));

        assertThat(ask(four, "タナ").total())
                .as("the beginning of the reading is enough")
                .isEqualTo(12);
        assertThat(ask(four, "たなか　じろう").total()).isEqualTo(12);
        assertThat(ask(four, "タ").total()).isEqualTo(13);
        assertThat(ask(four, "たむら").card()).isPresent();
    }

    @Test
    void aMemberWithTwoPhonesThatEndAlikeIsOneMatch() {
        Member member = members.register(Any.named(
                "二宮",
                "一",
                "ニノミヤ",
                "ハジメ",
                Any.seen(IdentifierType.PHONE, "03-3210-8642"),
                Any.seen(IdentifierType.PHONE, "090-3210-8642")));

        assertThat(ask("8642", "にのみや").card().orElseThrow().member()).isEqualTo(member.id());
    }

    @Test
    void nobodyIsAnAnswerTooAndIsLogged() {
        LookUpAnswer answer = lookUp.find(LookUpQuery.byCard("424242424242", TILL, STORE, REASON, CLERK));

        assertThat(answer).isEqualTo(new LookUpAnswer(List.of(), 0));
        assertThat(lastLogged()).containsEntry("matches", 0L).containsEntry("asked_by", "CARD");
        assertThat(lookUp.find(LookUpQuery.byMemberCode(UUID.randomUUID().toString(), TILL, STORE, REASON, CLERK))
                        .total())
                .isZero();
    }

    @Test
    void aCardThatNobodyRegisteredIsShownWithItsPoints() {
        String card = Any.card();
        purchases.record(Any.sale(Any.transaction(), Claim.card(card), "300"));

        MemberCard found = lookUp.find(LookUpQuery.byCard(card, TILL, STORE, REASON, CLERK))
                .card()
                .orElseThrow();

        assertThat(found.familyName()).isNull();
        assertThat(found.points().spendable()).isEqualTo(3);
    }

    @Test
    void theLogSaysWhoAskedWhereAndWhyButNotWhatInClear() {
        String card = Any.card();
        String phone = Any.phone();
        Member member = members.register(Any.named(
                "高橋", "四郎", "タカハシ", "シロウ", Any.seen(IdentifierType.CARD, card), Any.seen(IdentifierType.PHONE, phone)));

        lookUp.find(LookUpQuery.byCard(card, TILL, STORE, REASON, CLERK));
        assertThat(lastLogged())
                .containsEntry("actor", CLERK)
                .containsEntry("till", TILL)
                .containsEntry("location", STORE)
                .containsEntry("reason", REASON)
                .containsEntry("asked_by", "CARD")
                .containsEntry("matches", 1L)
                .containsEntry("opened", member.id());
        lookUp.find(LookUpQuery.byPhone(phone, TILL, STORE, REASON, CLERK));
        ask(phone.substring(7), "たかはし");

        String log = sql.sql("select * from loyalty.till_lookup order by id desc limit 3")
                .query()
                .listOfRows()
                .toString();
        assertThat(log)
                .doesNotContain(card)
                .doesNotContain(phone.substring(1))
                .doesNotContain(phone.substring(7))
                .doesNotContain("タカハシ")
                .doesNotContain("高橋");
        assertThatThrownBy(() -> sql.sql("delete from loyalty.till_lookup").update())
                .hasMessageContaining("rows are only ever added");
    }

    @Test
    void aQuestionWithoutTillStoreOrReasonIsRefusedAndNothingIsLookedUp() {
        long before = logged();
        assertThatThrownBy(() -> lookUp.find(LookUpQuery.byCard("1", "", " ", "\u3000", CLERK)))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo("LOOK_UP_INCOMPLETE");
                    assertThat(refusal.parts())
                            .extracting(Refusal::code)
                            .containsExactly("TILL_REQUIRED", "LOCATION_REQUIRED", "REASON_REQUIRED");
                });
        refused("LOOK_UP_KEY_REQUIRED", asked(null, null, "ヤマダ"));
        refused("LOOK_UP_KEY_REQUIRED", asked("1", Any.phone(), null));
        refused(
                "KANA_REQUIRED",
                new LookUpQuery(
                        null, null, null, "1234", null, null, null, null, null, null, TILL, STORE, REASON, CLERK));
        refused("KANA_EXPECTED", LookUpQuery.byLastFour("1234", "%", TILL, STORE, REASON, CLERK));
        refused("KANA_EXPECTED", LookUpQuery.byLastFour("1234", "山田", TILL, STORE, REASON, CLERK));
        refused("FOUR_DIGITS_EXPECTED", LookUpQuery.byLastFour("123", "ヤマダ", TILL, STORE, REASON, CLERK));
        refused("FOUR_DIGITS_EXPECTED", LookUpQuery.byLastFour("1_3%", "ヤマダ", TILL, STORE, REASON, CLERK));
        refused("UNREADABLE_PHONE", LookUpQuery.byPhone("123", TILL, STORE, REASON, CLERK));
        assertThat(logged()).isEqualTo(before);
    }

    private LookUpAnswer ask(String lastFour, String kana) {
        return lookUp.find(LookUpQuery.byLastFour(lastFour, kana, TILL, STORE, REASON, CLERK));
    }

    private static LookUpQuery asked(@Nullable String card, @Nullable String phone, @Nullable String kana) {
        return new LookUpQuery(null, card, phone, null, kana, null, null, null, null, null, TILL, STORE, REASON, CLERK);
    }

    private void refused(String code, LookUpQuery query) {
        assertThatThrownBy(() -> lookUp.find(query))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private Map<String, Object> lastLogged() {
        return sql.sql("select * from loyalty.till_lookup order by id desc limit 1")
                .query()
                .singleRow();
    }

    private long logged() {
        return sql.sql("select count(*) from loyalty.till_lookup")
                .query(Long.class)
                .single();
    }

    private static Purchase online(Channel channel, Claim by, int minutesLater) {
        return new Purchase(
                "shop",
                Any.transaction(),
                channel,
                by,
                null,
                Any.TIME.plusSeconds(60L * minutesLater),
                new Money(new BigDecimal(2000), "JPY"),
                List.of());
    }
}
