package io.noren.integration.qr.label;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.GlyphData;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The font that labels carry with them, so that Japanese looks the same on every machine. Lengths are in the unit of
 * the size handed in (the height of an em).
 */
final class LabelFont {
    private static final String RESOURCE = "/labels/font/BIZUDPGothic-Regular.ttf";

    /** The geta mark: what a Japanese printer sets for a type that is missing from the case. */
    private static final int MISSING = '〓';

    private static final class Loaded {
        private static final LabelFont FONT = new LabelFont();
    }

    private final TrueTypeFont font;
    private final CmapLookup characters;
    private final double unitsPerEm;

    /** Of each character of the basic plane, in ems; negative where the font lacks it. */
    private final double[] widths = new double[Character.MAX_VALUE + 1];

    private final Map<Integer, Path2D> outlines = new ConcurrentHashMap<>();

    private LabelFont() {
        try (InputStream file = open()) {
            font = new TTFParser().parse(new RandomAccessReadBuffer(file));
            characters = font.getUnicodeCmapLookup();
            unitsPerEm = font.getUnitsPerEm();
            for (int c = 0; c < widths.length; c++) {
                int glyph = characters.getGlyphId(c);
                widths[c] = glyph == 0 ? -1 : font.getAdvanceWidth(glyph) / unitsPerEm;
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the labels' font is damaged", e);
        }
    }

    /** The font, read on first use (some 50 ms) and kept. */
    static LabelFont get() {
        return Loaded.FONT;
    }

    /** The font file, to be embedded. */
    static InputStream open() {
        InputStream file = LabelFont.class.getResourceAsStream(RESOURCE);
        if (file == null) {
            throw new IllegalStateException("the labels' font is missing: " + RESOURCE);
        }
        return file;
    }

    /** The text on one line, composed, with 〓 for what the font lacks. */
    String drawable(String text) {
        StringBuilder drawable = new StringBuilder(text.length());
        Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().forEach(c -> {
            if (Character.isWhitespace(c)) {
                drawable.append(' ');
            } else if (!Character.isISOControl(c)) {
                drawable.appendCodePoint(c < widths.length && widths[c] >= 0 ? c : MISSING);
            }
        });
        return drawable.toString().strip();
    }

    double width(String text, double size) {
        double width = 0;
        for (int i = 0; i < text.length(); i++) {
            width += width(text.charAt(i));
        }
        return width * size;
    }

    /** Of one character that is {@link #drawable}, in ems. */
    double width(int character) {
        return Math.max(0, widths[character]);
    }

    /** The text's outline with its baseline's left end at this point, the y axis pointing down. */
    Path2D outline(String text, double x, double baseline, double size) {
        Path2D outline = new Path2D.Double(Path2D.WIND_NON_ZERO);
        double pen = x;
        for (int c : text.codePoints().toArray()) {
            AffineTransform place = new AffineTransform(size, 0, 0, -size, pen, baseline);
            outline.append(outlines.computeIfAbsent(c, this::read).getPathIterator(place), false);
            pen += width(c) * size;
        }
        return outline;
    }

    /** One character's outline in ems. FontBox reads tables when they are first asked for, one reader at a time. */
    private synchronized Path2D read(int character) {
        try {
            GlyphData glyph = font.getGlyph().getGlyph(characters.getGlyphId(character));
            if (glyph == null) {
                return new Path2D.Double();
            }
            return new Path2D.Double(glyph.getPath(), AffineTransform.getScaleInstance(1 / unitsPerEm, 1 / unitsPerEm));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
