package io.noren.pos;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Transactions as their stored documents tell them, read once more. */
@Component
class StoredTransactions {
    private final Documents documents;
    private final Dialects dialects;

    StoredTransactions(Documents documents, Dialects dialects) {
        this.documents = documents;
        this.dialects = dialects;
    }

    /**
     * Those of the document that begin at these places, by their place.
     *
     * @throws IllegalStateException when there is no such document
     */
    Map<Integer, TillTransaction> read(UUID document, Set<Integer> places) {
        Map<Integer, TillTransaction> found = new HashMap<>();
        Documents.Document stored = documents
                .find(document)
                .orElseThrow(() -> new IllegalStateException("document " + document + " is gone"));
        try (InputStream content = documents.open(document)) {
            dialects.of(stored.kind()).read(stored.source(), content, reading -> {
                if (reading instanceof TillTransaction transaction && places.contains(transaction.place())) {
                    found.put(transaction.place(), transaction);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
