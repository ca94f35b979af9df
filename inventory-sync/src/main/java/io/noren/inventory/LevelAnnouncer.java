package io.noren.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Tells of every change of every level, inside the transaction that made it, and wakes the feed after its commit. */
@Component
class LevelAnnouncer {

    private final ApplicationEventPublisher events;

    LevelAnnouncer(ApplicationEventPublisher events) {
        this.events = events;
    }

    /** These levels have changed and the change is committed: those who follow the feed may look. */
    record LevelsCommitted(List<StockLevelChanged> changes) {}

    /** What is told of a change, on behalf of whoever made it. */
    record Announcement(Writer writer, StockLevelChanged change) {}

    void announce(List<Announcement> announcements) {
        if (announcements.isEmpty()) {
            return;
        }
        announcements.forEach(each -> each.writer().announcing().accept(() -> events.publishEvent(each.change())));
        wakeTheFeed(announcements.stream().map(Announcement::change).toList());
    }

    void announce(StockImported many) {
        events.publishEvent(many);
        // So many are not told one by one; whoever keeps levels hears of them by the feed.
        wakeTheFeed(List.of());
    }

    private void wakeTheFeed(List<StockLevelChanged> changes) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                events.publishEvent(new LevelsCommitted(changes));
            }
        });
    }

    static StockLevelChanged fact(
            Cell cell,
            long sequence,
            LevelNumbers numbers,
            String cause,
            @Nullable String document,
            Instant occurredAt,
            Instant receivedAt,
            Instant recordedAt) {
        String name = "stock-level\n" + cell.sku() + '\n' + cell.location() + '\n' + sequence;
        return new StockLevelChanged(
                UUID.nameUUIDFromBytes(name.getBytes(UTF_8)),
                cell.sku(),
                cell.location(),
                sequence,
                numbers.onHand(),
                numbers.reserved(),
                numbers.committed(),
                numbers.unavailable(),
                numbers.incoming(),
                numbers.available(),
                cause,
                document,
                occurredAt,
                receivedAt,
                recordedAt);
    }
}
