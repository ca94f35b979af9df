package io.noren.loyalty;

/**
 * How the customer was recognised at a purchase.
 *
 * @param value as the till or the shop read it
 */
public record Claim(IdentifierType type, String value) implements Buyer {
    /** By the number of a loyalty card. */
    public static Claim card(String number) {
        return new Claim(IdentifierType.CARD, number);
    }

    /** By the web shop's customer account. */
    public static Claim webAccount(String account) {
        return new Claim(IdentifierType.WEB_ACCOUNT, account);
    }

    /** By the login of the app. */
    public static Claim app(String login) {
        return new Claim(IdentifierType.APP, login);
    }
}
