package io.noren.loyalty;

import java.time.MonthDay;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What offers may ask of a member.
 *
 * @param member the customer to whom the account belongs now
 * @param birthday null when they have not said
 * @param tier code of the tier they have; null when they have none
 * @param spendable points that can be spent now
 */
public record MemberStanding(
        UUID member, @Nullable MonthDay birthday, @Nullable String tier, long spendable) {}
