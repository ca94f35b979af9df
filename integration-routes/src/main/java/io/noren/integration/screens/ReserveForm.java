package io.noren.integration.screens;

import java.math.BigDecimal;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper enters to have something kept.
 *
 * @param request made with the form; the same form sent twice is one order
 * @param contact a phone number or an e-mail address
 * @param website a field that people do not see and programs fill in
 */
record ReserveForm(
        @Nullable UUID request,
        @Nullable Integer quantity,
        @Nullable String name,
        @Nullable String contact,
        @Nullable String website) {

    private static final int MOST = 9;
    private static final int LONGEST = 100;

    static ReserveForm fresh() {
        return new ReserveForm(UUID.randomUUID(), 1, "", "", "");
    }

    boolean isComplete() {
        return request != null
                && quantity != null
                && quantity >= 1
                && quantity <= MOST
                && fits(name)
                && fits(contact)
                && (mail() != null || phone() != null)
                && (website == null || website.isEmpty());
    }

    /** The pickup's number. */
    String number() {
        return ShortNumber.of(request == null ? new UUID(0, 0) : request);
    }

    /** How many; 0 until a number was given. */
    BigDecimal pieces() {
        return quantity == null ? BigDecimal.ZERO : BigDecimal.valueOf(quantity);
    }

    @Nullable
    String mail() {
        return contact != null && contact.strip().matches("[^@\\s]+@[^@\\s]+\\.[^@\\s]+") ? contact.strip() : null;
    }

    @Nullable
    String phone() {
        return contact != null && contact.strip().matches("\\+?[0-9０-９()\\-－ ]{8,20}") ? contact.strip() : null;
    }

    private static boolean fits(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= LONGEST;
    }

    /** Personal: kept out of logs. */
    @Override
    public String toString() {
        return "ReserveForm[withheld]";
    }
}
