package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelDrawing.Bars;
import io.noren.integration.qr.label.LabelDrawing.Code;
import io.noren.integration.qr.label.LabelDrawing.Line;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where things stand on a label: the QR code at the upper right, names from the top, bars at the bottom, the price above
 * them. Heights are in parts of which a label has {@value #PARTS} between its margins, so that all sizes look alike.
 */
final class LabelLayout {
    private static final int PARTS = 31;

    /** Bars with their guards and the digits below. */
    private static final double BAR_PARTS = 7.4;

    private static final double DIGIT_PARTS = 2.3;
    private static final double SMALL_PARTS = 2;

    private final LabelTemplate template;
    private final Code code;
    private final double part;
    private final double left;
    private final double bottom;

    LabelLayout(LabelTemplate template, Code code) {
        this.template = template;
        this.code = code;
        this.left = template.margin();
        this.bottom = template.height() - template.margin();
        this.part = (bottom - template.margin()) / PARTS;
    }

    /** Null when there is no room for modules that a till's scanner reads. */
    @Nullable
    Bars placeBars(Barcode barcode) {
        double top = bottom - BAR_PARTS * part;
        double room = (top >= belowCode() ? template.width() - template.margin() : besideCode()) - left;
        double grid = code.module() / LabelDrawing.GRID;
        double widest = Math.min(Barcode.NOMINAL_MODULE, room / barcode.wholeWidth());
        double module = Math.floor(widest / grid + 1e-9) * grid;
        if (module < Barcode.SMALLEST_MODULE) {
            return null;
        }
        double height = (BAR_PARTS - DIGIT_PARTS) * part;
        return new Bars(barcode, left + barcode.quietLeft() * module, top, module, height);
    }

    void writeNames(Label label, List<Line> lines) {
        TextBlock text = new TextBlock(LabelFont.get(), left, besideCode() - left, lines);
        double y = template.margin() + 1.7 * part;
        text.line(label.store(), y, 1.9 * part);
        y += 3.7 * part;
        int used = text.wrapped(label.nameJa(), y, 3.3 * part, 4 * part);
        y += (used - 1) * 4 * part + 2.8 * part;
        text.line(label.nameEn(), y, 2 * part);
    }

    void writePrice(@Nullable ShelfPrice price, @Nullable Bars bars, boolean beforeTax, List<Line> lines) {
        if (price == null) {
            return;
        }
        double y = bars == null ? bottom - (DIGIT_PARTS + 0.9) * part : bars.y() - 0.9 * part;
        TextBlock text = new TextBlock(LabelFont.get(), left, besideCode() - left, lines);
        for (String small : small(price, beforeTax, text)) {
            text.shrunk(small, y, SMALL_PARTS * part, 0);
            y -= 2.3 * part;
        }
        double size = 2.1 * part;
        double behind = LabelFont.get().width(price.taxIncluded(), size) + part;
        double end = text.shrunk(price.total(), y - 0.3 * part, 6.4 * part, behind);
        text.at(end + part, y - 0.3 * part, size, price.taxIncluded());
    }

    /** What stands below the total, from the bottom line up: in one line where there is room, for a price is never cut. */
    private List<String> small(ShelfPrice price, boolean beforeTax, TextBlock text) {
        List<String> all = Stream.of(price.unitPrice(), beforeTax ? price.beforeTax() : null)
                .flatMap(Stream::ofNullable)
                .toList();
        String inOneLine = String.join("　", all);
        boolean fits = LabelFont.get().width(inOneLine, SMALL_PARTS * part) <= text.width();
        return all.isEmpty() || !fits ? all : List.of(inOneLine);
    }

    /** Below the bars, in their groups; or in one line where there are none. */
    void writeNumber(Label label, @Nullable Bars bars, List<Line> lines) {
        LabelFont font = LabelFont.get();
        if (bars == null) {
            double width = (bottom - DIGIT_PARTS * part >= belowCode() ? template.width() - left : besideCode()) - left;
            new TextBlock(font, left, width, lines).line(label.number(), bottom - 0.3 * part, DIGIT_PARTS * part);
            return;
        }
        String digits = bars.barcode().digits();
        int half = digits.length() / 2;
        int first = digits.length() - 2 * half;
        double module = bars.module();
        double ofHalf = (bars.barcode().width() - 11) / 2.0 * module;
        double size = Math.min(DIGIT_PARTS * part, ofHalf / font.width(digits.substring(first, first + half), 1));
        double baseline = bottom - 0.2 * part;
        if (first == 1) {
            double width = font.width(digits.substring(0, 1), size);
            lines.add(new Line(digits.substring(0, 1), bars.x() - 2 * module - width, baseline, size));
        }
        centred(digits.substring(first, first + half), bars.x() + 3 * module, ofHalf, baseline, size, lines);
        centred(digits.substring(first + half), bars.x() + 8 * module + ofHalf, ofHalf, baseline, size, lines);
    }

    private static void centred(String text, double x, double width, double baseline, double size, List<Line> lines) {
        lines.add(new Line(text, x + (width - LabelFont.get().width(text, size)) / 2, baseline, size));
    }

    private double besideCode() {
        return code.x() - code.quiet();
    }

    private double belowCode() {
        return code.y() + code.side() + code.quiet();
    }
}
