package io.noren.integration.message;

import static io.noren.inventory.Sql.instant;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What shoppers were told, and what they could not be. */
@Component
public class MessageLog {
    /** Most messages in one answer. */
    public static final int MOST = 200;

    private final JdbcClient jdbc;
    private final MessageBook book;
    private final PickupDesk desk;
    private final Locations locations;
    private final Recipients recipients;
    private final MessageTexts texts;

    MessageLog(
            JdbcClient jdbc,
            MessageBook book,
            PickupDesk desk,
            Locations locations,
            Recipients recipients,
            MessageTexts texts) {
        this.jdbc = jdbc;
        this.book = book;
        this.desk = desk;
        this.locations = locations;
        this.recipients = recipients;
        this.texts = texts;
    }

    /**
     * One message.
     *
     * @param order the web shop's own number
     * @param reason why it was not sent
     * @param round one more each time somebody let it be sent again
     * @param nextAt when it is looked at next
     * @param attempts every try, the first one first
     */
    public record Entry(
            UUID id,
            MessageKind kind,
            UUID pickup,
            String order,
            String location,
            @Nullable UUID member,
            MessageState state,
            @Nullable MessageReason reason,
            int round,
            Instant plannedAt,
            @Nullable Instant nextAt,
            @Nullable Instant endedAt,
            List<Attempt> attempts) {}

    /**
     * One try.
     *
     * @param outcome null while it is under way, or when the application ended over it
     * @param detail a code of the server or gateway, or the kind of trouble
     */
    public record Attempt(
            int round,
            MessageChannel channel,
            Instant beganAt,
            @Nullable Instant endedAt,
            @Nullable AttemptOutcome outcome,
            @Nullable String detail) {}

    /** A page, the latest first; {@code next} is null on the last one. */
    public record Page(List<Entry> messages, @Nullable String next) {}

    /** What a message says, in the shopper's language, as it would be sent now. */
    public record Preview(String language, String subject, String text) {}

    /**
     * Which ones.
     *
     * @param locations null for all
     * @param after where to go on
     */
    public record Wanted(
            @Nullable String order,
            @Nullable UUID member,
            @Nullable MessageState state,
            @Nullable Collection<String> locations,
            @Nullable Long after) {}

    public Page list(Wanted wanted, int limit) {
        int most = Math.max(1, Math.min(limit, MOST));
        record Row(long number, Entry entry) {}
        List<Row> found = jdbc.sql("""
                        select * from integration.message
                        where (:order::text is null or order_number = :order)
                          and (:member::uuid is null or member = :member::uuid)
                          and (:state::text is null or state = :state)
                          and (:locations::text[] is null or location = any (:locations::text[]))
                          and (:after::bigint is null or number < :after)
                        order by number desc limit :limit
                        """)
                .param("order", wanted.order())
                .param(
                        "member",
                        wanted.member() == null ? null : wanted.member().toString())
                .param("state", wanted.state() == null ? null : wanted.state().name())
                .param(
                        "locations",
                        wanted.locations() == null ? null : wanted.locations().toArray(String[]::new))
                .param("after", wanted.after())
                .param("limit", most + 1)
                .query((row, n) -> new Row(row.getLong("number"), entry(row)))
                .list();
        List<Row> page = found.subList(0, Math.min(most, found.size()));
        List<Entry> entries = withAttempts(page.stream().map(Row::entry).toList());
        return new Page(
                entries, found.size() > most ? Long.toString(page.get(most - 1).number()) : null);
    }

    /** Of one store or another, without the tries. */
    public Optional<Entry> find(UUID id) {
        return jdbc.sql("select * from integration.message where id = :id")
                .param("id", id)
                .query((row, n) -> entry(row))
                .optional();
    }

    /** Lets it be sent again, if it has ended. */
    public boolean sendAgain(UUID id) {
        return book.sendAgain(id);
    }

    /** How many could not be sent. */
    public long failed() {
        return jdbc.sql("select count(*) from integration.message where state = 'FAILED'")
                .query(Long.class)
                .single();
    }

    /** @return empty when its order is not there any more, or its member was forgotten */
    public Optional<Preview> preview(Entry message) {
        Optional<Pickup> order = desk.find(message.pickup());
        return order.flatMap(recipients::of).map(shopper -> {
            Pickup pickup = order.orElseThrow();
            Location store = locations.find(pickup.location()).orElse(null);
            MessageText text = texts.of(
                    message.kind(), pickup, store, shopper.name(), shopper.member(), shopper.language(), false);
            return new Preview(shopper.language().getLanguage(), text.subject(), text.plain());
        });
    }

    private List<Entry> withAttempts(List<Entry> entries) {
        Map<UUID, Entry> all = new LinkedHashMap<>();
        entries.forEach(entry -> all.put(entry.id(), entry));
        jdbc.sql("""
                        select * from integration.message_attempt where message = any (:messages::uuid[])
                        order by message, began_at, id
                        """)
                .param("messages", all.keySet().stream().map(UUID::toString).toArray(String[]::new))
                .query(row -> {
                    Entry entry = all.get(row.getObject("message", UUID.class));
                    if (entry != null) {
                        entry.attempts().add(attempt(row));
                    }
                });
        return List.copyOf(all.values());
    }

    private static Entry entry(ResultSet row) throws SQLException {
        String reason = row.getString("reason");
        return new Entry(
                row.getObject("id", UUID.class),
                MessageKind.valueOf(row.getString("kind")),
                row.getObject("pickup", UUID.class),
                row.getString("order_number"),
                row.getString("location"),
                row.getObject("member", UUID.class),
                MessageState.valueOf(row.getString("state")),
                reason == null ? null : MessageReason.valueOf(reason),
                row.getInt("round"),
                row.getTimestamp("planned_at").toInstant(),
                instant(row, "next_at"),
                instant(row, "ended_at"),
                new ArrayList<>());
    }

    private static Attempt attempt(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        return new Attempt(
                row.getInt("round"),
                MessageChannel.valueOf(row.getString("channel")),
                row.getTimestamp("began_at").toInstant(),
                instant(row, "ended_at"),
                outcome == null ? null : AttemptOutcome.valueOf(outcome),
                row.getString("detail"));
    }
}
