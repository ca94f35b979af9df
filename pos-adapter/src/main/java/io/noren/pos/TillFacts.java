package io.noren.pos;

import io.noren.pos.GoodsMoved.How;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Tells what left a store and what came back, what came and went otherwise, and what was counted. A fact's id is made
 * of its transaction's key, so that the same telling has the same id however often it is read.
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
     */
    record Telling(
            TransactionKey transaction,
            UUID document,
            Instant occurredAt,
            Instant receivedAt,
            String currency,
            @Nullable String memberCard,
            @Nullable TransactionKey original) {}

    /** What the transaction tells has happened. */
    void tell(Telling telling, TillTransaction told) {
        switch (told.kind()) {
            case RECEIVED -> moved(telling, null, How.RECEIVED, told.papers(), told.returned());
            case SHIPPED -> moved(telling, null, How.SHIPPED, told.papers(), told.sold());
            case COUNTED ->
                events.publishEvent(new StockCounted(
                        id(telling, "StockCounted"),
                        telling.transaction(),
                        telling.document(),
                        telling.occurredAt(),
                        telling.receivedAt(),
                        told.counted()));
            default -> {
                overTheTill(telling, told.sold(), told.returned());
                told.papers().forEach(order -> tellOrder(telling, order));
            }
        }
    }

    /**
     * What the original told has not happened, or not so: its goods go the other way, and its count counts no more.
     *
     * @param telling with the original, as it stands
     */
    void takeBack(Telling telling, TillTransaction original) {
        TransactionKey takenBack = Objects.requireNonNull(telling.original(), "nothing is taken back but an original");
        switch (original.kind()) {
            case RECEIVED -> moved(telling, takenBack, How.RECEIVED, original.papers(), original.returned());
            case SHIPPED -> moved(telling, takenBack, How.SHIPPED, original.papers(), original.sold());
            case COUNTED ->
                events.publishEvent(new CountTakenBack(
                        id(telling, "CountTakenBack"),
                        telling.transaction(),
                        takenBack,
                        telling.document(),
                        telling.occurredAt(),
                        telling.receivedAt(),
                        original.counted()));
            default -> overTheTill(telling, /* sold= */ original.returned(), /* returned= */ original.sold());
        }
    }

    private void moved(
            Telling telling, @Nullable TransactionKey takesBack, How how, List<String> papers, List<SoldLine> lines) {
        events.publishEvent(new GoodsMoved(
                id(telling, "GoodsMoved"),
                telling.transaction(),
                takesBack,
                telling.document(),
                telling.occurredAt(),
                telling.receivedAt(),
                how,
                papers,
                lines.stream()
                        .map(line -> new GoodsLine(line.line(), line.codes(), line.quantity(), line.unit()))
                        .toList()));
    }

    private void overTheTill(Telling telling, List<SoldLine> sold, List<SoldLine> returned) {
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
                telling.memberCard(),
                telling.document(),
                telling.occurredAt(),
                telling.receivedAt()));
    }

    private static UUID id(Telling telling, String fact) {
        return Names.uuid(telling.transaction().asText() + "/" + fact);
    }
}
