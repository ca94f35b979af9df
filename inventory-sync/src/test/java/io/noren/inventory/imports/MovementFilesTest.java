package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.ChangeFeed;
import io.noren.inventory.FeedCursor;
import io.noren.inventory.ImportedLevels;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockChange;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.StockImported;
import io.noren.inventory.StockLevelChanged;
import io.noren.inventory.Together;
import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import io.noren.inventory.imports.StockImport.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@RecordApplicationEvents
class MovementFilesTest extends ImportTest {

    @Autowired
    private MovementHistory history;

    @Autowired
    private StockAudit audit;

    @Autowired
    private StockCounts counts;

    @Autowired
    private ChangeFeed feed;

    @Autowired
    private ImportedLevels importedLevels;

    @Autowired
    private ApplicationEvents events;

    @Test
    void everyRowOfAFileBecomesAMovement() {
        String shirt = anyItem();
        String ginza = anyStore();
        String shibuya = anyStore();
        stock(shirt, ginza, 10);

        StockImport done = done(HEADER + shirt + "," + ginza + ",5,received\n" + shirt + "," + shibuya + ",7,RECEIVED\n"
                + shirt + "," + ginza + ",-3,shrinkage\n");

        assertThat(done.state()).isEqualTo(State.COMPLETED);
        assertThat(done).extracting(StockImport::rows, StockImport::recorded).containsExactly(3L, 3L);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("12");
        assertThat(level(shirt, shibuya).onHand()).isEqualByComparingTo("7");
        assertThat(history.of(shirt, ginza, 1, 10))
                .extracting(
                        MovementHistory.Entry::id,
                        MovementHistory.Entry::sequence,
                        entry -> entry.delta().intValue(),
                        entry -> entry.onHand().intValue(),
                        MovementHistory.Entry::document,
                        MovementHistory.Entry::actor)
                .containsExactly(
                        tuple("import/" + done.id() + "/2", 2L, 5, 15, "import/" + done.id(), "back-office"),
                        tuple("import/" + done.id() + "/4", 3L, -3, 12, "import/" + done.id(), "back-office"));
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void theSameFileSentTwiceIsOneImport() {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = HEADER + shirt + "," + ginza + ",5,received\n";

        UUID first = send(file);
        UUID whileItWaits = send(file);
        done(first);
        UUID whenItIsDone = send(file);
        worker().work();

        assertThat(whileItWaits).isEqualTo(first);
        assertThat(whenItIsDone).isEqualTo(first);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void rowsWithIdsAreKnownAgainInAnyFileAndAnyOrderAndByTheLedgerItself() {
        String shirt = anyItem();
        String ginza = anyStore();
        String header = "id,sku,location,delta,reason,occurredAt,document\n";
        List<String> rows = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            rows.add("r" + i + "-" + shirt + "," + shirt + "," + ginza + "," + i + ",received,2026-03-01T01:02:03Z,DN-"
                    + i + "\n");
        }
        Movement known = new Movement(
                "r1-" + shirt,
                ItemReference.sku(shirt),
                ginza,
                BigDecimal.ONE,
                MovementReason.RECEIVED,
                Instant.parse("2026-03-01T01:02:03Z"),
                "DN-1",
                null);
        assertThat(ledger.record(List.of(known)).get(0).result()).isEqualTo(MovementResult.Outcome.RECORDED);

        Random random = new Random(3);
        long recorded = 0;
        for (int file = 0; file < 4; file++) {
            Collections.shuffle(rows, random);
            StockImport done = done(header + String.join("", rows) + rows.get(0));
            assertThat(done.state()).isEqualTo(State.COMPLETED);
            assertThat(done.recorded() + done.duplicates()).isEqualTo(41);
            recorded += done.recorded();
        }

        assertThat(recorded).isEqualTo(39);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("820");
        StockImport other = done(header + rows.get(0).replace("received", "correction"));
        assertThat(refused(other)).extracting(Rejected::code).containsExactly("MOVEMENT_CONFLICT");
        assertThat(ledger.record(List.of(known)).get(0).result()).isEqualTo(MovementResult.Outcome.DUPLICATE);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("820");
    }

    @Test
    void aDryRunTellsWhatWouldHappenAndWritesNothing() {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = "id,sku,location,delta,reason,occurredAt\na-" + shirt + "," + shirt + "," + ginza
                + ",5,received,2026-03-01T01:02:03Z\na-" + shirt + "," + shirt + "," + ginza
                + ",5,received,2026-03-01T01:02:03Z\na-" + shirt + "," + shirt + "," + ginza
                + ",6,received,2026-03-01T01:02:03Z\n,nothing," + ginza + ",1,received,\n,"
                + shirt + "," + ginza + ",1,received,\n";

        UUID id = receive(
                        sent(Mode.MOVEMENTS, Format.CSV, null, false, true, null),
                        new ByteArrayInputStream(file.getBytes(UTF_8)))
                .id();
        StockImport dry = done(id);

        assertThat(dry.state()).isEqualTo(State.COMPLETED);
        assertThat(dry)
                .extracting(StockImport::rows, StockImport::recorded, StockImport::duplicates, StockImport::rejected)
                .containsExactly(5L, 2L, 1L, 2L);
        assertThat(refused(dry))
                .extracting(Rejected::line, Rejected::code)
                .containsExactly(tuple(4L, "MOVEMENT_CONFLICT"), tuple(5L, "UNKNOWN_ITEM"));
        assertThat(level(shirt, ginza).version()).isZero();

        StockImport done = done(file);
        assertThat(done)
                .as("the run that counts does what the dry one said")
                .extracting(StockImport::rows, StockImport::recorded, StockImport::duplicates, StockImport::rejected)
                .containsExactly(5L, 2L, 1L, 2L);
        // What was asked before is answered from memory, which hears of a file by the feed.
        await().untilAsserted(() -> assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("6"));
    }

    @Test
    void anotherCopyGoesOnWhereOneStoppedAndNothingIsThereTwice() throws IOException {
        String ginza = anyStore();
        List<String> skus = IntStream.range(0, 40).mapToObj(i -> anyItem()).toList();
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < 12_000; i++) {
            boolean bad = i % 1_000 == 7;
            file.append(bad ? "nothing" : skus.get(i % 40))
                    .append(',')
                    .append(ginza)
                    .append(",1,received\n");
        }
        UUID id = send(file.toString());

        for (int stopAfter : new int[] {1, 3, 6, 7}) {
            // Each is taken over by a copy that must not know more than the database does.
            ImportWorker doomed = worker();
            UUID name = UUID.randomUUID();
            StockImport taken = progress.take(name).orElseThrow();
            assertThat(taken.id()).isEqualTo(id);
            assertThat(progress.take(UUID.randomUUID()))
                    .as("while it is leased")
                    .isEmpty();
            try (ImportRun run = doomed.run(taken, name)) {
                for (int step = 0; step < stopAfter; step++) {
                    doomed.step(run);
                }
                clock.advance(LEASE.plusSeconds(1));
                UUID heir = UUID.randomUUID();
                assertThat(progress.take(heir)).isPresent();
                assertThatThrownBy(() -> doomed.step(run)).isInstanceOf(ImportProgress.LeaseLost.class);
                progress.letGo(id, heir, null);
            }
        }
        StockImport half = imports.find(id).orElseThrow();
        assertThat(half.state()).isEqualTo(State.RUNNING);
        assertThat(half.recorded()).isPositive().isLessThan(11_988);

        StockImport done = done(id);

        assertThat(done)
                .extracting(StockImport::rows, StockImport::recorded, StockImport::rejected, StockImport::unchanged)
                .containsExactly(12_000L, 11_988L, 12L, 0L);
        assertThat(refused(done)).hasSize(12).first().extracting(Rejected::line).isEqualTo(9L);
        assertThat(skus.stream()
                        .map(sku -> level(sku, ginza).onHand().intValue())
                        .mapToInt(Integer::intValue)
                        .sum())
                .isEqualTo(11_988);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void importsAreDoneInTheOrderInWhichTheyCame() throws IOException {
        String shirt = anyItem();
        String ginza = anyStore();
        UUID first = send(HEADER + shirt + "," + ginza + ",5,received\n");
        UUID second = send(HEADER + shirt + "," + ginza + ",6,received\n");

        UUID one = UUID.randomUUID();
        StockImport taken = progress.take(one).orElseThrow();
        worker().work();

        assertThat(taken.id()).isEqualTo(first);
        assertThat(imports.find(second).orElseThrow().state())
                .as("the second waits although somebody is free")
                .isEqualTo(State.RUNNING);
        assertThat(level(shirt, ginza).version()).isZero();

        progress.letGo(first, one, null);
        worker().work();
        assertThat(history.of(shirt, ginza, 0, 10))
                .extracting(MovementHistory.Entry::document)
                .containsExactly("import/" + first, "import/" + second);
    }

    @Test
    void tillsSellWhileAnImportRuns() {
        String ginza = anyStore();
        List<String> skus = IntStream.range(0, 5).mapToObj(i -> anyItem()).toList();
        StringBuilder file = new StringBuilder(HEADER);
        for (int i = 0; i < 10_000; i++) {
            file.append(skus.get(i % 5)).append(',').append(ginza).append(",2,received\n");
        }
        UUID id = send(file.toString());

        Together.all(5, who -> {
            if (who == 0) {
                worker().work();
            } else {
                for (int i = 0; i < 50; i++) {
                    String run = who + "-" + i + "-";
                    ledger.record(skus.stream()
                            .map(sku -> movement(run + sku, sku, ginza, -1))
                            .toList());
                }
            }
            return who;
        });

        assertThat(imports.find(id).orElseThrow().recorded()).isEqualTo(10_000);
        for (String sku : skus) {
            assertThat(level(sku, ginza).onHand()).isEqualByComparingTo("3800");
            assertThat(level(sku, ginza).version()).isEqualTo(2_200);
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatOccurredBeforeTheShelfWasCountedChangesNothingAndIsInTheLedgerAllTheSame() {
        String shirt = anyItem();
        String ginza = anyStore();
        Instant countedAt = Instant.now().minusSeconds(3_600);
        stock(shirt, ginza, 10);
        counts.record(List.of(new StockCount(
                "count-" + shirt, ItemReference.sku(shirt), ginza, BigDecimal.valueOf(7), countedAt, null)));
        String header = "sku,location,delta,reason,occurredAt\n";
        String before = "," + countedAt.minusSeconds(60) + "\n";
        String after = "," + countedAt.plusSeconds(60) + "\n";

        StockImport done = done(header + shirt + "," + ginza + ",-2,sale" + before + shirt + "," + ginza + ",5,received"
                + before + shirt + "," + ginza + ",-1,sale" + after);

        assertThat(done).extracting(StockImport::rows, StockImport::recorded).containsExactly(3L, 3L);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("6");
        assertThat(history.of(shirt, ginza, 2, 10))
                .extracting(
                        entry -> entry.delta().intValue(),
                        entry -> entry.onHand().intValue(),
                        MovementHistory.Entry::reason)
                .as("of two that cancel each other the lowering one comes first")
                .containsExactly(
                        tuple(-2, 5, "SALE"),
                        tuple(2, 7, "CYCLE_COUNT"),
                        tuple(-5, 2, "CYCLE_COUNT"),
                        tuple(5, 7, "RECEIVED"),
                        tuple(-1, 6, "SALE"));
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void everyChangeIsAnnouncedAndStandsInTheFeed() {
        String shirt = anyItem();
        String ginza = anyStore();
        FeedCursor before = feed.end();
        events.clear();

        StockImport done = done(HEADER + shirt + "," + ginza + ",5,received\n" + shirt + "," + ginza + ",-1,sale\n");

        List<StockLevelChanged> told = events.stream(StockImported.class)
                .flatMap(imported -> importedLevels.of(imported).stream())
                .toList();
        assertThat(told)
                .extracting(
                        StockLevelChanged::sequence,
                        change -> change.onHand().intValue(),
                        StockLevelChanged::cause,
                        StockLevelChanged::document)
                .containsExactly(
                        tuple(1L, 5, "RECEIVED", "import/" + done.id()), tuple(2L, 4, "SALE", "import/" + done.id()));
        assertThat(feed.after(before, 100).changes())
                .extracting(StockChange::sku, StockChange::sequence)
                .containsExactly(tuple(shirt, 1L), tuple(shirt, 2L));
    }

    @Test
    void aLevelBeyondAllReasonTakesNoRowOfThatCellAndLeavesTheOthers() {
        String shirt = anyItem();
        String cup = anyItem();
        String ginza = anyStore();
        String row = shirt + "," + ginza + ",1000000,received,";
        StringBuilder file = new StringBuilder("sku,location,delta,reason,id,occurredAt\n");
        for (int i = 0; i <= 1_000; i++) {
            file.append(row).append(i == 0 ? "big-" + shirt + ",2026-03-01T01:02:03Z\n" : ",\n");
        }
        file.append(cup).append(',').append(ginza).append(",1,received,,\n");

        StockImport done = done(file.toString());

        assertThat(done)
                .extracting(StockImport::recorded, StockImport::rejected)
                .containsExactly(1L, 1_001L);
        assertThat(refused(done).get(0).code()).isEqualTo("LEVEL_TOO_LARGE");
        assertThat(level(cup, ginza).onHand()).isEqualByComparingTo("1");
        assertThat(ledger.record(List.of(movement("big-" + shirt, shirt, ginza, 5)))
                        .get(0)
                        .result())
                .as("a refused row's id is free")
                .isEqualTo(MovementResult.Outcome.RECORDED);
    }
}
