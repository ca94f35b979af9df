package io.noren.integration.screens.shopper;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.springframework.stereotype.Component;

/**
 * Finds the code in what a phone's camera sees, for browsers that cannot do it themselves. A picture is looked at once and
 * kept nowhere. At most {@link #AT_ONCE} are looked at, so that cameras do not take the processor from the tills.
 */
@Component
class ScannedPictures {
    static final int MOST_BYTES = 300_000;

    /** In each direction; a small file can say that it is a very large picture. */
    private static final int MOST_PIXELS = 1_600;

    private static final int AT_ONCE = 2;

    private static final Map<DecodeHintType, ?> HINTS = Map.of(
            DecodeHintType.TRY_HARDER,
            true,
            DecodeHintType.POSSIBLE_FORMATS,
            List.of(
                    BarcodeFormat.QR_CODE,
                    BarcodeFormat.EAN_13,
                    BarcodeFormat.EAN_8,
                    BarcodeFormat.UPC_A,
                    BarcodeFormat.UPC_E,
                    BarcodeFormat.CODE_128,
                    BarcodeFormat.DATA_MATRIX));

    private final Semaphore eyes = new Semaphore(AT_ONCE);

    /** @return empty if there is no code in it, it is no picture, or too many are being looked at; the next comes soon */
    Optional<String> read(byte[] picture) {
        if (picture.length > MOST_BYTES || !eyes.tryAcquire()) {
            return Optional.empty();
        }
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(picture))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
            return readers.hasNext() ? read(readers.next(), input) : Optional.empty();
        } catch (IOException | RuntimeException unreadable) {
            return Optional.empty();
        } finally {
            eyes.release();
        }
    }

    private static Optional<String> read(ImageReader reader, ImageInputStream input) throws IOException {
        try {
            reader.setInput(input, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            return width > MOST_PIXELS || height > MOST_PIXELS ? Optional.empty() : decoded(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    private static Optional<String> decoded(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
        try {
            return Optional.of(new MultiFormatReader()
                    .decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))), HINTS)
                    .getText());
        } catch (NotFoundException none) {
            return Optional.empty();
        }
    }
}
