package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.PickupStep;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverCodes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import tools.jackson.databind.json.JsonMapper;

/**
 * The counter, with a phone in one hand. The page has what waits here and the keys by which customers' codes are checked,
 * so that it can hand over while the network is away; as in a store's bundle, not whose it is.
 */
@Controller
class HandoverPage {
    private final PickupDesk desk;
    private final PickupHandovers handovers;
    private final HandoverChecks checks;
    private final HandoverCodes codes;
    private final StaffStores stores;
    private final TypedItems typed;
    private final Words words;
    private final JsonMapper json;

    HandoverPage(
            PickupDesk desk,
            PickupHandovers handovers,
            HandoverChecks checks,
            HandoverCodes codes,
            StaffStores stores,
            TypedItems typed,
            Words words,
            JsonMapper json) {
        this.desk = desk;
        this.handovers = handovers;
        this.checks = checks;
        this.codes = codes;
        this.stores = stores;
        this.typed = typed;
        this.words = words;
        this.json = json;
    }

    record Goods(String name, String quantity) {}

    /**
     * What is handed over.
     *
     * @param customer and whom they send: only told of the order whose code was scanned, and kept by no phone
     * @param minimumAge how old whoever fetches it must be; null: any age
     * @param identity whether a document must show who they are
     * @param unpaid whether they pay before they get it
     */
    record Waiting(
            UUID id,
            String order,
            List<Goods> goods,
            @Nullable Integer minimumAge,
            boolean identity,
            boolean unpaid,
            @Nullable String customer,
            @Nullable String delegate) {}

    /** Either the order or why not. */
    record Scanned(@Nullable Waiting order, @Nullable String says) {}

    @GetMapping("/pickup/handover")
    String show(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            Model page) {
        Optional<Location> store = stores.chosen(location, staff);
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.orElse(null));
        page.addAttribute("keys", json.writeValueAsString(codes.publicKeys()));
        page.addAttribute("waiting", json.writeValueAsString(waiting(store, locale)));
        return "pickup/handover";
    }

    /** The same again, for a page that stays open. */
    @GetMapping("/pickup/handover/waiting")
    @ResponseBody
    List<Waiting> waiting(@RequestParam String location, Authentication staff, Locale locale) {
        return waiting(stores.chosen(location, staff), locale);
    }

    @PostMapping("/pickup/handover/scan")
    ResponseEntity<Scanned> scan(
            @RequestParam(defaultValue = "") String code,
            @RequestParam String location,
            Authentication staff,
            Locale locale) {
        String store = stores.chosen(location, staff).map(Location::id).orElse("");
        try {
            Pickup order = handovers.scanned(code, store);
            if (PickupStep.HAND_OVER.isPossibleIn(order.state())) {
                Waiting found = waiting(order, locale);
                return ResponseEntity.ok(new Scanned(of(found, order), null));
            }
            String why = order.state() == PickupState.COLLECTED ? "ALREADY_COLLECTED" : "NOT_READY";
            return refused(words.refusal("handover.refused", why, locale, order.order()));
        } catch (Refusal refusal) {
            String where = String.valueOf(refusal.properties().getOrDefault("location", ""));
            String named = stores.name(where);
            return refused(words.refusal("pickup.scan.refused", refusal.code(), locale, named));
        }
    }

    private static ResponseEntity<Scanned> refused(String says) {
        return ResponseEntity.status(HttpStatus.CONFLICT).body(new Scanned(null, says));
    }

    private List<Waiting> waiting(Optional<Location> store, Locale locale) {
        return store.map(Location::id).map(desk::workList).orElse(List.of()).stream()
                .filter(order -> PickupStep.HAND_OVER.isPossibleIn(order.state()))
                .map(order -> waiting(order, locale))
                .toList();
    }

    private Waiting waiting(Pickup order, Locale locale) {
        List<HandoverChecks.Check> wanted =
                checks.of(order.goods().stream().map(PickupLine::sku).toList());
        return new Waiting(
                order.id(),
                order.order(),
                order.goods().stream()
                        .map(line -> new Goods(
                                typed.name(line.sku(), locale), typed.quantity(line.quantity(), line.sku(), locale)))
                        .toList(),
                wanted.stream()
                        .flatMap(check -> Stream.ofNullable(check.minimumAge()))
                        .max(Comparator.naturalOrder())
                        .orElse(null),
                wanted.stream().anyMatch(HandoverChecks.Check::identity),
                PickupOrderWords.isToBePaidHere(order),
                null,
                null);
    }

    private static Waiting of(Waiting found, Pickup order) {
        return new Waiting(
                found.id(),
                found.order(),
                found.goods(),
                found.minimumAge(),
                found.identity(),
                found.unpaid(),
                order.contact().name(),
                order.delegate());
    }
}
