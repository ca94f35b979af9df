package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.CountResult;
import io.noren.inventory.HeldChange;
import io.noren.inventory.HeldChanges;
import io.noren.inventory.ImportedLevels;
import io.noren.inventory.ItemReference;
import io.noren.inventory.MovementHistory;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.StockAsOf;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.StockImported;
import io.noren.inventory.StockLevelChanged;
import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import io.noren.inventory.imports.StockImport.State;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

@RecordApplicationEvents
class CountFilesTest extends ImportTest {

    private static final String COUNTS = "sku,location,counted,countedAt\n";

    private final Instant noon = Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(3_600);

    @Autowired
    private StockCounts counts;

    @Autowired
    private HeldChanges held;

    @Autowired
    private MovementHistory history;

    @Autowired
    private StockAudit audit;

    @Autowired
    private StockAsOf asOf;

    @Autowired
    private ImportedLevels importedLevels;

    @Autowired
    private ApplicationEvents events;

    @Test
    void whatWasCountedIsOnHandAndWhatSaysWhatTheBooksSayMovesNothing() {
        String shirt = anyItem();
        String cup = anyItem();
        String hat = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 10);
        stock(cup, ginza, 10);
        events.clear();

        StockImport done =
                counted(COUNTS + row(shirt, ginza, 8, noon) + row(cup, ginza, 10, noon) + row(hat, ginza, 0, noon));

        assertThat(done.state()).isEqualTo(State.COMPLETED);
        assertThat(done)
                .extracting(StockImport::rows, StockImport::recorded, StockImport::unchanged)
                .containsExactly(3L, 1L, 2L);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("8");
        assertThat(level(cup, ginza).version()).isEqualTo(1);
        assertThat(level(hat, ginza).version()).isZero();
        assertThat(events.stream(StockImported.class).flatMap(each -> importedLevels.of(each).stream()))
                .extracting(StockLevelChanged::sku, StockLevelChanged::sequence, StockLevelChanged::cause)
                .containsExactly(tuple(shirt, 2L, "CYCLE_COUNT"));
        assertThat(audit.check().differences()).isEmpty();

        StockImport again = counted(COUNTS + row(shirt, ginza, 8, noon) + row(cup, ginza, 10, noon));
        assertThat(again.id()).as("a snapshot may be sent again").isNotEqualTo(done.id());
        assertThat(again)
                .extracting(StockImport::recorded, StockImport::unchanged)
                .containsExactly(0L, 2L);
    }

    @Test
    void whatOccurredAfterTheCountIsAddedAndWhatOccurredBeforeAndComesLateIsNot() {
        String shirt = anyItem();
        String cup = anyItem();
        String ginza = anyStore();
        moved("received", shirt, ginza, 10, noon.minusSeconds(600));
        moved("received", cup, ginza, 10, noon.minusSeconds(600));
        moved("after", shirt, ginza, -1, noon.plusSeconds(60));

        StockImport done = counted(COUNTS + row(shirt, ginza, 7, noon) + row(cup, ginza, 10, noon));
        moved("late", shirt, ginza, -2, noon.minusSeconds(60));
        moved("late", cup, ginza, -2, noon.minusSeconds(60));

        assertThat(done.recorded()).isEqualTo(1);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("6");
        assertThat(level(cup, ginza).onHand())
                .as("a count that agreed with the books was a count all the same")
                .isEqualByComparingTo("10");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void anyOrderOfFilesCountsAndMovementsEndsInTheSame() {
        Random random = new Random(11);
        for (int round = 0; round < 6; round++) {
            String shirt = anyItem();
            String ginza = anyStore();
            List<Runnable> news = new ArrayList<>(List.of(
                    () -> moved("a", shirt, ginza, 10, noon.minusSeconds(300)),
                    () -> moved("b", shirt, ginza, -2, noon.minusSeconds(100)),
                    () -> moved("c", shirt, ginza, -1, noon.plusSeconds(100)),
                    () -> moved("d", shirt, ginza, -4, noon.plusSeconds(300)),
                    () -> counted(COUNTS + row(shirt, ginza, 3, noon.minusSeconds(200)) + row(shirt, ginza, 9, noon)),
                    () -> counted(COUNTS + row(shirt, ginza, 5, noon.minusSeconds(50))),
                    () -> done(HEADER.replace("\n", ",occurredAt\n") + shirt + "," + ginza + ",2,received,"
                            + noon.plusSeconds(50) + "\n" + shirt + "," + ginza + ",-5,sale," + noon.minusSeconds(5)
                            + "\n")));
            news.add(news.get(1));
            Collections.shuffle(news, random);

            news.forEach(Runnable::run);

            assertThat(level(shirt, ginza).onHand())
                    .as("nine at noon, two received, one and four sold since")
                    .isEqualByComparingTo("6");
        }
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void rowsWithIdsAreOneCountWhereverTheyComeFrom() {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = "id,sku,location,counted,countedAt\n";
        String id = "c-" + shirt;
        StockCount count = new StockCount(id, ItemReference.sku(shirt), ginza, BigDecimal.valueOf(4), noon, null);
        String row = id + "," + row(shirt, ginza, 4, noon);

        StockImport first = counted(file + row + row + id + "," + row(shirt, ginza, 5, noon));

        assertThat(first)
                .extracting(StockImport::recorded, StockImport::duplicates, StockImport::rejected)
                .containsExactly(1L, 1L, 1L);
        assertThat(refused(first))
                .extracting(Rejected::line, Rejected::code)
                .containsExactly(tuple(4L, "COUNT_CONFLICT"));
        assertThat(counts.record(List.of(count)).get(0).result()).isEqualTo(CountResult.Outcome.DUPLICATE);
        assertThat(counted(file + row).duplicates()).isEqualTo(1);
        assertThat(level(shirt, ginza).version()).isEqualTo(1);
    }

    @Test
    void aFileThatWouldEmptyAStoreWaitsForAPersonAndTheOtherStoresDoNot() {
        String ginza = anyStore();
        String shibuya = anyStore();
        List<String> skus = IntStream.range(0, 30).mapToObj(i -> anyItem()).toList();
        StringBuilder file = new StringBuilder(COUNTS);
        for (String sku : skus) {
            stock(sku, ginza, 10);
            stock(sku, shibuya, 10);
            file.append(row(sku, ginza, 0, noon.plusSeconds(3_590)))
                    .append(row(sku, shibuya, 9, noon.plusSeconds(3_590)));
        }
        StockImport dry = dry(file.toString());
        assertThat(dry)
                .extracting(StockImport::recorded, StockImport::unchanged, StockImport::rejected)
                .containsExactly(30L, 0L, 0L);
        assertThat(dry.held().rows()).isEqualTo(30);
        assertThat(dry.held().changes()).isEmpty();
        assertThat(dry.held().detail()).contains(ginza).doesNotContain(shibuya);

        StockImport waits = counted(file.toString());

        assertThat(waits.state()).isEqualTo(State.HELD);
        assertThat(waits.recorded()).isEqualTo(30);
        assertThat(waits.held().rows()).isEqualTo(30);
        assertThat(level(skus.get(0), ginza).onHand()).isEqualByComparingTo("10");
        assertThat(level(skus.get(0), shibuya).onHand()).isEqualByComparingTo("9");
        UUID change = waits.held().changes().get(0);
        assertThat(held.preview(change))
                .hasSize(30)
                .allSatisfy(row -> assertThat(row.after()).isZero());

        held.approve(change);
        assertThat(imports.find(waits.id()).orElseThrow().state()).isEqualTo(State.COMPLETED);
        assertThat(level(skus.get(0), ginza).onHand()).isZero();

        held.undo(change);
        assertThat(held.find(change).orElseThrow().state()).isEqualTo(HeldChange.State.UNDONE);
        assertThat(level(skus.get(0), ginza).onHand()).isEqualByComparingTo("10");
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void countsOfAFileCountAgainWhenANewerOneTurnsOutToBeWrong() {
        String ginza = anyStore();
        List<String> skus = IntStream.range(0, 30).mapToObj(i -> anyItem()).toList();
        skus.forEach(sku -> moved("received", sku, ginza, 11, noon.minusSeconds(900)));
        StringBuilder file = new StringBuilder(COUNTS);
        StringBuilder newer = new StringBuilder(COUNTS);
        for (String sku : skus) {
            file.append(row(sku, ginza, 10, noon)).append(row(sku, ginza, 9, noon.minusSeconds(600)));
            newer.append(row(sku, ginza, 0, noon.plusSeconds(600)));
        }
        String shirt = skus.get(3);
        counted(file.toString());
        UUID wrong = counted(newer.toString()).held().changes().get(0);
        held.approve(wrong);
        moved("sold", shirt, ginza, -1, noon.plusSeconds(60));
        moved("late", shirt, ginza, -2, noon.minusSeconds(60));
        assertThat(level(shirt, ginza).onHand()).isZero();
        assertThat(asOf.at(shirt, ginza, noon.plusSeconds(30)).happened().onHand())
                .isEqualByComparingTo("10");
        assertThat(asOf.at(shirt, ginza, noon.minusSeconds(300)).happened().onHand())
                .as("the one before, in the same file")
                .isEqualByComparingTo("9");

        held.undo(wrong);
        assertThat(level(shirt, ginza).onHand())
                .as("ten at noon, one sold since; what came late was sold before")
                .isEqualByComparingTo("9");
        counts.record(List.of(new StockCount(
                "older-" + shirt, ItemReference.sku(shirt), ginza, BigDecimal.valueOf(3), noon.minusSeconds(1), null)));
        assertThat(level(shirt, ginza).onHand())
                .as("a count older than the file's changes nothing")
                .isEqualByComparingTo("9");
        assertThat(asOf.at(shirt, ginza, noon.plusSeconds(30)).count())
                .as("which count that was")
                .extracting(StockAsOf.Counted::counted)
                .isEqualTo(BigDecimal.TEN);
        assertThat(audit.check().differences()).isEmpty();
    }

    @Test
    void whatStandsOnASheetIsNeverRewritten() {
        counted(COUNTS + row(anyItem(), anyStore(), 8, noon));
        for (String rewriting : List.of(
                "update inventory.count_sheet set counted = '{1}'",
                "delete from inventory.count_sheet", "truncate inventory.count_sheet")) {
            assertThatThrownBy(() -> jdbc.sql(rewriting).update()).as(rewriting).hasMessageContaining("append-only");
        }
    }

    @Test
    void aFileOfCountsIsGoneOnWithWhereverItStopped() throws IOException {
        String ginza = anyStore();
        String shibuya = anyStore();
        List<String> skus = manyItems(3_500);
        StringBuilder file = new StringBuilder(COUNTS);
        skus.forEach(sku -> file.append(row(sku, ginza, 2, noon)).append(row(sku, shibuya, 3, noon)));
        // What the file says is believed of one of them.
        ledger.record(skus.stream()
                .flatMap(sku -> Stream.of(
                        movement("full-1-" + sku, sku, ginza, 10), movement("full-2-" + sku, sku, shibuya, 4)))
                .toList());
        UUID id = send(Mode.COUNTS, Format.CSV, file.toString().getBytes(UTF_8), null);

        for (int stopAfter : new int[] {2, 4, 5, 6}) {
            ImportWorker doomed = worker();
            UUID name = UUID.randomUUID();
            try (ImportRun run = doomed.run(progress.take(name).orElseThrow(), name)) {
                for (int step = 0; step < stopAfter && !run.done(); step++) {
                    doomed.step(run);
                }
            }
            clock.advance(LEASE.plusSeconds(1));
        }
        StockImport done = done(id);

        assertThat(done.rows()).isEqualTo(7_000);
        assertThat(done.recorded() + done.held().rows()).isEqualTo(7_000);
        assertThat(done.held().rows()).isEqualTo(3_500);
        assertThat(done.held().changes()).hasSize(1);
        assertThat(level(skus.get(17), ginza).onHand()).isEqualByComparingTo("10");
        assertThat(level(skus.get(17), shibuya).onHand()).isEqualByComparingTo("3");
        assertThat(history.of(skus.get(17), shibuya, 1, 10)).hasSize(1);
        assertThat(audit.check().differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1000000000, , ABSURD_QUANTITY",
        "-1, , NEGATIVE_COUNT",
        "0.5, , FRACTION_OF_EACH",
        "1.0001, , TOO_MANY_DECIMALS",
        "=1, , SPREADSHEET_FORMULA",
        "1, 2099-01-01T00:00:00Z, COUNTED_IN_FUTURE",
        "1, 2001-01-01T00:00:00Z, COUNTED_TOO_LONG_AGO",
        "1, noon, BAD_INSTANT"
    })
    void aBadCountIsRefusedWithItsLine(String number, String at, String code) {
        String time = at == null ? "" : at;
        StockImport done = counted(COUNTS + anyItem() + "," + anyStore() + "," + number + "," + time + "\n");

        assertThat(refused(done)).extracting(Rejected::line, Rejected::code).containsExactly(tuple(2L, code));
    }

    private List<String> manyItems(int number) {
        String prefix = "many-" + UUID.randomUUID() + "-";
        return jdbc.sql("""
                insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                select :prefix || n, 'Thing', 'EACH', true, now() from generate_series(1, :number) n returning sku
                """)
                .param("prefix", prefix)
                .param("number", number)
                .query(String.class)
                .list();
    }

    private static String row(String sku, String location, long counted, Instant at) {
        return sku + "," + location + "," + counted + "," + at + "\n";
    }

    private StockImport counted(String csv) {
        return done(send(Mode.COUNTS, Format.CSV, csv.getBytes(UTF_8), null));
    }

    private StockImport dry(String csv) {
        return done(receive(
                        sent(Mode.COUNTS, Format.CSV, null, false, true, null),
                        new ByteArrayInputStream(csv.getBytes(UTF_8)))
                .id());
    }
}
