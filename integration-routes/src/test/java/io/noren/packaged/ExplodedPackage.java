package io.noren.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged application, taken apart as it is meant to be run: a small jar beside the libraries it names. */
final class ExplodedPackage {
    private static final int LIMIT_SECONDS = 120;

    private ExplodedPackage() {}

    /** The jar to start; extracted anew when the package is newer than what was extracted before. */
    static synchronized Path jar() {
        Path packaged = packaged();
        Path folder = packaged.resolveSibling("exploded");
        Path jar = folder.resolve(packaged.getFileName());
        try {
            if (!Files.exists(jar)
                    || Files.getLastModifiedTime(jar).compareTo(Files.getLastModifiedTime(packaged)) < 0) {
                extract(packaged, folder);
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java that runs this test. */
    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path packaged() {
        String named = System.getProperty("noren.package");
        if (named == null || !Files.exists(Path.of(named))) {
            throw new IllegalStateException("There is no packaged application at " + named
                    + ". Build it first (mvn package) and name it in -Dnoren.package=…");
        }
        return Path.of(named);
    }

    private static void extract(Path packaged, Path folder) throws IOException {
        Process extraction = new ProcessBuilder(List.of(
                        java(),
                        "-Djarmode=tools",
                        "-jar",
                        packaged.toString(),
                        "extract",
                        "--force",
                        "--destination",
                        folder.toString()))
                .inheritIO()
                .start();
        try {
            if (!extraction.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || extraction.exitValue() != 0) {
                extraction.destroyForcibly();
                throw new IOException("the package " + packaged + " could not be extracted");
            }
        } catch (InterruptedException e) {
            extraction.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        // The extracted jar carries the time of its content; what matters is when it was extracted.
        Files.setLastModifiedTime(
                folder.resolve(packaged.getFileName()), FileTime.fromMillis(System.currentTimeMillis()));
    }
}
