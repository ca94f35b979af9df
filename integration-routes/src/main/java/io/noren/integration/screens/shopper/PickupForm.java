package io.noren.integration.screens.shopper;

import io.noren.inventory.pickup.Contact;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a shopper enters to collect their basket in a store.
 *
 * @param place the store and, after a bar, the beginning of the slot; without one as soon as possible
 * @param contact a phone number or an e-mail address
 * @param website a field that people do not see and programs fill in
 */
record PickupForm(
        @Nullable String place,
        @Nullable String name,
        @Nullable String contact,
        @Nullable String website) {

    private static final int LONGEST = 100;
    private static final Pattern MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+?[0-9０-９()\\-－ ]{8,20}");

    static PickupForm fresh(@Nullable String store) {
        return new PickupForm(store, "", "", "");
    }

    boolean isComplete() {
        return fits(place) && fits(name) && fits(contact) && hasContact() && (website == null || website.isEmpty());
    }

    /** The store's id. */
    String store() {
        String said = place == null ? "" : place;
        int bar = said.indexOf('|');
        return bar < 0 ? said : said.substring(0, bar);
    }

    /** When the customer wants to come; null for as soon as possible, and for what nobody can read. */
    @Nullable
    Instant wantedFrom() {
        String said = place == null ? "" : place;
        int bar = said.indexOf('|');
        if (bar < 0) {
            return null;
        }
        try {
            return Instant.parse(said.substring(bar + 1));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    Contact toContact() {
        String said = contact == null ? "" : contact.strip();
        boolean mail = MAIL.matcher(said).matches();
        return new Contact(name, mail ? null : said, mail ? said : null);
    }

    private boolean hasContact() {
        String said = contact == null ? "" : contact.strip();
        return MAIL.matcher(said).matches() || PHONE.matcher(said).matches();
    }

    private static boolean fits(@Nullable String text) {
        return text != null && !text.isBlank() && text.length() <= LONGEST;
    }

    /** Personal: kept out of logs. */
    @Override
    public String toString() {
        return "PickupForm[withheld]";
    }
}
