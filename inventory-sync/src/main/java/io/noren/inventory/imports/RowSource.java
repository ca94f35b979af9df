package io.noren.inventory.imports;

import io.noren.inventory.Refusal;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A file's rows, one after the other; never more than one of them is in memory. */
interface RowSource extends Closeable {

    /**
     * The next row, or null at the end.
     *
     * @throws Refusal {@code BROKEN_CSV} when nothing after this place can be told apart any more
     */
    @Nullable
    RawRow next() throws IOException;

    /**
     * Begins to read.
     *
     * @param text the file, unpacked
     * @throws Refusal {@code WRONG_HEADER}
     */
    static RowSource open(InputStream text, StockImport.Format format, StockImport.Mode mode, Charset charset)
            throws IOException {
        Reader reader = new InputStreamReader(
                withoutByteOrderMark(text, charset),
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT));
        return format == StockImport.Format.CSV
                ? new CsvRows(reader, mode)
                : new NdjsonRows(new BufferedReader(reader, 1 << 16), mode);
    }

    private static InputStream withoutByteOrderMark(InputStream text, Charset charset) throws IOException {
        PushbackInputStream stream = new PushbackInputStream(text, 3);
        if (charset.equals(StandardCharsets.UTF_8)) {
            byte[] first = stream.readNBytes(3);
            boolean mark =
                    first.length == 3 && first[0] == (byte) 0xef && first[1] == (byte) 0xbb && first[2] == (byte) 0xbf;
            if (!mark) {
                stream.unread(first);
            }
        }
        return stream;
    }
}
