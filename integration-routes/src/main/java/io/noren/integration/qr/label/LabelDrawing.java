package io.noren.integration.qr.label;

import io.noren.integration.qr.QrCode;
import io.noren.integration.qr.label.LabelRefused.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One label laid out: what stands where, in millimetres from the upper left corner. The pens ({@link SvgPen},
 * {@link PngPen}, {@link PdfSheets}) only transfer it, so all three formats show the same.
 *
 * @param bars null when the label has no bar code, or no room for one whose modules are wide enough
 */
record LabelDrawing(
        Label label,
        LabelTemplate template,
        Code code,
        @Nullable Bars bars,
        List<Line> lines) {

    /** Below this a phone at arm's length does not resolve the modules (GS1's minimum for retail QR codes), in mm. */
    static final double SMALLEST_MODULE = 0.396;

    /** Above this a code only takes room (GS1's maximum), in mm. */
    static final double LARGEST_MODULE = 0.990;

    /** So many parts of a QR code's module make the grid on which a bar code's modules are whole, too. */
    static final int GRID = 16;

    /** Against rounding, in mm: a millionth of a millimetre is no lack of room. */
    private static final double NOTHING = 1e-6;

    /**
     * The QR code.
     *
     * @param x left edge of the first dark module; the quiet zone lies outside
     * @param y its upper edge
     * @param module the side of one module (GS1's X-dimension)
     */
    record Code(QrCode qr, double x, double y, double module) {
        double side() {
            return qr.size() * module;
        }

        double quiet() {
            return QrCode.QUIET_ZONE * module;
        }
    }

    /**
     * The bar code; the digits below it are among the lines.
     *
     * @param x left edge of the first bar; the quiet zone lies outside
     * @param y upper edge of all bars
     * @param module the width of one module (GS1's X-dimension)
     * @param height of the bars that are no guards
     */
    record Bars(Barcode barcode, double x, double y, double module, double height) {
        double width() {
            return barcode.width() * module;
        }

        double heightOf(Barcode.Bar bar) {
            return bar.guard() ? height + Barcode.GUARD * module : height;
        }
    }

    /** One line of text; {@code size} is the height of an em. */
    record Line(String text, double x, double baseline, double size) {}

    /**
     * @param beforeTax whether the price before tax is printed, too
     * @throws LabelRefused {@code CODE_TOO_LARGE} when the link's modules would fall below {@link #SMALLEST_MODULE}
     */
    static LabelDrawing of(Label label, LabelTemplate template, boolean beforeTax) {
        Code code = placeCode(QrCode.of(label.link().toString()), template);
        LabelLayout layout = new LabelLayout(template, code);
        Bars bars = label.barcode() == null ? null : layout.placeBars(label.barcode());
        List<Line> lines = new ArrayList<>(20);
        layout.writeNames(label, lines);
        layout.writePrice(label.price(), bars, beforeTax, lines);
        layout.writeNumber(label, bars, lines);
        return new LabelDrawing(label, template, code, bars, List.copyOf(lines));
    }

    private static Code placeCode(QrCode qr, LabelTemplate template) {
        int modulesWithQuietZone = qr.size() + 2 * QrCode.QUIET_ZONE;
        double module = Math.min(LARGEST_MODULE, template.codeSide() / modulesWithQuietZone);
        if (module < SMALLEST_MODULE - NOTHING) {
            throw new LabelRefused(
                    Reason.CODE_TOO_LARGE,
                    "template",
                    "The link is too long for this label: use a larger template or a shorter public address.");
        }
        // The margin is blank anyway and serves as quiet zone, as far as it goes.
        double edge = Math.max(template.margin(), QrCode.QUIET_ZONE * module);
        return new Code(qr, template.width() - edge - qr.size() * module, edge, module);
    }
}
