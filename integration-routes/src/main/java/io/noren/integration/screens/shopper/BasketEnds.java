package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.qr.QrCode;
import io.noren.integration.screens.Words;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.reservation.Reservation;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBasket.End;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * How a shopper buys what is in the basket: collected in a store and paid there, or ordered in the web shop, which gets the
 * reservation. Names and codes travel in request bodies and once through the session, never in an address.
 */
@Controller
class BasketEnds {
    private final BasketCookie cookie;
    private final BasketDesk desk;
    private final BasketViews views;
    private final PickupChoices choices;
    private final ShopperFacts facts;
    private final KnownContacts contacts;
    private final Words words;
    private final @Nullable String checkout;

    /** @param checkout the web shop's address that takes over a reservation, with {@code {reservation}} in it */
    BasketEnds(
            BasketCookie cookie,
            BasketDesk desk,
            BasketViews views,
            PickupChoices choices,
            ShopperFacts facts,
            KnownContacts contacts,
            Words words,
            @Value("${noren.shopper.checkout:}") String checkout) {
        this.cookie = cookie;
        this.desk = desk;
        this.views = views;
        this.choices = choices;
        this.facts = facts;
        this.contacts = contacts;
        this.words = words;
        this.checkout = checkout.isBlank() ? null : checkout;
    }

    /** An order's confirmation, shown once. */
    record Reserved(String number, String pin, String qrSvg, String store, String readyBy, String expires) {}

    /** What is kept for an order in the web shop. */
    record Held(
            String number, @Nullable String until, @Nullable String shop) {}

    @GetMapping("/basket/pickup")
    ModelAndView choose(
            @RequestParam(required = false) @Nullable String store,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request) {
        Optional<ShoppingBasket> basket = open(request, who);
        return basket.isEmpty()
                ? Redirects.to("/basket")
                : page(basket.get(), contacts.of(who, store), null, locale, HttpStatus.OK);
    }

    @PostMapping("/basket/pickup")
    ModelAndView pickUp(
            @ModelAttribute PickupForm form,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request,
            RedirectAttributes once) {
        Optional<ShoppingBasket> found = cookie.find(request, who);
        if (found.isEmpty() || found.get().lines().isEmpty()) {
            return Redirects.to("/basket");
        }
        ShoppingBasket basket = found.get();
        if (!form.isComplete()) {
            return refused(basket, form, "INPUT", locale, HttpStatus.UNPROCESSABLE_CONTENT);
        }
        try {
            PickupDesk.Placed placed = desk.pickUp(basket.id(), form.store(), form.wantedFrom(), form.toContact());
            HandoverCode code = placed.code();
            // Null when the form was sent twice: then the first answer still waits to be shown.
            if (code != null) {
                once.addFlashAttribute("reserved", reserved(placed.pickup(), code, locale));
            }
            return Redirects.to("/basket/reserved");
        } catch (Refusal refusal) {
            return refused(basket, form, refusal.code(), locale, HttpStatus.CONFLICT);
        } catch (io.noren.loyalty.Refusal refusal) {
            return refused(basket, form, refusal.code(), locale, HttpStatus.CONFLICT);
        }
    }

    @GetMapping("/basket/reserved")
    String reserved() {
        return "shopper/reserved";
    }

    @PostMapping("/basket/deliver")
    ModelAndView deliver(@Nullable Authentication who, Locale locale, HttpServletRequest request) {
        Optional<ShoppingBasket> basket =
                cookie.find(request, who).filter(there -> !there.lines().isEmpty());
        if (basket.isEmpty()) {
            return Redirects.to("/basket");
        }
        try {
            return Redirects.to(desk.deliver(basket.get().id()).isPresent() ? "/basket/held" : "/basket");
        } catch (Refusal refusal) {
            return refused(basket.get(), contacts.of(who, null), refusal.code(), locale, HttpStatus.CONFLICT);
        }
    }

    /** As often as the shopper looks, until the hold ends. */
    @GetMapping("/basket/held")
    ModelAndView held(@Nullable Authentication who, Locale locale, HttpServletRequest request) {
        ModelAndView page = new ModelAndView("shopper/held");
        cookie.find(request, who)
                .filter(basket -> basket.ended() != null && basket.ended().as() == End.DELIVERY)
                .flatMap(basket -> desk.deliver(basket.id()).map(hold -> held(basket, hold, locale)))
                .ifPresent(held -> page.addObject("held", held));
        return page;
    }

    private Optional<ShoppingBasket> open(HttpServletRequest request, @Nullable Authentication who) {
        return cookie.find(request, who)
                .filter(basket -> basket.isOpen() && !basket.lines().isEmpty());
    }

    private ModelAndView refused(
            ShoppingBasket basket, PickupForm form, String code, Locale locale, HttpStatus status) {
        return page(basket, form, words.refusal("product.refused", code, locale), locale, status);
    }

    private ModelAndView page(
            ShoppingBasket basket, PickupForm form, @Nullable String refused, Locale locale, HttpStatus status) {
        ModelAndView page = new ModelAndView("shopper/pickup", status);
        Location here = facts.store(form.store().isEmpty() ? basket.location() : form.store());
        page.addObject("basket", views.of(basket, locale));
        page.addObject("stores", choices.of(basket, here, locale));
        page.addObject("form", form);
        page.addObject("refused", refused);
        return page;
    }

    private Reserved reserved(Pickup pickup, HandoverCode code, Locale locale) {
        Location store = facts.store(pickup.location());
        ZoneId zone = store == null ? ZoneId.of("UTC") : store.zone();
        return new Reserved(
                pickup.order(),
                code.pin(),
                QrCode.of(code.qr()).svg(words.say("reserved.qr", locale)),
                store == null ? pickup.location() : store.name(),
                Words.at(pickup.readyBy(), zone, locale),
                Words.at(pickup.expiresAt(), zone, locale));
    }

    private Held held(ShoppingBasket basket, Reservation hold, Locale locale) {
        Location store = facts.store(basket.location());
        ZoneId zone = store == null ? ZoneId.of("UTC") : store.zone();
        Instant until = hold.expiresAt();
        return new Held(
                basket.code(),
                until == null ? null : Words.clock(until, zone, locale),
                checkout == null
                        ? null
                        : checkout.replace("{reservation}", hold.id().toString()));
    }
}
