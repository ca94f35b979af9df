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
    USE;

    /** Whether only its owner could have shown it so. */
    boolean verifies(IdentifierType type) {
        return switch (this) {
            case SMS_CODE -> type == IdentifierType.PHONE;
            case MAIL_CODE -> type == IdentifierType.EMAIL;
            case CARD_PIN -> type == IdentifierType.CARD;
            case APP_TOKEN ->
                type == IdentifierType.APP || type == IdentifierType.WEB_ACCOUNT || type == IdentifierType.EXTERNAL;
            case SIGHTED, IMPORT, USE -> false;
        };
    }

    /** Whether it can be about such an identifier at all: a code in an e-mail says nothing about a card. */
    boolean fits(IdentifierType type) {
        return switch (this) {
            case SMS_CODE, MAIL_CODE, CARD_PIN, APP_TOKEN -> verifies(type);
            case SIGHTED, IMPORT, USE -> true;
        };
    }
}
