package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.floor.StaffCalls;
import io.noren.integration.qr.resolver.ShelfScans;
import io.noren.integration.screens.Words;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.loyalty.basket.ShoppingBasket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * What a shopper sees after scanning a shelf's code. To guests it is the same page, so it is written once and sent often;
 * what it can do needs neither a script nor a session.
 */
@Controller
class ProductPage {
    private static final String VIEW = "shopper/product";
    private static final Set<String> DONE = Set.of("asked");

    private final ProductViews views;
    private final RememberedPages pages;
    private final ShopperStock stock;
    private final ShopperFacts facts;
    private final BasketCookie cookie;
    private final BasketDesk desk;
    private final StaffCalls calls;
    private final ShelfScans scans;
    private final Words words;

    ProductPage(
            ProductViews views,
            RememberedPages pages,
            ShopperStock stock,
            ShopperFacts facts,
            BasketCookie cookie,
            BasketDesk desk,
            StaffCalls calls,
            ShelfScans scans,
            Words words) {
        this.views = views;
        this.pages = pages;
        this.stock = stock;
        this.facts = facts;
        this.cookie = cookie;
        this.desk = desk;
        this.calls = calls;
        this.scans = scans;
        this.words = words;
    }

    @GetMapping("/p/{sku}")
    @Nullable
    ModelAndView show(
            @PathVariable String sku,
            @RequestParam(required = false) @Nullable String store,
            @RequestParam(required = false) @Nullable String done,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        String did = done != null && DONE.contains(done) ? done : null;
        Optional<ProductView> view = views.of(sku, store, BasketCookie.member(who), did, null, locale);
        if (view.isEmpty()) {
            return missing();
        }
        countScan(request, sku, store);
        if (isSomebody(who)) {
            return new ModelAndView(VIEW, model(view.get()));
        }
        pages.send(VIEW, model(view.get()), locale, request, response);
        return null;
    }

    /** The part that is fetched again and again while someone looks. */
    @GetMapping("/p/{sku}/stock")
    void stock(
            @PathVariable String sku,
            @RequestParam(required = false) @Nullable String store,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        Map<String, Object> model = new HashMap<>();
        model.put("sku", sku);
        model.put("seen", stock.of(sku, facts.store(store)));
        pages.send("shopper/stock", model, locale, request, response);
    }

    /** One is kept for half an hour in the store where the shopper stands. */
    @PostMapping("/p/{sku}/hold")
    ModelAndView hold(
            @PathVariable String sku,
            @RequestParam String store,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (facts.of(sku, facts.store(store)).isEmpty()) {
            return missing();
        }
        try {
            ShoppingBasket basket = cookie.open(request, response, who, store);
            BigDecimal quantity =
                    basket.line(sku).map(ShoppingBasket.Line::quantity).orElse(BigDecimal.ONE);
            desk.put(basket.id(), sku, quantity, store);
            desk.hold(basket.id(), sku);
            return Redirects.to("/basket");
        } catch (Refusal refusal) {
            return refused(sku, store, who, refusal.code(), locale);
        } catch (io.noren.loyalty.Refusal refusal) {
            return refused(sku, store, who, refusal.code(), locale);
        }
    }

    /** Somebody is to come to this shelf. */
    @PostMapping("/p/{sku}/ask")
    ModelAndView ask(
            @PathVariable String sku,
            @RequestParam String store,
            @Nullable Authentication who,
            Locale locale,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (facts.store(store) == null || facts.of(sku, facts.store(store)).isEmpty()) {
            return missing();
        }
        try {
            calls.ask(cookie.open(request, response, who, store).id(), store, sku);
            return Redirects.to("/p/{sku}", Map.of("sku", sku, "store", store, "done", "asked"));
        } catch (Refusal refusal) {
            return refused(sku, store, who, refusal.code(), locale);
        }
    }

    /** The code of an item without a GTIN leads here by itself; a browser says that no page has sent it. */
    private void countScan(HttpServletRequest request, String sku, @Nullable String store) {
        Location shelf = facts.store(store);
        boolean withoutGtin = facts.of(sku, shelf)
                .filter(known -> known.item().gtin() == null)
                .isPresent();
        if (withoutGtin && "none".equals(request.getHeader("Sec-Fetch-Site"))) {
            scans.count(request, shelf == null ? "" : shelf.id(), sku);
        }
    }

    private ModelAndView refused(String sku, String store, @Nullable Authentication who, String code, Locale locale) {
        String said = words.refusal("product.refused", code, locale);
        return views.of(sku, store, BasketCookie.member(who), null, said, locale)
                .map(view -> new ModelAndView(VIEW, model(view), HttpStatus.CONFLICT))
                .orElseGet(ProductPage::missing);
    }

    private static Map<String, Object> model(ProductView view) {
        Map<String, Object> model = new HashMap<>();
        model.put("product", view);
        model.put("sku", view.sku());
        model.put("seen", view.seen());
        return model;
    }

    /** Somebody who is signed in sees their own frame and price. */
    private static boolean isSomebody(@Nullable Authentication who) {
        return who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
    }

    private static ModelAndView missing() {
        return new ModelAndView("product-missing", HttpStatus.NOT_FOUND);
    }
}
