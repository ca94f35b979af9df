package io.noren.loyalty;

/** How an identifier was shown to belong to the member. */
public enum Proof {
    /** A one-time code sent by text message came back. */
    SMS_CODE,
    /** A one-time code sent by e-mail came back. */
    MAIL_CODE,
    /** The card's number and its PIN were given together. */
    CARD_PIN,
    /** The app or shop presented a token it had signed for this login. */
    APP_TOKEN,
    /** Staff held the card, or saw the customer signed in. */
    SIGHTED,
    /** Taken over from another system, which vouches for it. */
    IMPORT,
    /** Only presented at a purchase; nobody proved anything. */
    USE
}
