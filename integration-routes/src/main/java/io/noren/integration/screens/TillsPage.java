package io.noren.integration.screens;

import io.noren.integration.broker.UnknownItems;
import io.noren.inventory.Location;
import io.noren.inventory.Oversold;
import io.noren.pos.LocationBinding;
import io.noren.pos.SequenceGaps;
import io.noren.pos.Tills;
import io.noren.pos.WaitingTransactions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** How the tills are doing: what they last said, what is missing, late or told twice, and what waits for a person. */
@Controller
class TillsPage {
    /** Entries that wait; the rest is on the page of everything that is parked. */
    private static final int WAITING = 50;

    /** Codes whose item nobody knows; the rest comes up when some are named. */
    private static final int UNKNOWN = 50;

    /** Of one till's day, to choose among; the rest comes up when some are given up. */
    private static final int HOLES = 50;

    private final Tills tills;
    private final SequenceGaps gaps;
    private final WaitingTransactions waiting;
    private final UnknownItems unknown;
    private final Oversold oversold;
    private final TillCodes codes;
    private final StaffStores stores;
    private final CloudTills clouds;
    private final QuietTills quiet;
    private final Words words;

    TillsPage(
            Tills tills,
            SequenceGaps gaps,
            WaitingTransactions waiting,
            UnknownItems unknown,
            Oversold oversold,
            TillCodes codes,
            StaffStores stores,
            CloudTills clouds,
            QuietTills quiet,
            Words words) {
        this.tills = tills;
        this.gaps = gaps;
        this.waiting = waiting;
        this.unknown = unknown;
        this.oversold = oversold;
        this.codes = codes;
        this.stores = stores;
        this.clouds = clouds;
        this.quiet = quiet;
        this.words = words;
    }

    /**
     * A store in numbers, {@code quiet} of its tills among them, over the latest day of each of its tills; but what is
     * missing and what waits is so of earlier days, too.
     *
     * @param oversold how many items somebody should count, because the books had not so many as were sold
     */
    record StoreRow(
            String id,
            String name,
            int tills,
            String lastWord,
            long quiet,
            long recorded,
            long missing,
            long late,
            long duplicates,
            long parked,
            long oversold,
            long clocks) {}

    /**
     * One till.
     *
     * @param quiet whether it has said nothing for too long
     * @param missing the numbers that are missing, as people write them: {@code 3–4, 8}
     * @param awaited the same for those that may only be late
     * @param leaps the same for those over which the till's counter leapt
     * @param holes what may be given up
     * @param givenUp what will not come, as somebody has said
     * @param ahead by how much its clock is ahead; null if it is not
     */
    record TillRow(
            Tills.Till till,
            String day,
            String lastWord,
            String lastWordAt,
            boolean quiet,
            String missing,
            String awaited,
            String leaps,
            List<Hole> holes,
            List<GivenUpRow> givenUp,
            @Nullable String ahead) {

        public boolean isFine() {
            return !quiet && needsNobody();
        }

        /** What it has said is in order. */
        public boolean needsNobody() {
            return missing.isEmpty() && leaps.isEmpty() && till.parked() == 0 && ahead == null;
        }
    }

    /**
     * A day that a till has gone on from.
     *
     * @param missing the numbers that are missing, as people write them; empty if only something came late
     * @param leaps the same for those over which the till's counter leapt
     */
    record EarlierRow(
            Tills.EarlierDay day,
            String store,
            String when,
            String missing,
            String leaps,
            List<Hole> holes,
            String lastWord) {}

    /** Numbers that have not come. */
    record Hole(long first, String numbers) {}

    /** Numbers that will not come. */
    record GivenUpRow(String numbers, String reason, String by, String when) {}

    /**
     * A store of which nothing comes.
     *
     * @param since the day of its last word; null if there was none
     */
    record SilentRow(String name, @Nullable String since) {}

    /** Something that waits, in the reader's words. */
    record WaitingRow(
            WaitingTransactions.Waiting entry,
            String what,
            String todo,
            String when,
            @Nullable String store) {}

    /**
     * A code whose item nobody knows.
     *
     * @param entry the latest of the lines that wait for it
     */
    record UnknownRow(UUID entry, String kind, String value, long lines, String store, String when) {}

    /** @param location the store whose tills are shown one by one; that of the only one when null */
    @GetMapping("/tills")
    String show(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Location> places = stores.places(location, staff);
        LocationBinding binding = binding(staff, location);
        Map<String, List<Tills.Till>> byStore = tills.of(binding).stream()
                .collect(Collectors.groupingBy(Tills.Till::location, LinkedHashMap::new, Collectors.toList()));
        List<Tills.EarlierDay> earlier = tills.earlier(binding);
        Map<String, Long> missingEarlier = earlier.stream()
                .collect(Collectors.groupingBy(
                        Tills.EarlierDay::location, Collectors.summingLong(Tills.EarlierDay::numbersMissing)));
        Map<String, Long> waitingOfStores = waiting.countByStore(binding);
        Map<String, Long> oversoldThere = oversold.countAt(byStore.keySet());
        page.addAttribute("places", stores.of(staff));
        page.addAttribute("place", location == null ? "" : location);
        page.addAttribute(
                "stores",
                byStore.entrySet().stream()
                        .map(store -> store(
                                store.getKey(),
                                store.getValue(),
                                missingEarlier.getOrDefault(store.getKey(), 0L),
                                waitingOfStores.getOrDefault(store.getKey(), 0L),
                                oversoldThere.getOrDefault(store.getKey(), 0L),
                                locale))
                        .toList());
        page.addAttribute("silent", silent(location, staff, waitingOfStores, locale));
        page.addAttribute(
                "earlier", earlier.stream().map(day -> earlier(day, locale)).toList());
        Optional<Location> one = places.size() == 1 ? Optional.of(places.get(0)) : Optional.empty();
        page.addAttribute("store", one.map(Location::name).orElse(null));
        page.addAttribute(
                "tills",
                one.map(store -> tills(byStore.getOrDefault(store.id(), List.of()), store, locale))
                        .orElse(List.of()));
        page.addAttribute(
                "waiting",
                waiting.of(binding, WAITING).stream()
                        .map(entry -> waiting(entry, locale))
                        .toList());
        page.addAttribute(
                "unknown",
                unknown.codes(binding, UNKNOWN).stream()
                        .map(code -> unknown(code, locale))
                        .toList());
        page.addAttribute("names", StaffStores.administrator(staff));
        // A vendor speaks for many stores.
        page.addAttribute("clouds", StaffStores.everywhere(staff) ? clouds.rows(locale) : List.of());
        return "tills";
    }

    private static LocationBinding binding(Authentication staff, @Nullable String location) {
        return location == null || location.isEmpty()
                ? StaffStores.binding(staff)
                : LocationBinding.to(List.of(location));
    }

    private List<SilentRow> silent(
            @Nullable String location, Authentication staff, Map<String, Long> waitingOfStores, Locale locale) {
        List<String> asked = stores.of(staff).stream()
                .map(Location::id)
                .filter(id -> location == null || location.isEmpty() || id.equals(location))
                .filter(id -> !waitingOfStores.containsKey(id))
                .toList();
        return tills.silent(asked).stream()
                .map(store -> {
                    Optional<Location> known = stores.known(store.location());
                    return new SilentRow(
                            known.map(Location::name).orElse(store.location()),
                            store.lastWordAt() == null
                                    ? null
                                    : Words.day(store.lastWordAt(), stores.zoneOf(known), locale));
                })
                .toList();
    }

    private StoreRow store(
            String id, List<Tills.Till> tills, long missingEarlier, long waits, long oversold, Locale locale) {
        Tills.Till latest =
                tills.stream().min((a, b) -> a.feedAge().compareTo(b.feedAge())).orElseThrow();
        Optional<Location> known = stores.known(id);
        return new StoreRow(
                id,
                known.map(Location::name).orElse(id),
                tills.size(),
                words.ago(latest.feedAge(), locale),
                tills.stream().filter(till -> quiet.isQuiet(till, known)).count(),
                tills.stream().mapToLong(Tills.Till::recorded).sum(),
                missingEarlier + tills.stream().mapToLong(Tills.Till::missing).sum(),
                tills.stream().mapToLong(Tills.Till::late).sum(),
                tills.stream().mapToLong(Tills.Till::duplicates).sum(),
                waits,
                oversold,
                tills.stream().filter(till -> till.clockAhead() != null).count());
    }

    private List<TillRow> tills(List<Tills.Till> tills, Location store, Locale locale) {
        return tills.stream().map(till -> till(till, store, locale)).toList();
    }

    private TillRow till(Tills.Till till, Location store, Locale locale) {
        Optional<SequenceGaps.TillDay> day = gaps.of(till.location(), till.businessDay()).stream()
                .filter(known -> known.source().equals(till.source())
                        && known.workstation().equals(till.workstation()))
                .findFirst();
        return new TillRow(
                till,
                Words.day(till.businessDay(), locale),
                words.ago(till.feedAge(), locale),
                Words.at(till.lastWordAt(), store.zone(), locale),
                quiet.isQuiet(till, Optional.of(store)),
                day.map(known -> ranges(known.missing())).orElse(""),
                day.map(known -> ranges(known.awaited())).orElse(""),
                day.map(known -> ranges(known.leaps())).orElse(""),
                day.map(known -> holes(known.missing(), known.leaps())).orElse(List.of()),
                day.map(known -> givenUp(known, store, locale)).orElse(List.of()),
                till.clockAhead() == null ? null : words.lasting(till.clockAhead(), locale));
    }

    private EarlierRow earlier(Tills.EarlierDay day, Locale locale) {
        Optional<Location> store = stores.known(day.location());
        return new EarlierRow(
                day,
                store.map(Location::name).orElse(day.location()),
                Words.day(day.businessDay(), locale),
                ranges(day.missing()),
                ranges(day.leaps()),
                holes(day.missing(), day.leaps()),
                Words.at(day.lastWordAt(), stores.zoneOf(store), locale));
    }

    private static String ranges(List<SequenceGaps.Range> ranges) {
        return ranges.stream().map(range -> numbers(range.from(), range.to())).collect(Collectors.joining(", "));
    }

    private static String numbers(long from, long to) {
        return from == to ? Long.toString(from) : from + "–" + to;
    }

    private static List<Hole> holes(List<SequenceGaps.Range> missing, List<SequenceGaps.Range> leaps) {
        return Stream.concat(missing.stream(), leaps.stream())
                .limit(HOLES)
                .map(range -> new Hole(range.from(), numbers(range.from(), range.to())))
                .toList();
    }

    private static List<GivenUpRow> givenUp(SequenceGaps.TillDay day, Location store, Locale locale) {
        return day.givenUp().stream()
                .map(said -> new GivenUpRow(
                        numbers(said.from(), said.to()),
                        said.reason(),
                        said.by(),
                        Words.at(said.at(), store.zone(), locale)))
                .toList();
    }

    private WaitingRow waiting(WaitingTransactions.Waiting entry, Locale locale) {
        Optional<Location> store = entry.location() == null ? Optional.empty() : stores.known(entry.location());
        return new WaitingRow(
                entry,
                words.refusal("parked.code", entry.code(), locale),
                words.refusal("parked.todo", entry.code(), locale),
                Words.at(entry.parkedAt(), stores.zoneOf(store), locale),
                store.map(Location::name).orElse(null));
    }

    private UnknownRow unknown(UnknownItems.UnknownCode code, Locale locale) {
        Optional<Location> store = stores.known(code.location());
        return new UnknownRow(
                code.latest(),
                codes.kind(code.code().scheme(), locale),
                TillCodes.shown(code.code().scheme().name(), code.code().value()),
                code.lines(),
                store.map(Location::name).orElse(code.location()),
                Words.at(code.at(), stores.zoneOf(store), locale));
    }
}
