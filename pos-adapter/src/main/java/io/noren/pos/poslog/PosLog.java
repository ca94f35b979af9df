package io.noren.pos.poslog;

import io.noren.pos.Dialect;
import io.noren.pos.Reading;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** ARTS POSLog XML, versions 2.1 to 6.0, as written by tills of several makers. */
@Component
class PosLog implements Dialect {
    private static final List<MimeType> MEDIA_TYPES =
            List.of(MimeTypeUtils.APPLICATION_XML, MimeTypeUtils.TEXT_XML, MimeType.valueOf("application/*+xml"));

    @Override
    public String kind() {
        return "POSLOG";
    }

    /** Never said of a source: it is what the others speak. */
    @Override
    public boolean isSpokenBy(String source) {
        return false;
    }

    @Override
    public List<MimeType> mediaTypes() {
        return MEDIA_TYPES;
    }

    @Override
    public void check(String source, InputStream received, OutputStream kept) throws IOException {
        try (XmlCursor xml = XmlCursor.open(received);
                ScrubbedCopy copy = new ScrubbedCopy(xml, kept)) {
            xml.copyTo(copy);
            xml.passRest();
        }
    }

    @Override
    public void read(String source, InputStream kept, Consumer<Reading> transactions) {
        try (XmlCursor xml = XmlCursor.open(kept)) {
            read(xml, transactions);
        }
    }

    @Override
    public List<Reading> checkAndRead(String source, InputStream received, OutputStream kept) throws IOException {
        List<Reading> transactions = new ArrayList<>();
        try (XmlCursor xml = XmlCursor.open(received);
                ScrubbedCopy copy = new ScrubbedCopy(xml, kept)) {
            xml.copyTo(copy);
            read(xml, transactions::add);
            xml.passRest();
        }
        return transactions;
    }

    private static void read(XmlCursor xml, Consumer<Reading> transactions) {
        new PosLogReader(xml, draft -> transactions.accept(PosLogInterpreter.read(draft))).readAll();
    }
}
