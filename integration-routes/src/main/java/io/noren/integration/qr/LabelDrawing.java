package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * One label laid out: what stands where, in millimetres from the upper left corner. The pens ({@link SvgPen},
 * {@link PngPen}, {@link PdfPen}) only transfer it, so all three formats show the same.
 */
record LabelDrawing(Label label, LabelTemplate template, Code code, List<Line> lines) {

    /** Below this a phone at arm's length does not resolve the modules (GS1's minimum for retail QR codes), in mm. */
    static final double SMALLEST_MODULE = 0.396;

    /** Above this a code only takes room (GS1's maximum), in mm. */
    static final double LARGEST_MODULE = 0.990;

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
    }

    /** One line of text; {@code size} is the height of an em. */
    record Line(String text, double x, double baseline, double size) {}

    /** @throws CodeRefused {@code CODE_TOO_LARGE} when the link's modules would fall below {@link #SMALLEST_MODULE} */
    static LabelDrawing of(Label label, LabelTemplate template) {
        Code code = placeCode(QrCode.of(label.link().toString()), template);
        return new LabelDrawing(label, template, code, placeText(label, template, code));
    }

    private static Code placeCode(QrCode qr, LabelTemplate template) {
        int modulesWithQuietZone = qr.size() + 2 * QrCode.QUIET_ZONE;
        double module = Math.min(LARGEST_MODULE, template.codeSide() / modulesWithQuietZone);
        if (module < SMALLEST_MODULE) {
            throw new CodeRefused(
                    Reason.CODE_TOO_LARGE,
                    "The link is too long for this label: use a larger template or a shorter public address.");
        }
        // The margin is blank anyway and serves as quiet zone, as far as it goes.
        double edge = Math.max(template.margin(), QrCode.QUIET_ZONE * module);
        return new Code(qr, template.width() - edge - qr.size() * module, edge, module);
    }

    private static List<Line> placeText(Label label, LabelTemplate template, Code code) {
        List<Line> lines = new ArrayList<>();
        double unit = template.height() / 37;
        double left = template.margin();
        double quiet = QrCode.QUIET_ZONE * code.module();
        TextBlock text = new TextBlock(LabelFont.get(), left, code.x() - quiet - left, lines);

        double y = template.margin() + 2.2 * unit;
        text.line(label.store(), y, 2.3 * unit);
        y += 5.2 * unit;
        int used = text.wrapped(label.nameJa(), y, 4.1 * unit, 4.9 * unit);
        y += (used - 1) * 4.9 * unit + 3.8 * unit;
        text.line(label.nameEn(), y, 2.5 * unit);

        double bottom = template.height() - template.margin() - 0.6 * unit;
        if (label.price() != null) {
            double end = text.shrunk(label.price(), bottom, 8.6 * unit, 7.5 * unit);
            text.at(end + 1.2 * unit, bottom, 2.4 * unit, "税込");
        }
        String digits = label.gtin().printed();
        double size = code.side() / LabelFont.get().width(digits, 1);
        lines.add(new Line(digits, code.x(), bottom, Math.min(size, 3 * unit)));
        return List.copyOf(lines);
    }
}
