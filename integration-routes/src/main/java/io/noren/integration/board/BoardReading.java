package io.noren.integration.board;

import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Has the facts read for the board only while somebody looks at it: the broker would bring each of them for nobody. */
@Component
class BoardReading {
    private static final Logger log = LoggerFactory.getLogger(BoardReading.class);

    private static final int LOOK_MILLIS = 10_000;

    private final CamelContext camel;
    private final BoardViewers viewers;

    BoardReading(CamelContext camel, BoardViewers viewers) {
        this.camel = camel;
        this.viewers = viewers;
    }

    /** From now on; for a viewer who has come already. */
    synchronized void begin() {
        read(true);
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    synchronized void endWhenNobodyLooks() {
        if (!viewers.any()) {
            read(false);
        }
    }

    private void read(boolean wanted) {
        if (wanted == isRead()) {
            return;
        }
        try {
            if (wanted) {
                camel.getRouteController().startRoute(FactsToBoard.ID);
            } else {
                camel.getRouteController().stopRoute(FactsToBoard.ID);
            }
        } catch (Exception e) {
            // A board that shows less is still a board.
            log.warn("What the board reads could not be changed: {}", e.toString());
        }
    }

    private boolean isRead() {
        return camel.isStarted()
                && camel.getRouteController().getRouteStatus(FactsToBoard.ID).isStarted();
    }
}
