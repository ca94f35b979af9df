package io.noren.loyalty;

/** Where a customer bought. */
public enum Channel {
    STORE,
    WEB,
    APP
}
