package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelRefused.Reason;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The sizes that labels are printed in. All lengths in millimetres. */
public enum LabelTemplate {
    /** 24 on a sheet of A4, 3 across and 8 down, without margins between. */
    A4_24("a4-24", 70, 37, 3, 25.5, 3, 8),
    /** 12 on a sheet of A4, 2 across and 6 down. */
    A4_12("a4-12", 86.4, 42.3, 3, 29, 2, 6),
    /** 10 on a sheet of A4, 2 across and 5 down. */
    A4_10("a4-10", 105, 57, 4.5, 40, 2, 5),
    /** One after the other from a label printer's roll, as the next ones. */
    ROLL_58X40("roll-58x40", 58, 40, 2, 23, 1, 1),
    ROLL_62X29("roll-62x29", 62, 29, 2, 23, 1, 1),
    ROLL_80X50("roll-80x50", 80, 50, 3, 32, 1, 1);

    private final String id;
    private final double width;
    private final double height;
    private final double margin;
    private final double codeSide;
    private final int across;
    private final int down;

    LabelTemplate(String id, double width, double height, double margin, double codeSide, int across, int down) {
        this.id = id;
        this.width = width;
        this.height = height;
        this.margin = margin;
        this.codeSide = codeSide;
        this.across = across;
        this.down = down;
    }

    /** @throws LabelRefused {@code UNKNOWN_TEMPLATE} */
    static LabelTemplate named(String id) {
        return Arrays.stream(values())
                .filter(template -> template.id.equals(id))
                .findFirst()
                .orElseThrow(() -> new LabelRefused(
                        Reason.UNKNOWN_TEMPLATE,
                        "template",
                        "The label templates are "
                                + Arrays.stream(values()).map(LabelTemplate::id).collect(Collectors.joining(", "))
                                + "."));
    }

    /** The name in addresses and forms. */
    public String id() {
        return id;
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** Kept free on every side of a label: no printer hits the edge exactly. */
    double margin() {
        return margin;
    }

    /** The side of the square that the QR code may fill, quiet zone included. */
    double codeSide() {
        return codeSide;
    }

    /** Labels beside each other on a page. */
    int across() {
        return across;
    }

    /** Labels below each other on a page. */
    int down() {
        return down;
    }

    int perPage() {
        return across * down;
    }

    /** The page: A4 for sheets, with the block of labels in its middle, and the label itself for a roll. */
    double pageWidth() {
        return perPage() == 1 ? width : 210;
    }

    double pageHeight() {
        return perPage() == 1 ? height : 297;
    }
}
