package io.noren.loyalty.recommendation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.Channel;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.MemberCard;
import io.noren.loyalty.Privacy;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.recommendation.SensitiveGoods.Kind;
import io.noren.loyalty.recommendation.SensitiveGoods.Named;
import io.noren.loyalty.recommendation.Town.Customer;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Hanako bought tea; five others bought tea and a cup, and ten bought something else. */
@LoyaltyTest
class RecommendationsTest {
    private final String tea = Town.item("TEA");
    private final String cup = Town.item("CUP");

    @Autowired
    Town town;

    @Autowired
    ShelfOfTests shelf;

    @Autowired
    Recommendations recommendations;

    @Autowired
    SensitiveGoods sensitive;

    @Autowired
    Privacy privacy;

    @Autowired
    TillLookUp lookUp;

    @Autowired
    JdbcClient sql;

    private Customer hanako;
    private List<Customer> others;

    @BeforeEach
    void theTownGoesShopping() {
        hanako = town.customer();
        others = town.customers(5, tea, cup);
        town.customers(10, Town.item("SOMETHING-ELSE"));
    }

    @AfterEach
    void nothingIsLeftForTheNextTest() {
        sensitive.replace(List.of());
        shelf.items.clear();
        shelf.stock.clear();
    }

    @Test
    void sheIsToldOfTheCupAndWhy() {
        town.buys(hanako, tea);
        town.night();

        assertThat(forStaff(hanako)).singleElement().satisfies(told -> {
            assertThat(told.item()).isEqualTo(cup);
            assertThat(told.name().ja()).isEqualTo("名" + cup);
            assertThat(told.here()).isEqualByComparingTo("5");
            assertThat(told.orderable()).isFalse();
            assertThat(told.reason().code()).isEqualTo("BOUGHT_TOGETHER");
            assertThat(told.reason().item()).isEqualTo(tea);
            assertThat(told.reason().customers()).isEqualTo(5);
            assertThat(told.reason().text().ja()).isEqualTo("「名" + tea + "」をお求めのお客様5人が、こちらも購入されています");
            assertThat(told.reason().text().en())
                    .isEqualTo("5 customers who bought “Name " + tea + "” bought this too");
        });
    }

    @Test
    void whoHasTheCupAlreadyIsNotToldOfIt() {
        town.buys(hanako, tea);
        town.buys(hanako, Channel.WEB, cup);
        town.night();

        assertThat(forStaff(hanako)).isEmpty();
        assertThat(others).allSatisfy(other -> assertThat(forStaff(other)).isEmpty());
    }

    @Test
    void whatCameBackIsNoReasonAndWasNotBoughtTogether() {
        town.buys(hanako, tea);
        others.subList(0, 3).forEach(other -> town.bringsBack(other, cup));
        town.night();
        assertThat(forStaff(hanako)).as("only two still have both").isEmpty();

        town.buys(others.get(0), cup);
        town.night();
        assertThat(forStaff(hanako))
                .singleElement()
                .satisfies(told -> assertThat(told.reason().customers()).isEqualTo(3));

        town.bringsBack(hanako, tea);
        assertThat(forStaff(hanako)).as("at once, not only after the night").isEmpty();
    }

    @Test
    void whatSheBroughtBackIsNotRecommendedToHerAnew() {
        town.buys(hanako, tea);
        town.buys(hanako, cup);
        town.bringsBack(hanako, cup);
        town.night();

        assertThat(forStaff(hanako)).isEmpty();
    }

    @Test
    void bothAccountsOfWhoWereTakenForTwoCount() {
        String rice = Town.item("RICE");
        String bowl = Town.item("BOWL");
        Customer sato = town.customer();
        for (int n = 0; n < 3; n++) {
            Customer one = town.customers(1, rice).get(0);
            town.areOne(one, town.customers(1, bowl).get(0));
        }
        town.buys(sato, rice);
        town.night();
        assertThat(forStaff(sato)).singleElement().satisfies(told -> {
            assertThat(told.item()).isEqualTo(bowl);
            assertThat(told.reason().customers()).isEqualTo(3);
        });

        Customer alsoSato = town.customers(1, bowl).get(0);
        UUID merge = town.areOne(sato, alsoSato);
        assertThat(forStaff(sato)).as("she has the bowl, on her other card").isEmpty();
        town.areTwoAgain(merge);
        assertThat(forStaff(sato)).hasSize(1);
    }

    @Test
    void whatSheBoughtOnlineAndHidesIsNoReasonForStaff() {
        String soap = Town.item("SOAP");
        String towel = Town.item("TOWEL");
        town.customers(4, soap, towel);
        town.buys(hanako, tea);
        town.buys(hanako, Channel.WEB, soap);
        town.night();
        assertThat(items(forStaff(hanako))).containsExactlyInAnyOrder(cup, towel);

        privacy.choose(hanako.id(), new Privacy.Choice(true));

        assertThat(items(forStaff(hanako))).containsExactly(cup);
        assertThat(items(forHerself(hanako))).containsExactlyInAnyOrder(cup, towel);

        privacy.choose(hanako.id(), new Privacy.Choice(false));
        assertThat(items(forStaff(hanako))).containsExactlyInAnyOrder(cup, towel);
    }

    @Test
    void whatHasBecomeSensitiveIsNeitherToldNorAReasonFromThatMomentOn() {
        town.buys(hanako, tea);
        town.night();
        shelf.items.put(cup, ShelfOfTests.item(cup, "MEDICINE"));
        shelf.items.put(tea, ShelfOfTests.item(tea, "TEA"));

        for (Named named : List.of(
                new Named(Kind.ITEM, cup),
                new Named(Kind.ITEM, tea),
                new Named(Kind.PREFIX, cup.substring(0, 4)),
                new Named(Kind.CATEGORY, "MEDICINE"),
                new Named(Kind.CATEGORY, "TEA"))) {
            assertThat(forHerself(hanako)).hasSize(1);
            sensitive.replace(List.of(named));
            assertThat(forHerself(hanako)).as(named.toString()).isEmpty();
            sensitive.replace(List.of());
        }
    }

    @Test
    void sensitiveGoodsAreNotEvenReckoned() {
        sensitive.replace(List.of(new Named(Kind.ITEM, cup)));
        town.buys(hanako, tea);
        town.night();

        assertThat(sql.sql("select count(*) from loyalty.item_relation where item = :item or related = :item")
                        .param("item", cup)
                        .query(Long.class)
                        .single())
                .isZero();
    }

    @Test
    void onlyWhatCanBeSoldIsToldOf() {
        town.buys(hanako, tea);
        town.night();

        shelf.stock.put(cup, ShelfOfTests.NONE);
        assertThat(forStaff(hanako)).isEmpty();
        shelf.stock.put(cup, ShelfOfTests.TO_ORDER);
        assertThat(forStaff(hanako)).singleElement().satisfies(told -> {
            assertThat(told.orderable()).isTrue();
            assertThat(told.here()).isZero();
        });
        shelf.items.put(cup, new Assortment.Known(cup, "袋", "Bag", null, false));
        assertThat(forStaff(hanako)).as("a carrier bag").isEmpty();
    }

    @Test
    void theFirstThatCanBeSoldAreFoundAmongManyThatCannot() {
        String stove = Town.item("STOVE");
        String[] things = new String[31];
        things[0] = stove;
        for (int n = 1; n < things.length; n++) {
            things[n] = Town.item("THING");
            shelf.stock.put(things[n], n == 30 ? ShelfOfTests.FIVE : ShelfOfTests.NONE);
        }
        town.customers(3, things);
        town.buys(hanako, stove);
        town.night();

        assertThat(items(forStaff(hanako))).containsExactly(things[30]);
    }

    @Test
    void anItemIsTheSameWhateverReceiptsCallIt() {
        String barcode = Town.item("4912345");
        shelf.items.put(barcode, ShelfOfTests.item(cup, null));
        Customer sato = town.customer();
        town.customers(2, tea, barcode);
        town.buys(hanako, tea);
        town.buys(sato, tea, barcode);
        town.bringsBack(others.get(0), barcode);
        town.night();

        assertThat(forStaff(hanako)).singleElement().satisfies(told -> {
            assertThat(told.item()).isEqualTo(cup);
            assertThat(told.reason().customers())
                    .as("five, two more, Sato, less who brought it back")
                    .isEqualTo(7);
        });
        assertThat(forStaff(sato)).as("she has it, by its barcode").isEmpty();
    }

    @Test
    void atTheTillSheIsToldOfThemAndGetsHerPointsWhateverIsWrongWithThem() {
        town.buys(hanako, tea);
        town.night();
        assertThat(items(atTheTill(hanako).recommendations())).containsExactly(cup);

        shelf.broken = true;
        try {
            MemberCard card = atTheTill(hanako);
            assertThat(card.points().spendable()).isEqualTo(1);
            assertThat(card.recommendations()).isEmpty();
        } finally {
            shelf.broken = false;
        }
    }

    private MemberCard atTheTill(Customer customer) {
        return lookUp.find(LookUpQuery.byCard(customer.card().value(), "1", "ginza", "checkout", "sato"))
                .card()
                .orElseThrow();
    }

    @Test
    void aMemberWhoBoughtNothingIsToldNothing() {
        town.night();

        assertThat(forStaff(hanako)).isEmpty();
        assertThat(recommendations.recommend(UUID.randomUUID(), "ginza", Viewer.STAFF, 3))
                .isEmpty();
        assertThatThrownBy(() -> recommendations.recommend(hanako.id(), "ginza", Viewer.STAFF, 11))
                .isInstanceOfSatisfying(Refusal.class, r -> assertThat(r.code()).isEqualTo("LIMIT_OUT_OF_RANGE"));
    }

    private List<Recommendation> forStaff(Customer customer) {
        return recommendations.recommend(customer.id(), "ginza", Viewer.STAFF, 3);
    }

    private List<Recommendation> forHerself(Customer customer) {
        return recommendations.recommend(customer.id(), "ginza", Viewer.MEMBER, 3);
    }

    private static List<String> items(List<Recommendation> told) {
        return told.stream().map(Recommendation::item).toList();
    }
}
