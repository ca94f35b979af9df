package io.noren.pos.dialect;

import io.noren.pos.Fault;

/** Carries a fault out of the reading of one transaction; its neighbours go on. */
public final class Unreadable extends Exception {
    private final transient Fault fault;

    /** @param reason what is wrong and what to do, in plain words; it does not quote the till */
    public Unreadable(String code, String reason, int place) {
        super(code, null, false, false);
        this.fault = new Fault(code, reason, place);
    }

    public Fault fault() {
        return fault;
    }
}
