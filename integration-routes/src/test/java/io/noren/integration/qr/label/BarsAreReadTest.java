package io.noren.integration.qr.label;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bars of a label, measured as a ruler does, and read by two readers that know nothing of each other. */
class BarsAreReadTest {
    private static final String GTIN_13 = "09520123456788";
    private static final String GTIN_12 = "00012345678905";
    private static final String GTIN_8 = "00000096385074";
    private static final String LINK = "https://shop.noren.example/01/%s?414=9520000000004";

    @TempDir
    Path folder;

    static Stream<Arguments> everyNumberOnEverySize() {
        return Stream.of(GTIN_13, GTIN_12, GTIN_8)
                .flatMap(gtin -> Stream.of(LabelTemplate.values()).map(template -> Arguments.of(gtin, template)));
    }

    @ParameterizedTest
    @MethodSource("everyNumberOnEverySize")
    void everyReaderReadsBothCodesOfThePng(String gtin, LabelTemplate template) throws Exception {
        LabelDrawing drawing = drawing(gtin, template);
        byte[] png = PngPen.draw(drawing);

        assertThat(zxing(ImageIO.read(new ByteArrayInputStream(png)))).isEqualTo(printed(gtin));
        assertThat(zbar(png)).contains(printed(gtin), drawing.label().link().toString());
    }

    @ParameterizedTest
    @MethodSource("everyNumberOnEverySize")
    void everyReaderReadsBothCodesOfThePdf(String gtin, LabelTemplate template) throws Exception {
        LabelDrawing drawing = drawing(gtin, template);
        try (PDDocument document = Loader.loadPDF(PdfSheets.draw(List.of(drawing)))) {
            document.getPage(0).setCropBox(firstPlaceOf(template));
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 600);
            Path file = folder.resolve("page.png");
            ImageIO.write(page, "png", file.toFile());

            assertThat(zxing(page)).isEqualTo(printed(gtin));
            assertThat(zbar(Files.readAllBytes(file)))
                    .contains(printed(gtin), drawing.label().link().toString());
        }
    }

    /** The first label of a page, up to its very edge: the rest of a sheet is 30 million pixels of white. */
    private static PDRectangle firstPlaceOf(LabelTemplate template) {
        double points = 72 / 25.4;
        double left = (template.pageWidth() - template.across() * template.width()) / 2;
        double top = (template.pageHeight() - template.down() * template.height()) / 2;
        return new PDRectangle(
                (float) (left * points),
                (float) ((template.pageHeight() - top - template.height()) * points),
                (float) (template.width() * points),
                (float) (template.height() * points));
    }

    @ParameterizedTest
    @ValueSource(strings = {GTIN_13, GTIN_12, GTIN_8})
    void theSvgDrawsTheSameBars(String gtin) throws Exception {
        LabelDrawing drawing = drawing(gtin, LabelTemplate.A4_24);
        LabelDrawing.Bars bars = drawing.bars();
        assertThat(bars).isNotNull();
        Matcher path = Pattern.compile("translate\\(([0-9.]+) ([0-9.]+)\\) scale\\(([0-9.]+) 1\\)\" d=\"([^\"]+)\"")
                .matcher(SvgPen.draw(drawing));
        assertThat(path.find()).isTrue();
        assertThat(Double.parseDouble(path.group(1))).isCloseTo(bars.x(), within(0.0001));
        assertThat(Double.parseDouble(path.group(3))).isCloseTo(bars.module(), within(0.0001));

        assertThat(zxing(rasterOf(path.group(4)))).isEqualTo(printed(gtin));
    }

    @ParameterizedTest
    @MethodSource("everyNumberOnEverySize")
    void modulesAreWideEnoughForTillsAndQuietZonesStayQuiet(String gtin, LabelTemplate template) {
        LabelDrawing drawing = drawing(gtin, template);
        LabelDrawing.Bars bars = drawing.bars();
        assertThat(bars).as("there is room for them").isNotNull();
        assertThat(bars.module()).isBetween(0.264, 0.330 + 1e-9);
        boolean isShort = gtin.equals(GTIN_8);
        assertThat(bars.width()).isCloseTo((isShort ? 67 : 95) * bars.module(), within(1e-9));
        double left = (isShort ? 7 : 11) * bars.module();
        double right = 7 * bars.module();
        assertThat(bars.x() - left).isGreaterThanOrEqualTo(template.margin() - 1e-9);
        assertThat(bars.x() + bars.width() + right).isLessThanOrEqualTo(template.width() - template.margin() + 1e-9);
        LabelDrawing.Code code = drawing.code();
        boolean belowTheCode = bars.y() >= code.y() + code.side() + 4 * code.module() - 1e-9;
        boolean besideTheCode = bars.x() + bars.width() + right <= code.x() - 4 * code.module() + 1e-9;
        assertThat(belowTheCode || besideTheCode).isTrue();
        assertThat(bars.height()).as("high enough to be hit, in mm").isGreaterThanOrEqualTo(4);
        assertThat(bars.module() / code.module() * LabelDrawing.GRID)
                .as("whole pixels, for both codes")
                .isCloseTo(Math.rint(bars.module() / code.module() * LabelDrawing.GRID), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource(LabelTemplate.class)
    void onPaperTheBarsHaveTheWidthThatWasPlanned(LabelTemplate template) throws Exception {
        LabelDrawing drawing = drawing(GTIN_13, template);
        LabelDrawing.Bars bars = drawing.bars();
        assertThat(bars).isNotNull();
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(PngPen.draw(drawing)));
        double pixelsPerMm = LabelDrawing.GRID / drawing.code().module();
        int row = (int) ((bars.y() + bars.height() / 2) * pixelsPerMm);
        int first = 0;
        while (isLight(png, first, row)) {
            first++;
        }
        int last = (int) ((bars.x() + bars.width() + 3 * bars.module()) * pixelsPerMm);
        while (isLight(png, last, row)) {
            last--;
        }
        assertThat((last - first + 1) / pixelsPerMm).isCloseTo(95 * bars.module(), within(0.001));
        assertThat(first / pixelsPerMm).isCloseTo(bars.x(), within(0.05));
    }

    @Test
    void theBarsOfACodeAreThoseOfTheStandard() {
        Barcode barcode = Barcode.ofGtin(GTIN_13).orElseThrow();
        assertThat(barcode.bars()).hasSize(30);
        assertThat(barcode.bars().stream().filter(Barcode.Bar::guard).map(Barcode.Bar::at))
                .containsExactly(0, 2, 46, 48, 92, 94);
        Barcode shorter = Barcode.ofGtin(GTIN_8).orElseThrow();
        assertThat(shorter.bars()).hasSize(22);
        assertThat(shorter.bars().stream().filter(Barcode.Bar::guard).map(Barcode.Bar::at))
                .containsExactly(0, 2, 32, 34, 64, 66);
    }

    @ParameterizedTest
    @CsvSource({
        "09520123456788, 9520123456788",
        "00012345678905, 0012345678905",
        "00000096385074, 96385074",
    })
    void aNumberIsWrittenBelowInTheLengthOfItsBars(String gtin, String digits) {
        assertThat(Barcode.ofGtin(gtin).orElseThrow().digits()).isEqualTo(digits);
        LabelDrawing drawing = drawing(gtin, LabelTemplate.A4_10);
        StringBuilder below = new StringBuilder();
        drawing.lines().stream()
                .map(LabelDrawing.Line::text)
                .filter(text -> text.matches("[0-9]+"))
                .forEach(below::append);
        assertThat(below).hasToString(digits);
    }

    @Test
    void theNumberOfACaseHasNoBarsThatATillReads() {
        assertThat(Barcode.ofGtin("19520123456785")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2612345004544, true", // prefix 26, of the retailer
        "2612345004545, false", // wrong check digit
        "0412345678903, true",
        "9520123456788, false", // somebody's GTIN is no number of ours
        "20123451, true",
        "261234500454, false",
        "26123450045X4, false",
    })
    void aStoresOwnNumberIsPrintedOnlyWhereItCannotBeAnotherCompanys(String number, boolean bars) {
        assertThat(Barcode.ofStoreNumber(number).isPresent()).isEqualTo(bars);
    }

    private static LabelDrawing drawing(String gtin, LabelTemplate template) {
        Barcode barcode = Barcode.ofGtin(gtin).orElseThrow();
        Label label = new Label(
                "深蒸し煎茶 缶入り 80g",
                "Deep-steamed sencha, 80 g tin",
                new ShelfPrice("¥1,080", "税込", "本体 ¥1,000（税率8%）", "100gあたり ¥1,350"),
                "銀座店",
                barcode.digits(),
                barcode,
                URI.create(LINK.formatted(gtin)));
        return LabelDrawing.of(label, template, true);
    }

    private static String printed(String gtin) {
        return Barcode.ofGtin(gtin).orElseThrow().digits();
    }

    private static String zxing(BufferedImage image) throws NotFoundException {
        return new MultiFormatReader()
                .decode(
                        new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image))),
                        Map.of(
                                DecodeHintType.TRY_HARDER,
                                true,
                                DecodeHintType.POSSIBLE_FORMATS,
                                List.of(BarcodeFormat.EAN_13, BarcodeFormat.EAN_8)))
                .getText();
    }

    /** All that zbarimg reads; the test is skipped where there is none. */
    private List<String> zbar(byte[] png) throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                Stream.of("/usr/bin/zbarimg", "/usr/local/bin/zbarimg", "/opt/homebrew/bin/zbarimg")
                        .map(Path::of)
                        .anyMatch(Files::isExecutable),
                "zbarimg is not installed");
        Path file = Files.write(folder.resolve("label.png"), png);
        Process reader = new ProcessBuilder(
                        "zbarimg", "--quiet", "--raw", "-Sean13.enable", "-Sean8.enable", file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static boolean isLight(BufferedImage image, int x, int y) {
        return (image.getRGB(x, y) & 0xff) > 128;
    }

    /** Paints an SVG path of {@code M x 0 h n v height h-n z} bars, four pixels per module, with quiet zones. */
    private static BufferedImage rasterOf(String path) {
        BufferedImage image = new BufferedImage(600, 100, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D page = image.createGraphics();
        page.setColor(Color.WHITE);
        page.fillRect(0, 0, image.getWidth(), image.getHeight());
        page.setColor(Color.BLACK);
        Matcher bar = Pattern.compile("M(\\d+) 0h(\\d+)v[0-9.]+h-\\2z").matcher(path);
        int end = 0;
        while (bar.find()) {
            assertThat(bar.start()).as("nothing else in the path").isEqualTo(end);
            end = bar.end();
            page.fillRect((Integer.parseInt(bar.group(1)) + 20) * 4, 10, Integer.parseInt(bar.group(2)) * 4, 80);
        }
        assertThat(end).isEqualTo(path.length());
        page.dispose();
        return image;
    }
}
