package io.noren.inventory.pickup.handover;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the customer showed, and what whoever handed over saw.
 *
 * @param code the PIN, or the text of the customer's QR code
 * @param checked at which documents they looked
 * @param at when the goods were handed over by a device without a network; null: now
 */
public record HandoverProof(
        String code,
        Set<HandoverChecks.Kind> checked,
        @Nullable Instant at) {

    public HandoverProof {
        checked = checked.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(checked));
    }

    /** Now, of goods that need no look at a document. */
    public static HandoverProof of(String code) {
        return new HandoverProof(code, Set.of(), null);
    }

    @Override
    public String toString() {
        return "HandoverProof[withheld]";
    }
}
