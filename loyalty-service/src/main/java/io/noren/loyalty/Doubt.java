package io.noren.loyalty;

/** Why two members are not one, or not now, or not without a person who looks. */
public enum Doubt {
    /** The member to whom the identifier leads has not proven it. */
    HOLDER_UNVERIFIED(true),
    /** The rules leave every merge by this type to a person. */
    TYPE_NEVER_MERGES(true),
    /** The value is a shop's or a device's. */
    BLOCKED_VALUE(true),
    /** Each has proven another value of a type of which a customer has one. */
    OTHER_VERIFIED_IDENTIFIER(true),
    /** Together they would have more of a type than a member may have. */
    LIMIT_EXCEEDED(true),
    /** They were born on different days. */
    BIRTH_DATES_DIFFER(false),
    /** A person has said before that they are two. */
    PARTED_BEFORE(false),
    /** One of them is proposed to be somebody else. */
    OTHER_MERGE_OPEN(false),
    /** A till or shop is just taking points of theirs. */
    REDEMPTION_RUNNING(false),
    /** Somebody looks into what one of them did. */
    FRAUD_HOLD(false),
    /** One of them wants to be forgotten. */
    ERASURE_OPEN(false);

    private final boolean byRules;

    Doubt(boolean byRules) {
        this.byRules = byRules;
    }

    /** Whether other rules might see it otherwise; if not, it is a fact about the two. */
    boolean isByRules() {
        return byRules;
    }

    /** Whether nobody can merge them while it lasts, not even a person. */
    boolean blocks() {
        return this == REDEMPTION_RUNNING || this == FRAUD_HOLD || this == ERASURE_OPEN;
    }
}
