/**
 * What members like, by their own word, and what they may like, by what others bought who bought the same.
 *
 * <p>Owns in schema {@code loyalty}: preference, sensitive_goods, item_alias, item_relation, recommendation_run.
 */
@NullMarked
package io.noren.loyalty.recommendation;

import org.jspecify.annotations.NullMarked;
