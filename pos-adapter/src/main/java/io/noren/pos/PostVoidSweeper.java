package io.noren.pos;

import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Looks whether what post-voids wait for is here; which of the two comes first makes no difference. */
@Component
class PostVoidSweeper {
    private static final Logger LOG = LoggerFactory.getLogger(PostVoidSweeper.class);

    private final PostVoids voids;

    PostVoidSweeper(PostVoids voids) {
        this.voids = voids;
    }

    @Scheduled(fixedDelayString = "${noren.pos.post-void-sweep:1s}")
    void sweep() {
        for (UUID document : voids.documentsOfOriginals()) {
            try {
                voids.takeBack(document);
            } catch (RuntimeException failed) {
                LOG.warn(
                        "What waits for transactions of document {} could not be done; trying again", document, failed);
            }
        }
        voids.giveUpWaiting();
    }
}
