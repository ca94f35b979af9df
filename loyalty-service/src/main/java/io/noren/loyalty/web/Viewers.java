package io.noren.loyalty.web;

/**
 * Who may see a member's purchases as the member does: whoever may write for them, such as the shop they are signed in
 * to. A key that only reads is a till's or an assistant's, and sees what staff may.
 */
final class Viewers {
    /** To be added to a condition of a method that has a parameter {@code viewer}. */
    static final String MAY_SEE =
            " and (#viewer.name() == 'STAFF' or hasAnyAuthority('scope:members:write', 'scope:admin'))";

    private Viewers() {}
}
