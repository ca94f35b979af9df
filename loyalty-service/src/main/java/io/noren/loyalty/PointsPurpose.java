package io.noren.loyalty;

/** Why points changed. */
public enum PointsPurpose {
    /** Given for a purchase. */
    EARN,
    /** Taken back because goods came back. */
    RETURN
}
