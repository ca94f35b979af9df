package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.loyalty.Assurance;
import io.noren.loyalty.DeskLookUps;
import io.noren.loyalty.OwnView;
import io.noren.loyalty.Timeline;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.tier.Tier;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts what a member's own page lists into words, with the names of stores and goods. */
@Component
class OwnPageRows {
    private static final int MOST_NAMED = 3;
    private static final List<String> KINDS = List.of("SIZE", "COLOUR", "CATEGORY");

    private final Items items;
    private final Locations locations;
    private final StaffStores stores;
    private final Words words;

    OwnPageRows(Items items, Locations locations, StaffStores stores, Words words) {
        this.items = items;
        this.locations = locations;
        this.stores = stores;
        this.words = words;
    }

    /**
     * A purchase.
     *
     * @param more how many goods are not named
     * @param kept how much of it they still have, where something was brought back; null otherwise
     */
    record Bought(
            String when,
            String where,
            String what,
            int more,
            String total,
            String points,
            boolean returned,
            @Nullable String kept) {}

    record Lot(
            String points, @Nullable String from, @Nullable String expiry) {}

    record Seen(String when, String where, String reason) {}

    record Liked(String kind, String name, String values, String source) {}

    record Kind(String kind, String name) {}

    record Known(String type, String masked, boolean verified, String since) {}

    Bought bought(Timeline.Bought bought, Locale locale) {
        Optional<Location> store = Optional.ofNullable(bought.location()).flatMap(locations::find);
        String where = store.map(Location::name).orElseGet(() -> words.say("me.channel." + bought.channel(), locale));
        return new Bought(
                // As it stands on the receipt: by the clock of the store that sold it.
                Words.at(bought.occurredAt(), stores.zoneOf(store), locale),
                where,
                bought.lines().stream()
                        .limit(MOST_NAMED)
                        .map(line -> itemName(line.item(), locale))
                        .collect(Collectors.joining(" · ")),
                Math.max(0, bought.lines().size() - MOST_NAMED),
                PriceText.of(new Money(bought.total().amount(), bought.total().currency())),
                Words.change(BigDecimal.valueOf(bought.points())),
                bought.kind().equals("RETURN"),
                kept(bought, locale));
    }

    private @Nullable String kept(Timeline.Bought bought, Locale locale) {
        BigDecimal sold = BigDecimal.ZERO;
        BigDecimal left = BigDecimal.ZERO;
        for (Timeline.BoughtLine line : bought.lines()) {
            BigDecimal kept = line.kept();
            if (kept == null) {
                return null;
            }
            sold = sold.add(line.quantity());
            left = left.add(kept);
        }
        return left.compareTo(sold) == 0
                ? null
                : words.say("desk.kept", locale, Words.number(left), Words.number(sold));
    }

    Lot lot(OwnView.Lot lot, Locale locale) {
        return new Lot(
                Words.number(BigDecimal.valueOf(lot.points())),
                lot.from() == null ? null : Words.day(lot.from(), locale),
                lot.expiry() == null ? null : Words.day(lot.expiry(), locale));
    }

    Seen seen(OwnView.LookUp lookUp, Locale locale) {
        Optional<Location> store = locations.find(lookUp.location());
        return new Seen(
                Words.at(lookUp.at(), stores.zoneOf(store), locale),
                lookUp.location().equals(DeskLookUps.PLACE)
                        ? words.say("me.seen.desk", locale)
                        : store.map(Location::name).orElse(lookUp.location()),
                words.refusal("me.seen.reason", lookUp.reason(), locale));
    }

    Known known(OwnView.Known known, Locale locale) {
        return new Known(
                known.type().name(),
                known.masked(),
                known.assurance() == Assurance.VERIFIED,
                Words.day(known.since(), stores.zone(), locale));
    }

    Liked liked(Preference preference, Locale locale) {
        return new Liked(
                preference.kind(),
                kind(preference.kind(), locale),
                String.join(Language.of(locale) == Language.JAPANESE ? "、" : ", ", preference.values()),
                preference.source().name());
    }

    /** What they can say something of and have not. */
    List<Kind> kindsBeside(List<Liked> liked, Locale locale) {
        return KINDS.stream()
                .filter(kind -> liked.stream().noneMatch(each -> each.kind().equals(kind)))
                .map(kind -> new Kind(kind, kind(kind, locale)))
                .toList();
    }

    private String kind(String kind, Locale locale) {
        return words.refusal("me.preferences.kind", kind, locale, kind);
    }

    static @Nullable String tier(@Nullable Tier tier, Locale locale) {
        return tier == null ? null : Language.of(locale).of(new LocalizedName(tier.nameJa(), tier.nameEn()));
    }

    /** @param code as the till or the shop named it: a GTIN in any length, or a SKU */
    String itemName(String code, Locale locale) {
        return items.find(code)
                .or(() -> items.findByGtin(code))
                .map(Item::name)
                .map(Language.of(locale)::of)
                .orElse(code);
    }
}
