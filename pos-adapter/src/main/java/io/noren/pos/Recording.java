package io.noren.pos;

import io.noren.pos.ParkedTransactions.Entry;
import io.noren.pos.TransactionLog.Arrival;
import io.noren.pos.TransactionLog.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Turns a chunk of readings into facts: checks what the till cannot know (whether we know the store, whether the sender
 * may speak for it, whether the day can be), records each transaction once and announces what is new. Its caller holds
 * the database transaction, so a fact is announced if and only if it is recorded.
 */
@Component
class Recording {
    private final StoreDirectory stores;
    private final Plausibility plausibility;
    private final TransactionLog log;
    private final ParkedTransactions parked;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Recording(
            StoreDirectory stores,
            Plausibility plausibility,
            TransactionLog log,
            ParkedTransactions parked,
            ApplicationEventPublisher events,
            Clock clock) {
        this.stores = stores;
        this.plausibility = plausibility;
        this.log = log;
        this.parked = parked;
        this.events = events;
        this.clock = clock;
    }

    /** @param parked in the order of the document */
    record Result(int recorded, int duplicates, List<Entry> parked) {}

    private record Candidate(
            TillTransaction transaction,
            TransactionKey key,
            @Nullable Instant occurredAt) {}

    /** @param seenBefore whether an earlier reading may have parked some of these */
    Result record(Documents.Document document, LocationBinding binding, List<Reading> chunk, boolean seenBefore) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        List<Entry> faults = new ArrayList<>();
        List<Candidate> candidates = new ArrayList<>(chunk.size());
        // A chunk is mostly one store's; asking once also means that all of it is judged by the same answer.
        Map<String, Optional<StoreDirectory.Store>> asked = new HashMap<>();
        Function<String, Optional<StoreDirectory.Store>> directory =
                code -> asked.computeIfAbsent(code, unknown -> stores.find(document.source(), unknown));
        for (Reading reading : chunk) {
            admit(reading, directory, document.source(), binding, candidates, faults);
        }
        List<Outcome> outcomes = log.record(
                document.id(),
                candidates.stream()
                        .map(candidate -> new Arrival(
                                candidate.key(),
                                candidate.transaction().kind(),
                                Digest.of(candidate.transaction()),
                                candidate.transaction().place(),
                                candidate.occurredAt()))
                        .toList(),
                now);
        int recorded = 0;
        int duplicates = 0;
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            switch (outcomes.get(i)) {
                case RECORDED -> {
                    recorded++;
                    announce(document, candidate);
                }
                case DUPLICATE -> duplicates++;
                case CONFLICT -> faults.add(conflict(candidate));
            }
        }
        if (seenBefore) {
            parked.resolve(
                    document.id(),
                    candidates.stream()
                            .map(candidate -> candidate.transaction().key())
                            .toList(),
                    faults,
                    now);
        }
        parked.park(document.id(), true, document.source(), faults, now);
        return new Result(recorded, duplicates, faults);
    }

    private void admit(
            Reading reading,
            Function<String, Optional<StoreDirectory.Store>> directory,
            String source,
            LocationBinding binding,
            List<Candidate> candidates,
            List<Entry> faults) {
        ToldKey told = reading instanceof TillTransaction t ? t.key() : ((UnreadableTransaction) reading).key();
        Optional<StoreDirectory.Store> store = told == null ? Optional.empty() : directory.apply(told.storeCode());
        boolean covered = store.isPresent() && binding.covers(store.get().location());

        if (reading instanceof UnreadableTransaction unreadable) {
            faults.add(entry(
                    unreadable.fault(), source, told, covered ? store.get().location() : null));
            return;
        }
        TillTransaction transaction = (TillTransaction) reading;
        if (store.isEmpty()) {
            faults.add(entry(
                    new Fault(
                            "UNKNOWN_LOCATION",
                            "No location stands for store code "
                                    + transaction.key().storeCode()
                                    + " of this source; create or map it, then read the document again.",
                            transaction.place()),
                    source,
                    told,
                    null));
            return;
        }
        String location = store.get().location();
        if (!covered) {
            faults.add(entry(
                    new Fault(
                            "LOCATION_NOT_ALLOWED",
                            "The sender's key is not bound to location " + location
                                    + "; bind it, or send the transaction with a key that is.",
                            transaction.place()),
                    source,
                    told,
                    null));
            return;
        }
        ZoneId zone = store.get().zone();
        Optional<Fault> absurd = plausibility.of(transaction, zone);
        if (absurd.isPresent()) {
            faults.add(entry(absurd.get(), source, told, location));
            return;
        }
        TillTime at = transaction.occurredAt();
        candidates.add(
                new Candidate(transaction, transaction.key().at(source, location), at == null ? null : at.in(zone)));
    }

    private static Entry entry(Fault fault, String source, @Nullable ToldKey key, @Nullable String location) {
        String text = key == null
                ? null
                : key.at(source, location == null ? key.storeCode() : location).asText();
        return new Entry(fault.code(), fault.reason(), fault.place(), key, text, location);
    }

    private static Entry conflict(Candidate candidate) {
        TillTransaction transaction = candidate.transaction();
        return new Entry(
                "TRANSACTION_CONFLICT",
                "A transaction with this key was recorded before with other content; the first one stands."
                        + " Compare the two and correct the stock by hand if this one is right.",
                transaction.place(),
                transaction.key(),
                candidate.key().asText(),
                candidate.key().location());
    }

    private void announce(Documents.Document document, Candidate candidate) {
        TillTransaction transaction = candidate.transaction();
        TransactionKey key = candidate.key();
        Instant occurredAt = candidate.occurredAt();
        if (occurredAt == null) {
            return; // only what moves nothing may come without a time
        }
        if (!transaction.sold().isEmpty()) {
            events.publishEvent(new SaleRecorded(
                    factId(key, "SaleRecorded"),
                    key,
                    document.id(),
                    occurredAt,
                    document.receivedAt(),
                    transaction.currency(),
                    transaction.memberCard(),
                    transaction.sold()));
        }
        if (!transaction.returned().isEmpty()) {
            events.publishEvent(new ReturnRecorded(
                    factId(key, "ReturnRecorded"),
                    key,
                    document.id(),
                    occurredAt,
                    document.receivedAt(),
                    transaction.currency(),
                    transaction.memberCard(),
                    transaction.returned()));
        }
    }

    private static UUID factId(TransactionKey key, String fact) {
        return Names.uuid(key.asText() + "/" + fact);
    }
}
