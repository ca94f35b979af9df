package io.noren.pos;

import java.util.List;
import java.util.function.Consumer;

/** Where nobody brings deliveries together: each goes alone. */
class NoLanes implements DeliveryLanes {

    @Override
    public <D extends Waiting> Consumer<D> lanes(Consumer<List<D>> work) {
        return delivery -> work.accept(List.of(delivery));
    }

    @Override
    public Consumer<Runnable> onBehalf() {
        return Runnable::run;
    }
}
