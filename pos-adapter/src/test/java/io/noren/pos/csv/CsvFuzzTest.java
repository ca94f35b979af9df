package io.noren.pos.csv;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.ItemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Broken files of rows are read or refused by name. */
class CsvFuzzTest {
    private static final CsvMapping MAPPING = new CsvMapping(
            "UTF-8",
            ",",
            true,
            true,
            Map.ofEntries(
                    Map.entry(Field.STORE, List.of("店舗コード")),
                    Map.entry(Field.TILL, List.of("レジ番号")),
                    Map.entry(Field.BUSINESS_DAY, List.of("営業日")),
                    Map.entry(Field.NUMBER, List.of("伝票番号")),
                    Map.entry(Field.LINE, List.of("明細番号")),
                    Map.entry(Field.TIME, List.of("日付", "時刻")),
                    Map.entry(Field.KIND, List.of("区分")),
                    Map.entry(Field.QUANTITY, List.of("数量")),
                    Map.entry(Field.AMOUNT, List.of("金額")),
                    Map.entry(Field.CARD, List.of("会員番号"))),
            Map.of(ItemCode.Scheme.GTIN, "JANコード", ItemCode.Scheme.SOURCE, "商品コード"),
            Map.of(
                    RowKind.SALE,
                    List.of("売上"),
                    RowKind.RETURN,
                    List.of("返品"),
                    RowKind.VOID,
                    List.of("取消"),
                    RowKind.NOT_STOCK,
                    List.of("送料"),
                    RowKind.CONTROL,
                    List.of("レジ開設"),
                    RowKind.TRAINING,
                    List.of("練習")),
            CsvMapping.Negative.RETURN,
            "uuuu/MM/dd",
            "uuuu/MM/dd HH:mm:ss",
            null,
            null,
            "JPY");

    @Test
    void whateverABrokenFileSaysItIsReadOrRefusedByName() throws IOException {
        TreeMap<String, Integer> outcomes = new FuzzedDialect(
                        new CsvDialect(new CsvSettings(Map.of("csv", MAPPING))), "csv", List.of(sample()))
                .fuzz();

        assertThat(outcomes).containsKeys("SALE", "WRONG_CELL_COUNT", "MALFORMED_DOCUMENT", "WRONG_ENCODING");
    }

    private static String sample() throws IOException {
        try (InputStream in = CsvFuzzTest.class.getResourceAsStream("/csv/nightly.csv")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
