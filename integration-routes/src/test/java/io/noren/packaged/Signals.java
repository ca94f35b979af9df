package io.noren.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;

/** What the system can tell a process. */
final class Signals {
    private Signals() {}

    static void send(String signal, ProcessHandle process) {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
