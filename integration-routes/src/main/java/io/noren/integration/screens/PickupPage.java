package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.PickupLineState;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.PickupStep;
import io.noren.inventory.pickup.PickupTransfers;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** A store's pickup desk: what to accept, pick and hand over, the longest waiting first. */
@Controller
class PickupPage {
    /** Who it was is known from the sign-in. */
    static final StepNote AT_THE_DESK = new StepNote("pickup desk", null);

    /** More pieces of one line than this are said over the API. */
    private static final int MOST_TO_CHOOSE_FROM = 20;

    /** In minutes; who pauses for longer says so over the API. */
    private static final long LONGEST_PAUSE = 24 * 60;

    /** Of time left, in minutes, from which on the hour is enough. */
    private static final long WORTH_COUNTING = 120;

    private final PickupDesk desk;
    private final PickupTransfers transfers;
    private final PickupHandovers handovers;
    private final HandoverChecks checks;
    private final PickupTermsOfStores terms;
    private final StaffStores stores;
    private final Items items;
    private final Words words;
    private final Clock clock;

    PickupPage(
            PickupDesk desk,
            PickupTransfers transfers,
            PickupHandovers handovers,
            HandoverChecks checks,
            PickupTermsOfStores terms,
            StaffStores stores,
            Items items,
            Words words,
            Clock clock) {
        this.desk = desk;
        this.transfers = transfers;
        this.handovers = handovers;
        this.checks = checks;
        this.terms = terms;
        this.stores = stores;
        this.items = items;
        this.words = words;
        this.clock = clock;
    }

    /** What is most likely done next, which the largest button does. */
    private static @Nullable PickupStep next(Pickup pickup) {
        return switch (pickup.state()) {
            case PLACED -> PickupStep.ACCEPT;
            case AWAITING_TRANSFER, IN_TRANSIT -> null; // sent by another location, and received like every transfer
            case ACCEPTED, ARRIVED -> PickupStep.START_PICKING;
            case PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED -> PickupStep.READY_NOW;
            case READY, CUSTOMER_ARRIVED -> PickupStep.HAND_OVER;
            case REJECTED, CANCELLED, REROUTED, EXPIRED -> pickup.toReturn() ? PickupStep.RETURN_TO_SHELF : null;
            case COLLECTED, RETURNED_TO_SHELF -> null;
        };
    }

    static boolean mayPick(PickupState state) {
        return Stream.of(PickupStep.ACCEPT, PickupStep.START_PICKING, PickupStep.READY_NOW)
                .anyMatch(step -> step.isPossibleIn(state));
    }

    /** How an order is given up, where it can be. */
    private static @Nullable PickupStep end(PickupState state) {
        if (state == PickupState.PLACED) {
            return PickupStep.REJECT;
        }
        return PickupStep.CANCEL.isPossibleIn(state) ? PickupStep.CANCEL : null;
    }

    /**
     * One line of an order.
     *
     * @param quantity as ordered
     * @param toPick whether it can be said to be found
     * @param mayFallShort how many pieces there may be instead, the most first; empty where that cannot be said here
     */
    record Line(
            String line,
            String name,
            String sku,
            String quantity,
            PickupLineState state,
            @Nullable String missing,
            boolean toPick,
            List<Integer> mayFallShort) {}

    /**
     * Goods that another place has, or had.
     *
     * @param sent when they left there; null while they have not
     * @param shipment where they are received, once they have
     */
    record Coming(
            String from, @Nullable String sent, @Nullable UUID shipment) {}

    /**
     * One order on the list; times in the reader's words.
     *
     * @param coming from where its goods are awaited; null when they are here
     * @param mayPick whether there is something to pick with a phone
     * @param delegate whom the customer sends
     * @param minimumAge how old whoever fetches it must be; null: any age
     * @param identity whether a document must show who they are
     * @param minutesLeft until it is to be ready, negative when that is over; null when there is time, or it is ready
     */
    record Card(
            UUID id,
            String order,
            String customer,
            PickupState state,
            @Nullable PickupStep next,
            @Nullable PickupStep end,
            List<Line> lines,
            @Nullable Coming coming,
            boolean mayPick,
            @Nullable String delegate,
            @Nullable Integer minimumAge,
            boolean identity,
            @Nullable Long minutesLeft,
            String readyBy,
            String expires) {}

    @GetMapping("/pickup")
    String show(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        fill(page, stores.chosen(location, staff), staff, locale);
        return view(request);
    }

    /** What the customer shows was scanned: their order comes first, and is handed over with the next tap. */
    @PostMapping("/pickup/scan")
    String scan(
            @RequestParam(defaultValue = "") String code,
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Optional<Location> store = stores.chosen(location, staff);
        try {
            Pickup order = handovers.scanned(code, store.map(Location::id).orElse(""));
            if (order.state() == PickupState.COLLECTED) {
                page.addAttribute(
                        "refused", words.refusal("pickup.refused", "ALREADY_COLLECTED", locale, order.order()));
            } else if (PickupStep.HAND_OVER.isPossibleIn(order.state())) {
                page.addAttribute("scanned", order.id());
                page.addAttribute("scannedCode", code.strip());
            } else {
                page.addAttribute("refused", words.refusal("pickup.refused", "NOT_READY", locale, order.order()));
            }
        } catch (Refusal refusal) {
            String where = String.valueOf(refusal.properties().getOrDefault("location", ""));
            String named = stores.name(where);
            page.addAttribute("refused", words.refusal("pickup.scan.refused", refusal.code(), locale, named));
        }
        fill(page, store, staff, locale);
        return view(request);
    }

    /** The store takes no new orders for some time, or takes them again. */
    @PostMapping("/pickup/pause")
    String pause(
            @RequestParam(defaultValue = "0") long minutes,
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Optional<Location> store = stores.chosen(location, staff);
        store.map(Location::id).ifPresent(id -> {
            if (minutes > 0) {
                terms.pause(id, clock.instant().plus(Duration.ofMinutes(Math.min(minutes, LONGEST_PAUSE))), null);
            } else {
                terms.resume(id);
            }
        });
        fill(page, store, staff, locale);
        return view(request);
    }

    @PostMapping("/pickup/{id}/{step}")
    String step(
            @PathVariable UUID id,
            @PathVariable String step,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") Set<HandoverChecks.Kind> checked,
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        HandoverProof proof = new HandoverProof(code, checked, null);
        return done(id, step, location, staff, locale, request, page, () -> take(step, id, proof));
    }

    @PostMapping("/pickup/{id}/lines/{line}/{step}")
    String lineStep(
            @PathVariable UUID id,
            @PathVariable String line,
            @PathVariable String step,
            @RequestParam(defaultValue = "0") int found,
            @RequestParam(defaultValue = "SOME_MISSING") ShortReason variance,
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        return done(id, step, location, staff, locale, request, page, () -> {
            switch (step) {
                case "picked" -> desk.pick(id, line, AT_THE_DESK);
                case "short" -> desk.fallShort(id, line, BigDecimal.valueOf(found), variance, AT_THE_DESK);
                default -> throw noStep(step);
            }
        });
    }

    private String done(
            UUID id,
            String step,
            @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page,
            Runnable work) {
        Optional<Pickup> order = desk.find(id);
        // Whoever may not work in the order's store learns nothing of it.
        Optional<Location> store = stores.chosen(order.map(Pickup::location).orElse(location), staff);
        String number = order.map(Pickup::order).orElse("");
        try {
            work.run();
            page.addAttribute("did", words.say("pickup.did." + step, locale, number));
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("pickup.refused", refusal.code(), locale, number));
        }
        fill(page, store, staff, locale);
        return view(request);
    }

    private void take(String step, UUID id, HandoverProof proof) {
        switch (step) {
            case "accept" -> desk.accept(id, AT_THE_DESK);
            case "start-picking" -> desk.startPicking(id, AT_THE_DESK);
            case "ready" -> desk.markReady(id, AT_THE_DESK);
            case "handover" -> handovers.handOver(id, proof, AT_THE_DESK);
            case "return-to-shelf" -> desk.returnToShelf(id, AT_THE_DESK);
            case "reject" -> desk.reject(id, AT_THE_DESK);
            case "cancel" -> desk.cancel(id, AT_THE_DESK);
            default -> throw noStep(step);
        }
    }

    private static Refusal noStep(String step) {
        return new Refusal("WRONG_STEP", "There is no step " + step + ".");
    }

    private void fill(Model page, Optional<Location> store, Authentication staff, Locale locale) {
        List<Pickup> orders = store.map(Location::id).map(desk::workList).orElse(List.of());
        List<HandoverChecks.Check> wanted = checks.of(orders.stream()
                .flatMap(order -> order.lines().stream())
                .map(Pickup.Line::sku)
                .distinct()
                .toList());
        List<Card> cards = orders.stream()
                .sorted(need(page.getAttribute("scanned")))
                .map(pickup -> card(pickup, wanted, store.orElseThrow(), locale))
                .toList();
        Map<PickupState, Integer> counts = new EnumMap<>(PickupState.class);
        cards.forEach(card -> counts.merge(card.state(), 1, Integer::sum));
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.map(Location::id).orElse(null));
        page.addAttribute("toSend", toSend(store, staff));
        page.addAttribute("counts", counts);
        page.addAttribute("cards", cards);
        page.addAttribute(
                "pause",
                store.map(Location::id)
                        .flatMap(id -> Optional.ofNullable(terms.of(id).pause()))
                        .map(pause -> pause.until() == null
                                ? words.say("pickup.paused", locale)
                                : words.say(
                                        "pickup.paused.until",
                                        locale,
                                        Words.at(
                                                pause.until(),
                                                store.orElseThrow().zone(),
                                                locale)))
                        .orElse(null));
    }

    /** How many orders this store has to send to others; whoever works in no store may work where goods are sent from. */
    private long toSend(Optional<Location> store, Authentication staff) {
        List<String> from = store.map(Location::id)
                .map(List::of)
                .orElseGet(() -> stores.places(staff).stream().map(Location::id).toList());
        return transfers.waiting(from).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }

    /** Whoever stands here first, then what is to be ready first, what waits, and what is to be put back. */
    private static Comparator<Pickup> need(@Nullable Object scanned) {
        return Comparator.<Pickup>comparingInt(order -> {
                    if (order.id().equals(scanned)) {
                        return 0;
                    }
                    return switch (order.state()) {
                        case CUSTOMER_ARRIVED -> 1;
                        case READY -> 3;
                        case COLLECTED, REJECTED, CANCELLED, REROUTED, EXPIRED, RETURNED_TO_SHELF -> 4;
                        default -> 2;
                    };
                })
                .thenComparing(order -> order.readyAt() == null ? order.readyBy() : order.expiresAt())
                .thenComparing(Pickup::id);
    }

    private static @Nullable Long minutesLeft(Pickup order, Instant now) {
        if (order.readyAt() != null || order.toReturn()) {
            return null;
        }
        long minutes = Duration.between(now, order.readyBy()).toMinutes();
        return minutes > WORTH_COUNTING ? null : minutes;
    }

    private Card card(Pickup pickup, List<HandoverChecks.Check> wanted, Location store, Locale locale) {
        String name = pickup.contact().name();
        List<HandoverChecks.Check> here = wanted.stream()
                .filter(check ->
                        pickup.lines().stream().anyMatch(line -> line.sku().equals(check.sku())))
                .toList();
        return new Card(
                pickup.id(),
                pickup.order(),
                name == null ? "" : name,
                pickup.state(),
                next(pickup),
                end(pickup.state()),
                pickup.lines().stream().map(line -> line(pickup, line, locale)).toList(),
                coming(pickup, store, locale),
                mayPick(pickup.state()),
                pickup.delegate(),
                here.stream()
                        .flatMap(check -> Stream.ofNullable(check.minimumAge()))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                here.stream().anyMatch(HandoverChecks.Check::identity),
                minutesLeft(pickup, clock.instant()),
                Words.at(pickup.readyBy(), store.zone(), locale),
                Words.at(pickup.expiresAt(), store.zone(), locale));
    }

    private @Nullable Coming coming(Pickup pickup, Location store, Locale locale) {
        Pickup.Transfer transfer = pickup.transfer();
        if (transfer == null
                || (pickup.state() != PickupState.AWAITING_TRANSFER && pickup.state() != PickupState.IN_TRANSIT)) {
            return null;
        }
        Instant sent = transfer.sentAt();
        return new Coming(
                stores.name(transfer.from()),
                sent == null ? null : Words.at(sent, store.zone(), locale),
                transfer.shipment());
    }

    private Line line(Pickup pickup, Pickup.Line line, Locale locale) {
        BigDecimal missing = line.missing();
        BigDecimal left = missing == null ? line.quantity() : line.quantity().subtract(missing);
        // What is weighed is said over the API, which knows fractions.
        boolean choice = PickupStep.SHORT.isPossibleIn(pickup.state())
                && left.stripTrailingZeros().scale() <= 0
                && left.intValue() <= MOST_TO_CHOOSE_FROM;
        return new Line(
                line.line(),
                items.find(line.sku())
                        .map(Item::name)
                        .map(Language.of(locale)::of)
                        .orElse(line.sku()),
                line.sku(),
                line.quantity().toPlainString(),
                line.state(),
                missing == null ? null : missing.toPlainString(),
                line.state() == PickupLineState.TO_PICK && PickupStep.PICK.isPossibleIn(pickup.state()),
                choice
                        ? IntStream.iterate(left.intValue() - 1, n -> n >= 0, n -> n - 1)
                                .boxed()
                                .toList()
                        : List.of());
    }

    private static String view(HttpServletRequest request) {
        return request.getHeader("HX-Request") == null ? "pickup" : "pickup :: list";
    }
}
