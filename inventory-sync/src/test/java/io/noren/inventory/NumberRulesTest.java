package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.Item.Code;
import io.noren.inventory.Item.Scheme;
import io.noren.inventory.MovementResult.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.UncategorizedSQLException;

/** Labels that the retailer prints: which item they name, and how much of it one is. */
class NumberRulesTest extends InventoryTest {

    @Autowired
    private NumberRules rules;

    private String source;
    private String store;

    @BeforeEach
    void aTillSystemOfItsOwn() {
        source = "till-" + UUID.randomUUID();
        store = anyStore();
    }

    @Test
    void aLabelWithAWeightTakesThatMuchOfItsItem() {
        String ham = weighed("ham", new Code(Scheme.RCN, "2612345", source), null);
        rule("26IIIIIWWWWWC");

        assertThat(sold("2612345004544", 1).result()).isEqualTo(Outcome.RECORDED);
        assertThat(sold("2612345010002", 2).result()).isEqualTo(Outcome.RECORDED);

        assertThat(onHand(ham)).isEqualByComparingTo("-2.454");
    }

    @Test
    void aLabelWithAPriceTakesWhatOneGetsForIt() {
        Money yen = new Money(new BigDecimal("1980"), "JPY");
        Money dollars = new Money(new BigDecimal("19.80"), "USD");
        String beef = weighed("beef", new Code(Scheme.PLU, "777", source), yen);
        String fish = weighed("fish", new Code(Scheme.PLU, "778", source), dollars);
        rule("02IIIIIPPPPPX");

        sold("0200777009901", 1); // 990 yen of 1,980 a kilogram
        sold("0200778004951", 1); // 4.95 dollars of 19.80 a kilogram

        assertThat(onHand(beef)).isEqualByComparingTo("-0.5");
        assertThat(onHand(fish)).isEqualByComparingTo("-0.25");
    }

    @Test
    void whatIsCountedInPiecesIsOnePieceWhateverItsLabelSays() {
        String sku = "melon-" + source;
        put(sku, Item.EACH, new Code(Scheme.RCN, "2711111", source), null);
        rule("27IIIIIPPPPPX");

        sold("2711111019809", 3);

        assertThat(onHand(sku)).isEqualByComparingTo("-3");
    }

    @Test
    void whereTheTillTellsTheWeightTheRuleOnlyNamesTheItem() {
        String cheese = weighed("cheese", new Code(Scheme.RCN, "2622222", source), null);
        rule("26IIIIIXXXXXC");

        record("2622222007506", new BigDecimal("-0.75"));

        assertThat(onHand(cheese)).isEqualByComparingTo("-0.75");
    }

    @Test
    void aRuleThatCannotBeMeantParksInsteadOfCountingTwice() {
        String cheese = weighed("cheese", new Code(Scheme.RCN, "2633333", source), null);
        rule("26IIIIIWWWWWX");

        MovementResult refused = record("2633333007500", new BigDecimal("-0.75"));

        assertThat(refused.code()).isEqualTo("LABEL_NOT_WHOLE");
        assertThat(onHand(cheese)).isZero();
    }

    @Test
    void aPriceLabelWaitsForThePriceOfItsItem() {
        String tuna = weighed("tuna", new Code(Scheme.PLU, "999", source), null);
        rule("02IIIIIPPPPPX");

        assertThat(sold("0200999010000", 1).code()).isEqualTo("LABEL_WITHOUT_PRICE");

        weighed("tuna", new Code(Scheme.PLU, "999", source), new Money(new BigDecimal("4000"), "JPY"));
        assertThat(sold("0200999010000", 1).result()).isEqualTo(Outcome.RECORDED);
        assertThat(onHand(tuna)).isEqualByComparingTo("-0.25");
    }

    @Test
    void aNumberThatAnItemHasAsItStandsIsNoLabel() {
        String fixed = weighed("fixed", new Code(Scheme.RCN, "2644444005003", source), null);
        rule("26IIIIIWWWWWX");

        sold("2644444005003", 2);

        assertThat(onHand(fixed)).isEqualByComparingTo("-2");
    }

    @Test
    void aSourcesOwnRuleAndTheLongerBeginningGoFirst() {
        String own = weighed("own", new Code(Scheme.RCN, "2855", source), null);
        put(rules, "general-" + source, null, "28IIIIIWWWWWX");
        rule("28IIXXXXWWWWX");
        String longer = weighed("longer", new Code(Scheme.RCN, "28666", source), null);
        put(rules, "longer-" + source, source, "2866IXXXWWWWX");

        sold("2855000001001", 1);
        sold("2866600001001", 1);

        assertThat(onHand(own)).isEqualByComparingTo("-0.1");
        assertThat(onHand(longer)).isEqualByComparingTo("-0.1");
        rules.delete("general-" + source, null);
    }

    @Test
    void aWrongCheckDigitIsNotRead() {
        weighed("ham", new Code(Scheme.RCN, "2655555", source), null);
        rule("26IIIIIWWWWWC");

        assertThat(sold("2655555004547", 1).code()).isEqualTo("UNKNOWN_ITEM");
    }

    @Test
    void toldAgainUnderAnotherRuleItIsTheSame() {
        String ham = weighed("ham", new Code(Scheme.RCN, "2677777", source), null);
        rule("26IIIIIWWWWWX");
        Movement sale = sale("2677777004540", BigDecimal.ONE.negate());
        assertThat(ledger.record(List.of(sale)).get(0).result()).isEqualTo(Outcome.RECORDED);

        put(rules, "rule-" + source, source, "26IIIIIXWWWWX");

        assertThat(ledger.record(List.of(sale)).get(0).result()).isEqualTo(Outcome.DUPLICATE);
        assertThat(onHand(ham)).isEqualByComparingTo("-0.454");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "26",
                "4912345678904",
                "2IIIIIIWWWWWC",
                "26IIIIIWWWWW",
                "26IIIIIWWPPPC",
                "26IIWWWIIIIIC",
                "26IIIIICWWWWW",
                "26XXXXXWWWWWC",
                "03IIIIIWWWWWC",
                "26iiiiiwwwwwc"
            })
    void aPatternThatCannotBeIsRefusedHereAndByTheDatabase(String pattern) {
        assertThatThrownBy(() -> rule(pattern))
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo("BAD_PATTERN");
        assertThatThrownBy(() -> jdbc.sql("""
                        insert into inventory.number_rule (id, pattern, weight_decimals, changed_at)
                        values (:id, :pattern, 3, now())
                        """)
                        .param("id", "bad-" + UUID.randomUUID())
                        .param("pattern", pattern)
                        .update())
                .isInstanceOfAny(
                        org.springframework.dao.DataIntegrityViolationException.class, UncategorizedSQLException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "26IIIIIWWWWWC, 26",
        "02IIIIIXPPPPC, 02",
        "0412IIIIIIIIX, 0412",
        "2000000IIIIIC, 2000000",
        "20IIIWWC, 20"
    })
    void aPatternIsKept(String pattern, String prefix) {
        rule(pattern);

        assertThat(rules.find("rule-" + source).orElseThrow().value().prefix()).isEqualTo(prefix);
        assertThat(jdbc.sql("select prefix from inventory.number_rule where id = :id")
                        .param("id", "rule-" + source)
                        .query(String.class)
                        .single())
                .isEqualTo(prefix);
    }

    @Test
    void twoRulesNeverReadTheSameNumbers() {
        rule("26IIIIIWWWWWC");

        assertThatThrownBy(() -> put(rules, "other-" + source, source, "26IIIIIPPPPPC"))
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo("PREFIX_TAKEN");
        put(rules, "eight-" + source, source, "26IIIIIC");
    }

    private void rule(String pattern) {
        put(rules, "rule-" + source, source, pattern);
    }

    private static void put(NumberRules rules, String id, @Nullable String source, String pattern) {
        rules.put(new NumberRule(id, source, pattern, NumberRule.GRAMS), null);
    }

    private String weighed(String name, Code code, @Nullable Money price) {
        return put(name + "-" + source, "KG", code, price);
    }

    private String put(String sku, String unit, Code code, @Nullable Money price) {
        items.put(
                new Item(sku, null, List.of(code), new LocalizedName("品", null), unit, null, null, price, null, true));
        return sku;
    }

    private MovementResult sold(String number, int pieces) {
        return record(number, BigDecimal.valueOf(-pieces));
    }

    private MovementResult record(String number, BigDecimal delta) {
        return ledger.record(List.of(sale(number, delta))).get(0);
    }

    private Movement sale(String number, BigDecimal delta) {
        return new Movement(
                "sale-" + UUID.randomUUID(),
                ItemReference.codes(source, List.of(new Code(Scheme.RCN, number, null))),
                store,
                delta,
                MovementReason.SALE,
                clock.instant(),
                null,
                null);
    }

    private BigDecimal onHand(String sku) {
        return level(sku, store).onHand();
    }
}
