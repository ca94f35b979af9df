package io.noren.pos.csv;

import java.io.FilterReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;

/** A file's characters, strictly decoded: what is no character of its encoding is an error, not a question mark. */
final class CsvText extends FilterReader {
    private final Charset charset;
    private int last = -1;
    private boolean quotesPaired = true;

    private CsvText(InputStream bytes, Charset charset) {
        super(new InputStreamReader(
                bytes,
                charset.newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT)));
        this.charset = charset;
    }

    /** A byte order mark tells the encoding better than anybody else. */
    static CsvText decode(InputStream bytes, Charset expected) throws IOException {
        BOMInputStream marked = BOMInputStream.builder()
                .setInputStream(bytes)
                .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
                .get();
        ByteOrderMark mark = marked.getBOM();
        return new CsvText(marked, mark == null ? expected : Charset.forName(mark.getCharsetName()));
    }

    static CsvText kept(InputStream bytes) {
        return new CsvText(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        if (read > 0) {
            last = buffer[offset + read - 1];
            for (int i = offset; i < offset + read; i++) {
                quotesPaired ^= buffer[i] == '"';
            }
        }
        return read;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    /** In which it is read. */
    Charset charset() {
        return charset;
    }

    boolean endedWithLineBreak() {
        return last == '\n' || last == '\r';
    }

    /** If not, the last quoted cell was never closed, or a lone quote stands in a cell that is not quoted. */
    boolean hasPairedQuotes() {
        return quotesPaired;
    }

    /** The bytes are their owner's. */
    @Override
    public void close() {}
}
