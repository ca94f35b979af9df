package io.noren.integration.broker;

import java.util.UUID;
import java.util.function.Function;

/**
 * One kind of fact and the address where it is published (multicast: every reader has a queue of its own).
 *
 * @param address on the broker; stable, partners may read from it
 * @param type the record, whose simple name is the fact's name on the wire
 * @param id the fact's own id, which the broker and the readers recognise a duplicate by
 */
public record Fact<T>(String address, Class<T> type, Function<T, UUID> id) {

    public String name() {
        return type.getSimpleName();
    }

    UUID idOf(Object fact) {
        return id.apply(type.cast(fact));
    }
}
