package io.noren.pos;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.util.MimeType;

/** A language that tills write their documents in. Reading takes bounded memory, whatever the document's size. */
public interface Dialect {

    /** Stored with each document: {@code POSLOG}. */
    String kind();

    /** Whether an operator said that this source speaks it. A source of which nothing is said speaks POSLog. */
    boolean isSpokenBy(String source);

    /** As which types its documents may be sent over HTTP; the first is the one to recommend. */
    List<MimeType> mediaTypes();

    /**
     * Reads the whole document once, so that a broken one is refused before anything of it is recorded, and writes what
     * is kept of it: the same document without personal data, its lines where they were.
     *
     * @throws Refusal when the document as a whole cannot be read
     */
    void check(String source, InputStream received, OutputStream kept) throws IOException;

    /** Hands over the transactions of a document kept by {@link #check}, in its order. */
    void read(String source, InputStream kept, Consumer<Reading> transactions) throws IOException;

    /**
     * Both for a document that is small enough to be held in memory.
     *
     * @return what {@link #read} would hand over of what is kept
     * @throws Refusal when the document as a whole cannot be read
     */
    default List<Reading> checkAndRead(String source, InputStream received, OutputStream kept) throws IOException {
        ByteArrayOutputStream copy = new ByteArrayOutputStream();
        check(source, received, copy);
        copy.writeTo(kept);
        List<Reading> transactions = new ArrayList<>();
        read(source, new ByteArrayInputStream(copy.toByteArray()), transactions::add);
        return transactions;
    }
}
