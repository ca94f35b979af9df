package io.noren.integration.qr;

import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Draws labels as a PDF: sheets of A4 or one page per label, the code as vectors, the text as text with its font
 * embedded (only the characters used). To be printed in true size, "fit to page" off.
 */
final class PdfPen {
    private static final double POINTS_PER_MM = 72 / 25.4;

    private PdfPen() {}

    /** @param drawings all of one template, at least one */
    static byte[] draw(List<LabelDrawing> drawings) {
        try (PDDocument document = new PDDocument();
                InputStream fontFile = LabelFont.open();
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            PDFont font = PDType0Font.load(document, fontFile, true);
            LabelTemplate template = drawings.get(0).template();
            int perPage = template.across() * template.down();
            for (int first = 0; first < drawings.size(); first += perPage) {
                drawPage(document, font, drawings.subList(first, Math.min(first + perPage, drawings.size())), template);
            }
            document.getDocumentInformation().setTitle("Shelf labels");
            document.save(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void drawPage(PDDocument document, PDFont font, List<LabelDrawing> drawings, LabelTemplate template)
            throws IOException {
        double width = template.pageWidth();
        double height = template.pageHeight();
        PDPage page = new PDPage(new PDRectangle((float) (width * POINTS_PER_MM), (float) (height * POINTS_PER_MM)));
        document.addPage(page);
        try (PDPageContentStream content = new PDPageContentStream(document, page)) {
            for (int place = 0; place < drawings.size(); place++) {
                LabelDrawing drawing = drawings.get(place);
                int column = place % template.across();
                int row = place / template.across();
                double left = (width - template.across() * template.width()) / 2 + column * template.width();
                double top = (height - template.down() * template.height()) / 2 + row * template.height();
                // From millimetres down from the label's upper left corner to points up from the page's lower left.
                AffineTransform toPage = new AffineTransform(
                        POINTS_PER_MM, 0, 0, -POINTS_PER_MM, left * POINTS_PER_MM, (height - top) * POINTS_PER_MM);
                drawCode(content, drawing.code(), toPage);
                for (LabelDrawing.Line line : drawing.lines()) {
                    drawLine(content, font, line, toPage);
                }
            }
        }
    }

    private static void drawCode(PDPageContentStream content, LabelDrawing.Code code, AffineTransform toPage)
            throws IOException {
        for (int row = 0; row < code.qr().size(); row++) {
            for (int column = 0; column < code.qr().size(); column++) {
                int length = code.qr().darkFrom(column, row);
                if (length > 0) {
                    Point2D lowerLeft = toPage.transform(
                            new Point2D.Double(code.x() + column * code.module(), code.y() + (row + 1) * code.module()),
                            null);
                    content.addRect(
                            (float) lowerLeft.getX(),
                            (float) lowerLeft.getY(),
                            (float) (length * code.module() * POINTS_PER_MM),
                            (float) (code.module() * POINTS_PER_MM));
                }
                column += length;
            }
        }
        // One path, filled once: single rectangles would leave hairlines between the rows on screens.
        content.fill();
    }

    private static void drawLine(
            PDPageContentStream content, PDFont font, LabelDrawing.Line line, AffineTransform toPage)
            throws IOException {
        Point2D start = toPage.transform(new Point2D.Double(line.x(), line.baseline()), null);
        content.beginText();
        content.setFont(font, (float) (line.size() * POINTS_PER_MM));
        content.newLineAtOffset((float) start.getX(), (float) start.getY());
        content.showText(line.text());
        content.endText();
    }
}
