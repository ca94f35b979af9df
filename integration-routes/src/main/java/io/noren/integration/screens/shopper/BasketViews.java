package io.noren.integration.screens.shopper;

import io.noren.integration.floor.BasketDesk;
import io.noren.integration.qr.PriceText;
import io.noren.integration.screens.Language;
import io.noren.integration.screens.Words;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import io.noren.loyalty.basket.ShoppingBasket;
import io.noren.loyalty.offer.Quote;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Puts together what a basket's page shows: goods, what is kept, and what all of it costs with this customer's offers. */
@Component
public class BasketViews {
    private final Items items;
    private final ShopperFacts facts;
    private final ShopperStock stock;
    private final BasketDesk desk;
    private final ShopperPrices prices;
    private final Clock clock;

    BasketViews(
            Items items, ShopperFacts facts, ShopperStock stock, BasketDesk desk, ShopperPrices prices, Clock clock) {
        this.items = items;
        this.facts = facts;
        this.stock = stock;
        this.desk = desk;
        this.prices = prices;
        this.clock = clock;
    }

    public BasketView of(ShoppingBasket basket, Locale locale) {
        Map<String, Item> known =
                items.of(basket.lines().stream().map(ShoppingBasket.Line::item).toList());
        Map<String, Instant> kept = desk.kept(basket, clock.instant());
        Optional<Quote> quote = quote(basket, known);
        Language language = Language.of(locale);
        return new BasketView(
                basket.code().substring(0, 3) + " " + basket.code().substring(3),
                basket.lines().stream()
                        .map(line -> line(line, known, kept, locale))
                        .toList(),
                quote.map(told -> ShopperPrices.text(told.total())).orElse(null),
                quote.filter(ShopperPrices::isCheaper)
                        .map(told -> ShopperPrices.text(told.amount()))
                        .orElse(null),
                quote.map(told -> ShopperPrices.offers(told, language)).orElse(List.of()),
                quote.filter(told -> told.member() != null && told.points().earned() > 0)
                        .map(told ->
                                Words.number(BigDecimal.valueOf(told.points().earned())))
                        .orElse(null));
    }

    private BasketView.Line line(
            ShoppingBasket.Line line, Map<String, Item> known, Map<String, Instant> kept, Locale locale) {
        Item item = known.get(line.item());
        Location store = facts.store(line.location());
        ZoneId zone = store == null ? ZoneId.of("UTC") : store.zone();
        ShopperStock.Shelf here =
                store == null ? null : stock.of(line.item(), store).here();
        Instant until = kept.get(line.item());
        Money price = item == null ? null : item.price();
        return new BasketView.Line(
                line.item(),
                item == null ? line.item() : Language.of(locale).of(item.name()),
                line.quantity().toPlainString(),
                price == null
                        ? null
                        : PriceText.of(new Money(price.amount().multiply(line.quantity()), price.currency())),
                store == null ? null : store.id(),
                store == null ? null : store.name(),
                here == null ? null : here.word(),
                until == null ? null : Words.clock(until, zone, locale),
                until == null && here != null && here.word() != ShopperStock.Word.OUT);
    }

    /** Empty where an item is not known any more: then nobody can say what it costs. */
    private Optional<Quote> quote(ShoppingBasket basket, Map<String, Item> known) {
        List<ShopperPrices.Goods> goods = new ArrayList<>();
        for (ShoppingBasket.Line line : basket.lines()) {
            Item item = known.get(line.item());
            if (item == null) {
                return Optional.empty();
            }
            goods.add(new ShopperPrices.Goods(item, line.quantity()));
        }
        return prices.quote(goods, basket.location(), basket.member());
    }
}
