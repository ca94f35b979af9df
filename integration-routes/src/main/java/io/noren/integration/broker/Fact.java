package io.noren.integration.broker;

import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One kind of fact and the address where it is published (multicast: every reader has a queue of its own).
 *
 * @param address on the broker; stable, partners may read from it: a message there holds one fact or a {@link FactPack}
 * @param type the record, whose simple name is the fact's name on the wire
 * @param id the fact's own id, which the broker and the readers recognise a duplicate by
 * @param cause what the fact names as its cause, e.g. a till transaction's key; tells its {@link Origin}
 */
public record Fact<T>(String address, Class<T> type, Function<T, UUID> id, Function<T, @Nullable String> cause) {

    Fact(String address, Class<T> type, Function<T, UUID> id) {
        this(address, type, id, fact -> null);
    }

    public String name() {
        return type.getSimpleName();
    }

    UUID idOf(Object fact) {
        return id.apply(type.cast(fact));
    }

    @Nullable
    String causeOf(Object fact) {
        return cause.apply(type.cast(fact));
    }
}
