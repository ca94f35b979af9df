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
        if (!isRunning()) {
            change(() -> camel.getRouteController().startRoute(FactsToBoard.ID));
        }
    }

    @Scheduled(fixedDelay = LOOK_MILLIS)
    synchronized void endWhenNobodyLooks() {
        if (isRunning() && !viewers.any()) {
            change(() -> camel.getRouteController().stopRoute(FactsToBoard.ID));
        }
    }

    private boolean isRunning() {
        return camel.isStarted()
                && camel.getRouteController().getRouteStatus(FactsToBoard.ID).isStarted();
    }

    private interface Change {
        void make() throws Exception;
    }

    /** A board that shows less is still a board. */
    private static void change(Change change) {
        try {
            change.make();
        } catch (Exception e) {
            log.warn("What the board reads could not be changed: {}", e.toString());
        }
    }
}
