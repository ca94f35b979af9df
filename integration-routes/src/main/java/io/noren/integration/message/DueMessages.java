package io.noren.integration.message;

import io.noren.integration.message.MessageBook.Due;
import io.noren.integration.message.MessageBook.Tried;
import io.noren.integration.message.Recipients.Recipient;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Looks every second whose turn it is, whether it is still true and may be said at this hour, and hands it to the route of
 * the best channel that has not failed. All copies do; each message is claimed by one.
 */
@Component
class DueMessages {
    private static final Logger log = LoggerFactory.getLogger(DueMessages.class);

    private static final int AT_ONCE = 50;
    private static final Duration ROUTE_IS_FULL = Duration.ofSeconds(5);

    private final MessageBook book;
    private final PickupDesk desk;
    private final Locations locations;
    private final Recipients recipients;
    private final MessageTexts texts;
    private final MessageSettings settings;
    private final QuietHours quiet;
    private final ProducerTemplate routes;
    private final Clock clock;

    DueMessages(
            MessageBook book,
            PickupDesk desk,
            Locations locations,
            Recipients recipients,
            MessageTexts texts,
            MessageSettings settings,
            @Lazy ProducerTemplate routes,
            Clock clock) {
        this.book = book;
        this.desk = desk;
        this.locations = locations;
        this.recipients = recipients;
        this.texts = texts;
        this.settings = settings;
        this.quiet = QuietHours.of(settings.quietHours());
        this.routes = routes;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1_000)
    void look() {
        try {
            for (List<Due> due = book.claim(AT_ONCE); !due.isEmpty(); due = book.claim(AT_ONCE)) {
                due.forEach(this::take);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn("Messages that are due cannot be read: {}", e.toString());
        }
    }

    @Scheduled(fixedDelay = 3_600_000, initialDelay = 60_000)
    void forget() {
        book.forgetBefore(clock.instant().minus(settings.keptFor()));
    }

    private void take(Due message) {
        try {
            decide(message);
        } catch (RuntimeException e) {
            // Its claim runs out, and it is looked at again. What the exception says may be about somebody.
            log.warn(
                    "Message {} is tried again, after a {}",
                    message.id(),
                    e.getClass().getSimpleName());
        }
    }

    private void decide(Due message) {
        Instant now = clock.instant();
        Optional<Pickup> order = desk.find(message.pickup());
        Optional<Recipient> recipient = order.flatMap(recipients::of);
        if (message.sent()) {
            boolean another = recipient.isPresent()
                    && message.kind().isTrueOf(order.orElseThrow())
                    && ways(recipient.get(), message, now).stream().anyMatch(way -> way != lastOf(book.tried(message)));
            if (!another) {
                book.leaveSent(message);
                return;
            }
            book.missed(message);
        }
        if (order.isPresent() && recipient.isEmpty()) {
            book.end(message, MessageState.WITHHELD, MessageReason.MEMBER_FORGOTTEN);
        } else if (recipient.isEmpty() || !message.kind().isTrueOf(order.orElseThrow())) {
            book.end(message, MessageState.WITHHELD, MessageReason.NOT_TRUE_ANY_MORE);
        } else {
            tell(message, order.orElseThrow(), recipient.get(), now);
        }
    }

    private void tell(Due message, Pickup order, Recipient recipient, Instant now) {
        Optional<Location> store = locations.find(order.location());
        Optional<Instant> later = later(message.kind(), order, store, now);
        if (later.isPresent()) {
            book.postpone(message, later.get());
            return;
        }
        if (message.kind() == MessageKind.REMINDER && !lastDay(order).isAfter(now)) {
            book.end(message, MessageState.WITHHELD, MessageReason.OVERTAKEN);
            return;
        }
        List<MessageChannel> ways = ways(recipient, message, now);
        if (ways.isEmpty()) {
            if (recipient.ways().isEmpty()) {
                book.end(message, MessageState.WITHHELD, MessageReason.NO_WAY);
            } else {
                book.end(message, MessageState.FAILED, MessageReason.ALL_CHANNELS_FAILED);
            }
            return;
        }
        MessageChannel channel = ways.get(0);
        MessageText text = texts.of(
                message.kind(),
                order,
                store.orElse(null),
                recipient.name(),
                recipient.member(),
                recipient.language(),
                true);
        Outgoing outgoing = new Outgoing(
                message.id(),
                message.round(),
                message.kind(),
                channel,
                recipient.ways().getOrDefault(channel, List.of()),
                order,
                recipient.language(),
                text,
                message.claimedUntil());
        try {
            routes.sendBody(MessageRoutes.queue(channel), outgoing);
        } catch (CamelExecutionException e) {
            book.postpone(message, now.plus(ROUTE_IS_FULL));
        }
    }

    /** When it may be said, if not now. */
    private Optional<Instant> later(MessageKind kind, Pickup order, Optional<Location> store, Instant now) {
        // The goods may be kept for longer than they were to be.
        if (kind == MessageKind.LAST_DAY && lastDay(order).isAfter(now)) {
            return Optional.of(lastDay(order));
        }
        return kind.isUrgent()
                ? Optional.empty()
                : quiet.heldUntil(now, store.map(Location::zone).orElse(ZoneId.of("UTC")));
    }

    private Instant lastDay(Pickup order) {
        return order.expiresAt().minus(settings.lastDayBefore());
    }

    /** The channels that have not failed this message for good, nor for too long. */
    private List<MessageChannel> ways(Recipient recipient, Due message, Instant now) {
        List<Tried> tried = book.tried(message);
        List<MessageChannel> left = new ArrayList<>(recipient.ways().keySet());
        left.removeIf(channel -> tried.stream()
                .anyMatch(each -> each.channel() == channel
                        && each.outcome() != null
                        && each.outcome().closes()));
        for (MessageChannel channel : List.copyOf(left)) {
            Duration patience = left.size() > 1 ? settings.patience() : settings.lastPatience();
            boolean tooLong = tried.stream()
                    .filter(each -> each.channel() == channel)
                    .findFirst()
                    .filter(first -> !first.beganAt().plus(patience).isAfter(now))
                    .isPresent();
            if (tooLong) {
                left.remove(channel);
            }
        }
        return left;
    }

    private static @Nullable MessageChannel lastOf(List<Tried> tried) {
        return tried.isEmpty() ? null : tried.get(tried.size() - 1).channel();
    }
}
