package io.noren.pos.shopify;

/** What the till says becomes of goods that came back. */
enum RestockType {
    CANCEL,
    RETURN,
    LEGACY_RESTOCK,
    /** They are not put on sale again. */
    NO_RESTOCK
}
