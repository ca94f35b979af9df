package io.noren.integration.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.integration.NorenSettings;
import io.noren.integration.NorenSettings.External;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.diagnostics.FailureAnalysis;

class DataFolderTest {
    private static final int NO_PORT = 0;

    @TempDir
    Path folder;

    @Test
    void aSecondStartInTheSameFolderIsToldWhatToDo() throws IOException {
        DataFolder first = embedded(folder, NO_PORT);

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> embedded(folder, NO_PORT))
                .satisfies(refused -> {
                    assertThat(refused).hasMessageContaining("already running").hasMessageContaining(folder.toString());
                    assertThat(refused.action()).contains("NOREN_DATA", "SERVER_PORT");
                });

        first.release();
        assertThatCode(() -> embedded(folder, NO_PORT).release())
                .as("once the first is gone")
                .doesNotThrowAnyException();
    }

    @Test
    void copiesWithServersElsewhereMayShareAFolder() throws IOException {
        External server = new External("somewhere", "me", "secret");
        NorenSettings settings = new NorenSettings(folder, false, null, null, null, server, server);
        DataFolder first = new DataFolder(settings, NO_PORT);

        assertThatCode(() -> new DataFolder(settings, NO_PORT).release()).doesNotThrowAnyException();
        first.release();
    }

    @Test
    void aTakenPortIsNamedBeforeAnythingIsStarted() throws IOException {
        try (ServerSocket other = new ServerSocket(0)) {
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> embedded(folder, other.getLocalPort()))
                    .satisfies(refused -> {
                        assertThat(refused).hasMessageContaining("Port " + other.getLocalPort());
                        assertThat(refused.action()).contains("SERVER_PORT=");
                    });
        }
    }

    @Test
    void aFolderThatIsAFileIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("data"), "not a folder");

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> embedded(file, NO_PORT))
                .satisfies(refused -> assertThat(refused.action()).contains("NOREN_DATA"));
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefused() throws IOException {
        Assumptions.assumeFalse("root".equals(System.getProperty("user.name")), "root may write anywhere");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> embedded(folder, NO_PORT))
                .withMessageContaining("cannot be written");
    }

    @Test
    void aRefusedStartIsShownAsTwoSentencesNotAsAStackTrace() {
        FailureAnalysis shown = new StartRefusedAnalyzer()
                .analyze(new IllegalStateException(
                        new StartRefused("Port 8080 is already in use by another program.", "Stop that program.")));

        assertThat(shown).isNotNull();
        assertThat(shown.getDescription()).isEqualTo("Port 8080 is already in use by another program.");
        assertThat(shown.getAction()).isEqualTo("Stop that program.");
    }

    static DataFolder embedded(Path folder, int port) {
        return new DataFolder(new NorenSettings(folder, false, null, null, null, null, null), port);
    }
}
