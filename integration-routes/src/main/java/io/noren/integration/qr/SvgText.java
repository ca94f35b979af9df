package io.noren.integration.qr;

/** Text made safe inside SVG elements and attributes. */
public final class SvgText {
    private SvgText() {}

    /** The text as it may stand between tags or in quotes. */
    public static String escape(String text) {
        StringBuilder safe = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                default -> {
                    // XML 1.0 has no way to write the other control characters.
                    if (c >= ' ' || c == '\t' || c == '\n') {
                        safe.appendCodePoint(c);
                    }
                }
            }
        });
        return safe.toString();
    }
}
