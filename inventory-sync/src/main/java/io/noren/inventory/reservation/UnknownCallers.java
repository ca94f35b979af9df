package io.noren.inventory.reservation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Where nobody outside knows the callers: every request is one of its own. */
class UnknownCallers implements HoldCallers {

    @Override
    public Caller current() {
        return Caller.unknown();
    }

    @Override
    public Set<Caller> answeredBefore(Collection<Caller> callers) {
        return Set.of();
    }

    @Override
    public void keep(Map<Caller, HoldAnswer> answers) {}
}
