package io.noren.inventory.reservation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;

/** Where nobody outside knows the callers: every request is one of its own. */
class UnknownCallers implements HoldCallers {

    @Override
    public Caller current() {
        return new OneRequest();
    }

    /** Equal to none but itself. */
    private static final class OneRequest implements Caller {

        @Override
        public boolean keepsAnswer() {
            return false;
        }
    }

    @Override
    public void during(Map<String, Caller> causes, Runnable work) {
        work.run();
    }

    @Override
    public Set<Caller> answeredBefore(Collection<Caller> callers) {
        return Set.of();
    }

    @Override
    public void keep(Map<Caller, HoldAnswer> answers) {}
}
