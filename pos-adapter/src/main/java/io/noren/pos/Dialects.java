package io.noren.pos;

import java.util.List;
import org.springframework.stereotype.Component;

/** The dialects that are read here. */
@Component
class Dialects {
    private final List<Dialect> dialects;

    Dialects(List<Dialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    /** What a document is taken for that does not say what it is. */
    Dialect usual() {
        return dialects.get(0);
    }

    /** @param kind as it is stored with a document */
    Dialect of(String kind) {
        return dialects.stream()
                .filter(candidate -> candidate.kind().equals(kind))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing here reads " + kind));
    }
}
