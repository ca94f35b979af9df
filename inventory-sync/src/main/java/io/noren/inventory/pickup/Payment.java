package io.noren.inventory.pickup;

/** Where the money is taken; by whom and when is the shop's business. */
public enum Payment {
    PAID_ONLINE,
    PAY_IN_STORE
}
