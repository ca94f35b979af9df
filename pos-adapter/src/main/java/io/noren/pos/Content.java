package io.noren.pos;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A complete document as it was sent, that can be read more than once. */
public interface Content {

    InputStream open() throws IOException;

    /** In bytes. */
    long size() throws IOException;

    /** A file, which stays where it is. */
    static Content of(Path file) {
        return new Content() {
            @Override
            public InputStream open() throws IOException {
                return Files.newInputStream(file);
            }

            @Override
            public long size() throws IOException {
                return Files.size(file);
            }
        };
    }
}
