package io.noren.loyalty;

/** How sure it is that an identifier belongs to the member. Follows from its type and its proof. */
public enum Assurance {
    /** Said by somebody: staff, another system, the customer; or only used. */
    CLAIMED,
    /** Shown by whoever has it: a code that was sent there came back, the PIN was known, the token was signed. */
    VERIFIED;

    static Assurance of(IdentifierType type, Proof proof) {
        return proof.verifies(type) ? VERIFIED : CLAIMED;
    }
}
