package io.noren.pos.poslog;

import io.noren.pos.dialect.PanMask;
import io.noren.pos.poslog.PersonalData.Treatment;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Copies a POSLog without personal data, comments and processing instructions, while it is walked. Every element stays
 * on its line (the last one of its tag, where a tag has several), so a place named in a refusal or a parked transaction
 * is the same in what the till sent and in what we keep.
 */
final class ScrubbedCopy implements AutoCloseable {
    private static final String ROOT = "POSLog";

    /** Characters that are encoded together. */
    private static final int TOGETHER = 1 << 13;

    /** Of the characters that are escaped. */
    private static final char HIGHEST_ESCAPED = '>';

    private final XmlCursor xml;
    private final XMLStreamReader reader;
    private final OutputStream out;
    private final Deque<Open> open = new ArrayDeque<>();

    /** Written, and not handed on yet. Handed on between two tags, so never in the middle of a character. */
    private final StringBuilder written = new StringBuilder(TOGETHER + (TOGETHER >> 2));

    /** Text since the last tag: whole, so that a number cannot hide behind a comment or the end of a buffer. */
    private final StringBuilder text = new StringBuilder();

    /** What was kept of the text before the present tag, and how many line breaks stand after it. */
    private String keptText = "";

    private int breaksAfter;
    private boolean keepsAttributes;
    private int line = 1;
    private int textEndsInLine = 1;

    private record Open(String name, Treatment treatment) {}

    ScrubbedCopy(XmlCursor xml, OutputStream out) {
        this.xml = xml;
        this.reader = xml.raw();
        this.out = out;
        written.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    }

    /** Copies what the cursor has moved to. */
    void take(int event) {
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> start();
            case XMLStreamConstants.END_ELEMENT -> end();
            case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
            default -> {}
        }
    }

    /** The text before the present tag, back to the tag before that, as a reader of the copy will find it. */
    String textBefore() {
        return breaksAfter == 0 ? keptText : keptText + "\n".repeat(breaksAfter);
    }

    /** What the copy says for an attribute of the present element; null where it has no such attribute. */
    @Nullable
    String kept(String attribute, String value) {
        return keepsAttributes && !PersonalData.isPersonal(attribute) ? PanMask.mask(value) : null;
    }

    private void start() {
        String name = xml.name();
        Open parent = open.peek();
        if (parent == null && !name.equals(ROOT)) {
            throw xml.refusal(
                    "NOT_A_POSLOG", "The document is XML but not a POSLog: its first element is not " + ROOT + ".");
        }
        writeText(parent);
        boolean withinDropped = parent != null && parent.treatment() == Treatment.DROP;
        Treatment treatment = PersonalData.of(parent == null ? "" : parent.name(), name, withinDropped);
        open.push(new Open(name, treatment));
        keepsAttributes = !withinDropped;

        breaksAfter += catchUp(xml.line());
        handOn(TOGETHER);
        written.append('<');
        writeName(reader.getPrefix(), name);
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            if (prefix == null || prefix.isEmpty()) {
                written.append(" xmlns=\"");
            } else {
                written.append(" xmlns:").append(prefix).append("=\"");
            }
            String uri = reader.getNamespaceURI(i);
            writeEscaped(uri == null ? "" : uri, 0);
            written.append('"');
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String attribute = reader.getAttributeLocalName(i);
            String value = kept(attribute, reader.getAttributeValue(i));
            if (value != null) {
                written.append(' ');
                writeName(reader.getAttributePrefix(i), attribute);
                written.append("=\"");
                writeEscaped(value, 0);
                written.append('"');
            }
        }
        written.append('>');
    }

    private void end() {
        writeText(open.pop());
        written.append("</");
        writeName(reader.getPrefix(), xml.name());
        catchUp(xml.line());
        written.append('>');
    }

    private void text() {
        if (open.isEmpty()) {
            return;
        }
        if (text.length() + reader.getTextLength() > XmlCursor.MAX_TEXT) {
            throw xml.limit("the text of an element is longer than " + XmlCursor.MAX_TEXT + " characters");
        }
        text.append(reader.getTextCharacters(), reader.getTextStart(), reader.getTextLength());
        textEndsInLine = xml.line();
    }

    private void writeText(@Nullable Open within) {
        keptText = "";
        breaksAfter = 0;
        if (text.isEmpty() || within == null) {
            return;
        }
        int newlines = Math.max(0, textEndsInLine - line);
        if (within.treatment() != Treatment.DROP) {
            String told = text.toString();
            keptText = switch (within.treatment()) {
                case MASK -> PanMask.mask(told);
                case MASK_CODE -> maskedCode(told);
                case KEEP, DROP -> told;
            };
            writeEscaped(keptText, newlines);
        }
        text.setLength(0);
        breaksAfter = catchUp(textEndsInLine);
    }

    /** The blanks around it are no part of a code. */
    private static String maskedCode(String text) {
        String code = text.strip();
        String masked = PanMask.maskCode(code);
        return masked.equals(code) ? text : text.replace(code, masked);
    }

    /** @return how many line breaks that took */
    private int catchUp(int target) {
        int breaks = Math.max(0, target - line);
        for (int n = 0; n < breaks; n++) {
            written.append('\n');
        }
        line += breaks;
        return breaks;
    }

    private void writeName(@Nullable String prefix, String name) {
        if (prefix != null && !prefix.isEmpty()) {
            written.append(prefix).append(':');
        }
        written.append(name);
    }

    /** @param newlines how many line breaks may be real ones: a break written as a reference was no new line */
    private void writeEscaped(String value, int newlines) {
        int left = newlines;
        int from = 0; // of what is written as it is, at once
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > HIGHEST_ESCAPED) {
                continue;
            }
            if (c == '\n' && left > 0) {
                left--;
                line++;
                continue;
            }
            String escaped = escaped(c);
            if (escaped != null) {
                written.append(value, from, i).append(escaped);
                from = i + 1;
            }
        }
        written.append(value, from, value.length());
    }

    private static @Nullable String escaped(char c) {
        return switch (c) {
            case '<' -> "&lt;";
            case '>' -> "&gt;";
            case '&' -> "&amp;";
            case '"' -> "&quot;";
            case '\t' -> "&#9;";
            case '\r' -> "&#13;";
            case '\n' -> "&#10;";
            default -> null;
        };
    }

    private void handOn(int atLeast) {
        if (written.length() >= atLeast) {
            try {
                out.write(written.toString().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            written.setLength(0);
        }
    }

    @Override
    public void close() throws IOException {
        handOn(0);
        out.flush();
    }
}
