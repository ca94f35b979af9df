package io.noren.loyalty;

/** What kind of thing leads to a member. */
public enum IdentifierType {
    /** A store card's number, as printed, scanned or padded by a till. */
    CARD,
    /** A login of the retailer's app. */
    APP,
    /** A customer account of the web shop. */
    WEB_ACCOUNT,
    PHONE,
    EMAIL,
    /** An id in another system of the retailer. */
    EXTERNAL;

    /** Whether it is where somebody is reached, and so says who they are; the others are pseudonyms. */
    public boolean isContact() {
        return this == PHONE || this == EMAIL;
    }
}
