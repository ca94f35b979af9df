package io.noren.pos.poslog;

import io.noren.pos.dialect.PanMask;
import io.noren.pos.poslog.PersonalData.Treatment;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Copies a POSLog without personal data, comments and processing instructions, and walks it to its end on the way. Every
 * element stays on its line (the last one of its tag, where a tag has several), so a place named in a refusal or a parked transaction is the same in what the till sent and
 * in what we keep.
 */
final class ScrubbedCopy implements AutoCloseable {
    private static final String ROOT = "POSLog";

    private final XmlCursor xml;
    private final XMLStreamReader reader;
    private final Writer out;
    private final Deque<Open> open = new ArrayDeque<>();

    /** Text since the last tag: whole, so that a number cannot hide behind a comment or the end of a buffer. */
    private final StringBuilder text = new StringBuilder();

    private int line = 1;
    private int textEndsInLine = 1;

    private record Open(String name, Treatment treatment) {}

    ScrubbedCopy(XmlCursor xml, OutputStream out) {
        this.xml = xml;
        this.reader = xml.raw();
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 12);
    }

    void copyAll() throws IOException {
        out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        while (true) {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> text();
                case XMLStreamConstants.END_DOCUMENT -> {
                    out.flush();
                    return;
                }
                default -> {}
            }
        }
    }

    private void start() throws IOException {
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

        catchUp(xml.line());
        out.write('<');
        writeName(reader.getPrefix(), name);
        for (int i = 0; i < reader.getNamespaceCount(); i++) {
            String prefix = reader.getNamespacePrefix(i);
            out.write(prefix == null || prefix.isEmpty() ? " xmlns=\"" : " xmlns:" + prefix + "=\"");
            String uri = reader.getNamespaceURI(i);
            writeEscaped(uri == null ? "" : uri, 0);
            out.write('"');
        }
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            String attribute = reader.getAttributeLocalName(i);
            if (!withinDropped && !PersonalData.isPersonal(attribute)) {
                out.write(' ');
                writeName(reader.getAttributePrefix(i), attribute);
                out.write("=\"");
                writeEscaped(PanMask.mask(reader.getAttributeValue(i)), 0);
                out.write('"');
            }
        }
        out.write('>');
    }

    private void end() throws IOException {
        writeText(open.pop());
        out.write("</");
        writeName(reader.getPrefix(), xml.name());
        catchUp(xml.line());
        out.write('>');
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

    private void writeText(@Nullable Open within) throws IOException {
        if (text.isEmpty() || within == null) {
            return;
        }
        int newlines = Math.max(0, textEndsInLine - line);
        switch (within.treatment()) {
            case KEEP -> writeEscaped(text.toString(), newlines);
            case MASK -> writeEscaped(PanMask.mask(text.toString()), newlines);
            case MASK_CODE -> writeEscaped(maskedCode(text.toString()), newlines);
            case DROP -> {}
        }
        text.setLength(0);
        catchUp(textEndsInLine);
    }

    /** The blanks around it are no part of a code. */
    private static String maskedCode(String text) {
        String code = text.strip();
        String masked = PanMask.maskCode(code);
        return masked.equals(code) ? text : text.replace(code, masked);
    }

    private void catchUp(int target) throws IOException {
        for (; line < target; line++) {
            out.write('\n');
        }
    }

    private void writeName(@Nullable String prefix, String name) throws IOException {
        if (prefix != null && !prefix.isEmpty()) {
            out.write(prefix);
            out.write(':');
        }
        out.write(name);
    }

    /** @param newlines how many line breaks may be real ones: a break written as a reference was no new line */
    private void writeEscaped(String value, int newlines) throws IOException {
        int left = newlines;
        int from = 0; // of what is written as it is, at once
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\n' && left > 0) {
                left--;
                line++;
                continue;
            }
            String escaped = escaped(c);
            if (escaped != null) {
                out.write(value, from, i - from);
                out.write(escaped);
                from = i + 1;
            }
        }
        out.write(value, from, value.length() - from);
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

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
