package io.noren.integration.screens;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.qr.CodeRefused;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.QrCode;
import io.noren.integration.qr.resolver.ScannedTexts;
import io.noren.integration.screens.shopper.BasketViews;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.UriComponentsBuilder;

/** A shopper's basket at the counter: more is scanned into it, it is kept, and the shopper's phone has it, too. */
@Controller
@RequestMapping("/floor/baskets/{id}")
class FloorBasketPage {
    private final ShoppingBaskets baskets;
    private final BasketDesk desk;
    private final BasketViews views;
    private final ScannedTexts scanned;
    private final PublicAddress address;
    private final StaffStores stores;
    private final Words words;

    FloorBasketPage(
            ShoppingBaskets baskets,
            BasketDesk desk,
            BasketViews views,
            ScannedTexts scanned,
            PublicAddress address,
            StaffStores stores,
            Words words) {
        this.baskets = baskets;
        this.desk = desk;
        this.views = views;
        this.scanned = scanned;
        this.address = address;
        this.stores = stores;
        this.words = words;
    }

    @GetMapping
    ModelAndView show(@PathVariable UUID id, @RequestParam String location, Authentication staff, Locale locale) {
        return page(id, stores.chosen(location, staff).orElseThrow(), null, null, locale, HttpStatus.OK);
    }

    /** One more of what was scanned. */
    @PostMapping("/scan")
    ModelAndView scan(
            @PathVariable UUID id,
            @RequestParam String location,
            @RequestParam(defaultValue = "") String code,
            Authentication staff,
            Locale locale,
            HttpServletRequest request) {
        Location store = stores.chosen(location, staff).orElseThrow();
        return done(id, store, locale, () -> {
            String sku = scanned.read(code, address.base(request)).sku();
            if (sku == null) {
                throw new Refusal("NO_SUCH_ITEM", "There is no item of this code.");
            }
            BigDecimal there =
                    baskets.get(id).line(sku).map(ShoppingBasket.Line::quantity).orElse(BigDecimal.ZERO);
            desk.put(id, sku, there.add(BigDecimal.ONE), store.id());
        });
    }

    @PostMapping("/lines")
    ModelAndView put(
            @PathVariable UUID id,
            @RequestParam String location,
            @RequestParam String sku,
            @RequestParam BigDecimal quantity,
            Authentication staff,
            Locale locale) {
        Location store = stores.chosen(location, staff).orElseThrow();
        return done(id, store, locale, () -> desk.put(id, sku, quantity, store.id()));
    }

    /** For a phone: whoever scans it has this basket. */
    @PostMapping("/share")
    ModelAndView share(
            @PathVariable UUID id,
            @RequestParam String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request) {
        Location store = stores.chosen(location, staff).orElseThrow();
        String link = address.base(request) + "/b/" + baskets.newKey(id);
        String qr = QrCode.of(link).svg(words.say("floor.basket.qr", locale));
        return page(id, store, null, qr, locale, HttpStatus.OK);
    }

    /** The till has the money. */
    @PostMapping("/sold")
    ModelAndView sold(
            @PathVariable UUID id,
            @RequestParam String location,
            @RequestParam String receipt,
            Authentication staff,
            Locale locale) {
        Location store = stores.chosen(location, staff).orElseThrow();
        return done(id, store, locale, () -> desk.sold(id, receipt.strip()));
    }

    private ModelAndView done(UUID id, Location store, Locale locale, Runnable work) {
        try {
            work.run();
            // Looked at again, nothing is done again.
            return new ModelAndView("redirect:"
                    + UriComponentsBuilder.fromPath("/floor/baskets/{id}")
                            .queryParam("location", "{location}")
                            .build(id, store.id()));
        } catch (Refusal refusal) {
            return page(id, store, refusal.code(), null, locale, HttpStatus.CONFLICT);
        } catch (io.noren.loyalty.Refusal refusal) {
            return page(id, store, refusal.code(), null, locale, HttpStatus.CONFLICT);
        } catch (CodeRefused refused) {
            return page(id, store, refused.reason().name(), null, locale, HttpStatus.CONFLICT);
        }
    }

    private ModelAndView page(
            UUID id, Location store, @Nullable String refused, @Nullable String qr, Locale locale, HttpStatus status) {
        ShoppingBasket basket = baskets.get(id);
        ModelAndView page = new ModelAndView("floor/basket", status);
        page.addObject("id", id);
        page.addObject("store", store);
        page.addObject("open", basket.isOpen());
        page.addObject("member", basket.member() != null);
        page.addObject("basket", views.of(basket, locale));
        page.addObject("qr", qr);
        page.addObject("refused", refused == null ? null : words.refusal("floor.refused", refused, locale));
        return page;
    }
}
