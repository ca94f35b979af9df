package io.noren.simulator;

import io.noren.simulator.Transaction.Goods;
import io.noren.simulator.Transaction.Kind;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Rows in Shift_JIS, by a mapping that the hub is given as its operator would: in {@code config/application.yml}. */
final class CsvDialect implements Dialect {
    static final String MAPPING = """
            noren:
              pos:
                csv:
                  register-files:
                    charset: Shift_JIS
                    columns:
                      store: 店舗コード
                      till: レジ番号
                      business-day: 営業日
                      number: 伝票番号
                      time: [日付, 時刻]
                      kind: 区分
                      line: 明細番号
                      quantity: 数量
                      amount: 金額
                      card: 会員番号
                      original-number: 元伝票番号
                      original-till: 元レジ番号
                      original-business-day: 元営業日
                    codes:
                      gtin: JANコード
                    kinds:
                      sale: 売上
                      return: 返品
                      void: 取消
                      control: レジ開設
                      training: 練習
                      suspended: 保留
                      cancelled: 中止
                      post-void: 伝票取消
                    day-format: uuuu/MM/dd
                    time-format: uuuu/MM/dd HH:mm:ss
                    currency: JPY
            """;

    private static final String HEADER = "店舗コード,レジ番号,営業日,伝票番号,明細番号,日付,時刻,区分,JANコード,数量,金額,会員番号,元営業日,元レジ番号,元伝票番号,備考\n";
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu/MM/dd,HH:mm:ss", Locale.ROOT);
    private static final String RETURN = "返品";
    private static final String VOID = "取消";
    private static final Map<Kind, String> WORDS = new EnumMap<>(Map.of(
            Kind.SALE, "売上",
            Kind.RETURN, RETURN,
            Kind.EXCHANGE, "売上",
            Kind.POST_VOID, "伝票取消",
            Kind.TRAINING, "練習",
            Kind.CONTROL, "レジ開設",
            Kind.SUSPENDED, "保留",
            Kind.CANCELLED, "中止"));

    @Override
    public String source() {
        return "register-files";
    }

    @Override
    public String mediaType() {
        return "text/csv";
    }

    @Override
    public String extension() {
        return ".csv";
    }

    @Override
    public byte[] document(List<Telling> tellings, Day day) {
        StringBuilder rows = new StringBuilder(HEADER);
        tellings.forEach(telling -> receipt(rows, telling, day));
        return rows.toString().getBytes(SHIFT_JIS);
    }

    private static void receipt(StringBuilder rows, Telling telling, Day day) {
        Transaction told = telling.transaction();
        String word = Objects.requireNonNull(WORDS.get(told.kind()));
        if (told.goods().isEmpty()) {
            rows.append(row(telling, day, 1, word, ",0,"));
            return;
        }
        int line = 0;
        for (Goods goods : told.goods()) {
            String what = goods.item().gtin() + "," + goods.quantity() + "," + goods.amount();
            rows.append(row(telling, day, ++line, goods.back() ? RETURN : word, what));
            if (goods.voided()) {
                rows.append(row(telling, day, ++line, VOID, what));
            }
        }
    }

    private static String row(Telling telling, Day day, int line, String word, String goods) {
        TillName till = telling.journal().till();
        Transaction told = telling.transaction();
        return String.join(
                        ",",
                        till.store(),
                        till.workstation(),
                        DAY.format(day.businessDay()),
                        Long.toString(told.number()),
                        Integer.toString(line),
                        TIME.format(day.timeOf(told, telling.journal().clockAhead())),
                        word,
                        goods,
                        Objects.requireNonNullElse(told.card(), ""),
                        told.original() == null
                                ? ",,"
                                : DAY.format(day.businessDay()) + "," + till.workstation() + "," + told.original(),
                        "")
                + "\n";
    }
}
