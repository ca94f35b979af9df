package io.noren.pos.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.pos.Content;
import io.noren.pos.CustomerOrderSold;
import io.noren.pos.LocationBinding;
import io.noren.pos.Refusal;
import io.noren.pos.ReturnRecorded;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.Story;
import io.noren.pos.TillDocuments;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A chain's nightly files, as its till system exports them; the mapping is in the settings of {@link Story}. */
class CsvDocumentsTest extends Story {
    private static final String HEADER = "店舗コード,レジ番号,営業日,伝票番号,明細番号,日付,時刻,区分,JANコード,商品コード,数量,金額,会員番号,担当者名,備考\n";
    private static final String SHIFT_JIS = "csv-shift-jis";
    private static final String IDS = "csv-ids";
    private static final Charset WINDOWS_31J = Charset.forName("windows-31j");

    @Autowired
    JdbcClient jdbc;

    private static final AtomicInteger STORES = new AtomicInteger();

    private String store = "";
    private String nightly = "";

    /** The sources are those of the settings; each story has a store of its own. */
    @BeforeEach
    void aStoreOfTheChain() {
        source = "csv";
        store = "csv-store-" + STORES.incrementAndGet();
        stores.open(store);
        nightly = sample().replace("ginza", store);
    }

    @Test
    void aNightlyFileTellsItsSalesItsReturnsAndWhatMovesNothing() {
        TillDocuments.Receipt receipt = send(nightly.getBytes(StandardCharsets.UTF_8));

        assertThat(receipt.parked()).isEmpty();
        assertThat(receipt.transactions()).isEqualTo(6);
        assertThat(receipt.recorded()).isEqualTo(6);
        assertThat(sales(source))
                .extracting(sale -> sale.transaction().asText(), SaleRecorded::memberCard, CsvDocumentsTest::net)
                .containsExactly(
                        tuple(
                                source + "/" + store + "/2026-04-01/01/100",
                                "2900000000015",
                                List.of("04912345000002:2=3960", "04912345000019:2=1000")),
                        tuple(source + "/" + store + "/2026-04-01/01/104", null, List.of("A-17:0.25=300")),
                        tuple(source + "/" + store + "/2026-04-01/02/1", null, List.of("04912345000002:1=1980")));
        assertThat(returns(source))
                .extracting(back -> back.transaction().asText(), CsvDocumentsTest::net)
                .containsExactly(tuple(source + "/" + store + "/2026-04-01/01/101", List.of("04912345000002:1=1980")));
        // Half past midnight by the clock of Tokyo, and still the business day before.
        assertThat(sales(source).get(2).occurredAt()).isEqualTo(Instant.parse("2026-04-01T15:20:00Z"));
        assertThat(sales(source).get(0).currency()).isEqualTo("JPY");
    }

    @Test
    void theSameFileInShiftJisOrWithAByteOrderMarkTellsTheSame() {
        send(nightly.getBytes(StandardCharsets.UTF_8));
        TillDocuments.Receipt shiftJis = send(SHIFT_JIS, nightly.getBytes(WINDOWS_31J));
        byte[] marked = ("\ufeff" + nightly).getBytes(StandardCharsets.UTF_8);
        TillDocuments.Receipt withMark = send(SHIFT_JIS, marked); // the mark overrules the mapping
        TillDocuments.Receipt utf16 = send(("\ufeff" + nightly).getBytes(StandardCharsets.UTF_16LE));

        assertThat(shiftJis.recorded()).isEqualTo(6);
        assertThat(withMark.duplicates()).isEqualTo(6);
        assertThat(utf16.duplicates()).isEqualTo(6);
        assertThat(sales(SHIFT_JIS)).hasSize(3);
        assertThat(sales(source)).hasSize(3);
    }

    @Test
    void whatCameLiveAndComesAgainInTheNightlyFileIsADuplicate() {
        send(HEADER + row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,"));
        TillDocuments.Receipt nightly = send(HEADER
                + row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2.0,\"3,960\",")
                + row("0101,1,2026/04/01,10:16:30,売上,4912345000002,,1,1980,"));

        assertThat(nightly.duplicates()).isEqualTo(1);
        assertThat(nightly.recorded()).isEqualTo(1);
    }

    @Test
    void whatIsKeptHasNoPersonalDataAndItsRowsAreInTheirLines() throws IOException {
        TillDocuments.Receipt receipt = send(nightly.getBytes(StandardCharsets.UTF_8));
        byte[] stored = jdbc.sql("select content from pos.document_part where document = ?")
                .param(receipt.document())
                .query(byte[].class)
                .single();
        String kept;
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(stored))) {
            kept = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }

        assertThat(kept)
                .doesNotContain("山田")
                .doesNotContain("鈴木")
                .doesNotContain("4111")
                .doesNotContain("ギフト");
        assertThat(kept).contains("2900000000015").contains("担当者名");
        List<String> lines = kept.lines().toList();
        assertThat(lines.get(3)).isEmpty(); // the second half of a cell that is not kept
        assertThat(lines.get(4)).contains("取消");
        assertThat(documents.readAgain(receipt.document()).duplicates()).isEqualTo(6);
    }

    @Test
    void aRowWithAWrongNumberOfCellsTakesOnlyItsNeighboursWithIt() {
        String broken = HEADER
                + row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,")
                + row("0101,1,2026/04/01,10:16:30,売上,4912345000002,,1,1980,")
                + store + ",01,2026/04/01,0101,2,2026/04/01,10:16:30,売上,4912345000019,1,500\n"
                + row("0102,1,2026/04/01,10:17:30,売上,4912345000002,,1,1980,")
                + row("0103,1,2026/04/01,10:18:30,売上,4912345000002,,1,1980,");
        TillDocuments.Receipt receipt = send(broken);

        assertThat(receipt.recorded()).isEqualTo(2);
        assertThat(receipt.parked())
                .extracting(TillDocuments.Parked::code, TillDocuments.Parked::place)
                .containsExactly(tuple("WRONG_CELL_COUNT", 4), tuple("WRONG_CELL_COUNT", 4));

        TillDocuments.Receipt mended = send(broken.replace("4912345000019,1,500", "4912345000019,,1,500,,,"));
        assertThat(mended.recorded()).isEqualTo(2);
        assertThat(mended.duplicates()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0100,1,2026-04-01,10:15:30,売上,4912345000002,,2,3960,   | UNREADABLE_KEY,UNREADABLE_TIME",
                "0100,1,2026/04/01,25:15:30,売上,4912345000002,,2,3960,   | UNREADABLE_TIME",
                "x,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,      | UNREADABLE_KEY",
                "-1,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,     | UNREADABLE_KEY",
                "0100,1,2026/04/01,10:15:30,売上,4912345000002,,1E9,3960, | UNREADABLE_QUANTITY",
                "0100,1,2026/04/01,10:15:30,売上,4912345000002,,0.0001,1, | QUANTITY_TOO_FINE",
                "0100,1,2026/04/01,10:15:30,売上,4912345000002,,9999999,1,| ABSURD_QUANTITY",
                "0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,¥3960,  | UNREADABLE_AMOUNT",
                "0100,1,2026/04/01,10:15:30,売上,,,2,3960,                | UNIDENTIFIED_ITEM",
                "0100,1,2026/04/01,10:15:30,謎,4912345000002,,2,3960,     | UNKNOWN_STATUS",
                "0100,1,2026/04/01,10:15:30,取消,4912345000002,,2,3960,   | VOID_WITHOUT_LINE",
                "0100,1,1970/01/01,10:15:30,売上,4912345000002,,2,3960,   | ABSURD_TIME",
            })
    void aRowThatCannotBeIsParkedAndTheOthersGoOn(String row, String codes) {
        TillDocuments.Receipt receipt =
                send(HEADER + row(row) + row("0200,1,2026/04/01,12:00:00,売上,4912345000002,,1,1980,"));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked()).hasSize(1);
        assertThat(codes.split(",")).contains(receipt.parked().get(0).code());
        assertThat(receipt.parked().get(0).place()).isEqualTo(2);
    }

    @Test
    void aFileThatCannotBeReliedUponIsRefusedAsAWhole() {
        String good = row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");

        assertThat(refusal(bytes(HEADER + good.strip())).code()).isEqualTo("MALFORMED_DOCUMENT"); // cut off?
        assertThat(refusal(bytes(HEADER + good.strip())).properties()).containsEntry("prematureEnd", true);
        assertThat(refusal(bytes(HEADER + "\"" + good)).code()).isEqualTo("MALFORMED_DOCUMENT");
        assertThat(refusal(bytes(HEADER.replace("数量", "個数") + good)).getMessage())
                .contains("数量");
        assertThat(refusal(bytes(HEADER.replace("備考", "数量") + good)).code()).isEqualTo("WRONG_HEADER");
        assertThat(refusal((HEADER + good).getBytes(WINDOWS_31J)).code()).isEqualTo("WRONG_ENCODING");
        assertThat(refusal(bytes("\n\n")).code()).isEqualTo("EMPTY_DOCUMENT");
        assertThat(sales(source)).isEmpty();
    }

    @Test
    void rowsOfSeveralTillsMayStandAmongEachOther() {
        String first = row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");
        String second = row("0100,2,2026/04/01,10:15:30,売上,4912345000019,,1,500,");
        String other =
                row("0055,1,2026/04/01,10:15:31,売上,4912345000002,,1,1980,").replace(",01,", ",02,");

        assertThat(send(HEADER + first + other + second).recorded()).isEqualTo(2);
        assertThat(send(HEADER + other + first + second).duplicates()).isEqualTo(2);
        assertThat(sales(source).get(0).lines()).hasSize(2);
    }

    @Test
    void aRowThatCannotBeToldTakesEveryReceiptWithItThatItMayBelongTo() {
        String first = row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");
        String other =
                row("0055,1,2026/04/01,10:15:31,売上,4912345000002,,1,1980,").replace(",01,", ",02,");
        String misfit = "half a row\n";
        String later = row("0101,1,2026/04/01,10:16:30,売上,4912345000002,,1,1980,");

        TillDocuments.Receipt receipt = send(HEADER
                + first
                + other
                + misfit
                + other.replace("0055,1,", "0055,2,")
                + first.replace("0100,1,", "0100,2,")
                + later);

        assertThat(receipt.parked()).extracting(TillDocuments.Parked::place).containsExactly(4, 4);
        assertThat(receipt.recorded()).isEqualTo(1);
    }

    @Test
    void rowsOfOneReceiptThatAreFarApartAreNotRecordedAsTwo() {
        String first = row("0100,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");
        StringBuilder others = new StringBuilder();
        for (int number = 101; number <= 101 + OpenReceipts.MOST; number++) {
            others.append(row(number + ",1,2026/04/01,10:16:30,売上,4912345000002,,1,1980,"));
        }

        Refusal refusal = refusal(bytes(HEADER + first + others + first.replace("0100,1,", "0100,2,")));

        assertThat(refusal.code()).isEqualTo("ROWS_NOT_GROUPED");
        assertThat(refusal.line()).isEqualTo(OpenReceipts.MOST + 4);
        assertThat(sales(source)).isEmpty();
    }

    @Test
    void aSystemThatKnowsReceiptsByTheirIdsTellsEachOnceWhateverElseItSays() {
        String ids = "id," + HEADER;
        String receipt = "R-77," + row(",1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");
        String another = "R-78," + row(",1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,");

        assertThat(send(IDS, bytes(ids + receipt + another)).recorded()).isEqualTo(2);
        assertThat(send(IDS, bytes(ids + another + receipt)).duplicates()).isEqualTo(2);
        TillDocuments.Receipt onAnotherTill = send(IDS, bytes(ids + receipt.replace(",01,", ",02,")));
        TillDocuments.Receipt withOtherGoods = send(IDS, bytes(ids + receipt.replace(",2,3960,", ",3,5940,")));

        assertThat(onAnotherTill.duplicates()).isEqualTo(1); // moved to another till, and still the same receipt
        assertThat(withOtherGoods.parked())
                .extracting(TillDocuments.Parked::code)
                .containsExactly("TRANSACTION_CONFLICT");
        assertThat(sales(IDS)).hasSize(2);
    }

    @Test
    void aReceiptThatNamesACustomersOrderTellsOfItOnce() {
        String header = "注文番号," + HEADER;
        String rows = "WEB-1001," + row("1,1,2026/04/01,10:15:30,売上,4912345000002,,2,3960,")
                + "WEB-1001," + row("1,2,2026/04/01,10:15:30,売上,4912345000019,,1,500,")
                + "," + row("2,1,2026/04/01,10:16:30,売上,4912345000002,,1,1980,")
                + "WEB-1002," + row("3,1,2026/04/01,10:17:30,返品,4912345000002,,1,1980,")
                + "4111111111111111," + row("4,1,2026/04/01,10:18:30,売上,4912345000002,,1,1980,");

        assertThat(send("csv-orders", bytes(header + rows)).recorded()).isEqualTo(4);
        send("csv-orders", bytes(header + rows + "\n"));

        assertThat(announced.orders("csv-orders"))
                .filteredOn(order -> order.transaction().location().equals(store))
                .extracting(
                        CustomerOrderSold::order, order -> order.transaction().sequenceNumber())
                .containsExactly(tuple("WEB-1001", 1L));
        assertThat(sales("csv-orders")).hasSize(3);
    }

    private List<SaleRecorded> sales(String from) {
        return announced.sales(from).stream()
                .filter(sale -> sale.transaction().location().equals(store))
                .toList();
    }

    private List<ReturnRecorded> returns(String from) {
        return announced.returns(from).stream()
                .filter(back -> back.transaction().location().equals(store))
                .toList();
    }

    private TillDocuments.Receipt send(String document) {
        return send(bytes(document));
    }

    private TillDocuments.Receipt send(byte[] document) {
        return send(source, document);
    }

    private TillDocuments.Receipt send(String from, byte[] document) {
        try {
            Path file = Files.write(Files.createTempFile(folder, "nightly", ".csv"), document);
            return documents.receive(from, Content.of(file), NOW, LocationBinding.UNBOUND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Refusal refusal(byte[] document) {
        return assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> send(document))
                .actual();
    }

    private static byte[] bytes(String document) {
        return document.getBytes(StandardCharsets.UTF_8);
    }

    /** From the receipt's number on, without the operator's name and the remark. */
    private String row(String told) {
        return store + ",01,2026/04/01," + told.strip() + ",山田花子,\n";
    }

    private static List<String> net(SaleRecorded sale) {
        return net(sale.lines());
    }

    private static List<String> net(ReturnRecorded back) {
        return net(back.lines());
    }

    private static List<String> net(List<SoldLine> lines) {
        return lines.stream()
                .map(line -> line.codes().get(0).value() + ":" + line.quantity().toPlainString() + "="
                        + (line.amount() == null ? BigDecimal.ZERO : line.amount()).toPlainString())
                .toList();
    }

    private static String sample() {
        try (InputStream in = CsvDocumentsTest.class.getResourceAsStream("/csv/nightly.csv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
