package io.noren.loyalty.offer;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Money;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For what, where, when and to whom an offer is given. An empty list asks for nothing.
 *
 * @param items SKUs; a line is of the offer if its item is one of them or one of its categories is of
 *     {@code categories}, every line if both are empty
 * @param channels where the customer buys
 * @param locations stores; a basket without a store is then not meant
 * @param tiers of the member; who has none is then not meant
 * @param members only for members
 * @param birthdayMonth only in the month in which the member was born
 * @param weekdays in the programme's zone
 * @param fromTime of the day, in the programme's zone
 * @param untilTime of the day, no longer included; before {@code fromTime} it is of the next morning
 * @param minimum that all lines of the offer cost together before any offer
 */
public record Conditions(
        List<String> items,
        List<String> categories,
        List<Channel> channels,
        List<String> locations,
        List<String> tiers,
        @Nullable Boolean members,
        @Nullable Boolean birthdayMonth,
        List<DayOfWeek> weekdays,
        @Nullable LocalTime fromTime,
        @Nullable LocalTime untilTime,
        @Nullable Money minimum) {

    /** From JSON any of it may be absent. */
    public Conditions {
        items = orNone(items);
        categories = orNone(categories);
        channels = orNone(channels);
        locations = orNone(locations);
        tiers = orNone(tiers);
        weekdays = orNone(weekdays);
    }

    /** Asks for nothing. */
    public static Conditions none() {
        return new Conditions(
                List.of(), List.of(), List.of(), List.of(), List.of(), null, null, List.of(), null, null, null);
    }

    /** Whether only a member can have it. */
    boolean needsMember() {
        return Boolean.TRUE.equals(members) || isForBirthdays() || !tiers.isEmpty();
    }

    boolean isForBirthdays() {
        return Boolean.TRUE.equals(birthdayMonth);
    }

    private static <T> List<T> orNone(@Nullable List<T> told) {
        return told == null ? List.of() : List.copyOf(told);
    }
}
