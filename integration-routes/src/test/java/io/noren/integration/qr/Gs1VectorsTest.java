package io.noren.integration.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** GS1's own vectors, as far as this release's two keys go: a GTIN alone in the path, a check digit anywhere. */
class Gs1VectorsTest {
    private static final Pattern GTIN_ALONE = Pattern.compile("https?://[^/<>{}\\\\`?#]+/01/([^/?#]*)");

    @Test
    void wrongCheckDigitsAreSeen() throws IOException {
        List<String[]> vectors = read("check-digit.tsv");
        assertThat(vectors)
                .isNotEmpty()
                .allSatisfy(vector ->
                        assertThat(CheckDigit.holdsFor(vector[1])).as(vector[1]).isEqualTo(!vector[0].equals("fail")));
    }

    @Test
    void linksWithNothingButAGtinAreReadAsGs1ReadsThem() throws IOException {
        int judged = 0;
        for (String[] vector : read("dl-uri-parse.tsv")) {
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

    private static List<String[]> read(String file) throws IOException {
        Path vectors = sharedFolder().resolve("data/gs1").resolve(file);
        assumeTrue(Files.exists(vectors), () -> "GS1's vectors are not beside this checkout: " + vectors);
        try (Stream<String> lines = Files.lines(vectors)) {
            return lines.skip(1).map(line -> line.split("\t", -1)).toList();
        }
    }

    private static Path sharedFolder() {
        String named = System.getProperty("noren.shared");
        if (named != null) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder.getParent() != null && !Files.isDirectory(folder.resolve("integration-routes"))) {
            folder = folder.getParent();
        }
        return folder.resolveSibling("shared");
    }
}
