package io.noren.integration.message;

/** By what a message goes. Without a wish of the member's they are tried in this order. */
public enum MessageChannel {
    EMAIL,
    SMS,
    /** The retailer's app, by a signed webhook. */
    PUSH,
    /** A messenger such as LINE, by a signed webhook. */
    CHAT,
    /** The demo's: nothing is sent. */
    LOG
}
