package io.noren.integration.qr.label;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/** The same sheets as anybody would draw them with PDFBox's own calls, from labels that are laid out already. */
final class BarePdfBox {
    private static final double POINTS = 72 / 25.4;

    private BarePdfBox() {}

    static byte[] draw(List<LabelDrawing> drawings) throws IOException {
        try (PDDocument document = new PDDocument();
                InputStream fontFile = LabelFont.open();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            PDFont font = PDType0Font.load(document, fontFile, true);
            LabelTemplate template = drawings.get(0).template();
            for (int first = 0; first < drawings.size(); first += template.perPage()) {
                PDPage page = new PDPage(PDRectangle.A4);
                document.addPage(page);
                int last = Math.min(first + template.perPage(), drawings.size());
                try (PDPageContentStream content = new PDPageContentStream(document, page)) {
                    for (int i = first; i < last; i++) {
                        int place = i - first;
                        double left = place % template.across() * template.width();
                        double top = 297 - place / template.across() * template.height();
                        draw(content, font, drawings.get(i), left, top);
                    }
                }
            }
            document.save(bytes);
            return bytes.toByteArray();
        }
    }

    private static void draw(PDPageContentStream content, PDFont font, LabelDrawing drawing, double left, double top)
            throws IOException {
        LabelDrawing.Code code = drawing.code();
        for (int row = 0; row < code.qr().size(); row++) {
            for (int column = 0; column < code.qr().size(); column++) {
                int length = code.qr().darkFrom(column, row);
                if (length > 0) {
                    content.addRect(
                            (float) ((left + code.x() + column * code.module()) * POINTS),
                            (float) ((top - code.y() - (row + 1) * code.module()) * POINTS),
                            (float) (length * code.module() * POINTS),
                            (float) (code.module() * POINTS));
                }
                column += length;
            }
        }
        LabelDrawing.Bars bars = drawing.bars();
        if (bars != null) {
            for (Barcode.Bar bar : bars.barcode().bars()) {
                double height = bars.heightOf(bar);
                content.addRect(
                        (float) ((left + bars.x() + bar.at() * bars.module()) * POINTS),
                        (float) ((top - bars.y() - height) * POINTS),
                        (float) (bar.width() * bars.module() * POINTS),
                        (float) (height * POINTS));
            }
        }
        content.fill();
        for (LabelDrawing.Line line : drawing.lines()) {
            content.beginText();
            content.setFont(font, (float) (line.size() * POINTS));
            content.newLineAtOffset((float) ((left + line.x()) * POINTS), (float) ((top - line.baseline()) * POINTS));
            content.showText(line.text());
            content.endText();
        }
    }
}
