package io.noren.pos;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class TillDocumentsTest extends Story {
    @Autowired
    JdbcClient jdbc;

    @Autowired
    PlatformTransactionManager transactions;

    @Test
    void aSaleIsRecordedAndAnnounced() {
        TillDocuments.Receipt receipt = receive(log().sale(7).line("A", "2").line("B", "0.125"));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).isEmpty();
        SaleRecorded sale = only(announced.sales(source));
        assertThat(sale.transaction().asText()).isEqualTo(source + "/ginza/2026-04-01/1/7");
        assertThat(sale.document()).isEqualTo(receipt.document());
        assertThat(sale.occurredAt()).isEqualTo(Instant.parse("2026-04-01T03:30:00Z")); // half past twelve in Tokyo
        assertThat(sale.receivedAt()).isEqualTo(NOW);
        assertThat(sale.lines())
                .extracting(SoldLine::quantity)
                .containsExactly(new BigDecimal("2"), new BigDecimal("0.125"));
        assertThat(announced.returns(source)).isEmpty();
    }

    @Test
    void aTillThatRepeatsItselfAfterALostAnswerIsAcknowledgedAndNothingHappensTwice() {
        String document = log().sale(7).line("A", "2").toString();
        TillDocuments.Receipt first = receive(document);
        TillDocuments.Receipt again = receive(document);

        assertThat(again.document()).isEqualTo(first.document());
        assertThat(again.recorded()).isZero();
        assertThat(again.duplicates()).isEqualTo(1);
        assertThat(again.parked()).isEmpty();
        assertThat(announced.sales(source)).hasSize(1);
    }

    @Test
    void theSameTransactionInAReformattedFileIsADuplicate() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Receipt nightly =
                receive(log().onOneLine().sale(6).line("A", "1").sale(7).line("A", "2.000"));

        assertThat(nightly.recorded()).isEqualTo(1);
        assertThat(nightly.duplicates()).isEqualTo(1);
        assertThat(announced.sales(source)).hasSize(2);
    }

    @Test
    void aKnownTransactionWithOtherContentIsParkedAndTheFirstOneStands() {
        receive(log().sale(7).line("A", "2"));
        String changed = log().sale(7).line("A", "3").sale(8).line("A", "1").toString();
        TillDocuments.Receipt receipt = receive(changed);
        receive(changed);

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.duplicates()).isZero();
        assertThat(receipt.parked()).extracting(TillDocuments.Parked::code).containsExactly("TRANSACTION_CONFLICT");
        assertThat(only(receipt.parked()).transaction()).isEqualTo(source + "/ginza/2026-04-01/1/7");
        assertThat(only(announced.parked(source)).document()).isEqualTo(receipt.document());
        assertThat(announced.sales(source)).hasSize(2);
    }

    @Test
    void oneDocumentThatTellsATransactionTwiceRecordsItOnce() {
        TillDocuments.Receipt receipt = receive(
                log().sale(7).line("A", "2").sale(7).line("A", "2").sale(7).line("A", "9"));

        assertThat(receipt.transactions()).isEqualTo(3);
        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.duplicates()).isEqualTo(1);
        assertThat(receipt.parked()).hasSize(1);
        assertThat(only(only(announced.sales(source)).lines()).quantity()).isEqualByComparingTo("2");
    }

    @Test
    void tillsOfDifferentSourcesStoresDaysAndWorkstationsDoNotMeet() {
        receive(log().sale(7).line("A", "1"));
        receive(log().store("ueno").sale(7).line("A", "1"));
        receive(log().day("2026-03-31").sale(7).line("A", "1"));
        receive(log().till("2").sale(7).line("A", "1"));
        documents.receive(source + "-b", file(log().sale(7).line("A", "1").toString()), NOW);

        assertThat(announced.sales(source)).hasSize(4);
        assertThat(announced.sales(source + "-b")).hasSize(1);
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void aDaysFilesInAnyOrderAndOverlappingEndTheSame() {
        List<String> files = new ArrayList<>();
        for (long from = 1; from <= 30; from += 5) {
            PosLogText file = log();
            LongStream.range(from, from + 10)
                    .forEach(sequence -> file.sale(sequence).line("A", Long.toString(sequence)));
            files.add(file.toString());
        }
        for (int order = 0; order < 5; order++) {
            String system = source + "-" + order;
            Collections.shuffle(files, new Random(order));
            files.forEach(file -> documents.receive(system, file(file), NOW));

            assertThat(announced.sales(system).stream()
                            .flatMap(sale -> sale.lines().stream())
                            .map(SoldLine::quantity)
                            .reduce(BigDecimal.ZERO, BigDecimal::add))
                    .isEqualByComparingTo(BigDecimal.valueOf(35 * 36 / 2));
            assertThat(announced.parked(system)).isEmpty();
        }
    }

    @Test
    void eightSendersOfTheSameDocumentAtOnceRecordItOnce() throws Exception {
        for (long sequence = 1; sequence <= 50; sequence++) {
            Path document = file(log().sale(sequence).line("A", "2").toString());
            List<TillDocuments.Receipt> receipts = atOnce(IntStream.range(0, 8)
                    .<Callable<TillDocuments.Receipt>>mapToObj(i -> () -> documents.receive(source, document, NOW))
                    .toList());

            assertThat(receipts.stream()
                            .mapToInt(TillDocuments.Receipt::recorded)
                            .sum())
                    .isEqualTo(1);
            assertThat(receipts.stream()
                            .mapToInt(TillDocuments.Receipt::duplicates)
                            .sum())
                    .isEqualTo(7);
        }
        assertThat(announced.sales(source)).hasSize(50);
    }

    @Test
    void overlappingFilesInOppositeOrdersAtOnceDoNotStopEachOther() throws Exception {
        List<Callable<TillDocuments.Receipt>> senders = new ArrayList<>();
        for (int sender = 0; sender < 8; sender++) {
            List<Long> sequences =
                    new ArrayList<>(LongStream.rangeClosed(1, 450).boxed().toList());
            Collections.shuffle(sequences, new Random(sender));
            PosLogText file = log();
            sequences.forEach(sequence -> file.sale(sequence).line("A", "1"));
            Path path = file(file.toString());
            senders.add(() -> documents.receive(source, path, NOW));
        }
        List<TillDocuments.Receipt> receipts = atOnce(senders);

        assertThat(receipts.stream().mapToInt(TillDocuments.Receipt::recorded).sum())
                .isEqualTo(450);
        assertThat(receipts.stream().mapToInt(TillDocuments.Receipt::duplicates).sum())
                .isEqualTo(7 * 450);
        assertThat(announced.sales(source)).hasSize(450);
    }

    @Test
    void anUnknownStoreWaitsWhileItsNeighboursGoOnAndIsRecordedOnceTheStoreIsKnown() {
        String shibuya = "shibuya-" + source;
        TillDocuments.Receipt receipt = receive(log().sale(1)
                .line("A", "1")
                .store(shibuya)
                .sale(2)
                .line("A", "2")
                .store("ueno")
                .sale(3)
                .line("A", "3"));

        assertThat(receipt.recorded()).isEqualTo(2);
        TillDocuments.Parked parked = only(receipt.parked());
        assertThat(parked.code()).isEqualTo("UNKNOWN_LOCATION");
        assertThat(parked.place()).isEqualTo(13);

        assertThat(documents.readAgain(receipt.document()).parked()).hasSize(1);
        assertThat(announced.parked(source))
                .as("announced once, however often it is read")
                .hasSize(1);

        stores.open(shibuya);
        TillDocuments.Receipt again = documents.readAgain(receipt.document());
        assertThat(again.recorded()).isEqualTo(1);
        assertThat(again.duplicates()).isEqualTo(2);
        assertThat(again.parked()).isEmpty();
        assertThat(announced.sales(source)).hasSize(3);
        assertThat(announced.sales(source).get(2).receivedAt()).isEqualTo(NOW);

        TillDocuments.Account account = documents.account(receipt.document(), LocationBinding.UNBOUND);
        assertThat(account.state()).isEqualTo("READ");
        assertThat(account.recorded()).isEqualTo(3);
        assertThat(account.parked()).isEmpty();
        assertThat(documents.readAgain(receipt.document()).recorded()).isZero();
    }

    @Test
    void aKeyBoundToOneStoreCannotSellAnothersStockNotEvenWhenThatIsTriedAgain() {
        Path document = file(log().sale(1)
                .line("A", "1")
                .store("ueno")
                .sale(2)
                .line("A", "2")
                .toString());
        TillDocuments.Receipt receipt =
                documents.receive(source, Content.of(document), NOW, LocationBinding.to(Set.of("ginza")));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(only(receipt.parked()).code()).isEqualTo("LOCATION_NOT_ALLOWED");
        assertThat(documents.readAgain(receipt.document()).recorded()).isZero();
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> documents.account(receipt.document(), LocationBinding.to(Set.of("ueno"))))
                .returns("NO_SUCH_DOCUMENT", Refusal::code);

        assertThat(documents.receive(source, document, NOW).recorded()).isEqualTo(1);
        assertThat(documents
                        .account(receipt.document(), LocationBinding.UNBOUND)
                        .parked())
                .isEmpty();
    }

    @Test
    void aKeyBoundToNoStoreAtAllSellsNothingHoweverOftenItIsTried() {
        Path document = file(log().sale(1).line("A", "1").toString());
        LocationBinding none = LocationBinding.to(Set.of());
        UUID id = documents.receive(source, Content.of(document), NOW, none).document();
        documents.receive(source, Content.of(document), NOW, none);

        assertThat(documents.readAgain(id).recorded()).isZero();
        documents.receive(source, Content.of(document), NOW, LocationBinding.to(Set.of("ueno")));
        assertThat(documents.readAgain(id).recorded()).isZero();
        assertThat(announced.sales(source)).isEmpty();
        assertThat(announced.parked(source)).hasSize(1);
    }

    @Test
    void aTillWithAWrongCalendarIsNotBelieved() {
        TillDocuments.Receipt receipt = receive(log().day("1970-01-01")
                .sale(1)
                .line("A", "1")
                .day("2099-01-01")
                .sale(2)
                .line("A", "1"));

        assertThat(receipt.parked())
                .extracting(TillDocuments.Parked::code)
                .containsExactly("ABSURD_BUSINESS_DAY", "ABSURD_BUSINESS_DAY");
        assertThat(announced.sales(source)).isEmpty();
    }

    @Test
    void whenTheAnnouncementFailsNothingIsRecorded() {
        Path document = file(log().sale(1).line("A", "1").toString());
        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            assertThat(documents.receive(source, document, NOW).recorded()).isEqualTo(1);
            status.setRollbackOnly(); // as the hub's outbox would by failing
        });

        assertThat(documents.receive(source, document, NOW).recorded()).isEqualTo(1);
        UUID first = announced.sales(source).get(0).id();
        assertThat(announced.sales(source)).extracting(SaleRecorded::id).containsExactly(first, first);
    }

    @Test
    void aDocumentLargerThanOneSliceIsReadAgainFromItsSlices() {
        Random random = new Random(7);
        PosLogText large = log();
        for (int sequence = 1; sequence <= 400; sequence++) {
            large.sale(sequence)
                    .line("A", "1")
                    .add("<Noise>"
                            + random.ints(5_000, 'A', 'z' + 1)
                                    .filter(Character::isLetter)
                                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            + "</Noise>");
        }
        TillDocuments.Receipt receipt = receive(large);

        assertThat(receipt.recorded()).isEqualTo(400);
        assertThat(jdbc.sql("select count(*) from pos.document_part where document = ?")
                        .param(receipt.document())
                        .query(Integer.class)
                        .single())
                .isGreaterThan(1);
        assertThat(documents.readAgain(receipt.document()).duplicates()).isEqualTo(400);
    }

    @Test
    void theSampleOfTheTourIsASaleForAMember() throws Exception {
        Path folder = Path.of("").toAbsolutePath();
        Path sample = Stream.of(folder, folder.getParent())
                .map(root -> root.resolve("docs/samples/sale.xml"))
                .filter(Files::exists)
                .findFirst()
                .orElseThrow();
        documents.receive(source, sample, NOW);

        SaleRecorded sale = only(announced.sales(source));
        assertThat(sale.memberCard()).isEqualTo("2900000000017");
        assertThat(only(sale.lines()).codes())
                .containsExactly(
                        new ItemCode(ItemCode.Scheme.GTIN, "09521000000018"),
                        new ItemCode(ItemCode.Scheme.SOURCE, "N-0001"));
        assertThat(only(sale.lines()).quantity()).isEqualByComparingTo("2");
    }

    @Test
    void aDocumentThatNobodySentIsNotFound() {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> documents.readAgain(UUID.randomUUID()))
                .returns("NO_SUCH_DOCUMENT", Refusal::code);
    }

    @Test
    void aBrokenDocumentIsRefusedWholeWithItsPlaceAndLeavesNothing() {
        String whole = log().sale(1).line("A", "1").sale(2).line("A", "1").toString();
        String broken = whole.replace("</POSLog>", "</POS>");

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> receive(broken))
                .returns("MALFORMED_DOCUMENT", Refusal::code)
                .returns((int) whole.lines().count(), Refusal::line);
        assertThat(announced.sales(source)).isEmpty();
        assertThat(jdbc.sql("select count(*) from pos.document where source = ?")
                        .param(source)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(data().resolve("spool")).isEmptyDirectory();
    }

    private static <T> T only(List<T> list) {
        assertThat(list).hasSize(1);
        return list.get(0);
    }

    private static <T> List<T> atOnce(List<Callable<T>> tasks) throws Exception {
        var threads = Executors.newFixedThreadPool(tasks.size());
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
