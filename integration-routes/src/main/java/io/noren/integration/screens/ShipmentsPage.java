package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Goods on their way to or from where this person works, and those that have arrived or were called off. */
@Controller
class ShipmentsPage {
    private static final int MOST = 100;
    private static final int ENDED = 20;
    private static final Set<Shipment.State> OPEN = EnumSet.of(
            Shipment.State.DRAFT,
            Shipment.State.DISPATCHED,
            Shipment.State.EXPECTED,
            Shipment.State.PARTIALLY_RECEIVED);

    private final Shipments shipments;
    private final ShipmentWords reading;
    private final StaffStores stores;

    ShipmentsPage(Shipments shipments, ShipmentWords reading, StaffStores stores) {
        this.shipments = shipments;
        this.reading = reading;
        this.stores = stores;
    }

    /**
     * What is on its way, and below it what has ended.
     *
     * @param location of one place; of all where this person works when null or empty
     * @param before only what ended before this one
     */
    @GetMapping("/stock/shipments")
    String list(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(required = false) @Nullable UUID before,
            Authentication staff,
            Locale locale,
            Model page) {
        List<Location> places = stores.places(location, staff);
        List<Shipment> ended = shipments.ended(places.stream().map(Location::id).toList(), before, ENDED);
        page.addAttribute("places", stores.places(staff));
        page.addAttribute("place", location == null ? "" : location);
        page.addAttribute("before", before);
        page.addAttribute("shipments", before == null ? open(places, locale) : List.of());
        page.addAttribute(
                "ended",
                ended.stream().map(shipment -> reading.ended(shipment, locale)).toList());
        page.addAttribute(
                "next", ended.size() < ENDED ? null : ended.get(ENDED - 1).id());
        return "stock/shipments";
    }

    private List<ShipmentWords.Shown> open(List<Location> places, Locale locale) {
        return places.stream()
                .flatMap(place -> Stream.of(
                                shipments.list(Kind.TRANSFER, null, place.id(), OPEN, null, MOST),
                                shipments.list(Kind.TRANSFER, place.id(), null, OPEN, null, MOST),
                                shipments.list(Kind.PURCHASE, null, place.id(), OPEN, null, MOST))
                        .flatMap(List::stream))
                .distinct()
                .map(shipment -> reading.shown(shipment, locale))
                .toList();
    }
}
