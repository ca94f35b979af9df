package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;

/** While it is there, its member is merged with nobody and parted from nobody. */
public record MemberHold(UUID id, UUID account, Kind kind, String reason, String placedBy, Instant placedAt) {
    /** Why. */
    public enum Kind {
        /** Somebody looks into what the member did. */
        FRAUD(Doubt.FRAUD_HOLD),
        /** The member wants to be forgotten. */
        ERASURE(Doubt.ERASURE_OPEN);

        private final Doubt doubt;

        Kind(Doubt doubt) {
            this.doubt = doubt;
        }

        Doubt doubt() {
            return doubt;
        }
    }
}
