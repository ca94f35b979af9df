/**
 * Knows who the customer is on every channel: members and what leads to them, what they bought, the points they have.
 *
 * <p>Owns schema {@code loyalty}: member, identifier, purchase, purchase_line, points_entry, points_balance, points_lot,
 * points_lot_change, points_adjustment, points_return, points_rules, points_rate, points_audit_progress, points_audit_difference, points_repair,
 * redemption, redemption_lot, redemption_return, merge, merge_account, identifier_rules, identifier_rule,
 * identifier_rule_blocked, identifier_claim, identifier_claim_evidence, member_hold, till_lookup, till_choice, till_pace,
 * till_alarm, purchase_bonus, privacy.
 * Packages below have tables of their own.
 */
@NullMarked
package io.noren.loyalty;

import org.jspecify.annotations.NullMarked;
