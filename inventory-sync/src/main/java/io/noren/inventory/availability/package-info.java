/**
 * What may be sold: of what is there, by the rules for each channel, said with its parts and its age.
 *
 * <p>Owns, in schema {@code inventory}: sales_channel, sales_channel_place, location_group, location_group_member,
 * availability_rule, selling_rules_version, not_found.
 */
@NullMarked
package io.noren.inventory.availability;

import org.jspecify.annotations.NullMarked;
