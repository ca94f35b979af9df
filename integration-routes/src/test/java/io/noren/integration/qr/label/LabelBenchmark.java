package io.noren.integration.qr.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import io.noren.integration.qr.QrCode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * How many codes and how many labels on sheets of A4 are drawn in a second, beside ZXing's encoder alone and beside PDFBox
 * alone with labels that are laid out already. Aimed at are 70 % of each, and 2,000 labels a second. By the processor time
 * of the one thread, the best of several rounds, so that what else the machine does counts for little. Not part of the
 * tests: {@code mvn -q -pl integration-routes -am verify -Pbenchmark -Dit.test=LabelBenchmark}.
 */
class LabelBenchmark {
    private static final int WARM_UP_ROUNDS = 4;
    private static final int ROUNDS = Integer.getInteger("noren.benchmark.rounds", 6);
    private static final int LABELS = Integer.getInteger("noren.benchmark.labels", 2_400);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What is done with the same labels. */
    private enum Way {
        ZXING("QR: ZXing's encoder alone"),
        CODE("QR: code and its outline"),
        PDFBOX("PDF: PDFBox alone, laid out before"),
        SHEETS("PDF: labels laid out and drawn");

        private final String title;

        Way(String title) {
            this.title = title;
        }
    }

    private final List<Label> labels = labels();
    private final List<LabelDrawing> laidOut = layOut(labels);
    private long drawn;

    @Test
    void besideZxingAndPdfBox() throws Exception {
        Map<Way, Double> best = new EnumMap<>(Way.class);
        for (int round = 0; round < WARM_UP_ROUNDS + ROUNDS; round++) {
            for (Way way : Way.values()) {
                long began = THREADS.getCurrentThreadCpuTime();
                go(way);
                double rate = LABELS / ((THREADS.getCurrentThreadCpuTime() - began) / 1e9);
                if (round >= WARM_UP_ROUNDS) {
                    best.merge(way, rate, Math::max);
                }
            }
        }
        assertThat(drawn).isPositive();
        double code = best.getOrDefault(Way.CODE, 0.0) / best.getOrDefault(Way.ZXING, 1.0);
        double sheets = best.getOrDefault(Way.SHEETS, 0.0) / best.getOrDefault(Way.PDFBOX, 1.0);
        System.out.printf("%n| %,d labels | per second |%n|---|---|%n", LABELS);
        best.forEach((way, rate) -> System.out.printf("| %s | %,.0f |%n", way.title, rate));
        System.out.printf("| codes, of ZXing's encoder (70 %% is aimed at) | %.0f %% |%n", 100 * code);
        System.out.printf("| sheets, of PDFBox (70 %% is aimed at) | %.0f %% |%n", 100 * sheets);
    }

    private void go(Way way) throws IOException, WriterException {
        switch (way) {
            case ZXING -> {
                for (Label label : labels) {
                    drawn += Encoder.encode(label.link().toString(), ErrorCorrectionLevel.M)
                            .getMatrix()
                            .getWidth();
                }
            }
            case CODE -> {
                for (Label label : labels) {
                    drawn += QrCode.of(label.link().toString()).path(0).length();
                }
            }
            case PDFBOX -> drawn += BarePdfBox.draw(laidOut).length;
            case SHEETS -> drawn += PdfSheets.draw(layOut(labels)).length;
        }
    }

    private static List<LabelDrawing> layOut(List<Label> labels) {
        return labels.stream()
                .map(label -> LabelDrawing.of(label, LabelTemplate.A4_24, true))
                .toList();
    }

    private static List<Label> labels() {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; labels.size() < LABELS; i++) {
            String gtin = "0952%09d".formatted(i);
            int sum = 0;
            for (int place = 0; place < 13; place++) {
                sum += (gtin.charAt(place) - '0') * (place % 2 == 0 ? 3 : 1);
            }
            gtin += (10 - sum % 10) % 10;
            Optional<Barcode> barcode = Barcode.ofGtin(gtin);
            labels.add(new Label(
                    "深蒸し煎茶 缶入り 第" + i + "号 80g",
                    "Deep-steamed sencha, tin no. " + i + ", 80 g",
                    new ShelfPrice(
                            "¥%,d".formatted(500 + i), "税込", "本体 ¥%,d（税率8%%）".formatted(463 + i), "100gあたり ¥1,350"),
                    "銀座店",
                    barcode.map(Barcode::digits).orElse(gtin),
                    barcode.orElse(null),
                    URI.create("https://shop.noren.example/01/" + gtin + "?414=9520000000004")));
        }
        return labels;
    }
}
