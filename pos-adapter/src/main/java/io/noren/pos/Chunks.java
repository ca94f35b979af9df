package io.noren.pos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Makes chunks durable, each with the document it is the first of and with the facts it announces. Small documents that
 * wait at the same moment are done in one transaction with a handful of statements. One that cannot be done does not
 * fail its neighbours: where the transaction fails, each is done alone.
 */
@Component
class Chunks {
    /** After that the loser is told. */
    private static final int TRIES = 5;

    private final Documents documents;
    private final Recording recording;
    private final TransactionTemplate transaction;
    private final DeliveryLanes deliveries;
    private final Consumer<Chunk> lanes;

    Chunks(
            Documents documents,
            Recording recording,
            PlatformTransactionManager transactionManager,
            ObjectProvider<DeliveryLanes> deliveries) {
        this.documents = documents;
        this.recording = recording;
        this.transaction = new TransactionTemplate(transactionManager);
        this.deliveries = deliveries.getIfAvailable(NoLanes::new);
        this.lanes = this.deliveries.lanes(this::together);
    }

    /** For what is announced in the name of this thread. */
    Consumer<Runnable> onBehalf() {
        return deliveries.onBehalf();
    }

    /** All of it is durable when this returns. */
    Chunk.Recorded record(Chunk chunk) {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            inOneTransaction(List.of(chunk));
        } else if (chunk.mayGoTogether()) {
            lanes.accept(chunk);
        } else {
            alone(chunk);
        }
        return chunk.outcome();
    }

    /** Something has come of each when this returns. */
    void together(List<Chunk> chunks) {
        List<Chunk> group = new ArrayList<>();
        List<Chunk> twins = new ArrayList<>();
        Set<UUID> seen = new HashSet<>();
        for (Chunk chunk : chunks) {
            (seen.add(chunk.document().id()) ? group : twins).add(chunk);
        }
        try {
            if (group.size() == 1) {
                alone(group.get(0));
            } else {
                inOneTransaction(group);
            }
        } catch (CannotCreateTransactionException | DataAccessResourceFailureException away) {
            group.forEach(chunk -> chunk.fail(away));
        } catch (RuntimeException failed) {
            if (group.size() == 1) {
                group.get(0).fail(failed);
            } else {
                group.forEach(chunk -> together(List.of(chunk)));
            }
        }
        if (!twins.isEmpty()) {
            together(twins); // the same document twice: the second finds what the first has left
        }
    }

    /** Losing against another transaction (a deadlock) is ours to mend, not the sender's. */
    private void alone(Chunk chunk) {
        for (int attempt = 1; ; attempt++) {
            try {
                inOneTransaction(List.of(chunk));
                return;
            } catch (ConcurrencyFailureException lost) {
                if (attempt == TRIES) {
                    throw lost;
                }
            }
        }
    }

    /** @param chunks of different documents */
    private void inOneTransaction(List<Chunk> chunks) {
        Map<Chunk, Chunk.Recorded> outcomes = new HashMap<>();
        transaction.executeWithoutResult(status -> {
            List<Recording.Page> pages = pages(chunks, store(chunks));
            recording.record(pages);
            for (int n = 0; n < pages.size(); n++) {
                Chunk chunk = chunks.get(n);
                if (chunk.isLast() && chunk.toStore() == null) {
                    documents.readToItsEnd(
                            chunk.document().id(), chunk.document().transactions());
                }
                outcomes.put(chunk, pages.get(n).outcome());
            }
        });
        outcomes.forEach(Chunk::come);
    }

    /** In the transaction of their first chunks: most documents are one transaction and should cost one commit. */
    private Map<UUID, Documents.Stored> store(List<Chunk> chunks) {
        List<Documents.Document> first = new ArrayList<>();
        Map<UUID, Content> contents = new HashMap<>();
        for (Chunk chunk : chunks) {
            Content content = chunk.toStore();
            if (content != null) {
                first.add(chunk.document());
                contents.put(chunk.document().id(), content);
            }
        }
        try {
            return first.isEmpty() ? Map.of() : documents.store(first, contents);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Recording.Page> pages(List<Chunk> chunks, Map<UUID, Documents.Stored> stored) {
        return chunks.stream()
                .map(chunk -> {
                    Documents.Document document = chunk.document();
                    Documents.Stored now = stored.get(document.id());
                    return now == null
                            ? new Recording.Page(chunk, document, chunk.isSeenBefore())
                            : new Recording.Page(chunk, document.receivedAt(now.receivedAt()), !now.fresh());
                })
                .toList();
    }
}
