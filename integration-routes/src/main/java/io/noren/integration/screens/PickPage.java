package io.noren.integration.screens;

import io.noren.integration.qr.resolver.ScannedItems;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.ScannedGoods;
import io.noren.inventory.ShelfPlaces;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseBody;
import org.springframework.web.server.ResponseStatusException;
import tools.jackson.databind.json.JsonMapper;

/**
 * One order as somebody picks it with a phone in one hand. What was scanned is counted on the phone, which knows the codes
 * of all that is wanted: so it goes on without a network. It says nothing of whose order it is, because phones keep it.
 */
@Controller
class PickPage {
    private final PickupDesk desk;
    private final StaffStores stores;
    private final ScannedItems scanned;
    private final InsteadOfMissing instead;
    private final Items items;
    private final ShelfPlaces places;
    private final TypedItems typed;
    private final JsonMapper json;

    PickPage(
            PickupDesk desk,
            StaffStores stores,
            ScannedItems scanned,
            InsteadOfMissing instead,
            Items items,
            ShelfPlaces places,
            TypedItems typed,
            JsonMapper json) {
        this.desk = desk;
        this.stores = stores;
        this.scanned = scanned;
        this.instead = instead;
        this.items = items;
        this.places = places;
        this.typed = typed;
        this.json = json;
    }

    /**
     * One line.
     *
     * @param otherName in the other language, which may be the one on the package; empty when it is the same
     * @param where it stands in the store or, where nobody has said, the part of the store that its category is
     * @param each whether pieces are counted; otherwise it is weighed
     * @param found how much of it there is, of a line that was not all found
     * @param codes what scanners read on it, as JSON; the phone looks a scan up here
     * @param choices what could be proposed instead of it, as JSON
     * @param substitute whether the customer took it instead of what was not found
     */
    record Line(
            String line,
            String sku,
            String name,
            String otherName,
            String where,
            String quantity,
            String unit,
            boolean each,
            String state,
            @Nullable String found,
            String codes,
            String choices,
            boolean substitute) {}

    /** @param quantity how much one such code stands for; null: it does not say */
    record Code(String code, @Nullable BigDecimal quantity) {}

    /** What a scanned code is; {@code sku} is null where nobody here knows it. */
    record Read(
            @Nullable String sku,
            @Nullable String name,
            @Nullable BigDecimal quantity) {}

    @GetMapping("/pickup/{id}/pick")
    String show(@PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Pickup order = mine(id, staff);
        Location store = stores.known(order.location()).orElseThrow();
        Map<String, Item> known =
                items.of(order.lines().stream().map(Pickup.Line::sku).collect(Collectors.toSet()));
        Map<String, String> shelves = places.of(store.id(), known.keySet());
        Map<String, List<InsteadOfMissing.Choice>> choices = instead.choices(order, locale);
        page.addAttribute("order", order);
        page.addAttribute("store", store.id());
        page.addAttribute("readyBy", Words.at(order.readyBy(), store.zone(), locale));
        page.addAttribute("mayStart", order.state() == PickupState.PLACED || order.state() == PickupState.ACCEPTED);
        page.addAttribute("picking", isPicked(order.state()));
        page.addAttribute(
                "lines",
                order.lines().stream()
                        .map(line -> line(
                                line,
                                Optional.ofNullable(known.get(line.sku())),
                                Optional.ofNullable(shelves.get(line.sku())),
                                choices.getOrDefault(line.sku(), List.of()),
                                locale))
                        .toList());
        instead(order, locale, page);
        return "pickup/pick";
    }

    /** What became of the order meanwhile, and what there is instead of what was not found. */
    @GetMapping("/pickup/{id}/pick/instead")
    String instead(@PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Pickup order = mine(id, staff);
        page.addAttribute("order", order);
        instead(order, locale, page);
        return "pickup/pick :: instead";
    }

    /** A code that the phone does not know: it is something else, or only read here, as the label of a scale is. */
    @GetMapping("/pickup/{id}/pick/scanned")
    @ResponseBody
    Read scanned(
            @PathVariable UUID id,
            @RequestParam String code,
            Authentication staff,
            Locale locale,
            HttpServletRequest request) {
        mine(id, staff);
        return scanned.find(code, request)
                .map(found -> read(found, locale))
                .orElseGet(() -> new Read(null, null, null));
    }

    private Read read(ScannedGoods.Goods found, Locale locale) {
        return new Read(found.sku(), typed.name(found.sku(), locale), found.quantity());
    }

    private void instead(Pickup order, Locale locale, Model page) {
        // By which the phone knows a copy that it kept from what is so now.
        page.addAttribute("steps", desk.steps(order.id()).size());
        page.addAttribute(
                "states",
                order.lines().stream()
                        .map(line -> line.line() + "=" + line.state())
                        .collect(Collectors.joining(" ")));
        page.addAttribute("missing", instead.of(order, locale));
        page.addAttribute("asked", instead.asked(order, locale).orElse(null));
    }

    private static boolean isPicked(PickupState state) {
        return switch (state) {
            case PICKING, PICKED, PARTIALLY_PICKED, SUBSTITUTION_PROPOSED -> true;
            default -> false;
        };
    }

    private Line line(
            Pickup.Line line,
            Optional<Item> item,
            Optional<String> shelf,
            List<InsteadOfMissing.Choice> choices,
            Locale locale) {
        BigDecimal missing = line.missing();
        return new Line(
                line.line(),
                line.sku(),
                typed.name(line.sku(), locale),
                item.map(known -> otherName(known, locale)).orElse(""),
                shelf.or(() -> item.map(Item::category)).orElse(""),
                line.quantity().toPlainString(),
                typed.unit(line.sku(), locale),
                item.map(Item::unit).orElse(Item.EACH).equals(Item.EACH),
                line.state().name(),
                missing == null ? null : line.quantity().subtract(missing).toPlainString(),
                json.writeValueAsString(item.map(PickPage::codes).orElse(List.of())),
                json.writeValueAsString(choices),
                line.replaces() != null);
    }

    private static String otherName(Item item, Locale locale) {
        Language language = Language.of(locale);
        String other =
                language == Language.JAPANESE ? item.name().en() : item.name().ja();
        return other == null || other.equals(language.of(item.name())) ? "" : other;
    }

    /** What a weighed item's own code stands for is what it weighs, which the code does not say. */
    private static List<Code> codes(Item item) {
        BigDecimal one = item.unit().equals(Item.EACH) ? BigDecimal.ONE : null;
        List<Code> codes = new ArrayList<>();
        codes.add(new Code(item.sku(), one));
        if (item.gtin() != null) {
            codes.add(new Code(item.gtin(), one));
        }
        item.codes().stream()
                .map(code ->
                        new Code(code.value(), code.quantity().compareTo(BigDecimal.ONE) == 0 ? one : code.quantity()))
                .sorted(Comparator.comparing(Code::code))
                .forEach(codes::add);
        return codes;
    }

    private Pickup mine(UUID id, Authentication staff) {
        Pickup order = desk.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        // Whoever may not work in the order's store learns nothing of it.
        stores.chosen(order.location(), staff);
        return order;
    }
}
