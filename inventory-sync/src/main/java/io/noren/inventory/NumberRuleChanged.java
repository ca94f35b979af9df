package io.noren.inventory;

/**
 * A rule for restricted circulation numbers is new or different from the end of this transaction on.
 *
 * @param prefix what all of its numbers begin with
 */
public record NumberRuleChanged(String prefix) {}
