package io.noren.loyalty.offer;

import io.noren.loyalty.MemberStanding;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Whether an offer is for this basket: everything but its lines and coupons. */
final class Applicability {
    private final CheckedBasket basket;
    private final @Nullable MemberStanding standing;
    private final ZonedDateTime local;

    Applicability(CheckedBasket basket, @Nullable MemberStanding standing, ZoneId zone) {
        this.basket = basket;
        this.standing = standing;
        this.local = basket.at().atZone(zone);
    }

    boolean isFor(ListedOffer listed) {
        Offer offer = listed.offer();
        PriceRule rule = listed.rule();
        return isWithin(offer)
                && (rule == null || rule.currency() == null || rule.currency().equals(basket.currency()))
                && isPlace(offer.conditions())
                && isTime(offer.conditions())
                && isMember(offer);
    }

    private boolean isWithin(Offer offer) {
        return (offer.from() == null || !basket.at().isBefore(offer.from()))
                && (offer.until() == null || basket.at().isBefore(offer.until()));
    }

    private boolean isPlace(Conditions asked) {
        return (asked.channels().isEmpty()
                        || asked.channels().contains(basket.told().channel()))
                && (asked.locations().isEmpty()
                        || (basket.location() != null && asked.locations().contains(basket.location())));
    }

    private boolean isTime(Conditions asked) {
        DayOfWeek day = local.getDayOfWeek();
        LocalTime from = asked.fromTime();
        LocalTime until = asked.untilTime();
        if (from != null && until != null) {
            LocalTime time = local.toLocalTime();
            if (from.isBefore(until)) {
                if (time.isBefore(from) || !time.isBefore(until)) {
                    return false;
                }
            } else if (time.isBefore(until)) {
                day = day.minus(1); // it began in the evening before
            } else if (time.isBefore(from)) {
                return false;
            }
        }
        return asked.weekdays().isEmpty() || asked.weekdays().contains(day);
    }

    private boolean isMember(Offer offer) {
        Conditions asked = offer.conditions();
        if (standing == null) {
            return !asked.needsMember() && offer.perMember() == null;
        }
        MonthDay birthday = standing.birthday();
        return (asked.tiers().isEmpty()
                        || (standing.tier() != null && asked.tiers().contains(standing.tier())))
                && (!asked.isForBirthdays() || (birthday != null && birthday.getMonth() == local.getMonth()));
    }
}
