package io.noren.loyalty;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * An item that a member does not have and may like, which can be sold to them now.
 *
 * @param item its SKU
 * @param here how many of it this store can sell
 * @param orderable there is none here, and the shop can have it sent
 */
public record Recommendation(String item, Bilingual name, BigDecimal here, boolean orderable, Reason reason) {

    /** One text in the two languages of the counter; null where it is not known in one. */
    public record Bilingual(@Nullable String ja, @Nullable String en) {}

    /**
     * Why it is recommended.
     *
     * @param code {@code BOUGHT_TOGETHER}: customers who bought {@code item} bought this, more often than by chance
     * @param item SKU of what the member has
     * @param customers how many bought both
     * @param text the same as a sentence
     */
    public record Reason(String code, String item, Bilingual name, int customers, Bilingual text) {}
}
