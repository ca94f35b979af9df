package io.noren.integration.qr.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.noren.integration.qr.label.LabelJob.State;
import io.noren.integration.qr.label.LabelJobWork.NoLongerOurs;
import io.noren.integration.qr.label.LabelJobWork.Outcome;
import io.noren.integration.qr.label.LabelRefused.Reason;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.testing.HubTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Many labels at once: one file, whoever dies meanwhile; and again only those whose price has changed. */
@HubTest
class LabelJobsTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final URI BASE = URI.create("https://shop.example");

    private final int number = NUMBER.incrementAndGet();
    private final String ginza = "label-ginza-" + number;
    private final String ueno = "label-ueno-" + number;
    private final String tea = "LABEL-TEA-" + number;
    private final String cup = "LABEL-CUP-" + number;

    @TempDir
    Path folder;

    @Autowired
    LabelJobs jobs;

    @Autowired
    LabelJobWork work;

    @Autowired
    PrintedLabels printed;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @BeforeEach
    void twoStoresSellTeaAndCups() {
        for (String store : List.of(ginza, ueno)) {
            locations.put(new Location(
                    store, null, store, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        }
        costs(tea, 1080);
        costs(cup, 1980);
    }

    @Test
    void whatIsPrintedIsRememberedAndOnlyWhatChangesInPriceIsPrintedAgain() throws IOException {
        assertThat(text(done(start(ginza, tea, cup)))).contains("¥1,080", "¥1,980");
        done(start(ueno, cup));
        assertThat(printed.countChanged(ginza)).isZero();

        costs(tea, 1180);

        assertThat(printed.changed(ginza, 10)).containsExactly(tea);
        assertThat(printed.changed(ueno, 10)).as("no label of it hangs there").isEmpty();
        LabelJob again = done(jobs.start(wanted(ginza, LabelSelection.changed())));
        assertThat(again.total()).isEqualTo(1);
        assertThat(text(again)).contains("¥1,180").doesNotContain("¥1,980");
        assertThat(printed.countChanged(ginza)).isZero();
        assertThatThrownBy(() -> jobs.start(wanted(ginza, LabelSelection.changed())))
                .isInstanceOfSatisfying(
                        LabelRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOTHING_TO_PRINT));
    }

    @Test
    void aPriceThatChangesBackNeedsNoOtherLabelButANameDoesNotEither() {
        done(start(ginza, tea));
        costs(tea, 1180);
        assertThat(printed.countChanged(ginza)).isEqualTo(1);
        costs(tea, 1080);
        assertThat(printed.countChanged(ginza)).isZero();
        items.put(item(tea, 1080).withCodes(List.of(new Item.Code(Item.Scheme.PLU, tea, null))));
        assertThat(printed.countChanged(ginza)).isZero();
    }

    @Test
    void theUnitPriceAndTheTaxArePartOfWhatALabelSaysOfThePrice() {
        done(start(ginza, tea, cup));
        items.put(item(tea, 1080).withTaxAndContent(null, new Item.Content(BigDecimal.valueOf(80), Item.Measure.G)));
        items.put(item(cup, 1980).withTaxAndContent(BigDecimal.TEN, null));
        assertThat(printed.changed(ginza, 10)).containsExactlyInAnyOrder(tea, cup);
    }

    @Test
    void whatLosesItsPriceIsPrintedAgainWithoutOne() throws IOException {
        done(start(ginza, tea));
        items.put(item(tea, null));
        assertThat(printed.changed(ginza, 10)).containsExactly(tea);
        assertThat(text(done(jobs.start(wanted(ginza, LabelSelection.changed())))))
                .doesNotContain("¥", "税込");
    }

    @Test
    void aPriceThatChangesWhileItsLabelIsDrawnIsFoundWhicheverCommitsFirst() throws Exception {
        LabelJob first = heldByADeadWorker(ginza, tea);
        Outcome drawn = new Outcome();
        drawn.drawn(tea, PrintedLabels.said(item(tea, 1080)));
        costs(tea, 1180);
        work.advance(first.id(), dead, 1, 1, 0);
        work.complete(first, dead, aFile(), drawn);
        assertThat(printed.changed(ginza, 10)).containsExactly(tea);

        LabelJob second = heldByADeadWorker(ginza, cup);
        Outcome cups = new Outcome();
        cups.drawn(cup, PrintedLabels.said(item(cup, 1980)));
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch completed = new CountDownLatch(1);
        ExecutorService office = Executors.newSingleThreadExecutor();
        try {
            Future<?> change = office.submit(() -> new TransactionTemplate(transactions).executeWithoutResult(tx -> {
                costs(cup, 2480);
                changed.countDown();
                awaitQuietly(completed);
            }));
            changed.await();
            work.advance(second.id(), dead, 1, 1, 0);
            work.complete(second, dead, aFile(), cups);
            completed.countDown();
            change.get(30, TimeUnit.SECONDS);
        } finally {
            office.shutdownNow();
        }
        assertThat(printed.changed(ginza, 10)).contains(cup);
    }

    @Test
    void whoeverDiesWhileDrawingIsFollowedByAnotherAndThereIsOneFile() throws Exception {
        LabelJob job = heldByADeadWorker(ginza, tea, cup);
        work.advance(job.id(), dead, 2, 1, 0);
        jdbc.sql("update integration.label_job set leased_until = now() - interval '1 second' where id = :id")
                .param("id", job.id())
                .update();

        LabelJob finished = done(job);
        assertThat(finished.tries()).isEqualTo(2);
        long parts = parts(job);
        byte[] file = file(finished);

        // The dead one was only slow.
        assertThatThrownBy(() -> work.advance(job.id(), dead, 2, 2, 0)).isInstanceOf(NoLongerOurs.class);
        Outcome late = new Outcome();
        late.drawn(tea, "an old price");
        assertThatThrownBy(() -> work.complete(job, dead, aFile(), late)).isInstanceOf(NoLongerOurs.class);
        assertThat(parts(job)).isEqualTo(parts);
        assertThat(file(jobs.find(job.id()).orElseThrow())).isEqualTo(file);
        assertThat(printed.countChanged(ginza)).isZero();
    }

    @Test
    void twoWhoStartTheSameAtTheSameMomentGetOneJob() throws Exception {
        int people = 8;
        CyclicBarrier together = new CyclicBarrier(people);
        ExecutorService office = Executors.newFixedThreadPool(people);
        Set<UUID> started = Collections.synchronizedSet(new HashSet<>());
        List<String> skus = Collections.nCopies(2_000, tea);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < people; i++) {
                String who = "person-" + i;
                all.add(office.submit(() -> {
                    together.await();
                    started.add(jobs.start(wanted(ginza, LabelSelection.of(skus), who))
                            .id());
                    return null;
                }));
            }
            for (Future<?> each : all) {
                each.get(60, TimeUnit.SECONDS);
            }
        } finally {
            office.shutdownNow();
        }
        assertThat(started).hasSize(1);
        assertThat(jobs.newest(ginza, null, 10)).hasSize(1);
        assertThat(start(ginza, cup).id()).as("another one is another").isNotIn(started);
        jobs.newest(ginza, null, 10).forEach(this::done);
    }

    @Test
    void aCancelledJobStopsAndCountsForNothing() {
        LabelJob job = heldByADeadWorker(ginza, tea);
        jobs.cancel(job.id());
        jobs.cancel(job.id());
        assertThatThrownBy(() -> work.advance(job.id(), dead, 1, 1, 0)).isInstanceOf(NoLongerOurs.class);
        Outcome drawn = new Outcome();
        drawn.drawn(tea, "something");
        assertThatThrownBy(() -> work.complete(job, dead, aFile(), drawn)).isInstanceOf(NoLongerOurs.class);

        LabelJob cancelled = jobs.find(job.id()).orElseThrow();
        assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
        assertThat(parts(job)).isZero();
        assertThat(printed.countChanged(ginza)).isZero();
        assertThatThrownBy(() -> jobs.send(cancelled, new MockHttpServletResponse()))
                .isInstanceOfSatisfying(
                        LabelRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NO_FILE));
    }

    @Test
    void labelsThatWereThrownAwayAreToBePrintedAgain() {
        LabelJob job = done(start(ginza, tea, cup));
        jobs.cancel(job.id());
        assertThat(parts(job)).isZero();
        assertThat(printed.changed(ginza, 10)).containsExactlyInAnyOrder(tea, cup);
        done(jobs.start(wanted(ginza, LabelSelection.changed())));
        jobs.cancel(job.id());
        assertThat(printed.countChanged(ginza))
                .as("they have other labels by now")
                .isZero();
    }

    @Test
    void whatCannotBeDrawnIsLeftOutByNameAndTheRestIsPrinted() {
        String endless = "LABEL-" + "緑茶".repeat(45) + number;
        costs(endless, 500);
        LabelJob job = done(start(ginza, "GONE-" + number, tea, endless));
        assertThat(job.total()).isEqualTo(3);
        assertThat(job.leftOut()).isEqualTo(2);
        assertThat(jobs.leftOut(job.id(), 10))
                .extracting(LabelJob.LeftOut::sku, LabelJob.LeftOut::code)
                .containsExactlyInAnyOrder(tuple("GONE-" + number, "UNKNOWN_SKU"), tuple(endless, "CODE_TOO_LARGE"));
    }

    @Test
    void theLabelOfAnItemThatIsGoneIsNoLongerWaitedFor() {
        done(start(ginza, tea, cup));
        jdbc.sql("delete from inventory.item where sku = :sku")
                .param("sku", tea)
                .update();
        LabelJob job = done(start(ginza, cup, tea));
        assertThat(jobs.leftOut(job.id(), 10))
                .extracting(LabelJob.LeftOut::code)
                .containsExactly("UNKNOWN_SKU");
        assertThat(jdbc.sql("select sku from integration.printed_label where location = :location")
                        .param("location", ginza)
                        .query(String.class)
                        .list())
                .containsExactly(cup);
    }

    @Test
    void aJobOfWhichNothingCanBeDrawnFailsAndSaysWhy() {
        LabelJob job = ended(start(ginza, "GONE-" + number));
        assertThat(job.state()).isEqualTo(State.FAILED);
        assertThat(job.failure()).isNotNull();
        assertThat(job.failure().code()).isEqualTo("UNKNOWN_SKU");
    }

    @Test
    void tenThousandLabelsAreOneFile() throws IOException {
        List<String> skus = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            skus.add(i % 2 == 0 ? tea : cup);
        }
        LabelJob job = done(jobs.start(wanted(ginza, LabelSelection.of(skus))));
        assertThat(job.done()).isEqualTo(10_000);
        try (PDDocument document = Loader.loadPDF(file(job))) {
            assertThat(document.getNumberOfPages()).isEqualTo(417);
        }
    }

    @Test
    void picturesComeInOneFileByNumber() throws IOException {
        LabelJob job = done(jobs.start(new NewLabelJob(
                ginza, LabelSelection.of(List.of(tea, cup)), "roll-58x40", "png", false, BASE, "hanako")));
        List<String> names = new ArrayList<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file(job)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                names.add(entry.getName());
                assertThat(zip.readAllBytes()).startsWith(0x89, 'P', 'N', 'G');
            }
        }
        assertThat(names).containsExactly("00001-" + tea + ".png", "00002-" + cup + ".png");
    }

    @Test
    void jobsOfLongAgoGoWithTheirFilesAndWhatTheyPrintedStays() {
        LabelJob job = done(start(ginza, tea));
        jdbc.sql("update integration.label_job set finished_at = now() - interval '8 days' where id = :id")
                .param("id", job.id())
                .update();
        assertThat(work.sweep()).isPositive();
        assertThat(jobs.find(job.id())).isEmpty();
        assertThat(parts(job)).isZero();
        costs(tea, 1);
        assertThat(printed.changed(ginza, 10)).containsExactly(tea);
    }

    @Test
    void changedSinceMeansEveryPriceThatWasChangedThenOrLater() {
        Instant before = Instant.now().minusSeconds(1);
        costs(tea, 1234);
        LabelJob job = done(jobs.start(wanted(ueno, LabelSelection.changedSince(before))));
        assertThat(job.done()).isPositive();
        assertThatThrownBy(() -> jobs.start(
                        wanted(ueno, LabelSelection.changedSince(Instant.now().plusSeconds(3600)))))
                .isInstanceOfSatisfying(
                        LabelRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.NOTHING_TO_PRINT));
    }

    @Test
    void aWishThatCannotBeMetIsRefusedByName() {
        assertRefused(wanted("nowhere", LabelSelection.of(List.of(tea))), Reason.NO_SUCH_LOCATION);
        assertRefused(wanted("no\0where", LabelSelection.of(List.of(tea))), Reason.NO_SUCH_LOCATION);
        assertRefused(wanted(ginza, LabelSelection.of(List.of())), Reason.BAD_SELECTION);
        assertRefused(wanted(ginza, LabelSelection.of(List.of("a\0b"))), Reason.BAD_SELECTION);
        assertRefused(wanted(ginza, LabelSelection.found(" ")), Reason.BAD_SELECTION);
        assertRefused(wanted(ginza, LabelSelection.of(Collections.nCopies(20_001, tea))), Reason.TOO_MANY_LABELS);
        assertRefused(wanted(ginza, LabelSelection.changedSince(Instant.MAX)), Reason.BAD_SELECTION);
        LabelSelection one = LabelSelection.of(List.of(tea));
        assertRefused(new NewLabelJob(ginza, one, "poster", "pdf", false, BASE, "hanako"), Reason.UNKNOWN_TEMPLATE);
        assertRefused(new NewLabelJob(ginza, one, "a4-24", "bmp", false, BASE, "hanako"), Reason.UNKNOWN_TEMPLATE);
        LabelSelection many = LabelSelection.of(Collections.nCopies(1_001, tea));
        assertRefused(new NewLabelJob(ginza, many, "a4-24", "png", false, BASE, "hanako"), Reason.TOO_MANY_LABELS);
    }

    private void assertRefused(NewLabelJob wanted, Reason reason) {
        assertThatThrownBy(() -> jobs.start(wanted))
                .isInstanceOfSatisfying(
                        LabelRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    // ---- words of these tests

    private final UUID dead = UUID.randomUUID();

    /** A job that somebody has taken who does not go on. */
    private LabelJob heldByADeadWorker(String location, String... skus) {
        LabelJob held = new TransactionTemplate(transactions).execute(tx -> {
            LabelJob job = start(location, skus);
            jdbc.sql("""
                    update integration.label_job
                    set leased_by = :dead, leased_until = now() + interval '1 hour', tries = 1 where id = :id
                    """).param("dead", dead).param("id", job.id()).update();
            return job;
        });
        assertThat(held).isNotNull();
        return held;
    }

    private LabelJob start(String location, String... skus) {
        return jobs.start(wanted(location, LabelSelection.of(List.of(skus))));
    }

    private static NewLabelJob wanted(String location, LabelSelection selection) {
        return wanted(location, selection, "hanako");
    }

    private static NewLabelJob wanted(String location, LabelSelection selection, String who) {
        return new NewLabelJob(location, selection, "a4-24", "pdf", true, BASE, who);
    }

    private LabelJob done(LabelJob job) {
        LabelJob ended = ended(job);
        assertThat(ended.state()).as(String.valueOf(ended.failure())).isEqualTo(State.COMPLETED);
        return ended;
    }

    private LabelJob ended(LabelJob job) {
        return await().atMost(PATIENCE)
                .until(() -> jobs.find(job.id()).orElseThrow(), found -> found.state() != State.RUNNING);
    }

    private long parts(LabelJob job) {
        return jdbc.sql("select count(*) from integration.label_job_part where job = :job")
                .param("job", job.id())
                .query(Long.class)
                .single();
    }

    private byte[] file(LabelJob job) throws IOException {
        MockHttpServletResponse answer = new MockHttpServletResponse();
        jobs.send(job, answer);
        assertThat(answer.getContentAsByteArray()).hasSize(answer.getContentLength());
        return answer.getContentAsByteArray();
    }

    private String text(LabelJob job) throws IOException {
        try (PDDocument document = Loader.loadPDF(file(job))) {
            return new PDFTextStripper().getText(document);
        }
    }

    private Path aFile() throws IOException {
        return Files.write(folder.resolve(UUID.randomUUID().toString()), new byte[] {1, 2, 3});
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void costs(String sku, int yen) {
        items.put(item(sku, yen));
    }

    private static Item item(String sku, @Nullable Integer yen) {
        return new Item(
                sku,
                null,
                List.of(),
                new LocalizedName(sku, sku),
                Item.EACH,
                null,
                null,
                yen == null ? null : new Money(BigDecimal.valueOf(yen), "JPY"),
                null,
                true);
    }
}
