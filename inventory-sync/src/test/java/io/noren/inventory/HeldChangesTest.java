package io.noren.inventory;

import static io.noren.inventory.CountResult.Outcome.HELD;
import static io.noren.inventory.CountResult.Outcome.RECORDED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What nobody would believe waits for a person, who sees what it would do. */
class HeldChangesTest extends InventoryTest {

    @Autowired
    private StockCounts counts;

    @Autowired
    private HeldChanges held;

    @Autowired
    private StockAudit audit;

    private String shirt = "";
    private String ginza = "";
    private Instant morning = Instant.EPOCH;

    @BeforeEach
    void aHundredShirts() {
        shirt = anyItem();
        ginza = anyStore();
        morning = clock.instant().minus(Duration.ofHours(3));
        stock(shirt, ginza, 100);
    }

    @Test
    void aCountFarFromWhatWasExpectedIsHeldAndApprovedAsOfItsOwnTime() {
        CountResult result = count("a", 3, "100");
        assertThat(result.result()).isEqualTo(HELD);
        assertThat(result.code()).isEqualTo("SUSPICIOUS_COUNT");
        assertThat(count("a", 3, "100").held()).as("asked again").isEqualTo(result.held());
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("100");
        UUID id = Objects.requireNonNull(result.held());
        sell(1);

        assertThat(held.preview(id)).singleElement().satisfies(row -> {
            assertThat(row.before()).isEqualByComparingTo("99");
            assertThat(row.after()).isEqualByComparingTo("2");
        });
        assertThat(held.approve(id).state()).isEqualTo(HeldChange.State.APPROVED);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("2");
        assertThat(count("a", 3, "100").result()).isEqualTo(CountResult.Outcome.DUPLICATE);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatWasApprovedWronglyIsUndoneFromTheLedgerAndOnlyOnce() {
        count("before", 90, null, morning.minusSeconds(60));
        UUID id = Objects.requireNonNull(count("a", 3, "100").held());
        held.approve(id);
        sell(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("2");

        assertThat(held.decided(ginza, 10)).extracting(HeldChange::id).containsExactly(id);
        assertThat(held.list(ginza, HeldChange.State.HELD, null, 10)).isEmpty();
        assertThat(held.undo(id).state()).isEqualTo(HeldChange.State.UNDONE);

        assertThat(level(shirt, ginza).onHand())
                .as("the count before it, and the sale since")
                .isEqualByComparingTo("89");
        assertRefused("ALREADY_RESOLVED", () -> held.undo(id));
        assertRefused("ALREADY_RESOLVED", () -> held.approve(id));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("89");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void undoingTheOnlyCountBringsBackWhatTheMovementsSay() {
        UUID id = Objects.requireNonNull(count("a", 3, "100").held());
        held.approve(id);
        Movement late = new Movement(
                "late-" + shirt,
                ItemReference.sku(shirt),
                ginza,
                new BigDecimal(-5),
                MovementReason.SALE,
                morning.minusSeconds(1),
                null,
                null);
        ledger.record(List.of(late));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");

        held.undo(id);

        assertThat(level(shirt, ginza).onHand())
                .as("also what arrived late and was in the count")
                .isEqualByComparingTo("95");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void undoingOneThatANewerCountHasReplacedChangesNothing() {
        UUID id = Objects.requireNonNull(count("a", 3, "100").held());
        held.approve(id);
        count("newer", 40, null, morning.plusSeconds(60));

        held.undo(id);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("40");
    }

    @Test
    void whatIsDroppedNeverCounts() {
        UUID id = Objects.requireNonNull(count("a", 3, "100").held());

        assertThat(held.drop(id).state()).isEqualTo(HeldChange.State.DROPPED);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("100");
        assertRefused("ALREADY_RESOLVED", () -> held.approve(id));
        assertRefused("ALREADY_RESOLVED", () -> held.undo(id));
        assertRefused("UNKNOWN_HELD_CHANGE", () -> held.drop(UUID.randomUUID()));
        assertThat(held.list(ginza, HeldChange.State.HELD, null, 10)).isEmpty();
        assertThat(held.list(ginza, null, null, 10)).hasSize(1);
    }

    @Test
    void ofManyWhoDecideAtOnceOneDoes() {
        UUID id = Objects.requireNonNull(count("a", 3, "100").held());

        List<Boolean> done = Together.all(8, who -> {
            try {
                if (who % 2 == 0) {
                    held.approve(id);
                } else {
                    held.drop(id);
                }
                return true;
            } catch (Refusal refusal) {
                assertThat(refusal.code()).isEqualTo("ALREADY_RESOLVED");
                return false;
            }
        });

        assertThat(done).filteredOn(Boolean::booleanValue).hasSize(1);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void anEmptyFileDoesNotEmptyAStore() {
        List<String> skus = IntStream.range(0, 30).mapToObj(i -> anyItem()).toList();
        skus.forEach(sku -> stock(sku, ginza, 4));
        List<StockCount> empty = new ArrayList<>();
        skus.forEach(sku -> empty.add(counted("zero", sku, 0, null, morning)));

        List<CountResult> results = counts.record(empty);

        assertThat(results).extracting(CountResult::result).containsOnly(HELD);
        assertThat(results.stream().map(CountResult::held).distinct()).hasSize(1);
        UUID id = Objects.requireNonNull(results.get(0).held());
        assertThat(held.find(id).orElseThrow().counts()).isEqualTo(30);
        assertThat(held.find(id).orElseThrow().detail()).contains("30 of 31 stocked items would be empty");
        assertThat(held.preview(id)).allSatisfy(row -> assertThat(row.after()).isEqualByComparingTo("0"));
        skus.forEach(sku -> assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("4"));

        held.approve(id);
        skus.forEach(sku -> assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("0"));
        held.undo(id);
        skus.forEach(sku -> assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("4"));
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aWrongUnitDoesNotMultiplyAStore() {
        List<String> skus = IntStream.range(0, 25).mapToObj(i -> anyItem()).toList();
        skus.forEach(sku -> stock(sku, ginza, 4));

        assertThat(counts.record(skus.stream()
                        .map(sku -> counted("twelve", sku, 48, null, morning))
                        .toList()))
                .extracting(CountResult::result)
                .containsOnly(HELD);
    }

    @Test
    void theFirstCountOfANewStoreIsBelievedAndSoIsAnOrdinaryOne() {
        String kobe = anyStore();
        List<String> skus = IntStream.range(0, 25).mapToObj(i -> anyItem()).toList();

        assertThat(counts.record(skus.stream()
                        .map(sku -> new StockCount(
                                "first" + sku, ItemReference.sku(sku), kobe, BigDecimal.TEN, morning, null))
                        .toList()))
                .extracting(CountResult::result)
                .containsOnly(RECORDED);
        assertThat(counts.record(skus.stream()
                        .map(sku -> new StockCount(
                                "second" + sku,
                                ItemReference.sku(sku),
                                kobe,
                                new BigDecimal(9),
                                morning.plusSeconds(1),
                                BigDecimal.TEN))
                        .toList()))
                .extracting(CountResult::result)
                .containsOnly(RECORDED);
    }

    private void sell(int quantity) {
        ledger.record(List.of(new Movement(
                "sale-" + UUID.randomUUID(),
                ItemReference.sku(shirt),
                ginza,
                new BigDecimal(-quantity),
                MovementReason.SALE,
                clock.instant(),
                null,
                null)));
    }

    private CountResult count(String name, long counted, @Nullable String expected) {
        return count(name, counted, expected, morning);
    }

    private CountResult count(String name, long counted, @Nullable String expected, Instant at) {
        return counts.record(List.of(counted(name, shirt, counted, expected, at)))
                .get(0);
    }

    private StockCount counted(String name, String sku, long counted, @Nullable String expected, Instant at) {
        return new StockCount(
                name + sku,
                ItemReference.sku(sku),
                ginza,
                BigDecimal.valueOf(counted),
                at,
                expected == null ? null : new BigDecimal(expected));
    }

    private static void assertRefused(String code, Runnable work) {
        assertThatThrownBy(work::run)
                .asInstanceOf(type(Refusal.class))
                .extracting(Refusal::code)
                .isEqualTo(code);
    }
}
