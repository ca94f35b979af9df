package io.noren.loyalty.recommendation;

import io.noren.loyalty.Privacy;
import io.noren.loyalty.Privacy.Sight;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Recommendation.Bilingual;
import io.noren.loyalty.Recommendation.Reason;
import io.noren.loyalty.Recommender;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.recommendation.Assortment.Known;
import io.noren.loyalty.recommendation.Assortment.Stock;
import io.noren.loyalty.recommendation.LikelyItems.Likely;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * What a member may like: what those bought who bought the same, by the relations of last night and the stock of this
 * moment. Nothing that they have, nothing sensitive, and nothing that cannot be sold.
 */
@Component
public class Recommendations implements Recommender {
    /** Most items in one answer. */
    public static final int MOST = 10;

    /** Of those that are likely, so many are tried. */
    private static final int TRIED = 60;

    /** Asked for at once, for each item that is wanted: as a rule there are enough among these. */
    private static final int SPARE = 4;

    private final Privacy privacy;
    private final LikelyItems likely;
    private final SensitiveGoods sensitive;
    private final Assortment assortment;

    Recommendations(Privacy privacy, LikelyItems likely, SensitiveGoods sensitive, Assortment assortment) {
        this.privacy = privacy;
        this.likely = likely;
        this.sensitive = sensitive;
        this.assortment = assortment;
    }

    /** @throws Refusal {@code LIMIT_OUT_OF_RANGE} unless the limit is 1 to {@value #MOST} */
    @Override
    public List<Recommendation> recommend(UUID member, String location, Viewer viewer, int limit) {
        return recommend(privacy.sight(member, viewer), location, limit);
    }

    /** @throws Refusal {@code LIMIT_OUT_OF_RANGE} unless the limit is 1 to {@value #MOST} */
    @Override
    public List<Recommendation> recommend(Sight sight, String location, int limit) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.at("limit", "LIMIT_OUT_OF_RANGE", "The limit must be from 1 to " + MOST + ".");
        }
        List<String> latest = likely.latest(sight);
        if (latest.isEmpty()) {
            return List.of();
        }
        SensitiveGoods.Rules rules = sensitive.rules();
        Map<String, Known> has = speakable(latest, rules);
        if (has.isEmpty()) {
            return List.of();
        }
        return sellable(likely.related(sight, has.keySet(), TRIED), location, limit, has, rules);
    }

    /**
     * What goes with an item, whoever asks: what those bought who bought it, and can be sold to them here.
     *
     * @param limit at most so many; there may be fewer, or none
     */
    public List<Recommendation> goingWith(String sku, String location, int limit) {
        SensitiveGoods.Rules rules = sensitive.rules();
        Map<String, Known> item = speakable(List.of(sku), rules);
        return item.isEmpty() ? List.of() : sellable(likely.goingWith(sku, TRIED), location, limit, item, rules);
    }

    /** In batches, because as a rule the first has enough. */
    private List<Recommendation> sellable(
            List<Likely> candidates, String location, int limit, Map<String, Known> has, SensitiveGoods.Rules rules) {
        List<Recommendation> found = new ArrayList<>();
        int batch = SPARE * limit;
        for (int from = 0; from < candidates.size() && found.size() < limit; from += batch) {
            found.addAll(sellable(
                    candidates.subList(from, Math.min(candidates.size(), from + batch)), location, has, rules));
        }
        return List.copyOf(found.subList(0, Math.min(limit, found.size())));
    }

    /** Of these codes the items that may be spoken of, by SKU and in the same order. */
    private Map<String, Known> speakable(List<String> codes, SensitiveGoods.Rules rules) {
        Map<String, Known> known = codes.isEmpty() ? Map.of() : assortment.known(codes);
        Map<String, Known> speakable = new LinkedHashMap<>();
        codes.stream()
                .map(known::get)
                .filter(Objects::nonNull)
                .filter(item -> item.goods() && !rules.include(item.sku(), item.category()))
                .forEach(item -> speakable.put(item.sku(), item));
        return speakable;
    }

    private List<Recommendation> sellable(
            List<Likely> candidates, String location, Map<String, Known> has, SensitiveGoods.Rules rules) {
        Map<String, Known> items =
                speakable(candidates.stream().map(Likely::item).toList(), rules);
        Map<String, Stock> stock = items.isEmpty() ? Map.of() : assortment.stock(location, items.keySet());
        List<Recommendation> sellable = new ArrayList<>();
        for (Likely candidate : candidates) {
            Known item = items.get(candidate.item());
            Known because = has.get(candidate.because());
            Stock stocked = stock.get(candidate.item());
            if (item != null && because != null && stocked != null && stocked.isSellable()) {
                sellable.add(new Recommendation(
                        item.sku(),
                        name(item),
                        stocked.here(),
                        stocked.orderable(),
                        boughtTogether(because, candidate.together())));
            }
        }
        return sellable;
    }

    private static Reason boughtTogether(Known with, int customers) {
        Bilingual name = name(with);
        return new Reason(
                "BOUGHT_TOGETHER",
                with.sku(),
                name,
                customers,
                new Bilingual(
                        "「%s」をお求めのお客様%d人が、こちらも購入されています".formatted(called(name.ja(), name.en(), with), customers),
                        "%d customers who bought “%s” bought this too"
                                .formatted(customers, called(name.en(), name.ja(), with))));
    }

    private static String called(@Nullable String name, @Nullable String otherwise, Known item) {
        return name != null ? name : otherwise != null ? otherwise : item.sku();
    }

    private static Bilingual name(Known item) {
        return new Bilingual(item.nameJa(), item.nameEn());
    }
}
