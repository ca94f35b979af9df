package io.noren.integration.message;

/** What became of one try. */
public enum AttemptOutcome {
    /** The server or gateway has it. */
    TAKEN,
    /** And says that it arrived. */
    DELIVERED,
    /** For good. */
    REFUSED,
    /** Taken, and not brought, or not known to be in time. */
    UNDELIVERED,
    /** For now. */
    FAILED;

    /** Whether the channel is not tried again for this message. */
    boolean closes() {
        return this == REFUSED || this == UNDELIVERED;
    }
}
