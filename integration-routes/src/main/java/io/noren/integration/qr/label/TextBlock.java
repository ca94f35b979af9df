package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelDrawing.Line;
import java.util.List;

/** Sets text into a column of fixed width: cuts, wraps or shrinks it, so that nothing runs into the QR code. */
record TextBlock(LabelFont font, double left, double width, List<Line> lines) {
    private static final String ELLIPSIS = "…";

    /** Characters that a Japanese line does not begin with. */
    private static final String NEVER_FIRST = "、。，．・：；？！ー）」』】〕ぁぃぅぇぉっゃゅょァィゥェォッャュョ々,.!?)]";

    /** One line, cut with an ellipsis where it is too long. */
    void line(String text, double baseline, double size) {
        at(left, baseline, size, cut(font.drawable(text), size));
    }

    void at(double x, double baseline, double size, String text) {
        if (!text.isEmpty()) {
            lines.add(new Line(text, x, baseline, size));
        }
    }

    /** One or two lines, up to a quarter smaller if that saves a word from being cut; returns how many were used. */
    int wrapped(String text, double firstBaseline, double size, double leading) {
        String drawable = font.drawable(text);
        double fitting = size;
        while (fitting > size * 0.75 && restAfterFirstLine(drawable, fitting) > width) {
            fitting -= size * 0.05;
        }
        int end = breakOf(drawable, fitting);
        String rest = drawable.substring(end).strip();
        at(left, firstBaseline, fitting, drawable.substring(0, end).strip());
        at(left, firstBaseline + leading, fitting, cut(rest, fitting));
        return rest.isEmpty() ? 1 : 2;
    }

    private double restAfterFirstLine(String text, double size) {
        return font.width(text.substring(breakOf(text, size)).strip(), size);
    }

    /** One line made smaller until it and so much room behind it fit; returns where it ends. */
    double shrunk(String text, double baseline, double size, double roomBehind) {
        String drawable = font.drawable(text);
        double fitting = Math.min(size, size * (width - roomBehind) / font.width(drawable, size));
        at(left, baseline, fitting, drawable);
        return left + font.width(drawable, fitting);
    }

    private String cut(String text, double size) {
        if (font.width(text, size) <= width) {
            return text;
        }
        int end = fitting(text, size, width - font.width(ELLIPSIS, size));
        return text.substring(0, end).stripTrailing() + ELLIPSIS;
    }

    /** How many of the characters fit into so much room. */
    private int fitting(String text, double size, double room) {
        int fits = 0;
        double used = 0;
        while (fits < text.length()) {
            int character = text.codePointAt(fits);
            used += font.width(character) * size;
            if (used > room) {
                break;
            }
            fits += Character.charCount(character);
        }
        return fits;
    }

    /** Where the first line ends: at a space if one is near the end, else between any two characters that may part. */
    private int breakOf(String text, double size) {
        int fits = fitting(text, size, width);
        if (fits == text.length()) {
            return fits;
        }
        int space = text.lastIndexOf(' ', fits);
        if (space > fits / 2) {
            return space;
        }
        int end = fits;
        while (end > 1 && NEVER_FIRST.indexOf(text.codePointAt(end)) >= 0) {
            end = text.offsetByCodePoints(end, -1);
        }
        return end > 1 ? end : Math.max(fits, text.offsetByCodePoints(0, 1));
    }
}
