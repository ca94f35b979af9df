package io.noren.integration.screens;

import io.noren.integration.qr.LabelTemplate;
import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Where shelf labels are chosen and looked at before they are printed. */
@Controller
class LabelPage {
    private static final int MOST_FOUND = 40;

    private final Items items;
    private final StaffStores stores;

    LabelPage(Items items, StaffStores stores) {
        this.items = items;
        this.stores = stores;
    }

    /** An item to tick. */
    record Pick(
            String sku,
            String name,
            @Nullable String gtin,
            @Nullable String price,
            boolean chosen) {}

    @GetMapping(path = "/labels", params = "!format")
    String show(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "a4-24") String template,
            @RequestParam MultiValueMap<String, String> query,
            Authentication staff,
            Locale locale,
            Model page) {
        // Not as a list parameter: Spring would take a comma within a SKU for two SKUs.
        Set<String> wanted = new LinkedHashSet<>(query.getOrDefault("sku", List.of()));
        List<Item> chosen = wanted.stream()
                .flatMap(sku -> items.find(sku).stream())
                .filter(item -> item.gtin() != null)
                .toList();
        List<Item> found = items.search(q, MOST_FOUND).stream()
                .filter(item -> !wanted.contains(item.sku()))
                .toList();
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute(
                "store", stores.chosen(location, staff).map(Location::id).orElse(null));
        page.addAttribute("q", q);
        page.addAttribute("template", template);
        page.addAttribute(
                "templates",
                Arrays.stream(LabelTemplate.values()).map(LabelTemplate::id).toList());
        page.addAttribute(
                "picks",
                Stream.concat(
                                chosen.stream().map(item -> pick(item, true, locale)),
                                found.stream().map(item -> pick(item, false, locale)))
                        .toList());
        page.addAttribute(
                "previews",
                chosen.stream().map(item -> pick(item, true, locale)).toList());
        return "labels";
    }

    private static Pick pick(Item item, boolean chosen, Locale locale) {
        Money price = item.price();
        return new Pick(
                item.sku(),
                Language.of(locale).of(item.name()),
                item.gtin(),
                price == null ? null : PriceText.of(price),
                chosen);
    }
}
