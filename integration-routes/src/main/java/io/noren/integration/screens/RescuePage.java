package io.noren.integration.screens;

import io.noren.integration.qr.QrCode;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.Rescue;
import io.noren.inventory.pickup.handover.HandoverCode;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.view.RedirectView;

/**
 * What a customer sees who opens the link about goods that were not found: all that is held for them instead. Whoever has
 * the link may choose, so nothing personal is shown.
 */
@Controller
class RescuePage {
    private final PickupRescues rescues;
    private final PickupDesk desk;
    private final Items items;
    private final Locations locations;
    private final Words words;
    private final Clock clock;

    RescuePage(PickupRescues rescues, PickupDesk desk, Items items, Locations locations, Words words, Clock clock) {
        this.rescues = rescues;
        this.desk = desk;
        this.items = items;
        this.locations = locations;
        this.words = words;
        this.clock = clock;
    }

    record Goods(String name, String quantity) {}

    /** @param store where it can be collected; where it is sent from, if it is sent home */
    record Choice(
            int number,
            Rescue.Kind kind,
            String store,
            List<Goods> goods,
            @Nullable String readyBy) {}

    /**
     * The order that has the goods now, its code shown once.
     *
     * @param sent whether they are sent to the store first
     */
    record Elsewhere(String number, String store, boolean sent, String readyBy, String pin, String qrSvg) {}

    @GetMapping("/r/{id}")
    ModelAndView show(@PathVariable UUID id, Locale locale) {
        return page(id, null, locale, HttpStatus.OK);
    }

    @PostMapping("/r/{id}")
    ModelAndView choose(@PathVariable UUID id, @RequestParam int option, Locale locale, RedirectAttributes once) {
        try {
            PickupRescues.Decided decided = rescues.choose(id, option);
            PickupDesk.Placed placed = decided.takenOverBy();
            HandoverCode code = placed == null ? null : placed.code();
            if (placed != null && code != null) {
                once.addFlashAttribute("elsewhere", elsewhere(placed.pickup(), code, locale));
            }
            once.addAttribute("id", id);
            RedirectView view = new RedirectView("/r/{id}", true);
            view.setStatusCode(HttpStatus.SEE_OTHER);
            return new ModelAndView(view);
        } catch (Refusal refusal) {
            return page(id, refusal.code(), locale, HttpStatus.CONFLICT);
        }
    }

    private ModelAndView page(UUID id, @Nullable String refused, Locale locale, HttpStatus status) {
        Optional<Rescue> found = rescues.find(id);
        Optional<Pickup> order = found.flatMap(rescue -> desk.find(rescue.pickup()));
        if (order.isEmpty()) {
            return new ModelAndView("rescue-missing", HttpStatus.NOT_FOUND);
        }
        Rescue rescue = found.orElseThrow();
        Location store = locations.find(order.get().location()).orElseThrow();
        Instant now = clock.instant();
        ModelAndView page = new ModelAndView("rescue", status);
        page.addObject("id", id);
        page.addObject("order", order.get().order());
        page.addObject("store", store.name());
        page.addObject(
                "missing",
                rescue.lines().stream()
                        .map(line -> new Goods(
                                name(line.sku(), locale), line.quantity().toPlainString()))
                        .toList());
        page.addObject("open", rescue.isOpen(now));
        page.addObject("decidedBy", rescue.decidedBy());
        page.addObject("until", Words.at(rescue.endsAt(), store.zone(), locale));
        List<Choice> choices = rescue.options().stream()
                .map(option -> choice(option, store, locale))
                .toList();
        page.addObject("choices", choices);
        page.addObject(
                "taken",
                choices.stream()
                        .filter(choice -> Integer.valueOf(choice.number()).equals(rescue.decision()))
                        .findFirst()
                        .orElse(null));
        page.addObject("refused", refused == null ? null : words.refusal("rescue.refused", refused, locale));
        return page;
    }

    private Choice choice(Rescue.Option option, Location chosen, Locale locale) {
        Optional<Location> store =
                option.kind() == Rescue.Kind.SHIP_TO_STORE ? Optional.of(chosen) : locations.find(option.location());
        ZoneId zone = store.map(Location::zone).orElse(ZoneId.of("UTC"));
        return new Choice(
                option.number(),
                option.kind(),
                store.map(Location::name).orElse(option.location()),
                option.goods().stream()
                        .map(one -> new Goods(
                                name(one.sku(), locale), one.quantity().toPlainString()))
                        .toList(),
                option.readyBy() == null ? null : Words.at(option.readyBy(), zone, locale));
    }

    private Elsewhere elsewhere(Pickup pickup, HandoverCode code, Locale locale) {
        Optional<Location> store = locations.find(pickup.location());
        ZoneId zone = store.map(Location::zone).orElse(ZoneId.of("UTC"));
        return new Elsewhere(
                pickup.order(),
                store.map(Location::name).orElse(pickup.location()),
                pickup.transfer() != null,
                Words.at(pickup.readyBy(), zone, locale),
                code.pin(),
                QrCode.of(code.qr()).svg(words.say("reserved.qr", locale)));
    }

    private String name(String sku, Locale locale) {
        return items.find(sku).map(Item::name).map(Language.of(locale)::of).orElse(sku);
    }
}
