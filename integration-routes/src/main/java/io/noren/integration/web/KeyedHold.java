package io.noren.integration.web;

import io.noren.integration.web.IdempotentAnswers.Answer;
import io.noren.inventory.reservation.HoldCallers.Caller;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request for a hold that carries an {@code Idempotency-Key}. Its answer is kept by whoever does the hold, perhaps in
 * another thread, and together with others.
 */
final class KeyedHold implements Caller {
    private final String caller;
    private final String key;
    private final String digest;
    private volatile @Nullable Earlier earlier;

    KeyedHold(String caller, String key, String digest) {
        this.caller = caller;
        this.key = key;
        this.digest = digest;
    }

    /** What the key stands for already; no answer when that is another request. */
    record Earlier(@Nullable Answer answer) {}

    @Override
    public boolean keepsAnswer() {
        return true;
    }

    String caller() {
        return caller;
    }

    String key() {
        return key;
    }

    String digest() {
        return digest;
    }

    void answeredBefore(Earlier with) {
        earlier = with;
    }

    @Nullable
    Earlier earlier() {
        return earlier;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KeyedHold keyed && caller.equals(keyed.caller) && key.equals(keyed.key);
    }

    @Override
    public int hashCode() {
        return Objects.hash(caller, key);
    }
}
