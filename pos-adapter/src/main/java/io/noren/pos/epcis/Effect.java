package io.noren.pos.epcis;

/** What an event means to stock. */
enum Effect {
    RECEIVED,
    SHIPPED,
    COUNTED,
    SOLD
}
