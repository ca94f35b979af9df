package io.noren.integration.flow;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Origins;
import io.noren.inventory.LaneSettings;
import io.noren.inventory.Lanes;
import io.noren.inventory.Refusal;
import io.noren.pos.DeliveryLanes;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.stereotype.Component;

/** Lets deliveries of tills wait as requests for stock do. Where too many wait already, one more goes alone. */
@Component
class DeliveriesInLanes implements DeliveryLanes {
    private final LaneSettings settings;
    private final Origins origins;

    DeliveriesInLanes(LaneSettings settings, Origins origins) {
        this.settings = settings;
        this.origins = origins;
    }

    @Override
    public <D extends Waiting> Consumer<D> lanes(Consumer<List<D>> work) {
        Lanes<InLane<D>> lanes = settings.lanes(
                group -> work.accept(group.stream().map(InLane::delivery).toList()));
        return delivery -> {
            try {
                lanes.run(new InLane<>(delivery));
            } catch (Refusal tooManyWait) {
                work.accept(List.of(delivery));
            }
        };
    }

    @Override
    public Consumer<Runnable> onBehalf() {
        Origin origin = origins.here();
        return work -> origins.during(origin, work);
    }

    private record InLane<D extends Waiting>(D delivery) implements Lanes.Request {
        @Override
        public Object place() {
            return delivery.place();
        }

        @Override
        public int rows() {
            return delivery.rows();
        }

        @Override
        public void fail(RuntimeException why) {
            delivery.fail(why);
        }
    }
}
