package io.noren.inventory;

import static io.noren.inventory.MovementResult.Outcome.CONFLICT;
import static io.noren.inventory.MovementResult.Outcome.DUPLICATE;
import static io.noren.inventory.MovementResult.Outcome.RECORDED;
import static io.noren.inventory.MovementResult.Outcome.REJECTED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class StockLedgerTest extends InventoryTest {

    @Test
    void aSaleReportedTwiceLowersStockOnce() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        Movement sale = movement("sale-" + shirt, shirt, ginza, -1);

        assertThat(outcomes(ledger.record(List.of(sale)))).containsExactly(RECORDED);
        assertThat(outcomes(ledger.record(List.of(sale, sale)))).containsExactly(DUPLICATE, DUPLICATE);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("4");
        assertThat(level(shirt, ginza).version()).isEqualTo(2);
    }

    @Test
    void theSameIdWithOtherContentIsAConflictAndMovesNothing() {
        String shirt = anyItem();
        String ginza = anyStore();
        String id = "sale-" + shirt;
        Movement first = movement(id, shirt, ginza, -1);
        Movement other = movement(id, shirt, ginza, -2);
        Movement elsewhere = movement(id, shirt, anyStore(), -1);

        assertThat(outcomes(ledger.record(List.of(first, other)))).containsExactly(RECORDED, CONFLICT);
        assertThat(outcomes(ledger.record(List.of(other, elsewhere, first))))
                .as("judged against what the ledger holds")
                .startsWith(CONFLICT, CONFLICT);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-1");
        assertThat(level(shirt, elsewhere.location()).onHand()).isEqualByComparingTo("0");
    }

    @Test
    void aBadRowHurtsNoNeighbour() {
        String shirt = anyItem();
        String ginza = anyStore();

        List<MovementResult> results = ledger.record(List.of(
                movement("a-" + shirt, shirt, ginza, 7),
                movement("b-" + shirt, "no-such-item", ginza, 7),
                movement("c-" + shirt, shirt, ginza, -2)));

        assertThat(outcomes(results)).containsExactly(RECORDED, REJECTED, RECORDED);
        assertThat(results.get(1).code()).isEqualTo("UNKNOWN_ITEM");
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void aMovementThatWasRefusedIsRecordedOnceItsItemExists() {
        String sku = "late-" + UUID.randomUUID();
        String ginza = anyStore();
        Movement sale = movement("sale-" + sku, sku, ginza, -1);

        assertThat(ledger.record(List.of(sale)).get(0).code()).isEqualTo("UNKNOWN_ITEM");
        items.put(new Item(
                sku, null, List.of(), new LocalizedName(null, "Late"), Item.EACH, null, null, null, null, true));

        assertThat(outcomes(ledger.record(List.of(sale)))).containsExactly(RECORDED);
    }

    static Stream<Arguments> refusals() {
        Movement good = new Movement(
                "any",
                ItemReference.sku("EACH"),
                "STORE",
                BigDecimal.ONE,
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null);
        return Stream.of(
                Arguments.of("BAD_ID", with(good, " ", "1", MovementReason.SALE)),
                Arguments.of("BAD_ID", with(good, "x".repeat(201), "1", MovementReason.SALE)),
                Arguments.of("BAD_DOCUMENT", of(good, "x".repeat(501))),
                Arguments.of("BAD_DOCUMENT", of(good, "receipt\0")),
                Arguments.of("REASON_NOT_ALLOWED", with(good, "any", "1", MovementReason.RESERVATION_FULFILLED)),
                Arguments.of("ZERO_QUANTITY", with(good, "any", "0.000", MovementReason.SALE)),
                Arguments.of("ABSURD_QUANTITY", with(good, "any", "1000000000", MovementReason.RECEIVED)),
                Arguments.of("ABSURD_QUANTITY", with(good, "any", "-1000000.001", MovementReason.SALE)),
                Arguments.of("ABSURD_QUANTITY", with(good, "any", "1E+999999999", MovementReason.RECEIVED)),
                Arguments.of("TOO_MANY_DECIMALS", with(good, "any", "0.0001", MovementReason.SALE)),
                Arguments.of("TOO_MANY_DECIMALS", with(good, "any", "1E-999999999", MovementReason.SALE)),
                Arguments.of("FRACTION_OF_EACH", with(good, "any", "0.5", MovementReason.SALE)));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void whatCannotBeIsRefusedByName(String code, Movement movement) {
        Movement placed = new Movement(
                movement.id(),
                ItemReference.sku(anyItem()),
                anyStore(),
                movement.delta(),
                movement.reason(),
                movement.occurredAt(),
                movement.document(),
                null);

        MovementResult result = ledger.record(List.of(placed)).get(0);

        assertThat(result.result()).isEqualTo(REJECTED);
        assertThat(result.code()).isEqualTo(code);
        assertThat(result.detail()).isNotBlank();
    }

    @Test
    void namesThatNothingCanHaveAreUnknownAndFailNoNeighbour() {
        String shirt = anyItem();
        String ginza = anyStore();

        assertThat(ledger.record(List.of(
                        movement("a-" + shirt, shirt + "\0", ginza, 1),
                        movement("b-" + shirt, shirt, ginza + "\0", 1),
                        movement("c-" + shirt, shirt, ginza, 1))))
                .extracting(MovementResult::code)
                .containsExactly("UNKNOWN_ITEM", "UNKNOWN_LOCATION", null);
    }

    @Test
    void anUnknownStoreAndAFutureSaleAreRefused() {
        String shirt = anyItem();
        Movement nowhere = movement("a-" + shirt, shirt, "nowhere", 1);
        Movement tomorrow = new Movement(
                "b-" + shirt,
                ItemReference.sku(shirt),
                anyStore(),
                BigDecimal.ONE,
                MovementReason.SALE,
                clock.instant().plus(Duration.ofHours(25)),
                null,
                null);

        assertThat(ledger.record(List.of(nowhere, tomorrow)))
                .extracting(MovementResult::code)
                .containsExactly("UNKNOWN_LOCATION", "OCCURRED_IN_FUTURE");
    }

    @Test
    void weighedGoodsMoveInThreeDecimals() {
        String apples = anItemIn("KG");
        String ginza = anyStore();
        Movement sale = new Movement(
                "sale-" + apples,
                ItemReference.sku(apples),
                ginza,
                new BigDecimal("-0.455"),
                MovementReason.SALE,
                clock.instant(),
                null,
                null);

        ledger.record(List.of(sale));

        assertThat(level(apples, ginza).onHand()).isEqualTo(new BigDecimal("-0.455"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderAndAnyRepetitionOfTheSameMovementsEndsInTheSameLevels(long seed) {
        Random random = new Random(seed);
        List<String> skus = List.of(anyItem(), anyItem(), anyItem());
        List<String> stores = List.of(anyStore(), anyStore());
        String run = "run-" + UUID.randomUUID() + "-";
        List<Movement> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            long delta = random.nextInt(1, 9) * (random.nextBoolean() ? 1 : -1);
            all.add(movement(run + i, skus.get(random.nextInt(3)), stores.get(random.nextInt(2)), delta));
        }
        List<Movement> deliveries = new ArrayList<>(all);
        deliveries.addAll(all.subList(10, 40));
        Collections.shuffle(deliveries, random);

        while (!deliveries.isEmpty()) {
            List<Movement> batch = deliveries.subList(0, Math.min(deliveries.size(), random.nextInt(1, 20)));
            ledger.record(List.copyOf(batch));
            batch.clear();
        }

        for (String sku : skus) {
            for (String store : stores) {
                List<Movement> here = all.stream()
                        .filter(movement -> movement.location().equals(store)
                                && movement.item().equals(ItemReference.sku(sku)))
                        .toList();
                BigDecimal sum = here.stream().map(Movement::delta).reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(level(sku, store).onHand()).isEqualByComparingTo(sum);
                assertThat(sequences(sku, store))
                        .isEqualTo(
                                LongStream.rangeClosed(1, here.size()).boxed().toList());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update inventory.stock_movement set delta = delta + 1",
                "delete from inventory.stock_movement",
                "truncate inventory.stock_movement",
                "update inventory.movement_key set digest = gen_random_uuid()"
            })
    void theDatabaseItselfRefusesToRewriteTheLedger(String statement) {
        stock(anyItem(), anyStore(), 1);

        assertThatThrownBy(() -> jdbc.sql(statement).update())
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("append-only");
    }

    @Test
    void theDatabaseItselfRefusesToPromiseMoreThanThereIs() {
        String shirt = anyItem();
        stock(shirt, anyStore(), 5);

        assertThatThrownBy(() -> jdbc.sql("update inventory.stock_level set reserved = 6 where sku = :sku")
                        .param("sku", shirt)
                        .update())
                .hasMessageContaining("more promised than there is");
    }

    @ParameterizedTest
    @ValueSource(strings = {"committed = 6", "reserved = 3, committed = 3", "damaged = 4, reserved = 2"})
    void noPromiseOfWhateverKindPassesWhatIsForSale(String change) {
        String shirt = anyItem();
        stock(shirt, anyStore(), 5);

        assertThatThrownBy(() -> jdbc.sql("update inventory.stock_level set " + change + " where sku = :sku")
                        .param("sku", shirt)
                        .update())
                .hasMessageContaining("more promised than there is");
    }

    @Test
    void aTillMaySellWhatTheBooksPromisedToOthers() {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 5);
        jdbc.sql("update inventory.stock_level set reserved = 5 where sku = :sku")
                .param("sku", shirt)
                .update();
        try {
            assertThat(outcomes(ledger.record(List.of(movement("sale-" + shirt, shirt, ginza, -7)))))
                    .containsExactly(RECORDED);
            assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("-2");
            assertThat(level(shirt, ginza).available()).isEqualByComparingTo("0");
        } finally {
            jdbc.sql("update inventory.stock_level set reserved = 0 where sku = :sku")
                    .param("sku", shirt)
                    .update();
        }
    }

    private List<Long> sequences(String sku, String store) {
        return jdbc.sql(
                        "select sequence from inventory.stock_movement where sku = :sku and location = :store order by id")
                .param("sku", sku)
                .param("store", store)
                .query(Long.class)
                .list();
    }

    private static Movement with(Movement movement, String id, String delta, MovementReason reason) {
        return new Movement(
                id,
                movement.item(),
                movement.location(),
                new BigDecimal(delta),
                reason,
                movement.occurredAt(),
                null,
                null);
    }

    private static Movement of(Movement movement, String document) {
        return new Movement(
                movement.id(),
                movement.item(),
                movement.location(),
                movement.delta(),
                movement.reason(),
                movement.occurredAt(),
                document,
                null);
    }

    private static List<MovementResult.Outcome> outcomes(List<MovementResult> results) {
        return results.stream().map(MovementResult::result).toList();
    }
}
