package io.noren.inventory;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** How many {@link Lanes} there are, and how many requests may wait in each. */
@Component
public class LaneSettings {

    private final int lanes;
    private final int mostWaiting;

    LaneSettings(
            @Value("${noren.inventory.lanes:0}") int lanes,
            @Value("${noren.inventory.lane-waiting:1000}") int mostWaiting) {
        this.lanes = lanes > 0 ? lanes : usual();
        this.mostWaiting = mostWaiting;
    }

    /** One is at work while another waits for the disk; with more of them the groups, which save work, are smaller. */
    private static int usual() {
        return Math.max(2, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** @param work does a group of requests: something must have come of each when it returns */
    public <R extends Lanes.Request> Lanes<R> lanes(Consumer<List<R>> work) {
        return new Lanes<>(lanes, mostWaiting, work);
    }
}
