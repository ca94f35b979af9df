package io.noren.loyalty.signin;

import io.noren.loyalty.IdentifierType;
import java.util.Set;

/** Brings codes to members. Whoever joins the modules says how. */
public interface CodeDelivery {
    /** The kinds of contact to which a code can be brought here: e-mail addresses, phone numbers. */
    Set<IdentifierType> ways();

    /**
     * Takes a code over and returns at once, so that asking takes no longer where there is a member. Tries a few times;
     * a code that does not arrive is asked for anew, and is kept nowhere.
     */
    void deliver(SignInCode code);
}
