package io.noren.inventory.pickup;

import org.jspecify.annotations.Nullable;

/** How the store reaches the customer. Personal: never in a log, which is why it has no text of its own. */
public record Contact(
        @Nullable String name,
        @Nullable String phone,
        @Nullable String email) {

    public static final Contact NONE = new Contact(null, null, null);

    @Override
    public String toString() {
        return "Contact[withheld]";
    }
}
