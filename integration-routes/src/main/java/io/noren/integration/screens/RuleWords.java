package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.AvailabilityRule;
import io.noren.inventory.availability.AvailabilityRule.Buffer;
import io.noren.inventory.availability.LocationGroup;
import io.noren.inventory.availability.LocationGroups;
import io.noren.inventory.availability.SalesChannel;
import io.noren.inventory.availability.SalesChannels;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Reads a rule aloud: for whom it is, and what it keeps or forbids. */
@Component
class RuleWords {
    private final SalesChannels channels;
    private final LocationGroups groups;
    private final Items items;
    private final Words words;

    RuleWords(SalesChannels channels, LocationGroups groups, Items items, Words words) {
        this.channels = channels;
        this.groups = groups;
        this.items = items;
        this.words = words;
    }

    /**
     * A rule in words.
     *
     * @param goods which goods it is about
     * @param channel who sells them
     * @param places where
     * @param says what it says of them, a sentence each
     */
    record Read(String id, long version, String goods, String channel, String places, List<String> says) {}

    Read read(Versioned<AvailabilityRule> stored, Locale locale) {
        AvailabilityRule rule = stored.value();
        AvailabilityRule.Scope scope = rule.scope();
        return new Read(
                rule.id(),
                stored.version(),
                goods(scope, locale),
                scope.channel() == null
                        ? words.say("stock.rules.channel.all", locale)
                        : channels.find(scope.channel())
                                .map(channel -> channel.value().name())
                                .orElse(scope.channel()),
                scope.locationGroup() == null
                        ? words.say("stock.rules.group.all", locale)
                        : groups.find(scope.locationGroup())
                                .map(group -> group.value().name())
                                .orElse(scope.locationGroup()),
                says(rule, locale));
    }

    private String goods(AvailabilityRule.Scope scope, Locale locale) {
        String sku = scope.sku();
        if (sku != null) {
            Optional<Item> item = items.find(sku);
            return item.map(known -> Language.of(locale).of(known.name()) + " (" + sku + ")")
                    .orElse(sku);
        }
        return scope.category() == null
                ? words.say("stock.rules.goods.all", locale)
                : words.say("stock.rules.goods.category", locale, scope.category());
    }

    private List<String> says(AvailabilityRule rule, Locale locale) {
        List<String> says = new ArrayList<>();
        add(says, "stock.rules.says.safety", rule.safetyStock(), locale);
        buffer(says, "stock.rules.says.buffer", rule.buffer(), locale);
        add(says, "stock.rules.says.threshold", rule.threshold(), locale);
        allowed(says, "stock.rules.says.pickup", rule.pickup(), locale);
        allowed(says, "stock.rules.says.ship", rule.ship(), locale);
        AvailabilityRule.StaleFeed silent = rule.staleFeed();
        if (silent != null) {
            says.add(
                    silent.after() == null
                            ? words.say("stock.rules.says.silent", locale)
                            : words.say(
                                    "stock.rules.says.silent.after",
                                    locale,
                                    silent.after().toMinutes()));
            buffer(says, "stock.rules.says.buffer", silent.buffer(), locale);
            List<BigDecimal> bands = silent.bands();
            if (bands != null) {
                says.add(words.say(
                        "stock.rules.says.bands",
                        locale,
                        String.join(", ", bands.stream().map(Words::number).toList())));
            }
            allowed(says, "stock.rules.says.pickup", silent.pickup(), locale);
        }
        return says;
    }

    private void add(List<String> says, String key, @Nullable BigDecimal quantity, Locale locale) {
        if (quantity != null) {
            says.add(words.say(key, locale, Words.number(quantity)));
        }
    }

    private void buffer(List<String> says, String key, @Nullable Buffer buffer, Locale locale) {
        if (buffer != null && buffer.share() != null) {
            says.add(words.say(key + ".share", locale, percent(buffer.share())));
        } else if (buffer != null) {
            add(says, key, buffer.quantity(), locale);
        }
    }

    private void allowed(List<String> says, String key, @Nullable Boolean allowed, Locale locale) {
        if (allowed != null) {
            says.add(words.say(key + (allowed ? ".yes" : ".no"), locale));
        }
    }

    /** A share as people write it: 0.125 is 12.5. */
    static String percent(BigDecimal share) {
        return Words.number(share.movePointRight(2));
    }

    /** Everybody who sells, by name; at most 500. */
    List<SalesChannel> channels() {
        return channels.after("", 500).stream().map(Versioned::value).toList();
    }

    /** At most 500. */
    List<LocationGroup> groups() {
        return groups.after("", 500).stream().map(Versioned::value).toList();
    }
}
