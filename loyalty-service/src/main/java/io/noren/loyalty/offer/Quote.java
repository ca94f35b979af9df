package io.noren.loyalty.offer;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a basket costs, and why. The discounts of the lines add up to that of the quote, and those of the offers, too.
 *
 * @param fingerprint the same for the same answer, on whichever channel; to accept it with
 * @param member to whom the account belongs
 * @param at the time it is for
 * @param lines in the order of their numbers
 * @param offers that apply, in the order in which they were reckoned
 * @param notApplied what the customer may ask about: a code that is no good, an offer they have had, one that another
 *     one of its group outdoes
 * @param amount before any offer
 * @param total to pay
 */
public record Quote(
        String fingerprint,
        Channel channel,
        @Nullable String location,
        @Nullable UUID member,
        Instant at,
        List<Line> lines,
        List<Applied> offers,
        List<NotApplied> notApplied,
        Money amount,
        Money discount,
        Money total,
        Points points) {

    /** @param offers what each took off it */
    public record Line(int line, String item, Money amount, Money discount, Money total, List<Part> offers) {}

    /** What an offer took off a line. */
    public record Part(String offer, long version, Money discount) {}

    /**
     * An offer that applies.
     *
     * @param coupon the code that it took
     * @param points that it gives
     */
    public record Applied(
            String offer, long version, @Nullable String coupon, Money discount, long points, Reason reason) {}

    /** An offer or a code that does not apply. */
    public record NotApplied(
            @Nullable String offer, @Nullable String coupon, Reason reason) {}

    /**
     * @param earned by the member, if all is paid and none of it with points
     * @param base what the purchase earns by its total
     * @param bonus what offers give beyond it
     * @param usable so many could pay here
     */
    public record Points(long earned, long base, long bonus, long usable, List<Reason> reasons) {}
}
