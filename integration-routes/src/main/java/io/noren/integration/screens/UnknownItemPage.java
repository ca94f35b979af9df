package io.noren.integration.screens;

import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.UnknownItems;
import io.noren.integration.broker.UnknownItems.UnknownItem;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.pos.ItemCode;
import io.noren.pos.TransactionKey;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A till's line whose item nobody knows: a person says which item it is, or that it is a new one. */
@Controller
class UnknownItemPage {
    /** Items to choose from, for words that are no number. */
    private static final int CHOICES = 8;

    private static final Set<String> FIELDS = Set.of("item", "sku", "name", "price");

    private final UnknownItems unknown;
    private final ParkedMessages parked;
    private final Items items;
    private final TillCodes codes;
    private final StaffStores stores;
    private final Words words;

    UnknownItemPage(
            UnknownItems unknown,
            ParkedMessages parked,
            Items items,
            TillCodes codes,
            StaffStores stores,
            Words words) {
        this.unknown = unknown;
        this.parked = parked;
        this.items = items;
        this.codes = codes;
        this.stores = stores;
        this.words = words;
    }

    /**
     * Where one came from, and goes back to.
     *
     * @param from {@code tills}; anything else is the page of everything that is parked
     * @param location the store that was shown there, if only one was
     */
    record Way(@Nullable String from, @Nullable String location) {

        public boolean tills() {
            return "tills".equals(from);
        }
    }

    /** A code as the till told it. */
    record Code(String kind, String value) {}

    /** An item to choose. */
    record Choice(String sku, String name, @Nullable String gtin) {}

    /** What has been typed so far, and what is wrong with it. */
    private record Typed(String item, List<Choice> choices, NewItemForm fresh, Map<String, String> wrong) {}

    @GetMapping("/parked/{id}/item")
    ModelAndView show(@PathVariable UUID id, Way way, Authentication staff, Locale locale, Model page) {
        return withLine(id, way, staff, page, line -> {
            NewItemForm suggested = suggested(line);
            return shown(line, new Typed("", List.of(), suggested, Wrong.nothing()), locale, page);
        });
    }

    /** @param item its SKU or bar code, which is enough; or words, and then a person chooses */
    @PostMapping("/parked/{id}/item/known")
    ModelAndView known(
            @PathVariable UUID id,
            Way way,
            @RequestParam String item,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        return withLine(id, way, staff, page, line -> {
            String typed = item.replace("\0", "").strip();
            try {
                Optional<Versioned<Item>> exact = withNumber(typed);
                if (exact.isEmpty()) {
                    return shown(
                            line, new Typed(typed, choices(typed, locale), suggested(line), Map.of()), locale, page);
                }
                Item.Code code = codes.toKeep(line)
                        .orElseThrow(
                                () -> new Refusal("ONLY_A_SKU", "No code of the line can be kept.", "item", Map.of()));
                keep(code, exact.get(), line, staff);
                String name = name(exact.get().value(), locale);
                return done(way, "naming.mapped", name, shown(code), locale, to);
            } catch (Refusal refusal) {
                return refused(line, typed, suggested(line), refusal, locale, page);
            }
        });
    }

    @PostMapping("/parked/{id}/item/new")
    ModelAndView fresh(
            @PathVariable UUID id,
            Way way,
            NewItemForm form,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        return withLine(id, way, staff, page, line -> {
            try {
                Optional<Item.Code> code = codes.toKeep(line);
                Item item = form.toItem(code.isPresent() ? null : sku(line), code.orElse(null));
                if (items.find(item.sku()).isPresent()) {
                    throw Wrong.typed("SKU_TAKEN", "sku", item.sku());
                }
                Item made = items.put(item, 0L).value();
                return done(way, "naming.created", name(made, locale), made.sku(), locale, to);
            } catch (Refusal refusal) {
                return refused(line, "", form, refusal, locale, page);
            }
        });
    }

    /** For a line that waits, in a store of this person; any other gets a page that says so. */
    private ModelAndView withLine(
            UUID id, Way way, Authentication staff, Model page, Function<UnknownItem, ModelAndView> then) {
        page.addAttribute("way", way);
        Optional<UnknownItem> line = unknown.find(id, StaffStores.binding(staff));
        if (line.isPresent() && line.get().open()) {
            return then.apply(line.get());
        }
        page.addAttribute("why", line.isPresent() ? "named" : "missing");
        return new ModelAndView(
                "parked/item-gone", page.asMap(), line.isPresent() ? HttpStatus.GONE : HttpStatus.NOT_FOUND);
    }

    private Optional<Versioned<Item>> withNumber(String typed) {
        if (typed.isEmpty()) {
            throw Wrong.typed("UNKNOWN_ITEM", "item", typed);
        }
        return items.findVersioned(typed)
                .or(() -> items.findByGtin(typed).flatMap(item -> items.findVersioned(item.sku())));
    }

    private List<Choice> choices(String typed, Locale locale) {
        List<Item> found = items.search(typed, CHOICES + 1);
        if (found.isEmpty()) {
            throw Wrong.typed("UNKNOWN_ITEM", "item", typed);
        }
        if (found.size() > CHOICES) {
            throw Wrong.typed("TOO_MANY_ITEMS", "item", typed);
        }
        return found.stream()
                .map(item -> new Choice(
                        item.sku(),
                        name(item, locale),
                        item.gtin() == null ? null : TillCodes.shown("GTIN", item.gtin())))
                .toList();
    }

    /** The item's appearance under this code takes up what waited for it; it may have had the code since the line came. */
    private void keep(Item.Code code, Versioned<Item> seen, UnknownItem line, Authentication staff) {
        Item item = seen.value();
        if (item.codes().contains(code) || code.value().equals(item.gtin())) {
            parked.retry(line.id(), staff.getName());
            return;
        }
        items.put(
                item.withCodes(
                        Stream.concat(item.codes().stream(), Stream.of(code)).toList()),
                seen.version());
    }

    private ModelAndView done(Way way, String key, String name, String number, Locale locale, RedirectAttributes to) {
        to.addFlashAttribute("told", words.say(key, locale, name, number));
        to.addFlashAttribute("tone", "good");
        if (way.tills() && way.location() != null && !way.location().isEmpty()) {
            to.addAttribute("location", way.location());
        }
        return new ModelAndView(way.tills() ? "redirect:/tills" : "redirect:/parked");
    }

    private ModelAndView refused(
            UnknownItem line, String item, NewItemForm fresh, Refusal refusal, Locale locale, Model page) {
        Object other = refusal.properties().get("sku");
        Refusal said = other == null
                ? refusal
                : Wrong.typed(refusal.code(), Objects.requireNonNullElse(refusal.field(), ""), other.toString());
        Map<String, String> wrong = Wrong.of(said, FIELDS::contains, "naming.refused", words, locale);
        ModelAndView answer = shown(line, new Typed(item, List.of(), fresh, wrong), locale, page);
        answer.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return answer;
    }

    private ModelAndView shown(UnknownItem line, Typed typed, Locale locale, Model page) {
        TransactionKey transaction = line.transaction();
        Optional<Item.Code> kept = codes.toKeep(line);
        page.addAttribute("id", line.id());
        page.addAttribute("store", stores.name(transaction.location()));
        page.addAttribute("transaction", transaction);
        page.addAttribute("day", Words.day(transaction.businessDay(), locale));
        page.addAttribute("told", told(line, locale));
        page.addAttribute(
                "codes",
                line.line().codes().stream()
                        .map(code -> new Code(
                                codes.kind(code.scheme(), locale),
                                TillCodes.shown(code.scheme().name(), code.value())))
                        .toList());
        page.addAttribute("kept", kept.map(UnknownItemPage::shown).orElse(null));
        page.addAttribute("ofSource", kept.map(Item.Code::source).orElse(null));
        page.addAttribute(
                "label",
                kept.filter(code -> TillCodes.mayBeALabel(code, line.line().codes()))
                        .isPresent());
        page.addAttribute("item", typed.item());
        page.addAttribute("choices", typed.choices());
        page.addAttribute("form", typed.fresh());
        page.addAttribute("wrong", typed.wrong());
        page.addAttribute("whole", typed.wrong().get(Wrong.WHOLE));
        return new ModelAndView("parked/item", page.asMap());
    }

    /** What the till told of it: "3 pcs sold". */
    private String told(UnknownItem line, Locale locale) {
        String quantity = Words.number(line.line().quantity());
        return words.say(
                "naming.told." + line.flow(),
                locale,
                byWeight(line)
                        ? quantity + " "
                                + Objects.requireNonNullElse(line.line().unit(), "")
                        : words.say("stock.unit.pieces", locale, quantity));
    }

    private NewItemForm suggested(UnknownItem line) {
        return new NewItemForm(sku(line), "", "", byWeight(line) ? NewItemForm.KILOGRAM : Item.EACH, "");
    }

    /** What the till takes for the SKU; else the code itself. */
    private String sku(UnknownItem line) {
        return line.line().codes().stream()
                .filter(code -> code.scheme() == ItemCode.Scheme.SKU)
                .map(ItemCode::value)
                .findFirst()
                .or(() -> codes.toKeep(line).map(UnknownItemPage::shown))
                .orElse("");
    }

    private static boolean byWeight(UnknownItem line) {
        BigDecimal quantity = line.line().quantity();
        return NewItemForm.KILOGRAM.equalsIgnoreCase(line.line().unit())
                || quantity.stripTrailingZeros().scale() > 0;
    }

    private static String shown(Item.Code code) {
        return TillCodes.shown(code.scheme().name(), code.value());
    }

    private static String name(Item item, Locale locale) {
        String name = Language.of(locale).of(item.name());
        return name.isBlank() ? item.sku() : name;
    }
}
