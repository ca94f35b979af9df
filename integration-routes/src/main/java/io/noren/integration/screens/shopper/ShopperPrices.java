package io.noren.integration.screens.shopper;

import io.noren.integration.qr.PriceText;
import io.noren.integration.screens.Language;
import io.noren.inventory.Item;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Basket;
import io.noren.loyalty.offer.BasketLine;
import io.noren.loyalty.offer.Quote;
import io.noren.loyalty.offer.Quotes;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What goods cost a shopper in a store, by the offers that its till would reckon with. */
@Component
class ShopperPrices {
    private final Quotes quotes;

    ShopperPrices(Quotes quotes) {
        this.quotes = quotes;
    }

    record Goods(Item item, BigDecimal quantity) {}

    /**
     * @param store null where nobody knows
     * @param member null for a guest
     * @return empty for nothing, where a price is missing, and for what no till could ask for
     */
    Optional<Quote> quote(List<Goods> goods, @Nullable String store, @Nullable UUID member) {
        List<BasketLine> lines = new ArrayList<>();
        for (Goods each : goods) {
            Item item = each.item();
            io.noren.inventory.Money price = item.price();
            if (price == null) {
                return Optional.empty();
            }
            lines.add(new BasketLine(
                    lines.size() + 1,
                    item.sku(),
                    item.category() == null ? List.of() : List.of(item.category()),
                    each.quantity(),
                    new Money(price.amount(), price.currency())));
        }
        try {
            return lines.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            quotes.quote(new Basket(Channel.STORE, store, member, null, lines, List.of(), null, null)));
        } catch (Refusal refused) {
            return Optional.empty();
        }
    }

    static String text(Money money) {
        return PriceText.of(new io.noren.inventory.Money(money.amount(), money.currency()));
    }

    static boolean isCheaper(Quote quote) {
        return quote.discount().amount().signum() > 0;
    }

    static List<String> offers(Quote quote, Language language) {
        return quote.offers().stream()
                .map(offer -> language == Language.JAPANESE
                        ? offer.reason().ja()
                        : offer.reason().en())
                .toList();
    }
}
