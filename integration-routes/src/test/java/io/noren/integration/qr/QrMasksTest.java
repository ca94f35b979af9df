package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.Encoder;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The mask is chosen faster than ZXing does it, and is the same one. */
class QrMasksTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 14, 26, 42, 62, 84, 106, 150, 250, 400, 470, 600})
    void everyCodeIsTheOneThatZxingDraws(int length) throws WriterException {
        Random random = new Random(length);
        for (int i = 0; i < 40; i++) {
            String text = text(random, length);
            assertThat(QrMasks.encode(text, Map.of()).toString())
                    .as(text)
                    .isEqualTo(Encoder.encode(text, ErrorCorrectionLevel.M)
                            .getMatrix()
                            .toString());
        }
    }

    @Test
    void soAreThoseOfShelves() throws WriterException {
        for (int i = 0; i < 500; i++) {
            String text = "https://shop.example/01/%014d?414=9520000000004".formatted(i * 7_919L);
            assertThat(QrMasks.encode(text, Map.of()).toString())
                    .as(text)
                    .isEqualTo(Encoder.encode(text, ErrorCorrectionLevel.M)
                            .getMatrix()
                            .toString());
        }
    }

    private static String text(Random random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('!' + random.nextInt('~' - '!')));
        }
        return text.toString();
    }
}
