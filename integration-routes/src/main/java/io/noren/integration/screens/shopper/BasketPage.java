package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.screens.Words;
import io.noren.inventory.Refusal;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** A shopper's basket over several scans: the same on their phone, at the counter and in the web shop. */
@Controller
class BasketPage {
    private final BasketCookie cookie;
    private final ShoppingBaskets baskets;
    private final BasketDesk desk;
    private final BasketViews views;
    private final ShopperFacts facts;
    private final Words words;

    BasketPage(
            BasketCookie cookie,
            ShoppingBaskets baskets,
            BasketDesk desk,
            BasketViews views,
            ShopperFacts facts,
            Words words) {
        this.cookie = cookie;
        this.baskets = baskets;
        this.desk = desk;
        this.views = views;
        this.facts = facts;
        this.words = words;
    }

    @GetMapping("/basket")
    ModelAndView show(@Nullable Authentication who, Locale locale, HttpServletRequest request) {
        return page(open(request, who), null, locale, HttpStatus.OK);
    }

    /** So many of an item are in it from now on, however often this is sent. */
    @PostMapping("/basket/lines")
    ModelAndView put(
            @RequestParam String sku,
            @RequestParam(defaultValue = "1") BigDecimal quantity,
            @RequestParam(required = false) @Nullable String store,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        String here = facts.store(store) == null ? null : store;
        ShoppingBasket basket = cookie.open(request, response, who, here);
        return done(basket, locale, () -> desk.put(basket.id(), sku, quantity, here));
    }

    @PostMapping("/basket/hold")
    ModelAndView hold(
            @RequestParam String sku, @Nullable Authentication who, Locale locale, HttpServletRequest request) {
        Optional<ShoppingBasket> basket = open(request, who);
        return basket.isEmpty()
                ? Redirects.to("/basket")
                : done(basket.get(), locale, () -> desk.hold(basket.get().id(), sku));
    }

    /** Somebody of the staff began it, or another phone. Nothing has changed before the shopper says so: a link is quickly sent. */
    @GetMapping("/b/{key}")
    ModelAndView offer(@PathVariable String key, Locale locale, HttpServletRequest request) {
        Optional<ShoppingBasket> shown = baskets.withKey(key).filter(ShoppingBasket::isOpen);
        if (shown.isEmpty()) {
            return new ModelAndView("shopper/basket-missing", HttpStatus.NOT_FOUND);
        }
        ModelAndView page = new ModelAndView("shopper/take-over");
        page.addObject("key", key);
        page.addObject("basket", views.of(shown.get(), locale));
        page.addObject(
                "joins",
                open(request, null)
                        .filter(own -> !own.lines().isEmpty()
                                && !own.id().equals(shown.get().id()))
                        .isPresent());
        return page;
    }

    /** From now on it is this phone's as well, with what the phone had chosen before. */
    @PostMapping("/b/{key}")
    ModelAndView takeOver(@PathVariable String key, HttpServletRequest request, HttpServletResponse response) {
        Optional<ShoppingBasket> shown = baskets.withKey(key).filter(ShoppingBasket::isOpen);
        if (shown.isEmpty()) {
            return new ModelAndView("shopper/basket-missing", HttpStatus.NOT_FOUND);
        }
        UUID basket = shown.get().id();
        open(request, null).filter(own -> !own.id().equals(basket)).ifPresent(own -> baskets.join(own.id(), basket));
        cookie.set(key, request, response);
        return Redirects.to("/basket");
    }

    private ModelAndView done(ShoppingBasket basket, Locale locale, Runnable work) {
        try {
            work.run();
            return Redirects.to("/basket");
        } catch (Refusal refusal) {
            return refused(basket, refusal.code(), locale);
        } catch (io.noren.loyalty.Refusal refusal) {
            return refused(basket, refusal.code(), locale);
        }
    }

    private ModelAndView refused(ShoppingBasket basket, String code, Locale locale) {
        String said = words.refusal("product.refused", code, locale);
        return page(Optional.of(baskets.get(basket.id())), said, locale, HttpStatus.CONFLICT);
    }

    private Optional<ShoppingBasket> open(HttpServletRequest request, @Nullable Authentication who) {
        return cookie.find(request, who).filter(ShoppingBasket::isOpen);
    }

    private ModelAndView page(
            Optional<ShoppingBasket> basket, @Nullable String refused, Locale locale, HttpStatus status) {
        ModelAndView page = new ModelAndView("shopper/basket", status);
        page.addObject(
                "basket",
                basket.filter(there -> !there.lines().isEmpty())
                        .map(there -> views.of(there, locale))
                        .orElse(null));
        page.addObject(
                "store", basket.map(ShoppingBasket::location).map(facts::store).orElse(null));
        page.addObject("keptMinutes", BasketDesk.KEPT.toMinutes());
        page.addObject("refused", refused);
        return page;
    }
}
