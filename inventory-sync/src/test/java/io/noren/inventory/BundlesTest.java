package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.noren.inventory.Item.Code;
import io.noren.inventory.Item.Part;
import io.noren.inventory.Item.Scheme;
import io.noren.inventory.MovementResult.Outcome;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;

/** A gift set moves what is in it, a case moves its bottles; neither has stock of its own. */
class BundlesTest extends InventoryTest {

    @Autowired
    private Promises promises;

    @Autowired
    private StockCounts counts;

    @Autowired
    private StockAudit audit;

    @Test
    void whatIsSoldOfABundleMovesItsPartsOnce() {
        String cup = anyItem();
        String tea = anItemIn("KG");
        String set = bundle(part(cup, "2"), part(tea, "0.1"));
        String ginza = anyStore();
        stock(cup, ginza, 10);
        Movement sale = movement("sale-" + UUID.randomUUID(), set, ginza, -3);

        assertThat(record(sale).result()).isEqualTo(Outcome.RECORDED);
        assertThat(record(sale).result()).isEqualTo(Outcome.DUPLICATE);

        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("4");
        assertThat(level(tea, ginza).onHand()).isEqualByComparingTo("-0.3");
        assertThat(cells(set)).as("the set itself has no level").isZero();
        assertThat(audit.check().differences()).isEmpty();

        record(movement("return-" + UUID.randomUUID(), set, ginza, 1));
        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("6");
    }

    @Test
    void toldAgainAfterTheBundleBecameAnotherItIsTheSame() {
        String cup = anyItem();
        String plate = anyItem();
        String set = bundle(part(cup, "2"));
        String ginza = anyStore();
        Movement sale = movement("sale-" + UUID.randomUUID(), set, ginza, -1);
        record(sale);

        makeBundle(set, part(plate, "4"));

        assertThat(record(sale).result()).isEqualTo(Outcome.DUPLICATE);
        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("-2");
        assertThat(level(plate, ginza).onHand()).isZero();
        record(movement("sale-" + UUID.randomUUID(), set, ginza, -1));
        assertThat(level(plate, ginza).onHand()).isEqualByComparingTo("-4");
    }

    @Test
    void aBundleMovesAsAWholeOrNotAtAll() {
        String cup = anyItem();
        String plate = anyItem();
        String set = bundle(part(cup, "1"), part(plate, "1"));
        String ginza = anyStore();
        jdbc.sql("insert into inventory.stock_level (sku, location, on_hand) values (:sku, :location, 1000000000)")
                .param("sku", plate)
                .param("location", ginza)
                .update();
        Movement sets = movement("sets-" + UUID.randomUUID(), set, ginza, 5);

        assertThat(record(sets).code()).isEqualTo("LEVEL_TOO_LARGE");
        assertThat(level(cup, ginza).onHand()).isZero();

        jdbc.sql("update inventory.stock_level set on_hand = 0 where sku = :sku")
                .param("sku", plate)
                .update();
        assertThat(record(sets).result()).as("its key was given back").isEqualTo(Outcome.RECORDED);
        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void whatACountHasSeenOfAPartIsNotMovedAgain() {
        String cup = anyItem();
        String plate = anyItem();
        String set = bundle(part(cup, "1"), part(plate, "1"));
        String ginza = anyStore();
        counts.record(List.of(new StockCount(
                "count-" + UUID.randomUUID(),
                ItemReference.sku(cup),
                ginza,
                new BigDecimal("7"),
                clock.instant(),
                null)));

        record(movement("late-" + UUID.randomUUID(), set, ginza, -1));

        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("7");
        assertThat(level(plate, ginza).onHand()).isEqualByComparingTo("-1");
    }

    @Test
    void aCaseMovesAllThatIsInIt() {
        String gtin = "1952123" + String.format("%06d", (int) (Math.random() * 1_000_000));
        String caseGtin = gtin + checkDigit(gtin);
        String bottle = "bottle-" + UUID.randomUUID();
        put(bottle, List.of(new Code(Scheme.GTIN, caseGtin, null, new BigDecimal("12"))), List.of());
        String ginza = anyStore();

        ledger.record(List.of(new Movement(
                "case-" + UUID.randomUUID(),
                ItemReference.codes("ncr", List.of(new Code(Scheme.GTIN, caseGtin, null))),
                ginza,
                BigDecimal.valueOf(-2),
                MovementReason.SALE,
                clock.instant(),
                null,
                null)));

        assertThat(level(bottle, ginza).onHand()).isEqualByComparingTo("-24");
    }

    @Test
    void aBundleIsNeitherCountedNorPromisedNorSetAside() {
        String cup = anyItem();
        String set = bundle(part(cup, "2"));
        String ginza = anyStore();

        assertThat(counts.record(List.of(new StockCount(
                                "count-" + UUID.randomUUID(),
                                ItemReference.sku(set),
                                ginza,
                                BigDecimal.ONE,
                                clock.instant(),
                                null)))
                        .get(0)
                        .code())
                .isEqualTo("BUNDLE_HAS_NO_STOCK");
        assertThatThrownBy(() -> promises.check(List.of(new Promise(set, ginza, BigDecimal.ONE)), "lines"))
                .asInstanceOf(type(Refusal.class))
                .satisfies(refusal -> {
                    assertThat(refusal.code()).isEqualTo("BUNDLE_HAS_NO_STOCK");
                    assertThat(refusal.properties().get("parts"))
                            .isEqualTo(List.of(new KnownItem.Part(cup, "EACH", new BigDecimal("2"))));
                });
        assertThat(record(new Movement(
                                "aside-" + UUID.randomUUID(),
                                ItemReference.sku(set),
                                ginza,
                                QuantityName.DAMAGED,
                                BigDecimal.ONE,
                                MovementReason.DAMAGED,
                                clock.instant(),
                                null,
                                null))
                        .code())
                .isEqualTo("BUNDLE_HAS_NO_STOCK");
    }

    @Test
    void whatCannotBeABundleIsRefusedByName() {
        String cup = anyItem();
        String set = bundle(part(cup, "2"));
        String ginza = anyStore();
        String plate = anyItem();
        stock(plate, ginza, 1);

        assertThat(refusal(anyItem(), part("nothing", "1"))).isEqualTo("UNKNOWN_PART");
        assertThat(refusal(anyItem(), part(set, "1")))
                .as("a bundle in a bundle")
                .isEqualTo("BAD_PARTS");
        assertThat(refusal(cup, part(plate, "1"))).as("of a part").isEqualTo("PART_OF_BUNDLE");
        assertThat(refusal(plate, part(cup, "1"))).isEqualTo("ITEM_HAS_STOCK");
        assertThat(refusal(set, part(set, "1"))).isEqualTo("BAD_PARTS");
        assertThat(refusal(set, part(cup, "1"), part(cup, "2"))).isEqualTo("BAD_PARTS");
        assertThat(refusal(set, part(cup, "0"))).isEqualTo("BAD_PARTS");
        assertThat(refusal(set, part(cup, "0.5"))).isEqualTo("BAD_PARTS");
        assertThat(refusal(set, part(cup, "10001"))).isEqualTo("BAD_PARTS");
        assertThat(items.find(set).orElseThrow().parts()).as("as it was").containsExactly(part(cup, "2"));
    }

    @Test
    void aBundleThatIsNoneAnyMoreCanBePartOfAnother() {
        String cup = anyItem();
        String set = bundle(part(cup, "2"));

        makeBundle(set);
        String larger = bundle(part(set, "1"));
        makeBundle(larger);
        makeBundle(set, part(cup, "3"));

        assertThat(items.find(set).orElseThrow().parts()).containsExactly(part(cup, "3"));
    }

    @Test
    void twoThatWouldContainEachOtherNeverBoth() {
        for (int round = 0; round < 20; round++) {
            String one = anyItem();
            String other = anyItem();

            List<Boolean> made = Together.all(2, who -> {
                try {
                    makeBundle(who == 0 ? one : other, part(who == 0 ? other : one, "1"));
                    return true;
                } catch (Refusal refused) {
                    return false;
                }
            });

            assertThat(made).contains(false);
            assertThat(jdbc.sql(
                                    "select count(*) from inventory.bundle_part where bundle in (:skus) and part in (:skus)")
                            .param("skus", List.of(one, other))
                            .query(Integer.class)
                            .single())
                    .isEqualTo(made.contains(true) ? 1 : 0);
        }
    }

    @Test
    void theDatabaseItselfKeepsABundleOutOfABundle() {
        String cup = anyItem();
        String set = bundle(part(cup, "2"));
        String other = bundle(part(anyItem(), "1"));

        assertThatThrownBy(
                        () -> jdbc.sql("insert into inventory.bundle_part (bundle, part, quantity) values (:b, :p, 1)")
                                .params(Map.of("b", other, "p", set))
                                .update())
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void manyStoreTheSameNewBundleAtOnce() {
        String cup = anyItem();
        String set = "set-" + UUID.randomUUID();

        Together.all(8, who -> {
            makeBundle(set, part(cup, String.valueOf(who + 1)));
            return who;
        });

        assertThat(items.find(set).orElseThrow().parts()).hasSize(1);
    }

    private MovementResult record(Movement movement) {
        return ledger.record(List.of(movement)).get(0);
    }

    private long cells(String sku) {
        return jdbc.sql("select count(*) from inventory.stock_level where sku = :sku")
                .param("sku", sku)
                .query(Long.class)
                .single();
    }

    private static Part part(String sku, String quantity) {
        return new Part(sku, new BigDecimal(quantity));
    }

    private String bundle(Part... parts) {
        String sku = "set-" + UUID.randomUUID();
        makeBundle(sku, parts);
        return sku;
    }

    private void makeBundle(String sku, Part... parts) {
        put(sku, List.of(), List.of(parts));
    }

    private @Nullable String refusal(String sku, Part... parts) {
        try {
            makeBundle(sku, parts);
            return null;
        } catch (Refusal refused) {
            return refused.code();
        }
    }

    private void put(String sku, List<Code> codes, List<Part> parts) {
        items.put(new Item(
                sku, null, codes, new LocalizedName("品", null), Item.EACH, null, null, null, null, true, parts));
    }

    private static int checkDigit(String digits) {
        for (int digit = 0; digit < 10; digit++) {
            if (Gs1Number.isGtin(digits + digit)) {
                return digit;
            }
        }
        throw new IllegalArgumentException(digits);
    }
}
