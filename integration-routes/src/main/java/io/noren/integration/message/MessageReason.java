package io.noren.integration.message;

/** Why a message was not sent. */
public enum MessageReason {
    /** The order has moved on, and it would not be true any more. */
    NOT_TRUE_ANY_MORE,
    /** A later one says more. */
    OVERTAKEN,
    /** The member was forgotten. */
    MEMBER_FORGOTTEN,
    /** There is no contact, or none by which the shopper wants to be told. */
    NO_WAY,
    /** Every channel refused it, or did not bring it in time. */
    ALL_CHANNELS_FAILED
}
