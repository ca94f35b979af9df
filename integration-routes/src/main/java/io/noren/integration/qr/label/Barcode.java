package io.noren.integration.qr.label;

import com.google.zxing.oned.EAN13Writer;
import com.google.zxing.oned.EAN8Writer;
import com.google.zxing.oned.OneDimensionalCodeWriter;
import io.noren.integration.qr.gs1.CheckDigit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An EAN-13 or EAN-8 (GS1 General Specifications, section 5.2), in modules: how it is drawn follows from the width of one
 * (GS1's X-dimension).
 *
 * @param digits 13 or 8, as they stand below the bars
 * @param bars dark ones, left to right, without quiet zones
 */
record Barcode(String digits, List<Bar> bars) {
    /** The narrowest and the widest module that a till's scanner is made for, in mm. */
    static final double SMALLEST_MODULE = 0.264;

    static final double LARGEST_MODULE = 0.660;

    /** What GS1 calls 100 %, in mm. */
    static final double NOMINAL_MODULE = 0.330;

    /** How much longer the guard bars are than the others, in modules. */
    static final int GUARD = 5;

    /**
     * @param at modules left of it
     * @param width in modules
     * @param guard whether it begins, parts or ends the code, and so is longer
     */
    record Bar(int at, int width, boolean guard) {}

    /**
     * The code that carries a GTIN at a till. A GTIN-12 (UPC-A) is an EAN-13 that begins with 0. A GTIN-14 is a case's:
     * no till reads it from bars of this kind, so the QR code alone carries it.
     *
     * @param gtin 14 digits with a right check digit
     */
    static Optional<Barcode> ofGtin(String gtin) {
        if (gtin.startsWith("000000")) {
            return Optional.of(of(gtin.substring(6)));
        }
        return gtin.startsWith("0") ? Optional.of(of(gtin.substring(1))) : Optional.empty();
    }

    /** The code of a number that means something in this retailer's stores only; empty for what is no such number. */
    static Optional<Barcode> ofStoreNumber(String number) {
        boolean long13 = number.matches("(2|02|04)[0-9]+") && number.length() == 13;
        boolean short8 = number.matches("[02][0-9]{7}");
        return (long13 || short8) && CheckDigit.holdsFor(number) ? Optional.of(of(number)) : Optional.empty();
    }

    private static Barcode of(String digits) {
        OneDimensionalCodeWriter writer = digits.length() == 8 ? new EAN8Writer() : new EAN13Writer();
        boolean[] modules = writer.encode(digits);
        List<Bar> bars = new ArrayList<>(30);
        for (int at = 0; at < modules.length; at++) {
            int end = at;
            while (end < modules.length && modules[end]) {
                end++;
            }
            if (end > at) {
                boolean middle = Math.abs(at - modules.length / 2) <= 1;
                bars.add(new Bar(at, end - at, at < 3 || middle || at >= modules.length - 3));
                at = end;
            }
        }
        return new Barcode(digits, List.copyOf(bars));
    }

    boolean isShort() {
        return digits.length() == 8;
    }

    /** In modules, without quiet zones. */
    int width() {
        return isShort() ? 67 : 95;
    }

    /** Light modules that have to stay on the left; the first digit of an EAN-13 stands below them. */
    int quietLeft() {
        return isShort() ? 7 : 11;
    }

    int quietRight() {
        return 7;
    }

    /** With quiet zones, in modules. */
    int wholeWidth() {
        return quietLeft() + width() + quietRight();
    }
}
