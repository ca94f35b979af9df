package io.noren.integration.web;

import io.noren.inventory.reservation.HoldAnswer;
import io.noren.inventory.reservation.HoldCallers;
import java.util.Collection;
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
 * Tells reservations whose request it is that asks for a hold, and keeps the answers to those with an {@code
 * Idempotency-Key} beside the holds, whoever does the work.
 */
@Component
class HoldsOfRequests implements HoldCallers {
    private static final String ATTRIBUTE = KeyedHold.class.getName();

    private final IdempotentAnswers answers;

    HoldsOfRequests(IdempotentAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Caller current() {
        RequestAttributes request = RequestContextHolder.getRequestAttributes();
        return request != null
                        && request.getAttribute(ATTRIBUTE, RequestAttributes.SCOPE_REQUEST) instanceof KeyedHold keyed
                ? keyed
                : Caller.unknown();
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
