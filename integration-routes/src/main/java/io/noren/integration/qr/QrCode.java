package io.noren.integration.qr;

import com.google.zxing.EncodeHintType;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * The modules of one QR code (ISO/IEC 18004), error correction level M, without its quiet zone. Drawing it needs
 * {@link #QUIET_ZONE} light modules on every side.
 */
public final class QrCode {
    /** Light modules that the standard asks for on every side. */
    public static final int QUIET_ZONE = 4;

    private final ByteMatrix modules;

    private QrCode(ByteMatrix modules) {
        this.modules = modules;
    }

    /**
     * @throws IllegalArgumentException when the text is longer than a QR code can carry (about 2,300 bytes)
     */
    public static QrCode of(String text) {
        Map<EncodeHintType, Object> hints = new EnumMap<>(EncodeHintType.class);
        if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
            // Named only when needed: it adds a mode switch (ECI) that some older readers show as garbage, but
            // without it everything beyond Latin-1 would silently become "?".
            hints.put(EncodeHintType.CHARACTER_SET, "UTF-8");
        }
        return new QrCode(QrMasks.encode(text, hints));
    }

    /** Modules along one side, quiet zone not included. */
    public int size() {
        return modules.getWidth();
    }

    /** Whether this module is dark. */
    public boolean dark(int column, int row) {
        return modules.get(column, row) == 1;
    }

    /** How many dark modules follow each other to the right from here on; 0 where this one is light. */
    public int darkFrom(int column, int row) {
        int end = column;
        while (end < size() && dark(end, row)) {
            end++;
        }
        return end - column;
    }

    /** A stand-alone SVG with quiet zone, one unit per module; its size on the page is left to the page. */
    public String svg(String title) {
        int side = size() + 2 * QUIET_ZONE;
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" shape-rendering=\"crispEdges\">"
                        .formatted(side, side)
                + "<title>" + SvgText.escape(title) + "</title>"
                + "<path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/>".formatted(side, side)
                + "<path fill=\"#000\" d=\"" + path(QUIET_ZONE) + "\"/></svg>";
    }

    /** All dark modules as one SVG path, one unit per module, moved right and down by so many modules. */
    public String path(int offset) {
        StringBuilder path = new StringBuilder();
        for (int row = 0; row < size(); row++) {
            for (int column = 0; column < size(); column++) {
                int length = darkFrom(column, row);
                if (length > 0) {
                    path.append('M').append(column + offset).append(' ').append(row + offset);
                    path.append('h')
                            .append(length)
                            .append("v1h-")
                            .append(length)
                            .append('z');
                    column += length;
                }
            }
        }
        return path.toString();
    }
}
