package io.noren.loyalty.signin;

import io.noren.loyalty.IdentifierType;
import java.time.Duration;

/**
 * A code on its way to a member.
 *
 * @param way {@code EMAIL} or {@code PHONE}
 * @param to the address, or the number in E.164
 * @param code six digits
 * @param locale the member's, BCP 47
 * @param purpose what it is for, so that nobody reads it out to somebody who wants it for something else
 */
public record SignInCode(
        IdentifierType way, String to, String code, String locale, Duration validFor, Purpose purpose) {
    /** What whoever has the code can do with it. */
    public enum Purpose {
        SIGN_IN,
        /** Prove that a further contact belongs to a member who is signed in. */
        ADD_CONTACT
    }

    /** Neither whom it is for nor the code: this may end in a log. */
    @Override
    public String toString() {
        return "a sign-in code by " + way;
    }
}
