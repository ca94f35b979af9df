package io.noren.loyalty;

/** Who is shown what a member bought. */
public enum Viewer {
    /** Whoever serves them: without what the member does not want staff to see. */
    STAFF,
    /** The member themselves, in the app or the shop, or a program on their behalf. */
    MEMBER
}
