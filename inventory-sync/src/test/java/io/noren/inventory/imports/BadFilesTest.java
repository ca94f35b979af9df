package io.noren.inventory.imports;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.inventory.MovementHistory;
import io.noren.inventory.Refusal;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.imports.StockImport.Format;
import io.noren.inventory.imports.StockImport.Mode;
import io.noren.inventory.imports.StockImport.State;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

class BadFilesTest extends ImportTest {

    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");
    private static final String WITH_DOCUMENT = "sku,location,delta,reason,document\n";

    @Autowired
    private MovementHistory history;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    SKU,GINZA,1000000000,received            | ABSURD_QUANTITY     |
                    SKU,GINZA,1e999999999,received           | ABSURD_QUANTITY     |
                    SKU,GINZA,0,received                     | ZERO_QUANTITY       |
                    SKU,GINZA,0.5,received                   | FRACTION_OF_EACH    | delta
                    SKU,GINZA,0.0005,received                | TOO_MANY_DECIMALS   |
                    SKU,GINZA,many,received                  | BAD_NUMBER          | delta
                    SKU,GINZA,"1,000",received               | BAD_NUMBER          | delta
                    SKU,GINZA,=1+1,received                  | SPREADSHEET_FORMULA | delta
                    =SKU,GINZA,1,received                    | SPREADSHEET_FORMULA | sku
                    @SUM(A1),GINZA,1,received                | SPREADSHEET_FORMULA | sku
                    +SKU,GINZA,1,received                    | SPREADSHEET_FORMULA | sku
                    ＝SKU,GINZA,1,received                    | SPREADSHEET_FORMULA | sku
                    SKU,-GINZA,1,received                    | SPREADSHEET_FORMULA | location
                    SKU,nowhere,1,received                   | UNKNOWN_LOCATION    | location
                    nothing,GINZA,1,received                 | UNKNOWN_ITEM        | sku
                    SKU,GINZA,1,stolen                       | UNKNOWN_REASON      | reason
                    SKU,GINZA,1,reservation_created          | REASON_NOT_ALLOWED  |
                    ,GINZA,1,received                        | MISSING_FIELD       | sku
                    SKU,GINZA,,received                      | MISSING_FIELD       | delta
                    SKU,GINZA,1                              | WRONG_CELL_COUNT    |
                    SKU,GINZA,1,received,and more            | WRONG_CELL_COUNT    |
                    """)
    void aBadRowIsRefusedWithItsLineAndItsNeighboursAreNot(String bad, String code, @Nullable String field) {
        String shirt = anyItem();
        String ginza = anyStore();
        String row = bad.replace("SKU", shirt).replace("GINZA", ginza);
        String good = shirt + "," + ginza + ",1,received\n";

        StockImport done = done(HEADER + good + row + "\n" + good);

        assertThat(done.state()).isEqualTo(State.COMPLETED);
        assertThat(refused(done))
                .extracting(Rejected::line, Rejected::code, Rejected::field)
                .containsExactly(tuple(3L, code, field));
        assertThat(done)
                .extracting(StockImport::rows, StockImport::recorded, StockImport::rejected)
                .containsExactly(3L, 2L, 1L);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    occurredAt=2099-01-01T00:00:00Z | OCCURRED_IN_FUTURE
                    occurredAt=yesterday            | BAD_INSTANT
                    id=7                            | MISSING_FIELD
                    document=DOC                    | TEXT_TOO_LONG
                    document="a\u0007b"             | CONTROL_CHARACTER
                    """)
    void whatIsOptionalIsCheckedToo(String cell, String code) {
        String[] parts = cell.split("=", 2);
        String value = parts[1].replace("DOC", "x".repeat(201));

        StockImport done = done("sku,location,delta,reason," + parts[0] + "\n" + anyItem() + "," + anyStore()
                + ",1,received," + value + "\n");

        assertThat(refused(done)).extracting(Rejected::code).containsExactly(code);
    }

    @Test
    void aFileMayNotSpeakForLocationsThatItsSenderMayNot() {
        String shirt = anyItem();
        String ginza = anyStore();
        String shibuya = anyStore();
        String file = HEADER + shirt + "," + ginza + ",1,received\n" + shirt + "," + shibuya + ",1,received\n";

        StockImport done = done(receive(
                        sent(Mode.MOVEMENTS, Format.CSV, null, false, false, List.of(ginza)),
                        new ByteArrayInputStream(file.getBytes(UTF_8)))
                .id());

        assertThat(refused(done))
                .extracting(Rejected::line, Rejected::code)
                .containsExactly(tuple(3L, "LOCATION_FORBIDDEN"));
        assertThat(level(shirt, shibuya).version()).isZero();
        assertThat(imports.newest(null, 1, List.of(shibuya, ginza)).imports())
                .extracting(StockImport::id)
                .containsExactly(done.id());
        assertThat(imports.newest(null, 50, List.of(shibuya)).imports())
                .as("whoever speaks for other stores")
                .isEmpty();
    }

    @Test
    void anOpenQuoteIsNoticedAtTheRowWhereItBegins() {
        String shirt = anyItem();
        String ginza = anyStore();
        String good = shirt + "," + ginza + ",1,received,\n";

        StockImport done = done(WITH_DOCUMENT + good + shirt + "," + ginza + ",1,received,\"open\n" + good + good);

        assertThat(refused(done))
                .extracting(Rejected::line, Rejected::code)
                .containsExactly(tuple(3L, "CONTROL_CHARACTER"));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
    }

    @Test
    void aFileThatCannotBeTakenApartFailsAndSaysWhereItStopped() {
        String shirt = anyItem();
        String ginza = anyStore();
        StringBuilder file = new StringBuilder(WITH_DOCUMENT)
                .append(shirt)
                .append(',')
                .append(ginza)
                .append(",1,received,\n")
                .append(shirt)
                .append(',')
                .append(ginza)
                .append(",1,received,\"open\n");
        for (int i = 0; i < 40_000; i++) {
            file.append("a row that is swallowed by the quote\n");
        }

        StockImport failed = done(file.toString());

        assertThat(failed.state()).isEqualTo(State.FAILED);
        assertThat(failed.code()).isEqualTo("BROKEN_CSV");
        assertThat(level(shirt, ginza).version())
                .as("nothing of it was recorded")
                .isZero();
        assertThat(send(file.toString())).as("what failed may be sent again").isNotEqualTo(failed.id());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sku,location,quantity,reason
                    sku,location,delta
                    sku,sku,location,delta,reason
                    sku;location;delta;reason
                    sku,location,delta,reason,name
                    sku,location,counted
                    """)
    void aWrongHeaderIsAnsweredAtOnce(String header) {
        Refusal refusal = refusal(header + "\na,b,1,received\n");

        assertThat(refusal.code()).isEqualTo("WRONG_HEADER");
        assertThat(refusal.properties()).containsEntry("expected", List.of("sku", "location", "delta", "reason"));
    }

    @Test
    void aFileWithoutRowsIsNone() {
        assertThat(refusal(HEADER).code()).isEqualTo("EMPTY_IMPORT");
        assertThat(refusal("").code()).isEqualTo("EMPTY_IMPORT");
    }

    @ParameterizedTest
    @CsvSource({"windows-31j,", "windows-31j, Shift_JIS", "UTF-8,", "UTF-8, utf-8"})
    void japaneseIsReadInBothCharsetsNamedOrNot(String written, @Nullable String named) {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = WITH_DOCUMENT + shirt + "," + ginza + ",1,received,ﾆｭｳｶ 納品書①髙島屋\n";

        StockImport done = done(send(Mode.MOVEMENTS, Format.CSV, file.getBytes(Charset.forName(written)), named));

        assertThat(done.recorded()).isEqualTo(1);
        assertThat(done.charset()).isEqualTo(written);
        assertThat(history.of(shirt, ginza, 0, 1).get(0).document()).isEqualTo("ﾆｭｳｶ 納品書①髙島屋");
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstColumn() {
        assertThat(done("\ufeff" + HEADER + anyItem() + "," + anyStore() + ",1,received\n")
                        .recorded())
                .isEqualTo(1);
    }

    @Test
    void bytesThatNoCharsetExplainsAreNamedWithTheirLine() {
        byte[] japanese = (WITH_DOCUMENT + "a,b,1,received,納品書\n").getBytes(SHIFT_JIS);
        byte[] utf8 = (WITH_DOCUMENT + "a,b,1,received,納品書\n").getBytes(UTF_8);
        byte[] nothing = joined((WITH_DOCUMENT + "a,b,1,received,").getBytes(UTF_8), new byte[] {(byte) 0xff, '\n'});
        byte[] mixed = joined(japanese, "a,b,1,received,納品書\n".getBytes(UTF_8));

        assertThat(refusal(nothing, null)).satisfies(atLine("BAD_ENCODING", 2));
        assertThat(refusal(japanese, "UTF-8")).satisfies(atLine("BAD_ENCODING", 2));
        assertThat(refusal(utf8, "Shift_JIS")).satisfies(atLine("BAD_ENCODING", 2));
        assertThat(refusal(mixed, null)).satisfies(atLine("MIXED_ENCODING", 3));
        assertThat(refusal(mixed, "Shift_JIS")).satisfies(atLine("MIXED_ENCODING", 3));
        assertThat(refusal(HEADER.getBytes(UTF_16LE), null)).satisfies(atLine("BAD_ENCODING", 1));
        assertThat(refusal(utf8, "EBCDIC").code()).isEqualTo("UNSUPPORTED_CHARSET");
        assertThat(refusal((HEADER + "x".repeat(70_000)).getBytes(UTF_8), null)).satisfies(atLine("LINE_TOO_LONG", 2));
    }

    @Test
    void aPackedFileIsUnpackedAlsoWhenItWasPackedInPieces() {
        String shirt = anyItem();
        String ginza = anyStore();
        byte[] pieces = joined(
                packed((HEADER + shirt + "," + ginza + ",1,received\n").getBytes(UTF_8)),
                packed((shirt + "," + ginza + ",2,received\n").getBytes(UTF_8)));

        StockImport done = done(
                receive(sent(Mode.MOVEMENTS, Format.CSV, null, true, false, null), new ByteArrayInputStream(pieces))
                        .id());

        assertThat(done.recorded()).isEqualTo(2);
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("3");
    }

    @Test
    void aBombGoesNoFurtherThanTheLimit() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        try (var gzip = new java.util.zip.GZIPOutputStream(bomb)) {
            byte[] rows = "a,b,1,received\n".repeat(70_000).getBytes(UTF_8);
            gzip.write(HEADER.getBytes(UTF_8));
            for (int i = 0; i < 70; i++) {
                gzip.write(rows);
            }
        }
        assertThat(bomb.size()).isLessThan(500_000);

        assertThat(refusalOfPacked(new ByteArrayInputStream(bomb.toByteArray())).code())
                .isEqualTo("EXPANDS_TOO_FAR");
        assertThat(Files.exists(Path.of("target/data/spool"))).isTrue();
        try (Stream<Path> left = Files.list(Path.of("target/data/spool"))) {
            assertThat(left).as("nothing is left in the spool").isEmpty();
        }
    }

    @Test
    void whatIsNotGzipOrEndsTooEarlyIsNamed() {
        byte[] whole = packed((HEADER + "a,b,1,received\n").getBytes(UTF_8));

        assertThat(refusalOfPacked(new ByteArrayInputStream(HEADER.getBytes(UTF_8)))
                        .code())
                .isEqualTo("BROKEN_GZIP");
        assertThat(refusalOfPacked(new ByteArrayInputStream(whole, 0, whole.length - 6))
                        .code())
                .isEqualTo("BROKEN_GZIP");
    }

    @Test
    void anUploadThatBreaksOffStartsNothing() {
        long before = count();
        InputStream broken = new SequenceInputStream(
                new ByteArrayInputStream((HEADER + "a,b,1,received\n").getBytes(UTF_8)), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });

        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> receive(sent(Mode.MOVEMENTS, Format.CSV, null, false, false, null), broken));

        assertThat(refusal.code()).isEqualTo("UPLOAD_BROKEN");
        assertThat(count()).isEqualTo(before);
    }

    @Test
    void jsonLinesAreReadOneByOne() {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = """
                {"sku":"%1$s","location":"%2$s","delta":2.0,"reason":"received","document":"納品書"}

                {"sku":"%1$s","location":"%2$s","delta":"-1","reason":"SALE"}
                {"sku":"%1$s","location":"%2$s","delta":1,"reason":"received","colour":"red"}
                {"sku":"%1$s","location":"%2$s","delta":1,"delta":2,"reason":"received"}
                {"sku":"%1$s","location":["%2$s"],"delta":1,"reason":"received"}
                {"sku":"%1$s","location":"%2$s","delta":1,"reason":"received"
                [1]
                {"sku":null,"location":"%2$s","delta":1,"reason":"received"}
                """.formatted(shirt, ginza);

        StockImport done = done(send(Mode.MOVEMENTS, Format.NDJSON, file.getBytes(UTF_8), null));

        assertThat(refused(done))
                .extracting(Rejected::line, Rejected::code)
                .containsExactly(
                        tuple(4L, "UNKNOWN_FIELD"),
                        tuple(5L, "BROKEN_JSON"),
                        tuple(6L, "WRONG_TYPE"),
                        tuple(7L, "BROKEN_JSON"),
                        tuple(8L, "BROKEN_JSON"),
                        tuple(9L, "MISSING_FIELD"));
        assertThat(level(shirt, ginza).onHand()).isEqualByComparingTo("1");
        Refusal refusal = catchThrowableOfType(
                Refusal.class, () -> send(Mode.MOVEMENTS, Format.NDJSON, "{\"sku\":\"納\"}".getBytes(SHIFT_JIS), null));
        assertThat(refusal.code()).isEqualTo("BAD_ENCODING");
    }

    private long count() {
        return jdbc.sql("select count(*) from inventory.stock_import")
                .query(Long.class)
                .single();
    }

    private Refusal refusal(String file) {
        return refusal(file.getBytes(UTF_8), null);
    }

    private Refusal refusal(byte[] file, @Nullable String charset) {
        long before = count();
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> send(Mode.MOVEMENTS, Format.CSV, file, charset));
        assertThat(count()).as("a refused file starts nothing").isEqualTo(before);
        return refusal;
    }

    private Refusal refusalOfPacked(InputStream file) {
        return catchThrowableOfType(
                Refusal.class, () -> receive(sent(Mode.MOVEMENTS, Format.CSV, null, true, false, null), file));
    }

    private static java.util.function.Consumer<Refusal> atLine(String code, long line) {
        return refusal -> {
            assertThat(refusal.code()).isEqualTo(code);
            assertThat(refusal.properties()).containsEntry("line", line);
        };
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }
}
