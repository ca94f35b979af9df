package io.noren.integration.qr.label;

import io.noren.integration.qr.SvgText;
import java.awt.geom.Path2D;
import java.awt.geom.PathIterator;

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
                        label.price() == null
                                ? ""
                                : label.price().total() + " " + label.price().taxIncluded(),
                        label.store(),
                        label.number())))
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
        LabelDrawing.Bars bars = drawing.bars();
        if (bars != null) {
            appendBars(svg, bars);
        }
        svg.append("<path fill=\"#000\" d=\"");
        for (LabelDrawing.Line line : drawing.lines()) {
            append(svg, LabelFont.get().outline(line.text(), line.x(), line.baseline(), line.size()));
        }
        return svg.append("\"/></svg>").toString();
    }

    /** In modules across and in millimetres down. */
    private static void appendBars(StringBuilder svg, LabelDrawing.Bars bars) {
        svg.append("<path fill=\"#000\" shape-rendering=\"crispEdges\" transform=\"translate(%s %s) scale(%s 1)\" d=\""
                .formatted(number(bars.x()), number(bars.y()), number(bars.module())));
        for (Barcode.Bar bar : bars.barcode().bars()) {
            svg.append('M').append(bar.at()).append(" 0h").append(bar.width());
            svg.append('v')
                    .append(number(bars.heightOf(bar)))
                    .append("h-")
                    .append(bar.width())
                    .append('z');
        }
        svg.append("\"/>");
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

    private static String number(double value) {
        return Decimals.of(value);
    }
}
