package io.noren.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The packaged application, taken apart as it is meant to be run: a small jar beside the libraries it names. */
final class ExplodedPackage {
    private static final int LIMIT_SECONDS = 120;

    private ExplodedPackage() {}

    /** The jar to start; extracted anew when the package is newer than what was extracted before. */
    static Path jar() {
        Path packaged = packaged();
        Path folder = packaged.resolveSibling("exploded");
        Path jar = folder.resolve(packaged.getFileName());
        onceAtATime(packaged.resolveSibling("exploded.lock"), () -> {
            if (isOlder(jar, packaged)) {
                extract(packaged, folder);
            }
        });
        return jar;
    }

    /**
     * The classes of a started application, as a Java machine keeps them for its next start: half of a start's time, as
     * in the image. Made once for each package.
     *
     * @param oneRun makes it
     */
    static Path classArchive(OneRun oneRun) {
        Path jar = jar();
        Path archive = jar.resolveSibling("classes.jsa");
        onceAtATime(jar.resolveSibling("classes.lock"), () -> {
            if (isOlder(archive, jar)) {
                Files.deleteIfExists(archive);
                oneRun.with("-XX:ArchiveClassesAtExit=" + archive);
            }
        });
        return archive;
    }

    /** The tests of this package run in several processes, and in one of them several hubs start at the same moment. */
    private static synchronized void onceAtATime(Path lockFile, Step step) {
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            step.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts and ends the application with one more option of its Java machine. */
    interface OneRun {
        void with(String option) throws IOException;
    }

    private interface Step {
        void run() throws IOException;
    }

    private static boolean isOlder(Path made, Path source) throws IOException {
        return !Files.exists(made) || Files.getLastModifiedTime(made).compareTo(Files.getLastModifiedTime(source)) < 0;
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
