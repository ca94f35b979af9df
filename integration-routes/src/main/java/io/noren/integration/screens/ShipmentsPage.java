package io.noren.integration.screens;

import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Goods on their way to or from where this person works. */
@Controller
class ShipmentsPage {
    private static final int MOST = 100;
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

    @GetMapping("/stock/shipments")
    String list(Authentication staff, Locale locale, Model page) {
        List<ShipmentWords.Shown> shown = stores.places(staff).stream()
                .flatMap(place -> Stream.of(
                                shipments.list(Kind.TRANSFER, null, place.id(), OPEN, null, MOST),
                                shipments.list(Kind.TRANSFER, place.id(), null, OPEN, null, MOST),
                                shipments.list(Kind.PURCHASE, null, place.id(), OPEN, null, MOST))
                        .flatMap(List::stream))
                .distinct()
                .map(shipment -> reading.shown(shipment, locale))
                .toList();
        page.addAttribute("shipments", shown);
        return "stock/shipments";
    }
}
