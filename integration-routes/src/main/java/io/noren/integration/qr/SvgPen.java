package io.noren.integration.qr;

import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;
import java.util.Locale;

/**
 * Draws a label as an SVG of its true size. Letters are outlines, because the machine that prints may lack the font;
 * the words stand in the title and description for those who listen.
 */
final class SvgPen {
    private SvgPen() {}

    static String draw(LabelDrawing drawing) {
        LabelTemplate template = drawing.template();
        Label label = drawing.label();
        StringBuilder svg = new StringBuilder(32_768);
        svg.append(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%1$smm\" height=\"%2$smm\" viewBox=\"0 0 %1$s %2$s\" role=\"img\">"
                        .formatted(number(template.width()), number(template.height())));
        svg.append("<title>").append(SvgText.escape(label.nameJa())).append("</title>");
        svg.append("<desc>")
                .append(SvgText.escape(String.join(
                        " · ",
                        label.nameEn(),
                        label.price() == null ? "" : label.price(),
                        label.store(),
                        label.gtin().printed())))
                .append("</desc>");
        svg.append("<path fill=\"#fff\" d=\"M0 0h%sv%sH0z\"/>"
                .formatted(number(template.width()), number(template.height())));
        LabelDrawing.Code code = drawing.code();
        svg.append(
                "<path fill=\"#000\" shape-rendering=\"crispEdges\" transform=\"translate(%s %s) scale(%s)\" d=\"%s\"/>"
                        .formatted(
                                number(code.x()),
                                number(code.y()),
                                number(code.module()),
                                code.qr().path(0)));
        svg.append("<path fill=\"#000\" d=\"");
        for (LabelDrawing.Line line : drawing.lines()) {
            append(svg, LabelFont.get().outline(line.text(), line.x(), line.baseline(), line.size()));
        }
        return svg.append("\"/></svg>").toString();
    }

    private static void append(StringBuilder svg, Path2D outline) {
        double[] at = new double[6];
        for (PathIterator path = outline.getPathIterator(null); !path.isDone(); path.next()) {
            int points = switch (path.currentSegment(at)) {
                case PathIterator.SEG_MOVETO -> command(svg, 'M', 1);
                case PathIterator.SEG_LINETO -> command(svg, 'L', 1);
                case PathIterator.SEG_QUADTO -> command(svg, 'Q', 2);
                case PathIterator.SEG_CUBICTO -> command(svg, 'C', 3);
                default -> command(svg, 'Z', 0);
            };
            for (int i = 0; i < 2 * points; i++) {
                svg.append(i == 0 ? "" : " ").append(number(at[i]));
            }
        }
    }

    private static int command(StringBuilder svg, char letter, int points) {
        svg.append(letter);
        return points;
    }

    /** To a thousandth of a millimetre. */
    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.4f", value);
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }
}
