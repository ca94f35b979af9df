package io.noren.integration.qr.gs1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** GS1's own vectors, which lie beside this checkout or where {@code -Dnoren.shared} says. */
public final class Gs1Vectors {
    private Gs1Vectors() {}

    /** The rows of one file without its heading; the calling test is skipped where the files are not. */
    public static List<String[]> rows(String file, int atLeast) throws IOException {
        try (Stream<String> lines = Files.lines(file(file))) {
            List<String[]> rows =
                    lines.skip(1).map(line -> line.split("\t", -1)).toList();
            assertThat(rows).as(file).hasSizeGreaterThanOrEqualTo(atLeast);
            return rows;
        }
    }

    /** One of GS1's files; the calling test is skipped where it is not. */
    public static Path file(String name) {
        Path file = sharedFolder().resolve("data/gs1").resolve(name);
        assumeTrue(Files.exists(file), () -> "GS1's files are not beside this checkout: " + file);
        return file;
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
