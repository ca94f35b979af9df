package io.noren.pos;

import java.util.List;
import org.springframework.stereotype.Component;

/** The dialects that are read here, and which source speaks which. */
@Component
class Dialects {
    /** What a source speaks of which nothing else is said. */
    private static final String USUAL = "POSLOG";

    private final List<Dialect> dialects;

    Dialects(List<Dialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    /** @throws IllegalStateException when two are configured for the source: nobody can tell which one is meant */
    Dialect spokenBy(String source) {
        List<Dialect> spoken = dialects.stream()
                .filter(candidate -> candidate.isSpokenBy(source))
                .toList();
        if (spoken.size() > 1) {
            throw new IllegalStateException("The source " + source + " is configured to speak several dialects: "
                    + spoken.stream().map(Dialect::kind).toList());
        }
        return spoken.isEmpty() ? of(USUAL) : spoken.get(0);
    }

    /** @param kind as it is stored with a document */
    Dialect of(String kind) {
        return dialects.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing here reads " + kind));
    }
}
