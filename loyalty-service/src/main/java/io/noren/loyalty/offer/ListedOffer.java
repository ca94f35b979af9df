package io.noren.loyalty.offer;

import org.jspecify.annotations.Nullable;

/** An offer with its place in the book and its rule made ready. */
final class ListedOffer {
    private final int place;
    private final Offer.Versioned versioned;
    private final @Nullable PriceRule rule;
    private final Reason saying;

    ListedOffer(int place, Offer.Versioned versioned) {
        this.place = place;
        this.versioned = versioned;
        this.rule = versioned.offer().givesPoints()
                ? null
                : PriceRule.of(versioned.offer().benefit());
        Words name = versioned.offer().name();
        this.saying = rule == null ? new Reason("POINTS", name.ja(), name.en()) : rule.reason(name);
    }

    int place() {
        return place;
    }

    String id() {
        return offer().id();
    }

    long version() {
        return versioned.version();
    }

    Offer offer() {
        return versioned.offer();
    }

    /** Null where the offer gives points. */
    @Nullable
    PriceRule rule() {
        return rule;
    }

    /** What a customer is told where it makes something cheaper. */
    Reason saying() {
        return saying;
    }

    /** Of those of one name one applies. */
    String slot() {
        String group = offer().stacking().group();
        // No offer's id begins with a space.
        return group == null ? ' ' + id() : group;
    }
}
