package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.integration.qr.QrCode;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/**
 * What a shopper sees after scanning a shelf's code. Names and codes travel in request bodies and once through the
 * session, never in an address.
 */
@Controller
class ProductPage {
    /** How long one piece is kept for someone who goes on to the web shop. */
    private static final Duration KEPT_FOR_DELIVERY = Duration.ofMinutes(30);

    private final Items items;
    private final Locations locations;
    private final ShopperStock stock;
    private final PickupDesk pickups;
    private final Reservations reservations;
    private final Words words;

    ProductPage(
            Items items,
            Locations locations,
            ShopperStock stock,
            PickupDesk pickups,
            Reservations reservations,
            Words words) {
        this.items = items;
        this.locations = locations;
        this.stock = stock;
        this.pickups = pickups;
        this.reservations = reservations;
        this.words = words;
    }

    /** A reservation's confirmation, shown once. */
    record Reserved(
            String number, String pin, String qrSvg, String store, String readyBy, String expires, String item) {}

    /** A hold for delivery, shown once. */
    record Held(
            String number,
            String item,
            String until,
            @Nullable String shop) {}

    @GetMapping("/p/{sku}")
    ModelAndView show(@PathVariable String sku, @RequestParam(required = false) @Nullable String store, Locale locale) {
        return items.find(sku)
                .map(item -> page(item, store, locale, ReserveForm.fresh(), null, HttpStatus.OK))
                .orElseGet(() -> new ModelAndView("product-missing", HttpStatus.NOT_FOUND));
    }

    /** The part that is fetched again and again while someone looks. */
    @GetMapping("/p/{sku}/stock")
    String stock(@PathVariable String sku, @RequestParam(required = false) @Nullable String store, Model page) {
        page.addAttribute("sku", sku);
        page.addAttribute("seen", stock.of(sku, store(store).orElse(null)));
        return "product :: stock";
    }

    @PostMapping("/p/{sku}/reserve")
    ModelAndView reserve(
            @PathVariable String sku,
            @RequestParam String store,
            ReserveForm form,
            Locale locale,
            RedirectAttributes once) {
        Optional<Item> item = items.find(sku);
        if (item.isEmpty()) {
            return new ModelAndView("product-missing", HttpStatus.NOT_FOUND);
        }
        if (!form.isComplete()) {
            return page(item.get(), store, locale, form, "INPUT", HttpStatus.UNPROCESSABLE_CONTENT);
        }
        try {
            PickupDesk.Placed placed = pickups.place(order(item.get(), store, form));
            HandoverCode code = placed.code();
            // Null when the form was sent twice: then the first answer still waits to be shown.
            if (code != null) {
                once.addFlashAttribute("reserved", reserved(placed.pickup(), code, item.get(), locale));
            }
            return redirect("/p/{sku}/reserved", sku, store, once);
        } catch (Refusal refusal) {
            return page(item.get(), store, locale, form, refusal.code(), HttpStatus.CONFLICT);
        }
    }

    @GetMapping("/p/{sku}/reserved")
    String reserved(@PathVariable String sku, @RequestParam(required = false) @Nullable String store, Model page) {
        page.addAttribute("sku", sku);
        page.addAttribute("store", store);
        return "reserved";
    }

    @PostMapping("/p/{sku}/deliver")
    ModelAndView deliver(
            @PathVariable String sku,
            @RequestParam(required = false) @Nullable String store,
            @RequestParam UUID request,
            Locale locale,
            RedirectAttributes once) {
        Optional<Item> item = items.find(sku);
        if (item.isEmpty()) {
            return new ModelAndView("product-missing", HttpStatus.NOT_FOUND);
        }
        try {
            String from = stock.fullest(sku)
                    .orElseThrow(() -> new Refusal("INSUFFICIENT_STOCK", "There is none left anywhere."));
            String number = ShortNumber.of(request);
            // The number names the owner, so that whoever is told it finds this hold and no other.
            Reservation hold = reservations.hold(new HoldRequest(
                    "shelf/" + number,
                    ShopperStock.CHANNEL,
                    List.of(new HoldRequest.Line("1", sku, from, BigDecimal.ONE)),
                    KEPT_FOR_DELIVERY,
                    false));
            once.addFlashAttribute("held", held(number, hold, item.get(), from, locale));
            return redirect("/p/{sku}/held", sku, store, once);
        } catch (Refusal refusal) {
            return page(item.get(), store, locale, ReserveForm.fresh(), refusal.code(), HttpStatus.CONFLICT);
        }
    }

    @GetMapping("/p/{sku}/held")
    String held(@PathVariable String sku, @RequestParam(required = false) @Nullable String store, Model page) {
        page.addAttribute("sku", sku);
        page.addAttribute("store", store);
        return "held";
    }

    private ModelAndView page(
            Item item,
            @Nullable String storeId,
            Locale locale,
            ReserveForm form,
            @Nullable String refusal,
            HttpStatus status) {
        Optional<Location> store = store(storeId);
        Language language = Language.of(locale);
        Language other = language == Language.JAPANESE ? Language.ENGLISH : Language.JAPANESE;
        ModelAndView page = new ModelAndView("product", status);
        page.addObject("item", item);
        page.addObject("sku", item.sku());
        page.addObject("name", language.of(item.name()));
        page.addObject("otherName", other.of(item.name()));
        page.addObject("price", item.price() == null ? null : PriceText.of(item.price()));
        page.addObject("store", store.orElse(null));
        page.addObject("seen", stock.of(item.sku(), store.orElse(null)));
        page.addObject("form", form);
        page.addObject("request", UUID.randomUUID());
        page.addObject("keptMinutes", KEPT_FOR_DELIVERY.toMinutes());
        page.addObject("refused", refusal == null ? null : words.refusal("product.refused", refusal, locale));
        return page;
    }

    private Optional<Location> store(@Nullable String id) {
        return id == null
                ? Optional.empty()
                : locations.find(id).filter(location -> location.kind() == Location.Kind.STORE);
    }

    private static NewPickup order(Item item, String store, ReserveForm form) {
        return new NewPickup(
                form.number(),
                ShopperStock.CHANNEL,
                store,
                null,
                new Contact(form.name(), form.phone(), form.mail()),
                List.of(new NewPickup.Line("1", item.sku(), form.pieces(), item.price())),
                null,
                Payment.PAY_IN_STORE,
                null);
    }

    private Reserved reserved(Pickup pickup, HandoverCode code, Item item, Locale locale) {
        Optional<Location> store = locations.find(pickup.location());
        ZoneId zone = store.map(Location::zone).orElse(ZoneId.of("UTC"));
        return new Reserved(
                pickup.order(),
                code.pin(),
                QrCode.of(code.qr()).svg(words.say("reserved.qr", locale)),
                store.map(Location::name).orElse(pickup.location()),
                Words.at(pickup.readyBy(), zone, locale),
                Words.at(pickup.expiresAt(), zone, locale),
                Language.of(locale).of(item.name()));
    }

    private Held held(String number, Reservation hold, Item item, String from, Locale locale) {
        ZoneId zone = locations.find(from).map(Location::zone).orElse(ZoneId.of("UTC"));
        return new Held(
                number,
                Language.of(locale).of(item.name()),
                hold.expiresAt() == null ? "" : Words.at(hold.expiresAt(), zone, locale),
                item.productUrl());
    }

    /** Relative and built from its parts, so that nothing a form sends can lead elsewhere. */
    private static ModelAndView redirect(
            String path, String sku, @Nullable String store, RedirectAttributes attributes) {
        attributes.addAttribute("sku", sku);
        if (store != null) {
            attributes.addAttribute("store", store);
        }
        RedirectView view = new RedirectView(path, true);
        view.setStatusCode(HttpStatus.SEE_OTHER);
        return new ModelAndView(view);
    }
}
