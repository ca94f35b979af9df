package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.loyalty.MemberCard;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Timeline;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A member's card in the words of whoever stands at the till. */
@Component
class TillProfiles {
    private final Locations locations;
    private final Items items;
    private final Words words;

    TillProfiles(Locations locations, Items items, Words words) {
        this.locations = locations;
        this.items = items;
        this.words = words;
    }

    /** A purchase as it is shown. */
    record Bought(String when, String where, String what, String total, long points, boolean returned) {}

    /** What to tell the customer of, and why. */
    record Tip(String what, String why, String stock, boolean orderable) {}

    /** @param state part of a message key */
    record Pickup(String order, String state, boolean ready, int lines, String until) {}

    record Coupon(String name, String code, String until) {}

    record Preferred(String kind, String values) {}

    /** The one customer found. */
    record Profile(
            MemberCard card,
            String name,
            String kana,
            String since,
            @Nullable String expires,
            @Nullable String home,
            @Nullable String tier,
            @Nullable String tierUntil,
            List<Pickup> pickups,
            List<Coupon> coupons,
            List<Preferred> preferences,
            List<Bought> bought,
            List<Tip> tips) {}

    /** @param zone of the store whose till asks */
    Profile of(MemberCard card, ZoneId zone, Locale locale) {
        Language language = Language.of(locale);
        LocalDate expiry = card.points().nextExpiry();
        MemberCard.Tier tier = card.tier();
        return new Profile(
                card,
                joined(card.familyName(), card.givenName()),
                joined(card.familyKana(), card.givenKana()),
                Words.day(card.memberSince(), zone, locale),
                expiry == null ? null : Words.day(expiry, locale),
                storeName(card.homeLocation()),
                tier == null ? null : said(tier.name(), language),
                tier == null || tier.until() == null ? null : Words.day(Objects.requireNonNull(tier.until()), locale),
                card.pickups().stream()
                        .map(pickup -> new Pickup(
                                pickup.order(),
                                pickup.state(),
                                pickup.state().equals("READY"),
                                pickup.lines(),
                                Words.at(pickup.expiresAt(), zone, locale)))
                        .toList(),
                card.coupons().stream()
                        .map(coupon -> new Coupon(
                                said(coupon.name(), language),
                                coupon.code(),
                                Words.at(coupon.expiresAt(), zone, locale)))
                        .toList(),
                card.preferences().stream()
                        .map(preferred -> new Preferred(preferred.kind(), String.join(" · ", preferred.values())))
                        .toList(),
                card.lastPurchases().stream()
                        .map(bought -> bought(bought, zone, locale))
                        .toList(),
                card.recommendations().stream()
                        .map(recommended -> tip(recommended, language))
                        .toList());
    }

    private static Tip tip(Recommendation recommended, Language language) {
        String name = said(recommended.name(), language);
        return new Tip(
                name.isEmpty() ? recommended.item() : name,
                said(recommended.reason().text(), language),
                recommended.here().toPlainString(),
                recommended.orderable());
    }

    private static String said(Recommendation.Bilingual text, Language language) {
        return language.of(new LocalizedName(text.ja(), text.en()));
    }

    private Bought bought(Timeline.Bought bought, ZoneId zone, Locale locale) {
        String what = bought.lines().stream()
                .map(line -> itemName(line.item(), locale))
                .limit(3)
                .reduce((one, next) -> one + " · " + next)
                .orElse("");
        Optional<Location> store = Optional.ofNullable(bought.location()).flatMap(locations::find);
        String where = store.map(Location::name).orElse(bought.location());
        Money total = new Money(bought.total().amount(), bought.total().currency());
        return new Bought(
                // As it stands on the receipt: in the zone of the store that sold it.
                Words.at(bought.occurredAt(), store.map(Location::zone).orElse(zone), locale),
                where == null ? words.say("me.channel." + bought.channel(), locale) : where,
                what,
                PriceText.of(total),
                bought.points(),
                bought.kind().equals("RETURN"));
    }

    /** @param code as the till or the shop named it: a GTIN in any length, or a SKU */
    private String itemName(String code, Locale locale) {
        return items.find(code)
                .or(() -> items.findByGtin(code))
                .map(Item::name)
                .map(Language.of(locale)::of)
                .orElse(code);
    }

    private @Nullable String storeName(@Nullable String id) {
        return id == null ? null : locations.find(id).map(Location::name).orElse(id);
    }

    private static String joined(@Nullable String family, @Nullable String given) {
        return Stream.of(family, given)
                .filter(name -> name != null)
                .reduce((one, next) -> one + " " + next)
                .orElse("");
    }
}
