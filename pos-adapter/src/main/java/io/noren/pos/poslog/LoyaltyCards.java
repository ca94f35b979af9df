package io.noren.pos.poslog;

import java.util.Set;

/**
 * Where a till writes the member's card. Used by the reader to find it and by the scrubber to leave it:
 * without it a document that is read again would earn nobody's points.
 */
final class LoyaltyCards {
    private static final Set<String> NUMBERS =
            Set.of("LoyaltyID", "LoyaltyAccountID", "LoyaltyCardID", "LoyaltyCardNumber", "LoyaltyNumber");
    private static final Set<String> WITHIN_ACCOUNT =
            Set.of("AccountID", "CardID", "CardNumber", "AccountNumber", "ID");

    private LoyaltyCards() {}

    static boolean isNumber(String parent, String element) {
        return NUMBERS.contains(element) || (parent.equals("LoyaltyAccount") && WITHIN_ACCOUNT.contains(element));
    }
}
