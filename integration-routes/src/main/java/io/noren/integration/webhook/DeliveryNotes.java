package io.noren.integration.webhook;

import io.noren.integration.webhook.WebhookDeliveries.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Writes down which deliveries were acknowledged, a tenth of a second's worth in one statement: a busy shop
 * acknowledges hundreds a second. What is lost of it in a crash is only told once more.
 */
@Component
class DeliveryNotes {
    private static final Logger log = LoggerFactory.getLogger(DeliveryNotes.class);

    private static final int EVERY_MILLIS = 100;
    private static final int MOST_AT_ONCE = 1_000;

    private final WebhookDeliveries deliveries;
    private final Queue<Acknowledged> notes = new ConcurrentLinkedQueue<>();

    DeliveryNotes(WebhookDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    void add(Acknowledged acknowledged) {
        notes.add(acknowledged);
    }

    @Scheduled(fixedDelay = EVERY_MILLIS)
    void write() {
        for (List<Acknowledged> some = take(); !some.isEmpty(); some = take()) {
            try {
                deliveries.delivered(some);
            } catch (DataAccessException | TransactionException e) {
                log.warn(
                        "{} acknowledgements could not be noted; those are told once more: {}",
                        some.size(),
                        e.toString());
            }
        }
    }

    private List<Acknowledged> take() {
        List<Acknowledged> taken = new ArrayList<>();
        for (Acknowledged next = notes.poll(); next != null; next = notes.poll()) {
            taken.add(next);
            if (taken.size() == MOST_AT_ONCE) {
                break;
            }
        }
        return taken;
    }
}
