package io.noren.pos;

import io.noren.pos.ParkedTransactions.Entry;
import io.noren.pos.TillTransaction.Kind;
import io.noren.pos.TransactionLog.Arrival;
import io.noren.pos.TransactionLog.Outcome;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Turns readings into facts: checks what the till cannot know (whether we know the store, whether the sender
 * may speak for it, whether the day can be), records each transaction once and announces what is new. Its caller holds
 * the database transaction, so a fact is announced if and only if it is recorded.
 */
@Component
class Recording {
    private final StoreDirectory stores;
    private final Plausibility plausibility;
    private final TransactionLog log;
    private final TillDays days;
    private final ParkedTransactions parked;
    private final TillFacts facts;
    private final PostVoids voids;
    private final Clock clock;

    Recording(
            StoreDirectory stores,
            Plausibility plausibility,
            TransactionLog log,
            TillDays days,
            ParkedTransactions parked,
            TillFacts facts,
            PostVoids voids,
            Clock clock) {
        this.stores = stores;
        this.plausibility = plausibility;
        this.log = log;
        this.days = days;
        this.parked = parked;
        this.facts = facts;
        this.voids = voids;
        this.clock = clock;
    }

    /** @param parked in the order of the document */
    record Result(int recorded, int duplicates, List<Entry> parked) {}

    /** What is recorded of one document together with others. */
    static final class Page {
        private final Chunk chunk;
        private final Documents.Document document;
        private final boolean seenBefore;
        private final List<Entry> faults = new ArrayList<>();
        private final List<Candidate> candidates = new ArrayList<>();
        private final List<TransactionKey> duplicates = new ArrayList<>();
        private int recorded;

        /**
         * @param document as it stands there
         * @param seenBefore whether an earlier reading may have parked some of these
         */
        Page(Chunk chunk, Documents.Document document, boolean seenBefore) {
            this.chunk = chunk;
            this.document = document;
            this.seenBefore = seenBefore;
        }

        Chunk.Recorded outcome() {
            return new Chunk.Recorded(
                    document, seenBefore, new Result(recorded, duplicates.size(), List.copyOf(faults)));
        }
    }

    /** @param original as our locations are named; null where there is none, or its store is unknown */
    private record Candidate(
            TillTransaction transaction,
            TransactionKey key,
            @Nullable TransactionKey original,
            @Nullable Instant occurredAt) {

        boolean isPostVoid() {
            return transaction.kind() == Kind.POST_VOID;
        }
    }

    /** In the order of their coming: of two that tell the same transaction the first is the one that told it. */
    void record(List<Page> pages) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        pages.forEach(this::admit);
        Map<TransactionKey, PostVoids.Known> takenBack = voids.known(pages.stream()
                .flatMap(page -> page.candidates.stream())
                .filter(Candidate::isPostVoid)
                .map(Candidate::original)
                .filter(Objects::nonNull)
                .toList());
        pages.forEach(page -> page.candidates.removeIf(candidate -> {
            Optional<Entry> fault = takenBackByAnother(candidate, takenBack);
            fault.ifPresent(page.faults::add);
            return fault.isPresent();
        }));
        Iterator<Outcome> outcomes = log.record(
                        pages.stream()
                                .flatMap(page ->
                                        page.candidates.stream().map(candidate -> arrival(page.document, candidate)))
                                .toList(),
                        now)
                .iterator();
        pages.forEach(page -> page.chunk.onBehalf(() -> settle(page, outcomes, takenBack)));
        days.toldAgain(pages.stream().flatMap(page -> page.duplicates.stream()).toList(), now);
        pages.forEach(page -> page.chunk.onBehalf(() -> park(page, now)));
    }

    private void admit(Page page) {
        // A chunk is mostly one store's; asking once also means that all of it is judged by the same answer.
        Map<String, Optional<StoreDirectory.Store>> asked = new HashMap<>();
        String source = page.document.source();
        Function<String, Optional<StoreDirectory.Store>> directory =
                code -> asked.computeIfAbsent(code, unknown -> stores.find(source, unknown));
        for (Reading reading : page.chunk.readings()) {
            admit(reading, directory, source, page.document.binding(), page.candidates, page.faults);
        }
    }

    private static Arrival arrival(Documents.Document document, Candidate candidate) {
        TillTransaction transaction = candidate.transaction();
        return new Arrival(
                document.id(),
                document.receivedAt(),
                candidate.key(),
                transaction.vendorId(),
                transaction.key().numbered(),
                transaction.kind(),
                Digest.of(transaction),
                transaction.place(),
                candidate.occurredAt());
    }

    private void settle(Page page, Iterator<Outcome> outcomes, Map<TransactionKey, PostVoids.Known> takenBack) {
        for (Candidate candidate : page.candidates) {
            switch (outcomes.next()) {
                case RECORDED -> {
                    page.recorded++;
                    announce(page.document, candidate);
                }
                case DUPLICATE -> {
                    Optional<Entry> missing = stillMissing(candidate, takenBack);
                    missing.ifPresent(page.faults::add);
                    if (missing.isEmpty()) {
                        page.duplicates.add(candidate.key());
                    }
                }
                case CONFLICT -> page.faults.add(conflict(candidate));
            }
        }
    }

    private void park(Page page, Instant now) {
        UUID document = page.document.id();
        if (page.seenBefore) {
            parked.resolve(
                    document,
                    page.candidates.stream()
                            .map(candidate -> candidate.transaction().key())
                            .toList(),
                    page.faults,
                    now);
        }
        parked.park(document, true, page.document.source(), page.faults, now);
    }

    private void admit(
            Reading reading,
            Function<String, Optional<StoreDirectory.Store>> directory,
            String source,
            LocationBinding binding,
            List<Candidate> candidates,
            List<Entry> faults) {
        ToldKey told = reading.key();
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
        ToldKey original = transaction.original();
        candidates.add(new Candidate(
                transaction,
                transaction.key().at(source, location),
                original == null
                        ? null
                        : directory
                                .apply(original.storeCode())
                                .map(sold -> original.at(source, sold.location()))
                                .orElse(null),
                at == null ? null : at.in(zone)));
    }

    private static Entry entry(Fault fault, String source, @Nullable ToldKey key, @Nullable String location) {
        String text = key == null
                ? null
                : key.at(source, location == null ? key.storeCode() : location).asText();
        return new Entry(fault.code(), fault.reason(), fault.place(), key, text, location);
    }

    private static Entry conflict(Candidate candidate) {
        return fault(
                candidate,
                TransactionConflicts.CODE,
                "A transaction with this key was recorded before with other content; the first one stands."
                        + " Compare the two and say which one is right.");
    }

    private static Entry fault(Candidate candidate, String code, String reason) {
        return new Entry(
                code,
                reason,
                candidate.transaction().place(),
                candidate.transaction().key(),
                candidate.key().asText(),
                candidate.key().location());
    }

    private void announce(Documents.Document document, Candidate candidate) {
        TillTransaction transaction = candidate.transaction();
        Instant occurredAt = candidate.occurredAt();
        if (occurredAt == null) {
            return; // only what moves nothing may come without a time
        }
        TransactionKey original = candidate.original();
        if (candidate.isPostVoid() && original != null) {
            voids.keep(original, candidate.key(), occurredAt, document.receivedAt());
            return;
        }
        facts.tell(
                new TillFacts.Telling(
                        candidate.key(),
                        document.id(),
                        occurredAt,
                        document.receivedAt(),
                        transaction.currency(),
                        transaction.memberCard(),
                        original),
                transaction);
    }

    /** Whoever sends a post-void again after a person was told hears the same. */
    private static Optional<Entry> stillMissing(Candidate candidate, Map<TransactionKey, PostVoids.Known> takenBack) {
        TransactionKey original = candidate.original();
        PostVoids.Known known = original == null ? null : takenBack.get(original);
        return candidate.isPostVoid() && original != null && known != null && known.overdue()
                ? Optional.of(PostVoids.missing(
                        original, candidate.key(), candidate.transaction().place()))
                : Optional.empty();
    }

    /** One transaction is taken back once, and in its own store. */
    private static Optional<Entry> takenBackByAnother(
            Candidate candidate, Map<TransactionKey, PostVoids.Known> takenBack) {
        if (!candidate.isPostVoid()) {
            return Optional.empty();
        }
        TransactionKey key = candidate.key();
        TransactionKey original = candidate.original();
        if (original == null || !original.location().equals(key.location())) {
            return Optional.of(
                    fault(
                            candidate,
                            "POST_VOID_NEEDS_PERSON",
                            "The transaction takes back one of another store. Find the original and correct the stock by hand."));
        }
        // The first of this chunk has it: two in one file must not fail the file, nor both be done.
        PostVoids.Known known = takenBack.computeIfAbsent(original, free -> new PostVoids.Known(key, false));
        return known.by().equals(key)
                ? Optional.empty()
                : Optional.of(fault(
                        candidate,
                        "ALREADY_TAKEN_BACK",
                        "The transaction takes back " + original.asText() + ", which "
                                + known.by().asText()
                                + " has taken back already; nothing was done twice. Find out which one it means."));
    }
}
