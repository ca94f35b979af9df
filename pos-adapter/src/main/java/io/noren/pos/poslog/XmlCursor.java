package io.noren.pos.poslog;

import io.noren.pos.Refusal;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Predicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Walks an XML document of an untrusted sender. There is no document type, no entity of the document's own and nothing
 * is ever fetched; every token, name, depth and text has a limit, so memory does not depend on the document's size.
 * Whatever is wrong becomes a {@link Refusal} with its line and column.
 */
final class XmlCursor implements AutoCloseable {
    static final int MAX_DEPTH = 64;
    static final int MAX_ATTRIBUTES = 200;
    /** Characters. */
    static final int MAX_ATTRIBUTE = 65_536;
    /** Characters between two tags. Pictures of receipts and signatures stay below it. */
    static final int MAX_TEXT = 1 << 20;
    /** Bytes that the parser may take in for one token, its read-ahead included: a tag, a comment, a CDATA section. */
    private static final int MAX_TOKEN = (1 << 20) + 65_536;

    private static final XMLInputFactory FACTORY = factory();

    private final TokenLimit bytes;
    private final XMLStreamReader reader;
    private @Nullable ScrubbedCopy copy;
    private int depth;
    private boolean atEnd;

    private XmlCursor(TokenLimit bytes, XMLStreamReader reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    static XmlCursor open(InputStream in) {
        TokenLimit bytes = new TokenLimit(new WholeCharacters(in));
        try {
            return new XmlCursor(bytes, FACTORY.createXMLStreamReader(bytes));
        } catch (XMLStreamException | RuntimeException e) {
            throw malformed(e, bytes, 1, 1);
        }
    }

    /** From here on all that is passed is copied, and is read as it will be read of the copy. */
    void copyTo(ScrubbedCopy kept) {
        copy = kept;
    }

    /** Moves on. @return an event type of {@link XMLStreamConstants} */
    @SuppressWarnings("CatchAndPrintStackTrace") // nothing is printed; the parser may throw anything at broken bytes
    int next() {
        if (atEnd) {
            depth--;
            atEnd = false;
        }
        bytes.newToken();
        int event;
        try {
            event = reader.next();
        } catch (XMLStreamException | RuntimeException e) {
            throw malformed(e, bytes, line(), column());
        }
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                checkElement();
            }
            case XMLStreamConstants.END_ELEMENT -> atEnd = true;
            case XMLStreamConstants.DTD ->
                throw refusal(
                        "DTD_NOT_ALLOWED", "Documents with a DOCTYPE are not read; send the document without it.");
            case XMLStreamConstants.ENTITY_REFERENCE ->
                throw refusal("MALFORMED_DOCUMENT", "The document refers to an entity that XML does not define.");
            default -> {}
        }
        if (copy != null) {
            copy.take(event);
        }
        return event;
    }

    /** To the end of the document. */
    void passRest() {
        int event;
        do {
            event = next();
        } while (event != XMLStreamConstants.END_DOCUMENT);
    }

    private void checkElement() {
        if (depth > MAX_DEPTH) {
            throw limit("elements are nested more than " + MAX_DEPTH + " deep");
        }
        int attributes = reader.getAttributeCount();
        if (attributes > MAX_ATTRIBUTES) {
            throw limit("an element has more than " + MAX_ATTRIBUTES + " attributes");
        }
        for (int i = 0; i < attributes; i++) {
            if (reader.getAttributeValue(i).length() > MAX_ATTRIBUTE) {
                throw limit("an attribute is longer than " + MAX_ATTRIBUTE + " characters");
            }
        }
    }

    /**
     * Moves to the next child of the element at the given depth, passing over whatever of the present one was not read.
     *
     * @return false when that element has ended
     */
    boolean nextChild(int parentDepth) {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT && depth == parentDepth + 1) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT && depth == parentDepth) {
                return false;
            }
        }
    }

    /** The text directly in the present element, trimmed, cut after {@code most} characters and one; moves to its end. */
    String text(int most) {
        int here = depth;
        Word word = new Word(most);
        while (true) {
            int event = next();
            boolean ends = event == XMLStreamConstants.END_ELEMENT && depth == here;
            if (copy == null) {
                if ((event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) && depth == here) {
                    word.append(reader.getText());
                }
            } else if (ends || (event == XMLStreamConstants.START_ELEMENT && depth == here + 1)) {
                String piece = copy.textBefore();
                if (ends && word.isEmpty() && piece.length() <= most) {
                    return piece.strip(); // nearly every word is one piece
                }
                word.append(piece);
            }
            if (ends) {
                return word.toString();
            }
        }
    }

    /** A text as long as it may be a word, without the space around it, whichever pieces it comes in. */
    private static final class Word {
        private final int most;
        private final StringBuilder text = new StringBuilder();
        private boolean cut;

        Word(int most) {
            this.most = most;
        }

        boolean isEmpty() {
            return text.isEmpty();
        }

        void append(String piece) {
            int from = 0;
            if (text.isEmpty()) {
                while (from < piece.length() && Character.isWhitespace(piece.charAt(from))) {
                    from++;
                }
            }
            int to = Math.min(piece.length(), from + most + 1 - text.length());
            text.append(piece, from, to);
            for (int i = to; i < piece.length() && !cut; i++) {
                cut = !Character.isWhitespace(piece.charAt(i));
            }
        }

        /** What was cut stays too long for a word, whatever it ends with. */
        @Override
        public String toString() {
            return cut ? text.toString() : text.toString().strip();
        }
    }

    int depth() {
        return depth;
    }

    int line() {
        return Math.max(1, reader.getLocation().getLineNumber());
    }

    private int column() {
        return Math.max(1, reader.getLocation().getColumnNumber());
    }

    String name() {
        return reader.getLocalName();
    }

    String namespace() {
        String namespace = reader.getNamespaceURI();
        return namespace == null ? "" : namespace;
    }

    /** The attribute of this local name; {@code ""} stands for no namespace. */
    @Nullable
    String attribute(String name, Predicate<String> inNamespace) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (reader.getAttributeLocalName(i).equals(name)) {
                String namespace = reader.getAttributeNamespace(i);
                String value = reader.getAttributeValue(i);
                String read = copy == null ? value : copy.kept(name, value);
                if (read != null && inNamespace.test(namespace == null ? "" : namespace)) {
                    return read.strip();
                }
            }
        }
        return null;
    }

    /** For those who copy rather than understand. */
    XMLStreamReader raw() {
        return reader;
    }

    Refusal limit(String what) {
        return refusal("XML_LIMIT_EXCEEDED", "The document is not read because " + what + ".");
    }

    Refusal refusal(String code, String detail) {
        return refusal(code, detail, line(), column(), false);
    }

    private static Refusal refusal(String code, String detail, int line, int column, boolean premature) {
        return new Refusal(
                code,
                detail + " (line " + line + ", column " + column + ")",
                null,
                Map.of("line", line, "column", column, "prematureEnd", premature));
    }

    private static Refusal malformed(Exception e, TokenLimit bytes, int line, int column) {
        if (bytes.exceeded) {
            return refusal(
                    "XML_LIMIT_EXCEEDED",
                    "The document is not read because one tag, comment or section is longer than " + MAX_TEXT
                            + " bytes.",
                    line,
                    column,
                    false);
        }
        if (bytes.endedTooEarly()) {
            return refusal(
                    "MALFORMED_DOCUMENT",
                    "The document ends before its last element is closed; send it again, whole.",
                    line,
                    column,
                    true);
        }
        return refusal("MALFORMED_DOCUMENT", "The document is not well-formed XML: " + said(e), line, column, false);
    }

    /** The parser's own words, which name elements and encodings but quote no content. */
    private static String said(Exception e) {
        if (e instanceof XMLStreamException failed
                && failed.getNestedException() instanceof WholeCharacters.NoCharacter broken) {
            return String.valueOf(broken.getMessage());
        }
        String message = String.valueOf(e.getMessage());
        int at = message.indexOf("Message: ");
        return e instanceof XMLStreamException && at >= 0 ? message.substring(at + 9) : "it cannot be parsed.";
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e);
        }
    }

    private static XMLInputFactory factory() {
        // The platform's own, not whichever comes first on the class path: its limits are the ones tested here.
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        // Newer platforms stop at 200 themselves, but as if the document were malformed; ours has a name.
        factory.setProperty("jdk.xml.elementAttributeLimit", 50 * MAX_ATTRIBUTES);
        factory.setXMLReporter((message, type, related, at) -> {}); // every fault is thrown as well
        factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
            throw new XMLStreamException("external entities are not read");
        });
        return factory;
    }

    /** Ends the reading when the parser takes in too much without finding the end of a token. */
    private static final class TokenLimit extends FilterInputStream {
        private static final int TAIL = 64;
        private static final String LAST_TAG = "POSLog>";

        private long inToken;
        private boolean exceeded;
        private boolean ended;
        private String lastRead = "";

        TokenLimit(InputStream in) {
            super(in);
        }

        void newToken() {
            inToken = 0;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = super.read(buffer, offset, length);
            count(read);
            if (read > 0) {
                int kept = Math.min(read, TAIL);
                String tail = lastRead + new String(buffer, offset + read - kept, kept, StandardCharsets.ISO_8859_1);
                lastRead = tail.substring(Math.max(0, tail.length() - TAIL));
            }
            return read;
        }

        /** Whether the bytes ran out before the root's end tag. The zeros of UTF-16 do not count. */
        boolean endedTooEarly() {
            return ended && !lastRead.replace("\0", "").strip().endsWith(LAST_TAG);
        }

        /** The parser closes what it has read to the end, but the stream is its owner's. */
        @Override
        public void close() {}

        private void count(int read) throws IOException {
            if (read < 0) {
                ended = true;
            } else {
                inToken += read;
                if (inToken > MAX_TOKEN) {
                    exceeded = true;
                    throw new IOException("token too long");
                }
            }
        }
    }
}
