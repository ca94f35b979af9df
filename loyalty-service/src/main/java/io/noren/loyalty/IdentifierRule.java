package io.noren.loyalty;

import org.jspecify.annotations.Nullable;

/**
 * What identifiers of one type may do.
 *
 * @param priority 1 is the most telling type; decides whose profile is shown when rules merge two members
 * @param most live values a member may have; null when any number
 * @param tellsApart a customer has one, so that two who each proved another one are not merged without a person
 * @param merges whether it makes two members one when both have proven it
 * @param spends whether it is enough to show it in order to spend points; never true for a phone number
 */
public record IdentifierRule(
        IdentifierType type,
        int priority,
        @Nullable Integer most,
        boolean tellsApart,
        boolean merges,
        boolean spends) {}
