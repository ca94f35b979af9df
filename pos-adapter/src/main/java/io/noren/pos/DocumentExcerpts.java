package io.noren.pos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The part of a kept document that a person should look at. */
@Component
public class DocumentExcerpts {
    /** Lines before and after the place. */
    private static final int AROUND = 12;

    /** Characters of a line that are shown; a whole document may be one line. */
    private static final int LONGEST = 2_000;

    private final Documents documents;

    DocumentExcerpts(Documents documents) {
        this.documents = documents;
    }

    /**
     * Some lines of a document, without personal data as all that is kept.
     *
     * @param firstLine the number of the first of these lines
     */
    public record Excerpt(
            UUID document, String source, String kind, Instant receivedAt, int firstLine, List<String> lines) {}

    /** @return empty when there is no such document, or the asker may not see all that its senders may */
    public Optional<Excerpt> around(UUID document, int line, LocationBinding asker) {
        return documents
                .find(document)
                .filter(stored -> asker.covers(stored.binding()))
                .map(stored -> {
                    int first = Math.max(1, line - AROUND);
                    return new Excerpt(
                            document,
                            stored.source(),
                            stored.kind(),
                            stored.receivedAt(),
                            first,
                            lines(document, first, line + AROUND));
                });
    }

    private List<String> lines(UUID document, int first, int last) {
        List<String> lines = new ArrayList<>();
        try (BufferedReader text =
                new BufferedReader(new InputStreamReader(documents.open(document), StandardCharsets.UTF_8))) {
            StringBuilder line = new StringBuilder();
            int number = 1;
            for (int c = text.read(); c >= 0 && number <= last; c = text.read()) {
                if (c == '\n') {
                    if (number >= first) {
                        lines.add(line.toString());
                    }
                    line.setLength(0);
                    number++;
                } else if (line.length() < LONGEST) {
                    line.append((char) c);
                }
            }
            if (number >= first && number <= last && !line.isEmpty()) {
                lines.add(line.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }
}
