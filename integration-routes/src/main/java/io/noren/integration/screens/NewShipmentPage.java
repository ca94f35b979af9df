package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipments;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
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

/** A transfer that somebody asks for, or a delivery that a supplier has announced. */
@Controller
class NewShipmentPage {
    private static final String PAGE = "/stock/shipments/{kind}/new";
    private static final DateTimeFormatter NUMBER = DateTimeFormatter.ofPattern("'T-'uuMMdd-HHmmss");

    private final Shipments shipments;
    private final TypedItems items;
    private final StaffStores stores;
    private final Words words;
    private final Clock clock;

    NewShipmentPage(Shipments shipments, TypedItems items, StaffStores stores, Words words, Clock clock) {
        this.shipments = shipments;
        this.items = items;
        this.stores = stores;
        this.words = words;
        this.clock = clock;
    }

    /** A row as it is shown again; {@code name} is the item that was recognised in it. */
    record Row(String item, String quantity, @Nullable String name) {}

    /**
     * @param from where a transfer is likely to leave, or null
     * @param sku what is likely to be in it, or null
     */
    @GetMapping(PAGE)
    String fresh(
            @PathVariable Kind kind,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String sku,
            Authentication staff,
            Locale locale,
            Model page) {
        String mine =
                stores.places(staff).stream().findFirst().map(Location::id).orElse("");
        ZoneId zone = stores.zoneOf(stores.known(mine));
        ShipmentForm form = kind == Kind.TRANSFER
                ? ShipmentForm.empty(
                        kind,
                        NUMBER.format(clock.instant().atZone(zone)),
                        from == null ? mine : from,
                        "",
                        sku == null ? "" : sku)
                : ShipmentForm.empty(kind, "", "", mine, sku == null ? "" : sku);
        return form(form, Wrong.nothing(), staff, locale, page);
    }

    @PostMapping(PAGE)
    ModelAndView create(
            @PathVariable Kind kind,
            @RequestParam MultiValueMap<String, String> typed,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        ShipmentForm form = ShipmentForm.of(kind, typed);
        if (typed.containsKey("more")) {
            return new ModelAndView(form(form, Wrong.nothing(), staff, locale, page), page.asMap());
        }
        List<Refusal> objections = new ArrayList<>();
        try {
            check(form, staff, objections);
            Instant expected = TypedTime.read(form.expectedAt(), stores.zoneOf(stores.known(form.to())), "expectedAt");
            NewShipment wanted = form.toShipment(expected, items, objections::add);
            if (objections.isEmpty()) {
                Shipment made = shipments.create(wanted);
                to.addFlashAttribute("told", words.say("stock.told.shipment-made." + kind, locale));
                to.addFlashAttribute("tone", "good");
                to.addAttribute("kind", kind);
                to.addAttribute("id", made.id());
                return new ModelAndView("redirect:/stock/shipments/{kind}/{id}");
            }
        } catch (Refusal refusal) {
            objections.add(refusal);
        }
        Map<String, String> wrong = Wrong.of(objections, form::shows, "stock.shipments.refused", words, locale);
        return new ModelAndView(form(form, wrong, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Whoever works at either end may ask for a transfer; a delivery is announced where it arrives. */
    private void check(ShipmentForm form, Authentication staff, List<Refusal> objections) {
        if (form.to().isEmpty()) {
            objections.add(Wrong.typed("UNKNOWN_LOCATION", "to", ""));
        } else if (form.kind() == Kind.PURCHASE) {
            stores.place(form.to(), staff);
        } else if (!stores.works(form.from(), staff) && !stores.works(form.to(), staff)) {
            objections.add(Wrong.typed("NEITHER_IS_YOURS", "to", form.to()));
        }
    }

    private String form(ShipmentForm form, Map<String, String> wrong, Authentication staff, Locale locale, Model page) {
        page.addAttribute("form", form);
        page.addAttribute("wrong", wrong);
        page.addAttribute(
                "rows",
                form.rows().stream()
                        .map(row -> new Row(
                                row.item(),
                                row.quantity(),
                                items.find(row.item())
                                        .map(item -> items.name(item.sku(), locale) + " ("
                                                + items.unit(item.sku(), locale) + ")")
                                        .orElse(null)))
                        .toList());
        page.addAttribute("places", form.kind() == Kind.TRANSFER ? stores.everyPlace() : stores.places(staff));
        return "stock/shipment-new";
    }
}
