package io.noren.loyalty.offer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All offers at one moment, in the order in which they are looked at: the higher priority first, then by id. */
final class OfferBook {
    private static final Comparator<Offer.Versioned> ORDER = Comparator.<Offer.Versioned>comparingInt(
                    it -> -it.offer().stacking().height())
            .thenComparing(it -> it.offer().id());

    private final long version;
    private final List<ListedOffer> offers = new ArrayList<>();
    private final List<ListedOffer> forAll = new ArrayList<>();
    private final Map<String, List<ListedOffer>> byItem = new HashMap<>();
    private final Map<String, List<ListedOffer>> byCategory = new HashMap<>();
    private final Map<String, ListedOffer> byId = new HashMap<>();
    private boolean caps;

    OfferBook(long version, List<Offer.Versioned> offers) {
        this.version = version;
        offers.stream().sorted(ORDER).forEach(this::list);
    }

    private void list(Offer.Versioned versioned) {
        ListedOffer listed = new ListedOffer(offers.size(), versioned);
        offers.add(listed);
        byId.put(listed.id(), listed);
        caps |= versioned.offer().perMember() != null;
        Conditions asked = versioned.offer().conditions();
        if (asked.items().isEmpty() && asked.categories().isEmpty()) {
            forAll.add(listed);
        }
        asked.items().forEach(item -> add(byItem, item, listed));
        asked.categories().forEach(category -> add(byCategory, category, listed));
    }

    private static void add(Map<String, List<ListedOffer>> index, String key, ListedOffer offer) {
        index.computeIfAbsent(key, any -> new ArrayList<>()).add(offer);
    }

    long version() {
        return version;
    }

    List<ListedOffer> offers() {
        return offers;
    }

    /** Whether some of them can be had only so often. */
    boolean hasCaps() {
        return caps;
    }

    /** By id. */
    Map<String, ListedOffer> byId() {
        return byId;
    }

    /** The lines of each offer, by its place in {@link #offers()}; both in their own order. */
    List<List<PricedLine>> linesOfOffers(List<PricedLine> lines) {
        List<List<PricedLine>> all = new ArrayList<>(offers.size());
        for (int i = 0; i < offers.size(); i++) {
            all.add(new ArrayList<>());
        }
        for (PricedLine line : lines) {
            put(line, forAll, all);
            put(line, byItem.getOrDefault(line.told().item(), List.of()), all);
            for (String category : line.told().categories()) {
                put(line, byCategory.getOrDefault(category, List.of()), all);
            }
        }
        return all;
    }

    private static void put(PricedLine line, List<ListedOffer> offers, List<List<PricedLine>> all) {
        for (ListedOffer offer : offers) {
            List<PricedLine> its = all.get(offer.place());
            // It may be of the offer by its item and by several categories.
            if (its.isEmpty() || its.get(its.size() - 1) != line) {
                its.add(line);
            }
        }
    }
}
