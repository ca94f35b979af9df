package io.noren.simulator;

import io.noren.packaged.HubApi;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the hub says of each till's day, against the till's own journal. */
final class TillChecker {
    private final HubApi hub;
    private final Chain chain;
    private final Map<String, Journal> journals;
    private final Day day;
    private final BiConsumer<String, String> found;

    TillChecker(HubApi hub, Chain chain, List<Journal> journals, Day day, BiConsumer<String, String> found) {
        this.hub = hub;
        this.chain = chain;
        this.journals = journals.stream()
                .collect(Collectors.toMap(
                        journal -> name(
                                journal.till().source(),
                                journal.till().store(),
                                journal.till().workstation()),
                        Function.identity()));
        this.day = day;
        this.found = found;
    }

    private static String name(String source, String store, String workstation) {
        return source + " " + store + " " + workstation;
    }

    void check() {
        Map<String, JsonNode> tills = new HashMap<>();
        hub.get("/api/v1/pos/tills").get("tills").forEach(till -> tills.put(name(till, null), till));
        Map<String, JsonNode> gaps = new HashMap<>();
        for (String store : chain.stores()) {
            hub.get("/api/v1/pos/gaps?location=" + store + "&businessDay=" + day.businessDay())
                    .get("tills")
                    .forEach(till -> gaps.put(name(till, store), till));
        }
        if (!tills.keySet().equals(journals.keySet()) || !gaps.keySet().equals(journals.keySet())) {
            found.accept("tills", tills.size() + " and " + gaps.size() + " are shown, not " + journals.size());
            return;
        }
        journals.forEach((name, journal) -> {
            checkDay(name, journal, Objects.requireNonNull(tills.get(name)));
            checkGaps(name, journal, Objects.requireNonNull(gaps.get(name)));
        });
    }

    private static String name(JsonNode till, @Nullable String store) {
        return name(
                till.get("source").asString(),
                store == null ? till.get("location").asString() : store,
                till.get("workstation").asString());
    }

    private void checkDay(String name, Journal journal, JsonNode till) {
        long told = journal.told().count();
        long recorded = till.get("recorded").asLong();
        if (recorded != told) {
            found.accept(recorded < told ? "lost" : "doubled", name + ": " + recorded + " recorded, " + told + " told");
        }
        if (till.get("parked").asLong() != 0) {
            found.accept("parked", till.toString());
        }
        if (till.get("missing").asLong() != journal.lost().size()) {
            found.accept("gaps", name + ": " + till.get("missing") + " missing, not " + journal.lost());
        }
        Duration ahead = till.hasNonNull("clockAhead")
                ? Duration.parse(till.get("clockAhead").asString())
                : Duration.ZERO;
        // As much as what came soonest was under way is not seen of it.
        Duration least = journal.clockAhead().isZero()
                ? Duration.ZERO
                : journal.clockAhead().minus(day.age()).minusSeconds(1);
        if (ahead.compareTo(journal.clockAhead()) > 0 || ahead.compareTo(least) < 0) {
            found.accept("clocks", name + ": ahead by " + ahead + ", not " + journal.clockAhead());
        }
    }

    private void checkGaps(String name, Journal journal, JsonNode till) {
        TreeSet<Long> missing = new TreeSet<>();
        for (JsonNode range : till.get("missing")) {
            for (long n = range.get("from").asLong(); n <= range.get("to").asLong(); n++) {
                missing.add(n);
            }
        }
        if (!missing.equals(new TreeSet<>(journal.lost()))) {
            found.accept("gaps", name + ": missing " + missing + ", not " + new TreeSet<>(journal.lost()));
        }
        if (!till.get("awaited").isEmpty()) {
            found.accept("gaps", name + ": still awaited " + till.get("awaited"));
        }
        int last = journal.transactions().size();
        if (till.get("first").asLong() != 1
                || till.get("last").asLong() != last
                || till.get("arrived").asLong() != last - journal.lost().size()) {
            found.accept("gaps", name + ": not 1 to " + last + ": " + till);
        }
    }
}
