package io.noren.integration.qr.label;

import io.noren.integration.qr.QrCode;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.io.IOUtils;
import org.apache.pdfbox.io.RandomAccessStreamCache.StreamCacheCreateFunction;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.common.PDStream;
import org.apache.pdfbox.pdmodel.font.PDType0Font;

/**
 * Draws labels as a PDF: sheets of A4 or one page per label, the codes as vectors, the text as text with its font embedded
 * (only the characters used). To be printed in true size, "fit to page" off.
 *
 * <p>A page is written once it is full and then lies on disk, so ten thousand labels take no more memory than some. What
 * a page does is written here, not by PDFBox: the modules of a code are whole numbers in its own coordinates, which is a
 * third of the bytes and a tenth of the time.
 */
final class PdfSheets implements Closeable {
    private static final double POINTS_PER_MM = 72 / 25.4;
    private static final int BYTES_OF_A_LABEL = 8_192;

    private final LabelTemplate template;
    private final PDDocument document;
    private final PDType0Font font;
    private final PDResources resources = new PDResources();
    private final COSName fontName;
    private final Map<Integer, String> written = new HashMap<>();
    private final StringBuilder page = new StringBuilder(BYTES_OF_A_LABEL);
    private int place;

    private PdfSheets(LabelTemplate template, StreamCacheCreateFunction pages) throws IOException {
        this.template = template;
        this.document = new PDDocument(pages);
        try (InputStream fontFile = LabelFont.open()) {
            this.font = PDType0Font.load(document, fontFile, true);
        }
        this.fontName = resources.add(font);
        document.getDocumentInformation().setTitle("Shelf labels");
    }

    /** Keeps its pages on disk. */
    static PdfSheets onDisk(LabelTemplate template) throws IOException {
        return new PdfSheets(template, IOUtils.createTempFileOnlyStreamCache());
    }

    /**
     * A few labels at once.
     *
     * @param drawings all of one template, at least one
     */
    static byte[] draw(List<LabelDrawing> drawings) {
        try (PdfSheets sheets = new PdfSheets(drawings.get(0).template(), IOUtils.createMemoryOnlyStreamCache());
                ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            for (LabelDrawing drawing : drawings) {
                sheets.add(drawing);
            }
            sheets.writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(LabelDrawing drawing) throws IOException {
        int column = place % template.across();
        int row = place / template.across();
        double left = (template.pageWidth() - template.across() * template.width()) / 2 + column * template.width();
        double top = (template.pageHeight() - template.down() * template.height()) / 2 + row * template.height();
        // From millimetres down from the label's upper left corner to points up from the page's lower left.
        page.append("q ");
        matrix(POINTS_PER_MM, -POINTS_PER_MM, left * POINTS_PER_MM, (template.pageHeight() - top) * POINTS_PER_MM);
        drawCode(drawing.code());
        LabelDrawing.Bars bars = drawing.bars();
        if (bars != null) {
            drawBars(bars);
        }
        page.append("BT\n");
        for (LabelDrawing.Line line : drawing.lines()) {
            drawLine(line);
        }
        page.append("ET Q\n");
        if (++place == template.perPage()) {
            endPage();
        }
    }

    void writeTo(OutputStream file) throws IOException {
        if (place > 0) {
            endPage();
        }
        document.save(file);
    }

    @Override
    public void close() throws IOException {
        document.close();
    }

    private void endPage() throws IOException {
        PDPage sheet = new PDPage(new PDRectangle(
                (float) (template.pageWidth() * POINTS_PER_MM), (float) (template.pageHeight() * POINTS_PER_MM)));
        sheet.setResources(resources);
        if (document.getNumberOfPages() == 0) {
            embedWhatIsUsed(sheet);
        }
        PDStream content = new PDStream(document);
        try (OutputStream out = content.createOutputStream(COSName.FLATE_DECODE)) {
            out.write(page.toString().getBytes(StandardCharsets.US_ASCII));
        }
        sheet.setContents(content);
        document.addPage(sheet);
        page.setLength(0);
        place = 0;
    }

    /** PDFBox cuts those fonts to the characters used that it has seen itself; the page's content is replaced after this. */
    private void embedWhatIsUsed(PDPage any) throws IOException {
        try (PDPageContentStream content = new PDPageContentStream(document, any)) {
            content.setFont(font, 1);
        }
    }

    private void drawCode(LabelDrawing.Code code) {
        page.append("q ");
        matrix(code.module(), code.module(), code.x(), code.y());
        QrCode qr = code.qr();
        for (int row = 0; row < qr.size(); row++) {
            for (int column = 0; column < qr.size(); column++) {
                int length = qr.darkFrom(column, row);
                if (length > 0) {
                    page.append(column).append(' ').append(row).append(' ').append(length);
                    page.append(" 1 re\n");
                }
                column += length;
            }
        }
        // One path, filled once: single rectangles would leave hairlines between the rows on screens.
        page.append("f Q\n");
    }

    private void drawBars(LabelDrawing.Bars bars) {
        page.append("q ");
        matrix(bars.module(), 1, bars.x(), bars.y());
        for (Barcode.Bar bar : bars.barcode().bars()) {
            page.append(bar.at()).append(" 0 ").append(bar.width()).append(' ');
            Decimals.append(page, bars.heightOf(bar)).append(" re\n");
        }
        page.append("f Q\n");
    }

    /** The letters stand upright again. */
    private void drawLine(LabelDrawing.Line line) throws IOException {
        page.append('/').append(fontName.getName()).append(" 1 Tf ");
        numbers(line.size(), 0, 0, -line.size(), line.x(), line.baseline());
        page.append("Tm <");
        for (int i = 0; i < line.text().length(); i++) {
            page.append(written((int) line.text().charAt(i)));
        }
        page.append("> Tj\n");
    }

    /** A character as the font numbers it; it is embedded from now on. */
    private String written(int character) throws IOException {
        String known = written.get(character);
        if (known == null) {
            font.addToSubset(character);
            known = HexFormat.of().formatHex(font.encode(Character.toString(character)));
            written.put(character, known);
        }
        return known;
    }

    private void matrix(double across, double down, double x, double y) {
        numbers(across, 0, 0, down, x, y);
        page.append("cm\n");
    }

    private void numbers(double... numbers) {
        for (double number : numbers) {
            Decimals.append(page, number).append(' ');
        }
    }
}
