package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nobody's card is opened because their number ends like another's, or because somebody else found their receipt. */
@LoyaltyTest
class PickListsTest {
    private static final String STORE = "ginza";
    private static final String REASON = "checkout";

    private final String till = Any.transaction();
    private final String clerk = Any.transaction();

    @Autowired
    TillLookUp lookUp;

    @Autowired
    TillContact contact;

    @Autowired
    TillLookUpLog log;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    JdbcClient sql;

    @Test
    void aChoiceOpensWithTheDayOfBirthOrWithAnotherNumberAndNotWithTheOneThatMadeTheList() {
        String card = Any.card();
        Member hanako = suzuki("ハナコ", LocalDate.of(1988, 4, 12), "0804111" + "9182", card);
        suzuki("ワタル", LocalDate.of(1991, 11, 3), "0804112" + "9182", Any.card());

        refused("SECOND_FACTOR_WRONG", choice("9182", 0, "04-13", null));
        refused("SECOND_FACTOR_WRONG", choice("9182", 0, null, "9182"));
        refused("SECOND_FACTOR_WRONG", choice("9182", 0, "04-12", "0000"));
        refused("SECOND_FACTOR_WRONG", choice("9182", 1, "04-12", null));
        assertThat(lastLogged()).containsEntry("asked_by", "CHOICE").containsEntry("matches", 0L);
        refused("SECOND_FACTOR_REQUIRED", choice("9182", 0, null, " "));
        refused("BIRTHDAY_EXPECTED", choice("9182", 0, "13-40", null));

        for (String day : List.of("04-12", "4/12", "０４１２", "4月12日")) {
            MemberCard found = lookUp.find(choice("9182", 0, day, null)).card().orElseThrow();
            assertThat(found.member()).as(day).isEqualTo(hanako.id());
        }
        assertThat(lastLogged()).containsEntry("asked_by", "CHOICE").containsEntry("opened", hanako.id());
        String end = card.substring(card.length() - 4);
        assertThat(lookUp.find(choice("9182", 0, null, end)).card()).isPresent();
    }

    @Test
    void aChoiceIsGoodForThreeTriesOnceAndForWhoeverWasShownTheList() {
        suzuki("イチロウ", LocalDate.of(1970, 1, 1), "0804113" + "7391", Any.card());
        suzuki("ジロウ", LocalDate.of(1971, 2, 2), "0804114" + "7391", Any.card());
        String choice = listed("7391").get(0);

        refused("CHOICE_ENDED", LookUpQuery.byChoice(choice, "01-01", null, "another till", STORE, REASON, clerk));
        refused("CHOICE_ENDED", LookUpQuery.byChoice(choice, "01-01", null, till, STORE, REASON, "another"));
        refused("SECOND_FACTOR_WRONG", opening(choice, "03-03"));
        refused("SECOND_FACTOR_WRONG", opening(choice, "03-04"));
        refused("SECOND_FACTOR_WRONG", opening(choice, "03-05"));
        refused("CHOICE_ENDED", opening(choice, "01-01"));

        String again = listed("7391").get(0);
        assertThat(lookUp.find(opening(again, "01-01")).card()).isPresent();
        refused("CHOICE_ENDED", opening(again, "01-01"));
        refused("CHOICE_ENDED", opening(UUID.randomUUID().toString(), "01-01"));
        refused("CHOICE_ENDED", opening("' or true", "01-01"));
    }

    @Test
    void aNameAloneIsNoQuestionAndWithTheDayOfBirthItIsOne() {
        Member only = suzuki("サンタ", LocalDate.of(1969, 7, 7), Any.phone(), Any.card());
        Member one = suzuki("シロウ", LocalDate.of(1980, 8, 8), "0804115" + "1001", Any.card());
        suzuki("ゴロウ", LocalDate.of(1999, 8, 8), "0804116" + "1002", Any.card());

        assertThat(byName("スズキ", "07-07").card().orElseThrow().member()).isEqualTo(only.id());
        assertThat(byName("スズキ", "07-06").total()).isZero();
        LookUpAnswer both = byName("すずき", "8/8");
        assertThat(both.total()).isEqualTo(2);
        assertThat(both.card()).isEmpty();
        String second = both.pickList().get(1).choice().toString();
        refused("SECOND_FACTOR_WRONG", opening(second, "08-08"));
        assertThat(lookUp.find(LookUpQuery.byChoice(second, null, "1001", till, STORE, REASON, clerk))
                        .card()
                        .orElseThrow()
                        .member())
                .isEqualTo(one.id());
    }

    @Test
    void aReceiptLeadsToItsBuyerAndOpensNothingByItself() {
        String card = Any.card();
        Member buyer = suzuki("ロクロウ", LocalDate.of(1985, 5, 5), Any.phone(), card);
        String receipt = "ginza/2026-11-22/1/" + Any.transaction();
        purchases.record(Any.sale(receipt, Claim.card(card), "1000"));

        for (LookUpQuery way : List.of(
                LookUpQuery.byReceipt(receipt, till, STORE, REASON, clerk),
                LookUpQuery.byScan(receipt, till, STORE, REASON, clerk))) {
            LookUpAnswer answer = lookUp.find(way);
            assertThat(answer.card()).isEmpty();
            assertThat(answer.total()).isEqualTo(1);
            assertThat(lastLogged()).containsEntry("asked_by", "RECEIPT").containsEntry("opened", null);
        }
        String choice = lookUp.find(LookUpQuery.byReceipt(receipt, till, STORE, REASON, clerk))
                .pickList()
                .get(0)
                .choice()
                .toString();
        refused(
                "SECOND_FACTOR_WRONG",
                LookUpQuery.byChoice(choice, null, card.substring(card.length() - 4), till, STORE, REASON, clerk));
        assertThat(lookUp.find(opening(choice, "05-05")).card().orElseThrow().member())
                .isEqualTo(buyer.id());
        assertThat(lookUp.find(LookUpQuery.byScan("ginza/none/" + receipt, till, STORE, REASON, clerk))
                        .total())
                .isZero();
    }

    @Test
    void contactDataIsShownWhereTheMemberWasJustOpenedAndTheMemberSeesThatItWas() {
        String card = Any.card();
        String phone = "080" + Any.phone().substring(3);
        Member member = suzuki("ナナ", LocalDate.of(1985, 5, 6), phone, card);
        LookUpQuery call = LookUpQuery.at(till, STORE, "left their bag", clerk);

        assertThatThrownBy(() -> contact.of(member.id(), call))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("NOT_LOOKED_UP"));
        lookUp.find(LookUpQuery.byCard(card, till, STORE, REASON, clerk));
        assertThatThrownBy(() -> contact.of(member.id(), LookUpQuery.at("another till", STORE, REASON, clerk)))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> contact.of(member.id(), LookUpQuery.at(till, STORE, " ", clerk)))
                .isInstanceOf(Refusal.class);

        assertThat(contact.of(member.id(), call).phones()).containsExactly("+81" + phone.substring(1));
        assertThat(lastLogged())
                .containsEntry("asked_by", "CONTACT")
                .containsEntry("reason", "left their bag")
                .containsEntry("actor", clerk);
        assertThat(log.of(member.id()))
                .extracting(TillLookUpLog.Opened::by, TillLookUpLog.Opened::reason)
                .containsExactly(tuple("CONTACT", "left their bag"), tuple("CARD", REASON));
    }

    private LookUpQuery choice(String four, int place, @Nullable String birthDay, @Nullable String otherLast4) {
        return LookUpQuery.byChoice(listed(four).get(place), birthDay, otherLast4, till, STORE, REASON, clerk);
    }

    private LookUpQuery opening(String choice, String birthDay) {
        return LookUpQuery.byChoice(choice, birthDay, null, till, STORE, REASON, clerk);
    }

    private LookUpAnswer byName(String kana, String day) {
        return lookUp.find(LookUpQuery.byName(kana, day, till, STORE, REASON, clerk));
    }

    /** The choices, in the order of the names' readings. */
    private List<String> listed(String four) {
        LookUpAnswer answer = lookUp.find(LookUpQuery.byLastFour(four, "スズキ", till, STORE, REASON, clerk));
        assertThat(answer.pickList()).hasSize(2);
        return answer.pickList().stream().map(one -> one.choice().toString()).toList();
    }

    private Member suzuki(String kana, LocalDate born, String phone, String card) {
        return members.register(new NewMember(
                new Profile("鈴木", "某", "スズキ", kana, born, STORE, "ja"),
                List.of(Any.seen(IdentifierType.PHONE, phone), Any.seen(IdentifierType.CARD, card))));
    }

    private void refused(String code, LookUpQuery query) {
        assertThatThrownBy(() -> lookUp.find(query))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    private Map<String, Object> lastLogged() {
        return sql.sql("select * from loyalty.till_lookup where actor = :actor order by id desc limit 1")
                .param("actor", clerk)
                .query()
                .singleRow();
    }
}
