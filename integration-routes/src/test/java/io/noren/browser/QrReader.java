package io.noren.browser;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.NotFoundException;
import com.google.zxing.client.j2se.BufferedImageLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.multi.qrcode.QRCodeMultiReader;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads codes from pictures, as a phone does. */
final class QrReader {
    private QrReader() {}

    /** What the only code of this picture says. */
    static String read(BufferedImage picture) throws NotFoundException {
        var codes = new QRCodeMultiReader()
                .decodeMultiple(
                        new BinaryBitmap(new HybridBinarizer(new BufferedImageLuminanceSource(picture))),
                        Map.of(DecodeHintType.TRY_HARDER, true));
        if (codes.length != 1) {
            throw new IllegalStateException(codes.length + " codes in one picture");
        }
        return codes[0].getText();
    }

    /** What a second, unrelated reader says: zbarimg, where it is installed. */
    static Optional<String> readByZbar(Path png) throws IOException, InterruptedException {
        if (Stream.of("/usr/bin/zbarimg", "/usr/local/bin/zbarimg", "/opt/homebrew/bin/zbarimg")
                .map(Path::of)
                .noneMatch(Files::isExecutable)) {
            return Optional.empty();
        }
        Process zbar = new ProcessBuilder(
                        List.of("zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", png.toString()))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String read = new String(zbar.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (zbar.waitFor() != 0) {
            throw new IllegalStateException("zbarimg found no code in " + png);
        }
        return Optional.of(read);
    }
}
