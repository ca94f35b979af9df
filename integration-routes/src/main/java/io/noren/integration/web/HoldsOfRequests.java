package io.noren.integration.web;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.inventory.reservation.HoldAnswer;
import io.noren.inventory.reservation.HoldCallers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * Tells reservations whose request it is that asks for a hold, keeps the answers to those with an {@code
 * Idempotency-Key} beside the holds, and lets each hold be followed by its own request's correlation and trace, whoever
 * does the work.
 */
@Component
class HoldsOfRequests implements HoldCallers {
    private static final String ATTRIBUTE = KeyedHold.class.getName();

    private final IdempotentAnswers answers;
    private final Origins origins;

    HoldsOfRequests(IdempotentAnswers answers, Origins origins) {
        this.answers = answers;
        this.origins = origins;
    }

    /** A request without a key; equal to none but itself. */
    @SuppressWarnings("ClassCanBeRecord") // its identity is the point
    private static final class Unkeyed implements Caller {
        private final Origin origin;

        Unkeyed(Origin origin) {
            this.origin = origin;
        }

        @Override
        public boolean keepsAnswer() {
            return false;
        }
    }

    @Override
    public Caller current() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof KeyedHold keyed
                ? keyed
                : new Unkeyed(origins.here());
    }

    @Override
    public void during(Map<String, Caller> causes, Runnable work) {
        Map<String, Origin> known = new HashMap<>();
        causes.forEach((cause, caller) -> known.put(cause, origin(caller)));
        origins.during(known, work);
    }

    private Origin origin(Caller caller) {
        if (caller instanceof KeyedHold keyed) {
            return keyed.origin();
        }
        return caller instanceof Unkeyed unkeyed ? unkeyed.origin : origins.here();
    }

    @Override
    public Set<Caller> answeredBefore(Collection<Caller> callers) {
        Map<List<String>, KeyedHold> asked = new LinkedHashMap<>();
        for (Caller caller : callers) {
            if (caller instanceof KeyedHold keyed) {
                asked.put(List.of(keyed.caller(), keyed.key()), keyed);
            }
        }
        Set<Caller> known = new HashSet<>();
        answers.find(asked.keySet()).forEach((key, stored) -> {
            KeyedHold keyed = asked.get(key);
            if (keyed != null) {
                keyed.answeredBefore(
                        new KeyedHold.Earlier(stored.digest().equals(keyed.digest()) ? stored.answer() : null));
                known.add(keyed);
            }
        });
        return known;
    }

    @Override
    public void keep(Map<Caller, HoldAnswer> answers) {
        Map<KeyedHold, HoldAnswer> kept = new LinkedHashMap<>();
        answers.forEach((caller, answer) -> kept.put((KeyedHold) caller, answer));
        if (!this.answers.keep(kept)) {
            throw new CannotAcquireLockException("another request with one of these keys was faster");
        }
    }
}
