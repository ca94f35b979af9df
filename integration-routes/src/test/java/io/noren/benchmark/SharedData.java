package io.noren.benchmark;

import java.nio.file.Files;
import java.nio.file.Path;

/** Real files that are no part of the repository: in {@code -Dnoren.shared}, or in the folder beside it. */
final class SharedData {
    private SharedData() {}

    static Path file(String name) {
        String named = System.getProperty("noren.shared");
        Path shared = named == null ? repository().resolveSibling("shared") : Path.of(named);
        return shared.resolve("data").resolve(name);
    }

    static Path repository() {
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("integration-routes"))) {
            folder = folder.getParent();
        }
        if (folder == null) {
            throw new AssertionError("started outside of the repository");
        }
        return folder;
    }
}
