package io.noren.pos.csv;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.noren.pos.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** A file's rows one after the other, empty lines passed over (RFC 4180). */
final class CsvRows implements AutoCloseable {
    /** Characters of one row; what is longer has a quote that is never closed. */
    private static final int LONGEST = 1 << 20;

    private final CsvText text;
    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;

    CsvRows(CsvText text, char separator) {
        this.text = text;
        reader = CsvReader.builder()
                .fieldSeparator(separator)
                .skipEmptyLines(true)
                .allowExtraFields(true)
                .allowMissingFields(true)
                .maxBufferSize(LONGEST)
                .ofCsvRecord(text);
        records = reader.iterator();
    }

    /** @throws Refusal {@code WRONG_ENCODING}; {@code MALFORMED_DOCUMENT} when rows cannot be told apart any more */
    @Nullable
    CsvRow next() {
        try {
            if (!records.hasNext()) {
                return null;
            }
            CsvRecord found = records.next();
            return new CsvRow(Math.toIntExact(found.getStartingLineNumber()), found.getFields());
        } catch (CsvParseException | UncheckedIOException e) {
            if (NestedExceptionUtils.getMostSpecificCause(e) instanceof CharacterCodingException) {
                throw wrongEncoding(e);
            }
            Refusal refusal = new Refusal(
                    "MALFORMED_DOCUMENT",
                    "The file cannot be taken apart into rows: a quote is probably never closed, or the file ends in"
                            + " the middle. Send it again, whole.",
                    null,
                    Map.of("prematureEnd", true));
            refusal.initCause(e);
            throw refusal;
        }
    }

    private Refusal wrongEncoding(RuntimeException e) {
        Refusal refusal = new Refusal(
                "WRONG_ENCODING",
                "The file is not written in " + text.charset().name() + "; send it so, or set the source's charset"
                        + " (noren.pos.csv.<source>.charset).",
                null,
                Map.of("charset", text.charset().name()));
        refusal.initCause(e);
        return refusal;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
