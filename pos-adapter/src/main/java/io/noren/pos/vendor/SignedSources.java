package io.noren.pos.vendor;

import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Which sources are cloud till systems. */
@Component
public class SignedSources {
    private final List<SignedDialect> dialects;

    public SignedSources(List<SignedDialect> dialects) {
        this.dialects = List.copyOf(dialects);
    }

    /** Whether the source's documents are believed for their signature over HTTP, and for nothing else. */
    public boolean isSigned(String source) {
        return find(source).isPresent();
    }

    Optional<SignedDialect> find(String source) {
        return dialects.stream().filter(dialect -> dialect.isSpokenBy(source)).findFirst();
    }

    /** All that are configured. */
    List<String> all() {
        return dialects.stream()
                .flatMap(dialect -> dialect.sources().stream())
                .sorted()
                .toList();
    }
}
