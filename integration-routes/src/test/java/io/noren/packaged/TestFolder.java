package io.noren.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.opentest4j.TestAbortedException;
import org.springframework.util.FileSystemUtils;

/** A temporary folder per test: deleted when the test was green or skipped, kept and named when it was red. */
public final class TestFolder implements BeforeEachCallback, AfterEachCallback {
    private final String prefix;
    private @Nullable Path path;

    public TestFolder(String prefix) {
        this.prefix = prefix;
    }

    public Path path() {
        return Objects.requireNonNull(path, "only while a test runs");
    }

    @Override
    public void beforeEach(ExtensionContext test) throws IOException {
        path = Files.createTempDirectory(prefix);
    }

    @Override
    public void afterEach(ExtensionContext test) throws IOException {
        if (test.getExecutionException()
                .filter(thrown -> !(thrown instanceof TestAbortedException))
                .isPresent()) {
            System.out.println(test.getDisplayName() + " failed; its data and the hub's output are in " + path);
        } else {
            FileSystemUtils.deleteRecursively(path);
        }
    }
}
