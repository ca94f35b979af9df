package io.noren.integration.screens;

import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.Receiving;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Goods on their way to or from where this person works: what is to be sent, and what has come of it. */
@Controller
class ShipmentsPage {
    private static final int MOST = 100;
    private static final Set<Shipment.State> OPEN = EnumSet.of(
            Shipment.State.DRAFT,
            Shipment.State.DISPATCHED,
            Shipment.State.EXPECTED,
            Shipment.State.PARTIALLY_RECEIVED);

    private final Shipments shipments;
    private final Arrivals arrivals;
    private final Items items;
    private final StaffStores stores;
    private final Words words;

    ShipmentsPage(Shipments shipments, Arrivals arrivals, Items items, StaffStores stores, Words words) {
        this.shipments = shipments;
        this.arrivals = arrivals;
        this.items = items;
        this.stores = stores;
        this.words = words;
    }

    /** One line; {@code outstanding} as it is typed, {@code left} as it is read. */
    record Line(String line, String name, String sku, String sent, String came, String left, String outstanding) {}

    /**
     * A shipment as it is shown.
     *
     * @param from the place or the supplier it comes from
     * @param expected the day, or null when nobody has said
     * @param came how much of it has come, of {@code all}
     */
    record Shown(
            UUID id,
            Kind kind,
            Shipment.State state,
            String reference,
            String from,
            String to,
            @Nullable String expected,
            BigDecimal came,
            BigDecimal all,
            List<Line> lines) {}

    @GetMapping("/stock/shipments")
    String list(Authentication staff, Locale locale, Model page) {
        List<Shown> shown = stores.places(staff).stream()
                .flatMap(place -> Stream.of(
                                shipments.list(Kind.TRANSFER, null, place.id(), OPEN, null, MOST),
                                shipments.list(Kind.TRANSFER, place.id(), null, OPEN, null, MOST),
                                shipments.list(Kind.PURCHASE, null, place.id(), OPEN, null, MOST))
                        .flatMap(List::stream))
                .distinct()
                .map(shipment -> shown(shipment, locale))
                .toList();
        page.addAttribute("shipments", shown);
        return "stock/shipments";
    }

    @GetMapping("/stock/shipments/{kind}/{id}")
    ModelAndView one(@PathVariable Kind kind, @PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Optional<Shipment> found = shipments.find(id, kind);
        if (found.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        Shipment shipment = found.get();
        boolean sends = worksAt(shipment.from(), staff);
        boolean receives = worksAt(shipment.to(), staff);
        if (!sends && !receives) {
            throw new AccessDeniedException("neither end is a place of this person");
        }
        page.addAttribute("one", shown(shipment, locale));
        page.addAttribute("maySend", sends && shipment.state() == Shipment.State.DRAFT);
        page.addAttribute("mayReceive", receives && shipment.state().isUnderWay());
        page.addAttribute("receipt", UUID.randomUUID());
        return new ModelAndView("stock/shipment", page.asMap());
    }

    /** It leaves, all of it. */
    @PostMapping("/stock/shipments/TRANSFER/{id}/send")
    String send(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        shipments.find(id, Kind.TRANSFER).ifPresent(shipment -> check(shipment.from(), staff));
        return answer(Kind.TRANSFER, id, locale, to, "sent", () -> shipments.dispatch(id, null, null, null));
    }

    /** What came, line by line; of a line that is left empty nothing did. */
    @PostMapping("/stock/shipments/{kind}/{id}/receive")
    String receive(
            @PathVariable Kind kind,
            @PathVariable UUID id,
            @RequestParam UUID receipt,
            @RequestParam MultiValueMap<String, String> form,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        shipments.find(id, kind).ifPresent(shipment -> check(shipment.to(), staff));
        return answer(kind, id, locale, to, "received", () -> {
            List<Receiving.Line> came = came(form);
            if (came.isEmpty()) {
                throw new Refusal("NOTHING_CAME", "Say of at least one line what came.");
            }
            arrivals.receive(id, kind, new Receiving(receipt.toString(), null, null, came, List.of()));
        });
    }

    private static List<Receiving.Line> came(MultiValueMap<String, String> form) {
        List<String> lines = form.getOrDefault("line", List.of());
        List<String> quantities = form.getOrDefault("quantity", List.of());
        List<String> damaged = form.getOrDefault("damaged", List.of());
        List<Receiving.Line> came = new ArrayList<>();
        for (int i = 0; i < lines.size() && i < quantities.size() && i < damaged.size(); i++) {
            BigDecimal good = typed(quantities.get(i));
            BigDecimal broken = typed(damaged.get(i));
            if (good.signum() > 0 || broken.signum() > 0) {
                came.add(new Receiving.Line(lines.get(i), good, broken, BigDecimal.ZERO, null));
            }
        }
        return came;
    }

    private static BigDecimal typed(String quantity) {
        return quantity.isBlank() ? BigDecimal.ZERO : ShelfReports.quantity(quantity);
    }

    private String answer(Kind kind, UUID id, Locale locale, RedirectAttributes to, String done, Runnable doing) {
        try {
            doing.run();
            to.addFlashAttribute("told", words.say("stock.told." + done, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.shipments.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        to.addAttribute("kind", kind);
        to.addAttribute("id", id);
        return "redirect:/stock/shipments/{kind}/{id}";
    }

    private void check(@Nullable String place, Authentication staff) {
        if (!worksAt(place, staff)) {
            throw new AccessDeniedException("not a place of this person");
        }
    }

    private boolean worksAt(@Nullable String place, Authentication staff) {
        return stores.places(staff).stream().anyMatch(mine -> mine.id().equals(place));
    }

    private Shown shown(Shipment shipment, Locale locale) {
        Optional<Location> target = stores.known(shipment.to());
        Instant expected = shipment.expectedAt();
        BigDecimal all = sum(shipment, shipment.state() == Shipment.State.DRAFT);
        return new Shown(
                shipment.id(),
                shipment.kind(),
                shipment.state(),
                shipment.reference(),
                shipment.from() == null ? String.valueOf(shipment.supplier()) : name(shipment.from()),
                name(shipment.to()),
                expected == null ? null : Words.day(expected, stores.zoneOf(target), locale),
                all.subtract(shipment.lines().stream()
                        .map(line -> shipment.state() == Shipment.State.DRAFT ? line.quantity() : line.outstanding())
                        .reduce(BigDecimal.ZERO, BigDecimal::add)),
                all,
                shipment.lines().stream().map(line -> line(line, locale)).toList());
    }

    private static BigDecimal sum(Shipment shipment, boolean asked) {
        return shipment.lines().stream()
                .map(line -> asked ? line.quantity() : line.sent())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private Line line(Shipment.Line line, Locale locale) {
        return new Line(
                line.line(),
                items.find(line.sku())
                        .map(item -> Language.of(locale).of(item.name()))
                        .orElse(line.sku()),
                line.sku(),
                Words.number(line.sent().signum() == 0 ? line.quantity() : line.sent()),
                Words.number(line.received().add(line.damaged()).add(line.over())),
                Words.number(line.outstanding()),
                line.outstanding().toPlainString());
    }

    private String name(String place) {
        return stores.known(place).map(Location::name).orElse(place);
    }
}
