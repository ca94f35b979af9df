package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import io.noren.integration.qr.gs1.CheckDigit;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is printed is looked at the way a phone looks at it, and measured the way a ruler does. */
class LabelsAreReadTest {
    private static final URI LINK = URI.create("https://shop.noren.example/01/09520123456788?414=9520000000004");
    private static final Label LABEL = new Label(
            "有機抹茶パウダー 石臼挽き 缶入り 100g",
            "Organic matcha powder, stone ground, 100 g tin",
            "¥1,980",
            "銀座店",
            Gtin.read("9520123456788"),
            LINK);

    @ParameterizedTest
    @EnumSource(LabelTemplate.class)
    void thePngIsDecodedToExactlyTheLink(LabelTemplate template) throws Exception {
        byte[] png = PngPen.draw(LabelDrawing.of(LABEL, template));
        assertThat(decode(ImageIO.read(new ByteArrayInputStream(png)))).containsExactly(LINK.toString());
    }

    @ParameterizedTest
    @EnumSource(LabelTemplate.class)
    void thePdfIsDecodedToExactlyTheLinkAndItsTextCanBeCopied(LabelTemplate template) throws Exception {
        byte[] pdf = PdfPen.draw(List.of(LabelDrawing.of(LABEL, template)));
        try (PDDocument document = Loader.loadPDF(pdf)) {
            assertThat(decode(new PDFRenderer(document).renderImageWithDPI(0, 300)))
                    .containsExactly(LINK.toString());
            assertThat(new PDFTextStripper().getText(document))
                    .contains("有機抹茶", "¥1,980", "税込", "銀座店", "9520123456788");
        }
    }

    @Test
    void everyLabelOfASheetIsDecodedAndTheTwentyFifthGoesToTheNextPage() throws Exception {
        List<String> links = new ArrayList<>();
        List<LabelDrawing> drawings = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            String digits = "952012345%03d".formatted(i);
            Gtin gtin = Stream.of("0123456789".split(""))
                    .map(check -> digits + check)
                    .filter(CheckDigit::holdsFor)
                    .map(Gtin::read)
                    .findFirst()
                    .orElseThrow();
            URI link = URI.create("https://shop.example/01/" + gtin.digits() + "?414=9520000000004");
            links.add(link.toString());
            drawings.add(
                    LabelDrawing.of(new Label("品目" + i, "Item " + i, null, "銀座店", gtin, link), LabelTemplate.A4_24));
        }
        try (PDDocument document = Loader.loadPDF(PdfPen.draw(drawings))) {
            assertThat(document.getNumberOfPages()).isEqualTo(2);
            PDFRenderer renderer = new PDFRenderer(document);
            assertThat(decode(renderer.renderImageWithDPI(0, 300)))
                    .containsExactlyInAnyOrderElementsOf(links.subList(0, 24));
            assertThat(decode(renderer.renderImageWithDPI(1, 300))).containsExactly(links.get(24));
            assertThat(document.getPage(0).getMediaBox().getWidth()).isCloseTo(595.28f, within(0.01f));
            assertThat(document.getPage(0).getMediaBox().getHeight()).isCloseTo(841.89f, within(0.01f));
        }
    }

    @ParameterizedTest
    @EnumSource(LabelTemplate.class)
    void theSvgDrawsEveryModuleOfTheCodeInItsTrueSize(LabelTemplate template) {
        LabelDrawing drawing = LabelDrawing.of(LABEL, template);
        String svg = SvgPen.draw(drawing);
        assertThat(svg)
                .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%smm\" height=\"%smm\""
                        .formatted((int) template.width(), (int) template.height()))
                .contains("<title>有機抹茶パウダー 石臼挽き 缶入り 100g</title>");
        Matcher code = Pattern.compile("translate\\(([0-9.]+) ([0-9.]+)\\) scale\\(([0-9.]+)\\)\" d=\"([^\"]+)\"")
                .matcher(svg);
        assertThat(code.find()).isTrue();
        assertThat(Double.parseDouble(code.group(3))).isCloseTo(drawing.code().module(), within(0.0001));
        assertThat(decode(rasterOf(code.group(4), drawing.code().qr().size()))).containsExactly(LINK.toString());
    }

    @ParameterizedTest
    @EnumSource(LabelTemplate.class)
    void modulesAreLargeEnoughForPhonesAndTheQuietZoneStaysQuiet(LabelTemplate template) {
        LabelDrawing drawing = LabelDrawing.of(LABEL, template);
        LabelDrawing.Code code = drawing.code();
        assertThat(code.module()).isBetween(0.396, 0.990);
        double quiet = 4 * code.module();
        assertThat(code.x() - quiet).isGreaterThan(0);
        assertThat(code.y() - quiet).isGreaterThanOrEqualTo(0);
        assertThat(code.x() + code.side() + quiet).isLessThanOrEqualTo(template.width() + 1e-9);
        assertThat(code.y() + code.side() + quiet).isLessThan(template.height());
        for (LabelDrawing.Line line : drawing.lines()) {
            double end = line.x() + LabelFont.get().width(line.text(), line.size());
            boolean leftOf = end <= code.x() - quiet + 1e-9;
            boolean below = line.baseline() - line.size() * 0.88 >= code.y() + code.side() + quiet - 1e-9;
            assertThat(leftOf || below).as("%s keeps off the code", line).isTrue();
            assertThat(line.x()).isGreaterThanOrEqualTo(0);
            assertThat(end).isLessThanOrEqualTo(template.width());
            assertThat(line.baseline()).isLessThanOrEqualTo(template.height() - template.margin());
        }
    }

    @Test
    void onPaperAModuleHasTheSizeThatWasPlanned() throws Exception {
        LabelDrawing drawing = LabelDrawing.of(LABEL, LabelTemplate.ROLL_62X29);
        BufferedImage png = ImageIO.read(new ByteArrayInputStream(PngPen.draw(drawing)));
        double pixelsPerMm = png.getWidth() / LabelTemplate.ROLL_62X29.width();
        try (PDDocument document = Loader.loadPDF(PdfPen.draw(List.of(drawing)))) {
            BufferedImage page = new PDFRenderer(document).renderImageWithDPI(0, 2540);
            assertThat(longestDarkRunInFirstRow(page) / 100.0)
                    .isCloseTo(7 * drawing.code().module(), within(0.02));
        }
        double finder = longestDarkRunInFirstRow(png) / pixelsPerMm;
        assertThat(finder).isCloseTo(7 * drawing.code().module(), within(0.02));
    }

    @Test
    void anExtremelyLongNameAndStoreAreCutBeforeTheyTouchTheCode() throws Exception {
        Label wordy = new Label(
                "とても長い商品名".repeat(40),
                "An extraordinarily long-winded product name ".repeat(20),
                "¥123,456,789,012",
                "株式会社のれん百貨店 東京銀座本店 本館地下一階食料品売場".repeat(4),
                LABEL.gtin(),
                LINK);
        for (LabelTemplate template : LabelTemplate.values()) {
            byte[] png = PngPen.draw(LabelDrawing.of(wordy, template));
            assertThat(decode(ImageIO.read(new ByteArrayInputStream(png)))).containsExactly(LINK.toString());
        }
    }

    @Test
    void aCharacterThatTheFontLacksBecomesAGetaMarkInEveryFormat() throws Exception {
        Label odd = new Label("寿司🍣と\u0000改行\nあり", "emoji 🍣", null, "店", LABEL.gtin(), LINK);
        LabelDrawing drawing = LabelDrawing.of(odd, LabelTemplate.A4_10);
        assertThat(drawing.lines()).anySatisfy(line -> assertThat(line.text()).isEqualTo("寿司〓と改行 あり"));
        try (PDDocument document = Loader.loadPDF(PdfPen.draw(List.of(drawing)))) {
            assertThat(new PDFTextStripper().getText(document)).contains("寿司〓と改行 あり");
        }
        assertThat(SvgPen.draw(drawing)).contains("<title>寿司🍣と改行").doesNotContain("\u0000");
    }

    @Test
    void markupInANameStaysText() {
        Label cheeky =
                new Label("<script>alert(1)</script>", "\" onload=\"alert(1)", null, "A & B", LABEL.gtin(), LINK);
        assertThat(SvgPen.draw(LabelDrawing.of(cheeky, LabelTemplate.A4_24)))
                .doesNotContain("<script", "\" onload")
                .contains("&lt;script&gt;", "A &amp; B");
    }

    @Test
    void aLinkTooLongForPhonesIsRefusedInsteadOfPrintedTooSmall() {
        URI endless = URI.create("https://" + "shop.".repeat(60) + "example/01/09520123456788");
        Label label = new Label("品", "Item", null, "店", LABEL.gtin(), endless);
        assertThatThrownBy(() -> LabelDrawing.of(label, LabelTemplate.A4_24))
                .isInstanceOfSatisfying(
                        CodeRefused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(CodeRefused.Reason.CODE_TOO_LARGE));
    }

    @Test
    void theCodeIsOfLevelMAndSurvivesLosingATenthOfItself() throws Exception {
        BufferedImage image =
                ImageIO.read(new ByteArrayInputStream(PngPen.draw(LabelDrawing.of(LABEL, LabelTemplate.A4_10))));
        Result whole = new QRCodeMultiReader().decode(bitmap(image), HARDER);
        assertThat(whole.getResultMetadata()).containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "M");
        QrCode qr = QrCode.of(LINK.toString());
        BufferedImage scratched = rasterOf(qr.path(0), qr.size());
        Graphics2D thumb = scratched.createGraphics();
        thumb.setColor(Color.WHITE);
        int tenth = (int) Math.sqrt(0.10 * qr.size() * qr.size() * 100) / 10 * 10;
        thumb.fillRect(140, 140, tenth * 8 / 10, tenth * 8 / 10);
        thumb.dispose();
        assertThat(decode(scratched)).containsExactly(LINK.toString());
    }

    @Test
    void japaneseInACodeIsNotTurnedIntoQuestionMarks() {
        QrCode qr = QrCode.of("受取番号 のれん-17");
        assertThat(decode(rasterOf(qr.path(0), qr.size()))).containsExactly("受取番号 のれん-17");
    }

    private static final Map<DecodeHintType, ?> HARDER = Map.of(DecodeHintType.TRY_HARDER, true);

    private static List<String> decode(BufferedImage image) {
        try {
            return Stream.of(new QRCodeMultiReader().decodeMultiple(bitmap(image), HARDER))
                    .map(Result::getText)
                    .toList();
        } catch (NotFoundException e) {
            return List.of();
        }
    }

    private static BinaryBitmap bitmap(BufferedImage image) {
        return new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(image)));
    }

    /** Paints an SVG path of {@code M x y h n v1h-n z} runs, ten pixels per module, with a quiet zone. */
    private static BufferedImage rasterOf(String path, int size) {
        int quiet = QrCode.QUIET_ZONE;
        int side = (size + 2 * quiet) * 10;
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D page = image.createGraphics();
        page.setColor(Color.WHITE);
        page.fillRect(0, 0, side, side);
        page.setColor(Color.BLACK);
        Matcher run = Pattern.compile("M(\\d+) (\\d+)h(\\d+)v1h-\\3z").matcher(path);
        int end = 0;
        while (run.find()) {
            assertThat(run.start()).as("nothing else in the path").isEqualTo(end);
            end = run.end();
            page.fillRect(
                    (Integer.parseInt(run.group(1)) + quiet) * 10,
                    (Integer.parseInt(run.group(2)) + quiet) * 10,
                    Integer.parseInt(run.group(3)) * 10,
                    10);
        }
        assertThat(end).isEqualTo(path.length());
        page.dispose();
        return image;
    }

    /** In pixels: the upper edge of a finder pattern, seven modules long. */
    private static int longestDarkRunInFirstRow(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            int run = 0;
            int longest = 0;
            for (int x = image.getWidth() / 2; x < image.getWidth(); x++) {
                run = (image.getRGB(x, y) & 0xff) < 128 ? run + 1 : 0;
                longest = Math.max(longest, run);
            }
            if (longest > 0) {
                return longest;
            }
        }
        return 0;
    }
}
