package io.noren.pos.csv;

import io.noren.pos.ItemCode;
import java.nio.charset.Charset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How one till system writes its files: one row for each line of a receipt.
 *
 * @param charset {@code Shift_JIS} means what Japanese systems mean by it, windows-31j; a byte order mark in the file
 *     overrules it
 * @param header whether the first row names the columns; if not, they are called {@code 1}, {@code 2} …
 * @param finalLineBreak whether a file always ends with a line break; then one without it is taken for cut off
 * @param columns for each field its column, or several that are read as one with a blank between
 * @param codes for each scheme of item codes its column
 * @param kinds for each kind of row the till's words for it; without any, every row is of goods
 * @param negative what a negative quantity means in a row that is not marked as something else
 * @param dayFormat as {@link DateTimeFormatter} knows them; null for ISO 8601
 * @param timeFormat likewise
 * @param store the store code where no column says it
 * @param till the till where no column says it
 * @param currency ISO 4217 where no column says it
 */
record CsvMapping(
        @DefaultValue("UTF-8") String charset,
        @DefaultValue(",") String separator,
        @DefaultValue("true") boolean header,
        @DefaultValue("true") boolean finalLineBreak,
        @DefaultValue Map<Field, List<String>> columns,
        @DefaultValue Map<ItemCode.Scheme, String> codes,
        @DefaultValue Map<RowKind, List<String>> kinds,
        @DefaultValue("RETURN") Negative negative,
        @Nullable String dayFormat,
        @Nullable String timeFormat,
        @Nullable String store,
        @Nullable String till,
        @Nullable String currency) {

    enum Negative {
        RETURN,
        VOID
    }

    CsvMapping {
        demand(separator.length() == 1, "separator must be one character");
        demand(columns.containsKey(Field.STORE) || store != null, "say columns.store, or store for all rows");
        demand(
                columns.containsKey(Field.ID)
                        || (columns.containsKey(Field.NUMBER) && (columns.containsKey(Field.TILL) || till != null)),
                "say columns.number and columns.till (or till for all rows), or columns.id");
        demand(columns.containsKey(Field.TIME), "say columns.time: date and time, of one column or of two");
        demand(columns.containsKey(Field.QUANTITY), "say columns.quantity");
        demand(!codes.isEmpty(), "say at least one of codes.gtin, codes.sku, codes.plu, codes.rcn, codes.source");
        Charset.forName(charset);
        format(dayFormat);
        format(timeFormat);
    }

    private static void demand(boolean given, String otherwise) {
        if (!given) {
            throw new IllegalArgumentException("A CSV source's mapping is not complete: " + otherwise + ".");
        }
    }

    Charset decodedBy() {
        return Charset.forName(charset.equalsIgnoreCase("Shift_JIS") ? "windows-31j" : charset);
    }

    @Nullable
    DateTimeFormatter days() {
        return format(dayFormat);
    }

    @Nullable
    DateTimeFormatter times() {
        return format(timeFormat);
    }

    private static @Nullable DateTimeFormatter format(@Nullable String pattern) {
        return pattern == null ? null : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    /** By the till's word, as it is written. */
    Map<String, RowKind> kindsByWord() {
        Map<String, RowKind> byWord = new HashMap<>();
        kinds.forEach((kind, words) -> words.forEach(word -> byWord.put(word.strip(), kind)));
        return byWord;
    }
}
