package io.noren.inventory.pickup;

import io.noren.inventory.Lanes;
import io.noren.inventory.Writer;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A new order on its way to its outcome, whichever thread works on it. */
final class AskedPickup implements Lanes.Request {
    private final UUID id = UUID.randomUUID();
    private final NewPickup order;
    private final UUID digest;
    private final Writer writer;
    private volatile PickupDesk.@Nullable Placed placed;
    private volatile @Nullable RuntimeException failure;
    private volatile boolean leftToItsThread;

    AskedPickup(NewPickup order, Writer writer) {
        this.order = order;
        this.digest = PickupRules.digest(order);
        this.writer = writer;
    }

    /** Of the order that it becomes. */
    UUID id() {
        return id;
    }

    NewPickup order() {
        return order;
    }

    UUID digest() {
        return digest;
    }

    Writer writer() {
        return writer;
    }

    /** What keeps its goods belongs to it. */
    String owner() {
        return "pickup/" + order.channel() + "/" + order.order();
    }

    /** The names under which it is placed, and sold by a till, once at a time. */
    List<String> locks() {
        return List.of(owner(), PickupsSoldAtTills.lock(order.location(), order.order()));
    }

    /** An order goes with its first goods, as a hold does. */
    @Override
    public Object place() {
        return List.of(order.lines().get(0).sku(), order.keptAt());
    }

    @Override
    public int rows() {
        return order.lines().size();
    }

    @Override
    public void fail(RuntimeException why) {
        if (placed == null && !leftToItsThread && failure == null) {
            failure = why;
        }
    }

    void come(PickupDesk.Placed as) {
        placed = as;
    }

    /** Whoever asked is to do it alone. */
    void leaveToItsThread() {
        leftToItsThread = true;
    }

    boolean isLeftToItsThread() {
        return leftToItsThread;
    }

    PickupDesk.Placed placed() {
        RuntimeException failed = failure;
        if (failed != null) {
            throw failed;
        }
        return Objects.requireNonNull(placed, "nothing has come of it yet");
    }
}
