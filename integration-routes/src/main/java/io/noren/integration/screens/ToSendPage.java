package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.PickupLine;
import io.noren.inventory.Refusal;
import io.noren.inventory.ShelfPlaces;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupTransfers;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a place is to send to stores whose customers ordered it there; whose it is nobody need know here. */
@Controller
class ToSendPage {
    private final PickupTransfers transfers;
    private final StaffStores stores;
    private final TypedItems typed;
    private final ShelfPlaces shelves;
    private final Words words;
    private final Clock clock;

    ToSendPage(
            PickupTransfers transfers,
            StaffStores stores,
            TypedItems typed,
            ShelfPlaces shelves,
            Words words,
            Clock clock) {
        this.transfers = transfers;
        this.stores = stores;
        this.typed = typed;
        this.shelves = shelves;
        this.words = words;
        this.clock = clock;
    }

    /** @param waiting how many orders it has to send */
    record Place(String id, String name, long waiting) {}

    /** @param shelf where it stands; null where nobody has said */
    record Goods(
            String name,
            String sku,
            String quantity,
            @Nullable String shelf) {}

    /** @param late whether it was to be ready there by now */
    record Card(UUID id, String order, String to, List<Goods> goods, String placed, String readyBy, boolean late) {}

    @GetMapping("/pickup/to-send")
    String show(
            @RequestParam(required = false) @Nullable String from,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        return view(from, staff, locale, request, page);
    }

    /** The goods of an order leave. */
    @PostMapping("/pickup/to-send")
    String send(
            @RequestParam UUID order,
            @RequestParam String from,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        try {
            stores.place(transfers.from(order), staff);
            Pickup sent = transfers.send(order, null, PickupPage.AT_THE_DESK);
            page.addAttribute("did", words.say("to-send.did", locale, sent.order(), stores.name(sent.location())));
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("to-send.refused", refusal.code(), locale));
        }
        return view(from, staff, locale, request, page);
    }

    private String view(
            @Nullable String from, Authentication staff, Locale locale, HttpServletRequest request, Model page) {
        Map<String, Long> waiting = transfers.waiting(
                stores.places(staff).stream().map(Location::id).toList());
        List<Place> places = stores.places(staff).stream()
                .map(place -> new Place(place.id(), place.name(), waiting.getOrDefault(place.id(), 0L)))
                .toList();
        Optional<Location> here = from == null || from.isEmpty()
                ? busiest(places).flatMap(place -> stores.known(place.id()))
                : Optional.of(stores.place(from, staff));
        page.addAttribute("places", places);
        page.addAttribute("place", here.map(Location::id).orElse(null));
        page.addAttribute("cards", here.map(place -> cards(place, locale)).orElse(List.of()));
        return request.getHeader("HX-Request") == null ? "pickup/to-send" : "pickup/to-send :: list";
    }

    /** Where most waits, for whoever names no place; the first one where nothing does. */
    private static Optional<Place> busiest(List<Place> places) {
        return places.stream().reduce((most, next) -> next.waiting() > most.waiting() ? next : most);
    }

    /** What is needed first comes first. */
    private List<Card> cards(Location from, Locale locale) {
        List<PickupTransfers.ToSend> orders = transfers.toSend(from.id());
        Map<String, String> places = shelves.of(
                from.id(),
                orders.stream()
                        .flatMap(order -> order.lines().stream())
                        .map(PickupLine::sku)
                        .collect(Collectors.toSet()));
        return orders.stream()
                .sorted(Comparator.comparing(PickupTransfers.ToSend::readyBy))
                .map(order -> card(order, from, places, locale))
                .toList();
    }

    private Card card(PickupTransfers.ToSend order, Location from, Map<String, String> places, Locale locale) {
        return new Card(
                order.id(),
                order.order(),
                stores.name(order.location()),
                order.lines().stream()
                        .map(line -> new Goods(
                                typed.name(line.sku(), locale),
                                line.sku(),
                                typed.quantity(line.quantity(), line.sku(), locale),
                                places.get(line.sku())))
                        .toList(),
                Words.at(order.placedAt(), from.zone(), locale),
                Words.at(order.readyBy(), from.zone(), locale),
                order.readyBy().isBefore(clock.instant()));
    }
}
