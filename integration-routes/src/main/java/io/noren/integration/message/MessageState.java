package io.noren.integration.message;

/** How far a message has come. */
public enum MessageState {
    /** Not due yet, or tried again later. */
    WAITING,
    /** A mail server or a gateway has it. */
    SENT,
    /** And the gateway says that it arrived. */
    DELIVERED,
    /** On purpose. */
    WITHHELD,
    /** By no channel. */
    FAILED
}
