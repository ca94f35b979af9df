package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Somebody edits the books behind the ledger's back, and is found and put right in the open. */
class StockAuditorTest extends InventoryTest {

    @Autowired
    private StockAudit audit;

    @Autowired
    private StockRepair repair;

    @Autowired
    private MovementHistory history;

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private Reservations reservations;

    @Autowired
    private PlatformTransactionManager transactions;

    private String shirt = "";
    private String ginza = "";

    @BeforeEach
    void fiveShirts() {
        shirt = anyItem();
        ginza = anyStore();
        stock(shirt, ginza, 5);
        assertThat(audit.check().differences()).isEmpty();
        jdbc.sql(
                        "update inventory.audit_progress set after_sku = '', after_location = '', cells = 0, pass_ended_at = null")
                .update();
    }

    @AfterEach
    void leaveNothingWrong() {
        repair.repair("tidied after a story");
        jdbc.sql("delete from inventory.audit_difference").update();
    }

    @Test
    void anEditedLevelIsFoundInTheRoundAndForgottenOnceItAddsUp() {
        StockAuditor auditor = auditor(7);
        edit("on_hand = 6");

        round(auditor);

        assertThat(auditor.progress().differences()).isEqualTo(1);
        assertThat(auditor.progress().passCells()).isEqualTo(cells());
        assertThat(auditor.found()).singleElement().satisfies(found -> {
            assertThat(found.difference().sku()).isEqualTo(shirt);
            assertThat(found.difference().numbers()).singleElement().satisfies(wrong -> {
                assertThat(wrong.level()).isEqualByComparingTo("6");
                assertThat(wrong.ledger()).isEqualByComparingTo("5");
            });
            assertThat(found.foundAt()).isNotNull();
        });
        edit("on_hand = 5");
        assertThat(auditor.found())
                .as("what adds up again is not told, although the auditor has not come by yet")
                .isEmpty();
        jdbc.sql("update inventory.audit_progress set pass_ended_at = null").update();
        round(auditor);
        assertThat(auditor.progress().differences()).isZero();
    }

    @Test
    void copiesShareTheRoundAndLookAtEachCellOnce() {
        long cells = cells();

        Together.all(4, who -> {
            StockAuditor copy = auditor(5);
            while (jdbc.sql("select pass_ended_at is null from inventory.audit_progress")
                    .query(Boolean.class)
                    .single()) {
                copy.next();
            }
            return true;
        });

        assertThat(auditor(5).progress().passCells()).isEqualTo(cells);
        assertThat(auditor(5).next()).as("not again at once").isFalse();
    }

    @Test
    void aWholeCheckIsReadInPagesAndMissesNothing() {
        edit("on_hand = 6");
        List<StockAudit.Difference> found = new ArrayList<>();
        long cells = 0;
        int pages = 0;
        String next = null;
        do {
            StockAudit.Report page = audit.check(new StockAudit.Wanted(null, null, next, 7, Duration.ofHours(1)));
            assertThat(page.cells()).isLessThanOrEqualTo(7);
            found.addAll(page.differences());
            cells += page.cells();
            pages++;
            next = page.next();
        } while (next != null);

        assertThat(cells).isEqualTo(cells());
        assertThat(pages).isEqualTo(cells / 7 + 1);
        assertThat(found)
                .singleElement()
                .satisfies(only -> assertThat(only.sku()).isEqualTo(shirt));
    }

    @Test
    void timeThatIsUpEndsACheckAtASliceAndSaysThatMoreIsLeft() {
        StockAudit.Report hasty = audit.check(new StockAudit.Wanted(null, null, null, 1_000_000, Duration.ZERO));

        assertThat(hasty.cells()).isPositive();
        assertThat(hasty.next() == null).as("more is left").isEqualTo(hasty.cells() == cells());
    }

    @Test
    void anItemOrALocationIsCheckedByItself() {
        String kobe = anyStore();
        String hat = anyItem();
        edit("on_hand = 6");
        stock(shirt, kobe, 2);
        stock(hat, ginza, 3);
        assertThat(of(shirt, null).cells()).isEqualTo(2);
        assertThat(of(shirt, null).differences()).hasSize(1);
        assertThat(of(hat, ginza).cells()).isEqualTo(1);
        assertThat(of(hat, ginza).differences()).isEmpty();
        assertThat(of(null, ginza).cells()).isEqualTo(2);
        assertThat(of(null, ginza).differences()).hasSize(1);
        assertThat(of(null, ginza).next()).isNull();
        new TransactionTemplate(transactions).executeWithoutResult(everythingIsPutBack -> {
            everythingIsPutBack.setRollbackOnly();
            jdbc.sql("""
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, reason, actor, occurred_at, received_at, recorded_at, feed_tx)
                    values (:key, :sku, :location, 1, 'ON_HAND', 1, 1, 0, 'SALE', 'x', now(), now(), now(), '3')
                    """)
                    .param("key", "no-level-" + hat)
                    .param("sku", hat)
                    .param("location", kobe)
                    .update();
            assertThat(of(null, kobe).differences())
                    .as("movements without a level")
                    .singleElement()
                    .satisfies(only -> assertThat(only.sku()).isEqualTo(hat));
        });
    }

    private StockAudit.Report of(@Nullable String sku, @Nullable String location) {
        return audit.check(new StockAudit.Wanted(sku, location, null, 1_000_000, Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", "bm90aGluZw", "AAo"})
    void onlyACursorThatWasGivenIsGoneOnFrom(String cursor) {
        assertThatThrownBy(() -> audit.check(new StockAudit.Wanted(null, null, cursor, 10, Duration.ZERO)))
                .isInstanceOf(Refusal.class)
                .extracting("code")
                .isEqualTo("BAD_CURSOR");
    }

    @Test
    void theAuditorKnowsSinceWhenEveryCellHasBeenLookedAt() {
        for (int i = 0; i < 8; i++) {
            stock(anyItem(), ginza, 1);
        }
        StockAuditor auditor = auditor(7);
        clock.stop();
        Instant began = clock.instant();
        auditor.next();
        clock.advance(Duration.ofMinutes(10));
        round(auditor);

        assertThat(auditor.progress().checkedSince()).isEqualTo(Sql.micros(began));
        assertThat(auditor.progress().passEndedAt()).isAfter(began);
        clock.run();
    }

    @Test
    void writersAtWorkAreNeverTakenForDifferences() {
        List<String> skus = List.of(anyItem(), anyItem(), anyItem());

        Together.all(4, who -> {
            if (who == 0) {
                for (int i = 0; i < 30; i++) {
                    assertThat(audit.check().differences()).isEmpty();
                }
            } else {
                for (int i = 0; i < 40; i++) {
                    stock(skus.get(i % 3), ginza, 1);
                    UUID held = hold(skus.get(i % 3), 1);
                    reservations.commit(held);
                    reservations.release(held);
                }
            }
            return true;
        });
    }

    @Test
    void anEditedLevelIsRepairedByMovementsThatTellOfIt() {
        edit("on_hand = 8");
        FeedCursor begin = feed.end();

        StockRepair.Report report = repair.repair("a script of the old system ran");

        assertThat(report.repaired()).containsExactly(new StockRepair.Repaired(shirt, ginza, 2));
        assertThat(report.left()).isEmpty();
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThat(history.of(shirt, ginza, 1, 10))
                .extracting(
                        entry -> entry.delta().intValue(),
                        entry -> entry.onHand().intValue(),
                        MovementHistory.Entry::reason,
                        MovementHistory.Entry::document)
                .containsExactly(
                        tuple(3, 8, "CORRECTION", "repair/" + report.id()),
                        tuple(-3, 5, "CORRECTION", "repair/" + report.id()));
        assertThat(feed.after(begin, 10).changes())
                .extracting(StockChange::sequence)
                .containsExactly(2L, 3L);
        assertThat(audit.check().differences()).isEmpty();
        assertThat(jdbc.sql("select reason from inventory.stock_repair where id = :id")
                        .param("id", report.id())
                        .query(String.class)
                        .single())
                .isEqualTo("a script of the old system ran");
    }

    @Test
    void aLostPromiseComesBackToWhatTheReservationsSay() {
        UUID held = hold(shirt, 2);
        edit("reserved = 0");

        assertThat(repair.repair("somebody zeroed it").repaired()).hasSize(1);

        assertThat(level(shirt, ginza).reserved()).isEqualByComparingTo("2");
        assertThat(audit.check().differences()).isEmpty();
        reservations.release(held);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aLostPromiseOfGoodsThatAreGoneIsLeftToAPerson() {
        UUID held = hold(shirt, 5);
        edit("reserved = 0, on_hand = 5");
        ledger.record(List.of(movement("sale-" + shirt, shirt, ginza, -3)));

        StockRepair.Report report = repair.repair("somebody zeroed it");

        assertThat(report.repaired()).isEmpty();
        assertThat(report.left()).extracting(StockRepair.Left::code).containsExactly("PROMISED_BEYOND_STOCK");
        stock(shirt, ginza, 3);
        assertThat(repair.repair("there is enough again").repaired()).hasSize(1);
        reservations.release(held);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void aLevelThatVanishedComesBack() {
        jdbc.sql("delete from inventory.stock_level where sku = :sku")
                .param("sku", shirt)
                .update();
        round(auditor(50));
        assertThat(auditor(50).progress().differences())
                .as("found without a level")
                .isEqualTo(1);

        assertThat(repair.repair("somebody deleted it").repaired()).hasSize(1);

        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThat(level(shirt, ginza).version()).isEqualTo(3);
        stock(shirt, ginza, 1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("6");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void ofManyWhoRepairAtOnceOneDoes() {
        edit("on_hand = 9");

        List<StockRepair.Report> reports = Together.all(6, who -> repair.repair("all at once " + who));

        assertThat(reports.stream().mapToInt(report -> report.repaired().size()).sum())
                .isEqualTo(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(strings = {"  "})
    void nothingIsRepairedWithoutAReason(String reason) {
        assertThatThrownBy(() -> repair.repair(reason))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("Say why");
        assertThatThrownBy(() -> repair.repair("x".repeat(501))).isInstanceOf(Refusal.class);
    }

    private StockAuditor auditor(int slice) {
        return new StockAuditor(jdbc, audit, transactions, clock, slice, Duration.ofHours(1));
    }

    private static void round(StockAuditor auditor) {
        while (auditor.next()) {
            assertThat(auditor.progress().cells()).isNotNegative();
        }
    }

    private void edit(String change) {
        jdbc.sql("update inventory.stock_level set " + change + " where sku = :sku")
                .param("sku", shirt)
                .update();
    }

    private long cells() {
        return jdbc.sql("select count(*) from inventory.stock_level")
                .query(Long.class)
                .single();
    }

    private UUID hold(String sku, int quantity) {
        return reservations
                .hold(new HoldRequest(
                        "basket-" + UUID.randomUUID(),
                        "web",
                        List.of(new HoldRequest.Line("1", sku, ginza, BigDecimal.valueOf(quantity))),
                        Reservations.USUAL_HOLD,
                        false))
                .id();
    }
}
