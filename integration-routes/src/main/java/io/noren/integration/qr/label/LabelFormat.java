package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelRefused.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.springframework.http.MediaType;

/** What labels are printed from. */
public enum LabelFormat {
    /** Sheets, or one page per label. */
    PDF("application/pdf"),
    /** A picture of one label; of several, a ZIP file of pictures. */
    SVG("image/svg+xml"),
    PNG("image/png");

    private final String type;

    LabelFormat(String type) {
        this.type = type;
    }

    /** @throws LabelRefused {@code UNKNOWN_TEMPLATE} */
    static LabelFormat named(String id) {
        return Arrays.stream(values())
                .filter(format -> format.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new LabelRefused(Reason.UNKNOWN_TEMPLATE, "format", "The formats are pdf, svg and png."));
    }

    /** The name in addresses and forms, and a file's ending. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    MediaType type() {
        return MediaType.valueOf(type);
    }

    byte[] picture(LabelDrawing drawing) {
        return switch (this) {
            case PNG -> PngPen.draw(drawing);
            case SVG -> SvgPen.draw(drawing).getBytes(StandardCharsets.UTF_8);
            case PDF -> throw new IllegalStateException("a PDF is no picture");
        };
    }
}
