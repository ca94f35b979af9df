package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.pickup.Rescue;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Says what a customer was offered instead of what was not found, and what became of it, to whoever works in the store. */
@Component
class PickupRescueWords {
    private final TypedItems typed;
    private final StaffStores stores;
    private final Words words;
    private final Clock clock;

    PickupRescueWords(TypedItems typed, StaffStores stores, Words words, Clock clock) {
        this.typed = typed;
        this.stores = stores;
        this.words = words;
        this.clock = clock;
    }

    /** @param taken whether it is what was decided */
    record Option(String says, List<String> goods, boolean taken) {}

    /**
     * @param missing what it was about
     * @param decision who decided what, or until when somebody may
     * @param open whether nothing is decided
     */
    record Asked(String offered, List<String> missing, List<Option> options, String decision, boolean open) {}

    /** In the given order. */
    List<Asked> of(List<Rescue> rescues, Location store, Locale locale) {
        return rescues.stream().map(rescue -> asked(rescue, store, locale)).toList();
    }

    private Asked asked(Rescue rescue, Location store, Locale locale) {
        return new Asked(
                Words.at(rescue.offeredAt(), store.zone(), locale),
                rescue.lines().stream()
                        .map(line -> goods(line.sku(), line.quantity(), locale))
                        .toList(),
                rescue.options().stream()
                        .map(option -> option(option, rescue.decision(), locale))
                        .toList(),
                decision(rescue, store, locale),
                rescue.decidedBy() == null);
    }

    private Option option(Rescue.Option option, @Nullable Integer decision, Locale locale) {
        String place = stores.name(option.location());
        return new Option(
                words.say("pickup.rescue.kind." + option.kind(), locale, place),
                option.goods().stream()
                        .map(one -> goods(one.sku(), one.quantity(), locale))
                        .toList(),
                Integer.valueOf(option.number()).equals(decision));
    }

    private String decision(Rescue rescue, Location store, Locale locale) {
        Rescue.DecidedBy by = rescue.decidedBy();
        if (by == null) {
            String until = Words.at(rescue.endsAt(), store.zone(), locale);
            return words.say(
                    rescue.isOpen(clock.instant()) ? "pickup.rescue.open" : "pickup.rescue.unanswered", locale, until);
        }
        String who = words.say("pickup.rescue.by." + by, locale);
        return rescue.decision() == null ? who + " " + words.say("pickup.rescue.none", locale) : who;
    }

    private String goods(String sku, BigDecimal quantity, Locale locale) {
        return typed.name(sku, locale) + " × " + typed.quantity(quantity, sku, locale);
    }
}
