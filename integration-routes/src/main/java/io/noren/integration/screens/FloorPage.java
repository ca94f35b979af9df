package io.noren.integration.screens;

import io.noren.integration.floor.StaffCalls;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.ShelfPlaces;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.basket.ShoppingBaskets;
import io.noren.loyalty.code.MemberCodes;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.util.UriComponentsBuilder;

/** Shoppers in the store: who asked for somebody, and whose basket is gone on with. */
@Controller
class FloorPage {
    private final StaffCalls calls;
    private final ShoppingBaskets baskets;
    private final MemberCodes memberCodes;
    private final StaffStores stores;
    private final Items items;
    private final ShelfPlaces places;
    private final Words words;
    private final Clock clock;

    FloorPage(
            StaffCalls calls,
            ShoppingBaskets baskets,
            MemberCodes memberCodes,
            StaffStores stores,
            Items items,
            ShelfPlaces places,
            Words words,
            Clock clock) {
        this.calls = calls;
        this.baskets = baskets;
        this.memberCodes = memberCodes;
        this.stores = stores;
        this.items = items;
        this.places = places;
        this.words = words;
        this.clock = clock;
    }

    /** @param place where the shelf is; null where nobody knows */
    record Call(UUID id, String name, @Nullable String place, String since) {}

    @GetMapping("/floor")
    String show(
            @RequestParam(required = false) @Nullable String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        fill(page, stores.chosen(location, staff), staff, locale);
        return view(request);
    }

    @PostMapping("/floor/calls/{id}")
    String go(
            @PathVariable UUID id,
            @RequestParam String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Location store = stores.chosen(location, staff).orElseThrow();
        boolean mine = calls.answer(id, store.id(), staff.getName());
        page.addAttribute(mine ? "did" : "refused", words.say(mine ? "floor.going" : "floor.gone", locale));
        fill(page, Optional.of(store), staff, locale);
        return view(request);
    }

    /** By the code on the shopper's phone, or the member's own code, which proves that they are here. */
    @PostMapping("/floor/baskets")
    String open(
            @RequestParam(defaultValue = "") String code,
            @RequestParam String location,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Location store = stores.chosen(location, staff).orElseThrow();
        try {
            Optional<ShoppingBasket> found = basket(code);
            if (found.isPresent()) {
                baskets.openedIn(found.get().id(), store.id());
                return redirect(found.get().id(), store);
            }
            page.addAttribute("unopened", words.say("floor.basket.unknown", locale));
        } catch (Refusal refusal) {
            page.addAttribute("unopened", words.refusal("floor.basket.refused", refusal.code(), locale));
        }
        fill(page, Optional.of(store), staff, locale);
        return "floor/floor";
    }

    /** For somebody without a phone in their hand; they can take it over by scanning it. */
    @PostMapping("/floor/baskets/new")
    String begin(@RequestParam String location, Authentication staff) {
        Location store = stores.chosen(location, staff).orElseThrow();
        return redirect(baskets.begin(Channel.STORE, store.id(), null).id(), store);
    }

    private Optional<ShoppingBasket> basket(String code) {
        if (memberCodes.looksLikeOne(code)) {
            return baskets.ofMember(memberCodes.memberOf(code)).stream().findFirst();
        }
        return baskets.open(code);
    }

    private static String redirect(UUID basket, Location store) {
        return "redirect:"
                + UriComponentsBuilder.fromPath("/floor/baskets/{id}")
                        .queryParam("location", "{location}")
                        .build(basket, store.id());
    }

    private void fill(Model page, Optional<Location> store, Authentication staff, Locale locale) {
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store.map(Location::id).orElse(null));
        page.addAttribute("calls", store.map(here -> waiting(here.id(), locale)).orElse(List.of()));
    }

    private List<Call> waiting(String store, Locale locale) {
        List<StaffCalls.Call> waiting = calls.waiting(store);
        List<String> skus =
                waiting.stream().map(StaffCalls.Call::sku).distinct().toList();
        Map<String, Item> known = items.of(skus);
        Map<String, String> shelves = places.of(store, skus);
        return waiting.stream()
                .map(call -> new Call(
                        call.id(),
                        Optional.ofNullable(known.get(call.sku()))
                                .map(item -> Language.of(locale).of(item.name()))
                                .orElse(call.sku()),
                        shelves.get(call.sku()),
                        words.ago(Duration.between(call.askedAt(), clock.instant()), locale)))
                .toList();
    }

    private static String view(HttpServletRequest request) {
        return request.getHeader("HX-Request") == null ? "floor/floor" : "floor/floor :: calls";
    }
}
