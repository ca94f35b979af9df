package io.noren.integration.screens.shopper;

import io.noren.integration.floor.ItemReviews;
import io.noren.integration.qr.PriceText;
import io.noren.integration.screens.Language;
import io.noren.integration.screens.Words;
import io.noren.inventory.Item;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import io.noren.loyalty.Recommendation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts together what an item's page shows. */
@Component
class ProductViews {
    private static final int REVIEWS_SHOWN = 3;

    private final ShopperFacts facts;
    private final ShopperStock stock;
    private final ShopperPrices prices;

    ProductViews(ShopperFacts facts, ShopperStock stock, ShopperPrices prices) {
        this.facts = facts;
        this.stock = stock;
        this.prices = prices;
    }

    /**
     * @param storeId as the address has it; one that is no store of ours is none
     * @param member who looks; null for a guest
     * @return empty if there is no such item
     */
    Optional<ProductView> of(
            String sku,
            @Nullable String storeId,
            @Nullable UUID member,
            @Nullable String done,
            @Nullable String refused,
            Locale locale) {
        Location store = facts.store(storeId);
        return facts.of(sku, store).map(known -> {
            Item item = known.item();
            Language language = Language.of(locale);
            Language other = language == Language.JAPANESE ? Language.ENGLISH : Language.JAPANESE;
            String name = language.of(item.name());
            String otherName = other.of(item.name());
            return new ProductView(
                    sku,
                    name,
                    otherName.equals(name) ? null : otherName,
                    price(item, store, member, language),
                    store == null ? null : new ProductView.Store(store.id(), store.name(), store.pickupEnabled()),
                    known.place(),
                    stock.of(sku, store),
                    known.reviews() == null ? null : stars(known.reviews(), locale),
                    known.related().stream()
                            .map(each -> related(each, language))
                            .toList(),
                    done,
                    refused);
        });
    }

    private ProductView.@Nullable Price price(
            Item item, @Nullable Location store, @Nullable UUID member, Language language) {
        Money price = item.price();
        if (price == null) {
            return null;
        }
        String plain = PriceText.of(price);
        return prices.quote(
                        List.of(new ShopperPrices.Goods(item, BigDecimal.ONE)),
                        store == null ? null : store.id(),
                        member)
                .map(quote -> {
                    long points = quote.points().earned();
                    boolean cheaper = ShopperPrices.isCheaper(quote);
                    return new ProductView.Price(
                            cheaper ? ShopperPrices.text(quote.total()) : plain,
                            cheaper ? plain : null,
                            ShopperPrices.offers(quote, language),
                            member == null || points == 0 ? null : Words.number(BigDecimal.valueOf(points)));
                })
                // A price that no till could ask for is shown as it is.
                .orElseGet(() -> new ProductView.Price(plain, null, List.of(), null));
    }

    private static ProductView.Stars stars(ItemReviews.Reviews reviews, Locale locale) {
        return new ProductView.Stars(
                reviews.average().setScale(0, RoundingMode.HALF_UP).intValue(),
                reviews.average().setScale(1, RoundingMode.HALF_UP).toPlainString(),
                reviews.reviews(),
                reviews.latest().stream()
                        .limit(REVIEWS_SHOWN)
                        .map(each -> new ProductView.Said(
                                each.rating(),
                                each.title(),
                                each.text(),
                                each.language(),
                                Words.day(each.day(), locale)))
                        .toList());
    }

    private static ProductView.Related related(Recommendation each, Language language) {
        Recommendation.Bilingual name = each.name();
        Recommendation.Bilingual reason = each.reason().text();
        return new ProductView.Related(
                each.item(),
                said(name, language, each.item()),
                said(reason, language, ""),
                each.here().signum() > 0);
    }

    private static String said(Recommendation.Bilingual text, Language language, String otherwise) {
        String first = language == Language.JAPANESE ? text.ja() : text.en();
        String second = language == Language.JAPANESE ? text.en() : text.ja();
        return first != null ? first : second != null ? second : otherwise;
    }
}
