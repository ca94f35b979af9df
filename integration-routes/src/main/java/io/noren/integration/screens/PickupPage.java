package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
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
    private final PickupDesk desk;
    private final StaffStores stores;
    private final Items items;
    private final Words words;

    PickupPage(PickupDesk desk, StaffStores stores, Items items, Words words) {
        this.desk = desk;
        this.stores = stores;
        this.items = items;
        this.words = words;
    }

    /** The buttons of the desk; each is one step of {@link PickupDesk}. */
    enum Step {
        ACCEPT("accept"),
        START_PICKING("start-picking"),
        READY("ready"),
        HANDOVER("handover"),
        REJECT("reject"),
        CANCEL("cancel");

        private final String path;

        Step(String path) {
            this.path = path;
        }

        public String path() {
            return path;
        }

        static Optional<Step> of(String path) {
            return List.of(values()).stream()
                    .filter(step -> step.path.equals(path))
                    .findFirst();
        }

        /** What comes next in this state. */
        static @Nullable Step next(PickupState state) {
            return switch (state) {
                case PLACED -> ACCEPT;
                case ACCEPTED -> START_PICKING;
                case PICKING -> READY;
                case READY -> HANDOVER;
                case COLLECTED, REJECTED, CANCELLED, EXPIRED -> null;
            };
        }
    }

    /** One line to pick. */
    record Line(String name, String sku, String quantity) {}

    /** One order on the list; times in the reader's words. */
    record Card(
            UUID id,
            String order,
            String customer,
            PickupState state,
            @Nullable Step next,
            List<Line> lines,
            String placed,
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

    @PostMapping("/pickup/{id}/{step}")
    String step(
            @PathVariable UUID id,
            @PathVariable String step,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Optional<Pickup> order = desk.find(id);
        // Whoever may not work in the order's store learns nothing of it.
        Optional<Location> store = stores.chosen(order.map(Pickup::location).orElse(location), staff);
        String number = order.map(Pickup::order).orElse("");
        try {
            Step wanted = Step.of(step).orElseThrow(() -> new Refusal("WRONG_STEP", "There is no step " + step + "."));
            take(wanted, id, code, staff.getName());
            page.addAttribute("did", words.say("pickup.did." + wanted.path(), locale, number));
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("pickup.refused", refusal.code(), locale, number));
        }
        fill(page, store, staff, locale);
        return view(request);
    }

    private void take(Step step, UUID id, String code, String by) {
        switch (step) {
            case ACCEPT -> desk.accept(id);
            case START_PICKING -> desk.startPicking(id);
            case READY -> desk.markReady(id);
            case HANDOVER -> desk.handOver(id, code.strip());
            case REJECT -> desk.reject(id, "at the desk by " + by);
            case CANCEL -> desk.cancel(id, "at the desk by " + by);
        }
    }

    private void fill(Model page, Optional<Location> store, Authentication staff, Locale locale) {
        List<Card> cards = store.map(Location::id).map(desk::workList).orElse(List.of()).stream()
                .map(pickup -> card(pickup, store.orElseThrow(), locale))
                .toList();
        Map<PickupState, Integer> counts = new EnumMap<>(PickupState.class);
        cards.forEach(card -> counts.merge(card.state(), 1, Integer::sum));
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.map(Location::id).orElse(null));
        page.addAttribute("counts", counts);
        page.addAttribute("cards", cards);
    }

    private Card card(Pickup pickup, Location store, Locale locale) {
        String name = pickup.contact().name();
        return new Card(
                pickup.id(),
                pickup.order(),
                name == null ? "" : name,
                pickup.state(),
                Step.next(pickup.state()),
                pickup.lines().stream()
                        .map(line -> new Line(
                                items.find(line.sku())
                                        .map(Item::name)
                                        .map(Language.of(locale)::of)
                                        .orElse(line.sku()),
                                line.sku(),
                                line.quantity().toPlainString()))
                        .toList(),
                Words.at(pickup.placedAt(), store.zone(), locale),
                Words.at(pickup.readyBy(), store.zone(), locale),
                Words.at(pickup.expiresAt(), store.zone(), locale));
    }

    private static String view(HttpServletRequest request) {
        return request.getHeader("HX-Request") == null ? "pickup" : "pickup :: list";
    }
}
