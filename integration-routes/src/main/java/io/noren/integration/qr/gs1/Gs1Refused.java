package io.noren.integration.qr.gs1;

import org.jspecify.annotations.Nullable;

/** Text that is not what GS1's standards allow: a stable reason, and the application identifier it is about. */
public final class Gs1Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What can be wrong. */
    public enum Reason {
        /** Neither an element string nor a Digital Link URI. */
        SYNTAX,
        /** There is no such application identifier, or it may not stand here. */
        IDENTIFIER,
        /** Too short, too long or empty. */
        LENGTH,
        /** A character that this value may not hold. */
        CHARACTER,
        /** The check digit or pair does not fit the rest: usually a misread. */
        CHECK_DIGIT,
        /** The right form, but no such date, country, number of pieces … */
        VALUE,
        /** The same application identifier twice. */
        REPEATED,
        /** Something that it needs is missing, or something that it excludes is there. */
        ASSOCIATION
    }

    private final Reason reason;
    private final String identifier;

    Gs1Refused(Reason reason, @Nullable String identifier, String detail) {
        super(identifier == null ? detail : "(" + identifier + ") " + detail);
        this.reason = reason;
        this.identifier = identifier == null ? "" : identifier;
    }

    public Reason reason() {
        return reason;
    }

    /** The application identifier's digits; empty when it is about none. */
    public String identifier() {
        return identifier;
    }
}
