package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.qr.gs1.Gs1Vectors;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** GS1's own vectors, as far as what the resolver serves goes: a GTIN alone in the path. */
class DigitalLinkVectorsTest {
    private static final Pattern GTIN_ALONE = Pattern.compile("https?://[^/<>{}\\\\`?#]+/01/([^/?#]*)");

    @Test
    void linksWithNothingButAGtinAreReadAsGs1ReadsThem() throws IOException {
        int judged = 0;
        for (String[] vector : Gs1Vectors.rows("dl-uri-parse.tsv", 50)) {
            Matcher link = GTIN_ALONE.matcher(vector[2]);
            if (!link.matches()) {
                continue;
            }
            judged++;
            if (vector[1].equals("valid")) {
                DigitalLink read = DigitalLink.read(link.group(1), List.of());
                assertThat("^01" + read.item().digits()).as(vector[2]).isEqualTo(vector[3]);
                assertThat(read.under(URI.create("https://a"))).hasToString("https://a/01/" + vector[3].substring(3));
            } else {
                assertThat(refuses(link.group(1))).as(vector[2]).isTrue();
            }
        }
        assertThat(judged).isGreaterThan(8);
    }

    private static boolean refuses(String gtin) {
        try {
            DigitalLink.read(gtin, List.of());
            return false;
        } catch (CodeRefused expected) {
            return true;
        }
    }
}
