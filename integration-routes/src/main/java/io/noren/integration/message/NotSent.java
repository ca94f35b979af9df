package io.noren.integration.message;

/** A server or gateway did not take a message. */
class NotSent extends Exception {
    private final boolean forGood;

    /** @param detail a code, never words of the other side: they may name whom it was for */
    NotSent(boolean forGood, String detail) {
        super(detail);
        this.forGood = forGood;
    }

    /** Whether it would say the same again. */
    boolean isForGood() {
        return forGood;
    }
}
