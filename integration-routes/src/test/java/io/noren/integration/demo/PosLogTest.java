package io.noren.integration.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.demo.Customers.Visit;
import io.noren.integration.demo.TillTransaction.Kind;
import io.noren.integration.demo.TillTransaction.Line;
import io.noren.inventory.Locations;
import io.noren.pos.ItemCode;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillDocuments.Receipt;
import io.noren.pos.TransactionKey;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.event.ApplicationEvents;
import org.springframework.test.context.event.RecordApplicationEvents;

/** What the demo's tills write is what the till adapter reads. */
@RecordApplicationEvents
class PosLogTest extends ThreeSpokes {
    private static final OffsetDateTime SERVED = OffsetDateTime.parse("2024-06-01T12:00:00+09:00");
    private static final LocalDate DAY = LocalDate.parse("2024-06-01");
    private static final String SHIRT = Catalogue.products().get(0).gtin();
    private static final String CARD = People.card(1);

    /** No test reuses another one's till. */
    private final String workstation = UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path folder;

    @Autowired
    private TillDocuments documents;

    @Autowired
    private Locations locations;

    @Autowired
    private ApplicationEvents events;

    @BeforeEach
    void theStoreIsKnown() {
        locations.put(Stores.SELLING.get(0));
    }

    @Test
    void aSaleWithACardIsReadAsItWasRung() throws IOException {
        report(1, CARD, line(1, Kind.SOLD, "1", "EA", 1490), line(2, Kind.SOLD, "2", "EA", 390));

        SaleRecorded sale = onlySale();
        assertThat(sale.transaction()).isEqualTo(new TransactionKey(Stores.TILL_SYSTEM, "ginza", DAY, workstation, 1));
        assertThat(sale.memberCard()).isEqualTo(CARD);
        assertThat(sale.currency()).isEqualTo("JPY");
        assertThat(sale.occurredAt()).isEqualTo(SERVED.toInstant());
        assertThat(sale.lines()).containsExactly(sold(1, "1", "EA", 1490), sold(2, "2", "EA", 780));
    }

    @Test
    void whatWasVoidedIsNotSold() throws IOException {
        Line regretted = line(2, Kind.SOLD, "2", "EA", 390);
        report(1, null, line(1, Kind.SOLD, "1", "EA", 1490), regretted, regretted.voidedBy(3));

        assertThat(onlySale().memberCard()).isNull();
        assertThat(onlySale().lines()).containsExactly(sold(1, "1", "EA", 1490));
    }

    @Test
    void aWeighedItemKeepsItsGrams() throws IOException {
        report(1, null, line(1, Kind.SOLD, "0.235", "KG", 2980));
        assertThat(onlySale().lines()).containsExactly(sold(1, "0.235", "KG", 700));
    }

    @Test
    void goodsThatCameBackAreAReturn() throws IOException {
        report(1, CARD, line(1, Kind.RETURNED, "1", "EA", 1490));

        assertThat(events.stream(SaleRecorded.class)).isEmpty();
        List<ReturnRecorded> returns = events.stream(ReturnRecorded.class).toList();
        assertThat(returns).hasSize(1);
        assertThat(returns.get(0).memberCard()).isEqualTo(CARD);
        assertThat(returns.get(0).lines()).containsExactly(sold(1, "1", "EA", 1490));
    }

    @Test
    void aReportSentTwiceIsRecordedOnce() throws IOException {
        Receipt first = report(1, null, line(1, Kind.SOLD, "1", "EA", 1490));
        Receipt second = report(1, null, line(1, Kind.SOLD, "1", "EA", 1490));
        assertThat(first.recorded()).isEqualTo(1);
        assertThat(second.recorded()).isZero();
        assertThat(second.duplicates()).isEqualTo(1);
        assertThat(events.stream(SaleRecorded.class)).hasSize(1);
    }

    @Test
    void twoHundredVisitsAreUnderstoodToTheLastGram() throws IOException {
        Customers customers = new Customers(Catalogue.products(), new Random(7));
        List<Visit> visits = Stream.generate(customers::next).limit(200).toList();
        for (int i = 0; i < visits.size(); i++) {
            Receipt receipt =
                    report(i + 1, visits.get(i).card(), visits.get(i).lines().toArray(Line[]::new));
            assertThat(receipt.recorded()).isEqualTo(1);
            assertThat(receipt.parked()).isEmpty();
        }

        Map<String, BigDecimal> leftTheStore = new HashMap<>();
        events.stream(SaleRecorded.class).forEach(sale -> sale.lines().forEach(line -> add(leftTheStore, line, 1)));
        events.stream(ReturnRecorded.class).forEach(back -> back.lines().forEach(line -> add(leftTheStore, line, -1)));
        Map<String, BigDecimal> wasMeant = new HashMap<>();
        for (Line line :
                visits.stream().flatMap(visit -> visit.lines().stream()).toList()) {
            BigDecimal out =
                    line.kind() == Kind.SOLD ? line.quantity() : line.quantity().negate();
            wasMeant.merge("0" + line.gtin(), out, BigDecimal::add);
        }
        // A line that was voided leaves nothing in the facts and nothing in the sum.
        wasMeant.values().removeIf(quantity -> quantity.signum() == 0);
        leftTheStore.values().removeIf(quantity -> quantity.signum() == 0);
        assertThat(leftTheStore.keySet()).isEqualTo(wasMeant.keySet());
        leftTheStore.forEach((gtin, quantity) -> assertThat(quantity).isEqualByComparingTo(wasMeant.get(gtin)));
    }

    private static void add(Map<String, BigDecimal> sums, SoldLine line, int sign) {
        BigDecimal quantity = sign < 0 ? line.quantity().negate() : line.quantity();
        sums.merge(line.codes().get(0).value(), quantity, BigDecimal::add);
    }

    private SaleRecorded onlySale() {
        List<SaleRecorded> sales = events.stream(SaleRecorded.class).toList();
        assertThat(sales).hasSize(1);
        return sales.get(0);
    }

    private Receipt report(long number, @Nullable String card, Line... lines) throws IOException {
        TillTransaction transaction = new TillTransaction(
                "ginza", workstation, DAY, number, SERVED.minusSeconds(40), SERVED, card, List.of(lines));
        Path document = Files.write(Files.createTempFile(folder, "till", ".xml"), PosLog.write(transaction));
        return documents.receive(Stores.TILL_SYSTEM, document, Instant.now());
    }

    private static Line line(int number, Kind kind, String quantity, String unit, long price) {
        return new Line(
                number, kind, null, SHIRT, "T & シャツ", new BigDecimal(quantity), unit, BigDecimal.valueOf(price));
    }

    private static SoldLine sold(int number, String quantity, String unit, long amount) {
        ItemCode code = new ItemCode(ItemCode.Scheme.GTIN, "0" + SHIRT);
        return new SoldLine(number, List.of(code), new BigDecimal(quantity), unit, BigDecimal.valueOf(amount));
    }
}
