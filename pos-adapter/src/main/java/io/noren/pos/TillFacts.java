package io.noren.pos;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Tells what left a store and what came back. A fact's id is made of its transaction's key, so that the same telling has
 * the same id however often it is read.
 */
@Component
class TillFacts {
    private final ApplicationEventPublisher events;

    TillFacts(ApplicationEventPublisher events) {
        this.events = events;
    }

    /**
     * The transaction that tells, and what all of its facts have in common.
     *
     * @param original the transaction whose goods came back, or which is taken back as a whole; null when nobody knows
     * @param orders the customers' orders whose goods were sold
     */
    record Telling(
            TransactionKey transaction,
            UUID document,
            Instant occurredAt,
            Instant receivedAt,
            String currency,
            @Nullable String memberCard,
            @Nullable TransactionKey original,
            List<String> orders) {}

    void tell(Telling telling, List<SoldLine> sold, List<SoldLine> returned) {
        if (!sold.isEmpty()) {
            events.publishEvent(new SaleRecorded(
                    id(telling, "SaleRecorded"),
                    telling.transaction(),
                    telling.document(),
                    telling.occurredAt(),
                    telling.receivedAt(),
                    telling.currency(),
                    telling.memberCard(),
                    sold));
            telling.orders().forEach(order -> tellOrder(telling, order));
        }
        if (!returned.isEmpty()) {
            events.publishEvent(new ReturnRecorded(
                    id(telling, "ReturnRecorded"),
                    telling.transaction(),
                    telling.document(),
                    telling.occurredAt(),
                    telling.receivedAt(),
                    telling.currency(),
                    telling.memberCard(),
                    telling.original(),
                    returned));
        }
    }

    private void tellOrder(Telling telling, String order) {
        events.publishEvent(new CustomerOrderSold(
                id(telling, "CustomerOrderSold/" + order),
                telling.transaction(),
                order,
                telling.document(),
                telling.occurredAt(),
                telling.receivedAt()));
    }

    private static UUID id(Telling telling, String fact) {
        return Names.uuid(telling.transaction().asText() + "/" + fact);
    }
}
