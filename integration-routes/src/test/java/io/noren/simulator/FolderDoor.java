package io.noren.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;

/** The drop folder; that a file has gone to {@code done} is the hub's word. */
final class FolderDoor implements Door {
    private final Path inbox;
    private final AtomicInteger files = new AtomicInteger();

    /** @param inbox in the hub's data folder */
    FolderDoor(Path inbox) {
        this.inbox = inbox;
    }

    @Override
    public Handed hand(Dialect dialect, byte[] document, String who) {
        Path folder = inbox.resolve(dialect.source());
        String name = who + "-" + files.incrementAndGet() + dialect.extension();
        try {
            Files.createDirectories(folder);
            Path part = Files.write(folder.resolve(name + ".part"), document);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return () -> word(folder, name);
    }

    private static Word word(Path folder, String name) {
        if (Files.exists(folder.resolve("parked").resolve(name))) {
            throw new AssertionError(
                    "the hub set the file aside: " + folder.resolve("parked").resolve(name));
        }
        return Files.exists(folder.resolve("done").resolve(name))
                ? new Word(Word.State.ACKNOWLEDGED, null)
                : Word.NONE_YET;
    }
}
