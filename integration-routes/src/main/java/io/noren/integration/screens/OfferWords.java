package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.loyalty.Money;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.offer.Benefit;
import io.noren.loyalty.offer.Conditions;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.tier.Tier;
import io.noren.loyalty.tier.Tiers;
import java.math.BigDecimal;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads an offer aloud: what it gives, and when, where and to whom. */
@Component
class OfferWords {
    private final Words words;
    private final Locations locations;
    private final Tiers tiers;
    private final PointsTerms terms;

    OfferWords(Words words, Locations locations, Tiers tiers, PointsTerms terms) {
        this.words = words;
        this.locations = locations;
        this.tiers = tiers;
        this.terms = terms;
    }

    static String name(Offer offer, Locale locale) {
        return Language.of(locale) == Language.JAPANESE
                ? offer.name().ja()
                : offer.name().en();
    }

    String benefit(Benefit benefit, Locale locale) {
        String key = "offers.says." + benefit.kind();
        return switch (benefit.kind()) {
            case PERCENTAGE -> words.say(key, locale, plain(benefit.percent()));
            case AMOUNT ->
                words.say(Boolean.TRUE.equals(benefit.each()) ? key + ".each" : key, locale, money(benefit.amount()));
            case MULTI_BUY ->
                benefit.pay() == null
                        ? words.say(key + ".together", locale, take(benefit), money(benefit.price()))
                        : words.say(key, locale, take(benefit), benefit.pay());
            case TIER_PRICE ->
                Objects.requireNonNull(benefit.prices()).stream()
                        .map(step -> words.say(key, locale, plain(step.from()), money(step.unitPrice())))
                        .collect(Collectors.joining(comma(locale)));
            case POINTS_MULTIPLIER -> words.say(key, locale, plain(benefit.factor()));
        };
    }

    private static int take(Benefit benefit) {
        return Objects.requireNonNull(benefit.take());
    }

    /** From when until when. */
    String time(Offer offer, Locale locale) {
        if (offer.from() == null && offer.until() == null) {
            return words.say("offers.time.always", locale);
        } else if (offer.until() == null) {
            return words.say(
                    "offers.time.from", locale, Words.at(Objects.requireNonNull(offer.from()), terms.zone(), locale));
        } else if (offer.from() == null) {
            return words.say("offers.time.until", locale, Words.at(offer.until(), terms.zone(), locale));
        }
        return words.say(
                "offers.time.both",
                locale,
                Words.at(offer.from(), terms.zone(), locale),
                Words.at(offer.until(), terms.zone(), locale));
    }

    List<String> conditions(Offer offer, Locale locale) {
        Conditions asked = offer.conditions();
        List<String> says = new ArrayList<>();
        if (asked.items().isEmpty() && asked.categories().isEmpty()) {
            says.add(words.say("offers.says.all-goods", locale));
        }
        listed(says, "offers.says.items", asked.items(), locale);
        listed(says, "offers.says.categories", asked.categories(), locale);
        listed(
                says,
                "offers.says.channels",
                asked.channels().stream()
                        .map(channel -> words.say("me.channel." + channel, locale))
                        .toList(),
                locale);
        listed(
                says,
                "offers.says.locations",
                asked.locations().stream().map(this::store).toList(),
                locale);
        listed(says, "offers.says.tiers", tierNames(asked.tiers(), locale), locale);
        said(says, "offers.says.members", Boolean.TRUE.equals(asked.members()), locale);
        said(says, "offers.says.birthday", Boolean.TRUE.equals(asked.birthdayMonth()), locale);
        listed(
                says,
                "offers.says.weekdays",
                asked.weekdays().stream()
                        .map(day -> day.getDisplayName(
                                TextStyle.FULL, Language.of(locale).locale()))
                        .toList(),
                locale);
        if (asked.fromTime() != null && asked.untilTime() != null) {
            says.add(words.say(
                    "offers.says.hours",
                    locale,
                    asked.fromTime().toString(),
                    asked.untilTime().toString()));
        }
        if (asked.minimum() != null) {
            says.add(words.say("offers.says.minimum", locale, money(asked.minimum())));
        }
        if (offer.perMember() != null) {
            says.add(words.say("offers.says.per-member", locale, offer.perMember()));
        }
        said(says, "offers.says.coupon", Boolean.TRUE.equals(offer.byCoupon()), locale);
        if (offer.offlineCap() != null && offer.offlineCap() > 0) {
            says.add(words.say("offers.says.offline", locale, offer.offlineCap()));
        }
        if (offer.stacking().group() != null) {
            says.add(words.say("offers.says.group", locale, offer.stacking().group()));
        }
        said(says, "offers.says.alone", Boolean.FALSE.equals(offer.stacking().combines()), locale);
        return says;
    }

    /** The programme's tiers by their names; a code that is no tier any more by itself. */
    private List<String> tierNames(List<String> codes, Locale locale) {
        List<Tier> all = codes.isEmpty() ? List.of() : tiers.all();
        return codes.stream()
                .map(code -> all.stream()
                        .filter(tier -> tier.code().equals(code))
                        .map(tier -> Language.of(locale) == Language.JAPANESE ? tier.nameJa() : tier.nameEn())
                        .findFirst()
                        .orElse(code))
                .toList();
    }

    private String store(String id) {
        return locations.find(id).map(Location::name).orElse(id);
    }

    private void listed(List<String> says, String key, List<String> what, Locale locale) {
        if (!what.isEmpty()) {
            says.add(words.say(key, locale, String.join(comma(locale), what)));
        }
    }

    private void said(List<String> says, String key, boolean asked, Locale locale) {
        if (asked) {
            says.add(words.say(key, locale));
        }
    }

    private static String comma(Locale locale) {
        return Language.of(locale) == Language.JAPANESE ? "、" : ", ";
    }

    static String money(@Nullable Money money) {
        return money == null ? "" : PriceText.of(new io.noren.inventory.Money(money.amount(), money.currency()));
    }

    private static String plain(@Nullable BigDecimal number) {
        return number == null ? "" : number.stripTrailingZeros().toPlainString();
    }
}
