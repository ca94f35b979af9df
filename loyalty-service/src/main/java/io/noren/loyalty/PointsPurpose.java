package io.noren.loyalty;

/** Why points changed. Each has its own side in the programme's books. */
public enum PointsPurpose {
    /** Given for a purchase. */
    EARN("ISSUED"),
    /** Taken back because goods came back. */
    RETURN("ISSUED"),
    /** Paid with. */
    SPEND("REDEEMED"),
    /** Given back because goods that were paid with them came back. */
    GIVE_BACK("REDEEMED"),
    /** Lapsed unspent. */
    EXPIRE("EXPIRED"),
    /** Between members who are parted: what one had spent of the other's. */
    SETTLE("SETTLEMENT"),
    /** Put right by a person, either way. */
    ADJUST("ADJUSTED");

    private final String against;

    PointsPurpose(String against) {
        this.against = against;
    }

    /** The programme's account from which the points come or to which they go. */
    String against() {
        return against;
    }
}
