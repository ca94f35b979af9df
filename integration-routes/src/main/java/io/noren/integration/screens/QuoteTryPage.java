package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.Money;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Basket;
import io.noren.loyalty.offer.BasketLine;
import io.noren.loyalty.offer.Quote;
import io.noren.loyalty.offer.Quotes;
import io.noren.loyalty.offer.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Tries what a basket would cost: the same answer that a till gets, with its reasons. Asking changes nothing. */
@Controller
class QuoteTryPage {
    private static final int LINES = 4;
    private static final int MOST_LINES = 50;

    private final Quotes quotes;
    private final TypedItems typed;
    private final Items items;
    private final Members members;
    private final StaffStores stores;
    private final PointsTerms terms;
    private final Words words;

    QuoteTryPage(
            Quotes quotes,
            TypedItems typed,
            Items items,
            Members members,
            StaffStores stores,
            PointsTerms terms,
            Words words) {
        this.quotes = quotes;
        this.typed = typed;
        this.items = items;
        this.members = members;
        this.stores = stores;
        this.terms = terms;
        this.words = words;
    }

    /** A line as it was typed. */
    record Typed(String item, String quantity, String price) {}

    /** A line as it is answered. */
    record Line(String name, String sku, String quantity, String amount, String discount, String total) {}

    @GetMapping("/offers/try")
    ModelAndView attempt(
            @RequestParam MultiValueMap<String, String> query, Authentication staff, Locale locale, Model page) {
        List<Typed> lines = typed(query);
        page.addAttribute("lines", withEmpty(lines));
        page.addAttribute("channel", first(query, "channel"));
        page.addAttribute("location", first(query, "location"));
        page.addAttribute("card", first(query, "card"));
        page.addAttribute("at", first(query, "at"));
        page.addAttribute("coupon", first(query, "coupon"));
        page.addAttribute("channels", Channel.values());
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("wrong", Wrong.nothing());
        HttpStatus status = HttpStatus.OK;
        if (!lines.isEmpty()) {
            try {
                answer(lines, query, locale, page);
            } catch (Refusal refusal) {
                page.addAttribute("wrong", wrong(refusal.code(), locale));
                status = HttpStatus.UNPROCESSABLE_CONTENT;
            } catch (io.noren.inventory.Refusal unreadable) {
                page.addAttribute("wrong", wrong(unreadable.code(), locale));
                status = HttpStatus.UNPROCESSABLE_CONTENT;
            }
        }
        return new ModelAndView("offers/try", page.asMap(), status);
    }

    private Map<String, String> wrong(String code, Locale locale) {
        return Map.of(Wrong.WHOLE, words.refusal("offers.try.refused", code, locale));
    }

    private void answer(List<Typed> lines, MultiValueMap<String, String> query, Locale locale, Model page) {
        List<BasketLine> basket = new ArrayList<>();
        for (Typed line : lines) {
            basket.add(line(basket.size() + 1, line));
        }
        Channel channel = first(query, "channel").isEmpty() ? Channel.STORE : channel(first(query, "channel"));
        String location = first(query, "location");
        String coupon = first(query, "coupon");
        Quote quote = quotes.quote(new Basket(
                channel,
                location.isEmpty() ? null : location,
                member(first(query, "card")),
                TypedTime.read(first(query, "at"), terms.zone(), "at"),
                basket,
                coupon.isEmpty() ? List.of() : List.of(coupon),
                null,
                null));
        boolean japanese = Language.of(locale) == Language.JAPANESE;
        page.addAttribute("quote", quote);
        page.addAttribute(
                "answered",
                quote.lines().stream()
                        .map(line -> new Line(
                                typed.name(line.item(), locale),
                                line.item(),
                                typed.quantity(basket.get(line.line() - 1).quantity(), line.item(), locale),
                                OfferWords.money(line.amount()),
                                OfferWords.money(line.discount()),
                                OfferWords.money(line.total())))
                        .toList());
        page.addAttribute("amount", OfferWords.money(quote.amount()));
        page.addAttribute("discount", OfferWords.money(quote.discount()));
        page.addAttribute("total", OfferWords.money(quote.total()));
        page.addAttribute(
                "applied",
                quote.offers().stream().map(one -> said(one.reason(), japanese)).toList());
        page.addAttribute(
                "notApplied",
                quote.notApplied().stream()
                        .map(one -> said(one.reason(), japanese))
                        .toList());
        page.addAttribute(
                "points",
                quote.points().reasons().stream()
                        .map(one -> said(one, japanese))
                        .toList());
    }

    private BasketLine line(int number, Typed line) {
        Item item = typed.find(line.item()).orElseThrow(() -> Wrong.typed("UNKNOWN_ITEM", "item", line.item()));
        io.noren.inventory.Money known = items.prices(List.of(item.sku())).get(item.sku());
        if (line.price().isEmpty() && known == null) {
            throw Wrong.typed("PRICE_REQUIRED", "price", item.sku());
        }
        Money price = line.price().isEmpty() && known != null
                ? new Money(known.amount(), known.currency())
                : new Money(number(line.price(), "price"), known == null ? "JPY" : known.currency());
        return new BasketLine(
                number,
                item.sku(),
                item.category() == null ? List.of() : List.of(item.category()),
                line.quantity().isEmpty() ? BigDecimal.ONE : number(line.quantity(), "quantity"),
                price);
    }

    private @Nullable UUID member(String card) {
        if (card.isEmpty()) {
            return null;
        }
        Claim claim = members.normalised("card", IdentifierType.CARD, card);
        UUID found = members.findAll(List.of(claim)).get(claim);
        if (found == null) {
            throw Wrong.typed("UNKNOWN_MEMBER", "card", card);
        }
        return found;
    }

    private static Channel channel(String typed) {
        try {
            return Channel.valueOf(typed);
        } catch (IllegalArgumentException unknown) {
            throw Wrong.typed("BAD_CHANNEL", "channel", typed);
        }
    }

    private static BigDecimal number(String typed, String field) {
        try {
            return new BigDecimal(typed.replace(",", ""));
        } catch (NumberFormatException unreadable) {
            throw Wrong.typed("BAD_NUMBER", field, typed);
        }
    }

    private static String said(Reason reason, boolean japanese) {
        return japanese ? reason.ja() : reason.en();
    }

    private static List<Typed> typed(MultiValueMap<String, String> query) {
        List<String> skus = query.getOrDefault("item", List.of());
        List<Typed> lines = new ArrayList<>();
        for (int i = 0; i < Math.min(skus.size(), MOST_LINES); i++) {
            if (!skus.get(i).isBlank()) {
                lines.add(new Typed(skus.get(i).strip(), at(query, "quantity", i), at(query, "price", i)));
            }
        }
        return lines;
    }

    private static List<Typed> withEmpty(List<Typed> lines) {
        List<Typed> all = new ArrayList<>(lines);
        do {
            all.add(new Typed("", "", ""));
        } while (all.size() < LINES);
        return all;
    }

    private static String at(MultiValueMap<String, String> query, String name, int n) {
        List<String> values = query.getOrDefault(name, List.of());
        return n < values.size() ? values.get(n).strip() : "";
    }

    private static String first(MultiValueMap<String, String> query, String name) {
        return at(query, name, 0);
    }
}
