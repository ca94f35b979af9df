package io.noren.loyalty.csv;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.noren.loyalty.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The rows of a file of members, as they stand there. */
final class MemberRows {
    /** All columns that are read; a file has some of them. */
    static final Set<String> COLUMNS = Set.of(
            "external",
            "familyName",
            "givenName",
            "familyKana",
            "givenKana",
            "birthDate",
            "homeLocation",
            "locale",
            "card",
            "phone",
            "email",
            "webAccount",
            "app");

    static final int MOST_ROWS = 200_000;

    /** What Japanese systems mean by Shift_JIS. */
    private static final Charset SHIFT_JIS = Charset.forName("windows-31j");

    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private MemberRows() {}

    /**
     * A row.
     *
     * @param line where it begins in the file, from 1
     * @param cells by column, those that are not empty
     */
    record Row(long line, Map<String, String> cells) {
        @Nullable
        String cell(String column) {
            return cells.get(column);
        }
    }

    /**
     * @throws Refusal {@code UNREADABLE_FILE} for neither UTF-8 nor Shift_JIS, or what is no table; {@code UNKNOWN_COLUMN}
     *     with what is known; {@code TOO_MANY_ROWS}
     */
    static List<Row> read(byte[] file) {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().allowMissingFields(true).ofNamedCsvRecord(text(file))) {
            for (NamedCsvRecord row : reader) {
                if (rows.isEmpty()) {
                    refuseUnknown(row.getHeader());
                }
                if (rows.size() == MOST_ROWS) {
                    throw new Refusal("TOO_MANY_ROWS", "Send at most " + MOST_ROWS + " rows at once.");
                }
                rows.add(new Row(row.getStartingLineNumber(), cells(row)));
            }
        } catch (CsvParseException | IllegalArgumentException e) {
            throw new Refusal("UNREADABLE_FILE", "This is no table of values between commas: " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (rows.isEmpty()) {
            throw new Refusal("UNREADABLE_FILE", "Below the row that names the columns there is no row.");
        }
        return rows;
    }

    private static Map<String, String> cells(NamedCsvRecord row) {
        Map<String, String> cells = new HashMap<>();
        for (String column : row.getHeader()) {
            row.findField(column).filter(cell -> !cell.isBlank()).ifPresent(cell -> cells.put(column, cell));
        }
        return cells;
    }

    private static void refuseUnknown(List<String> header) {
        for (String column : header) {
            if (!COLUMNS.contains(column)) {
                throw Refusal.with(
                        "UNKNOWN_COLUMN",
                        "The first row names the columns. One of them is not known here; `columns` are.",
                        Map.of("column", column, "columns", new TreeSet<>(COLUMNS)));
            }
        }
    }

    private static String text(byte[] file) {
        for (Charset charset : List.of(StandardCharsets.UTF_8, SHIFT_JIS)) {
            try {
                String text = charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)
                        .decode(ByteBuffer.wrap(file))
                        .toString();
                return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            } catch (CharacterCodingException e) {
                // the next one
            }
        }
        throw new Refusal("UNREADABLE_FILE", "The file is neither UTF-8 nor Shift_JIS. Save it as one of them.");
    }
}
