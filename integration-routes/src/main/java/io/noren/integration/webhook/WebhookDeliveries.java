package io.noren.integration.webhook;

import static io.noren.inventory.Sql.column;

import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is still to be told to whom, and what became of it. A delivery is a row before it is sent, so a crash or a dead
 * subscriber loses nothing; each row is claimed for a while by the copy of the application that sends it.
 */
@Service
public class WebhookDeliveries {
    /** How long a claimed delivery may take before another copy may send it, too. */
    static final Duration CLAIM = Duration.ofSeconds(30);

    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration LONGEST_RETRY = Duration.ofHours(4);
    /** After failing for so long the subscription is parked. */
    private static final Duration PATIENCE = Duration.ofDays(3);

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    WebhookDeliveries(JdbcClient jdbc, JsonMapper json, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    /**
     * A claimed delivery on its way.
     *
     * @param batch how many its subscriber takes in one request
     * @param alone whether it must not share one: it was refused before, and its neighbours may not be to blame
     * @param claimedUntil when it may be claimed again, by this copy or another
     */
    record Due(
            long id,
            UUID subscription,
            URI url,
            String secret,
            int batch,
            boolean alone,
            UUID eventId,
            String event,
            String body,
            @Nullable String correlation,
            @Nullable Instant receivedAt,
            int attempts,
            Instant claimedUntil) {}

    /**
     * A delivery that its subscriber answered with a 2xx.
     *
     * @param claimedUntil of the claim under which it was sent; a replay since then asks for another telling
     */
    record Acknowledged(long id, UUID subscription, Instant claimedUntil, int status, Instant at) {}

    /** Deliveries were committed, already claimed by this copy, and can go out at once. */
    record Enqueued(List<Due> deliveries) {}

    /** One line of a subscription's log. */
    public record Delivery(
            long id,
            UUID eventId,
            String event,
            String state,
            int attempts,
            @Nullable Integer lastStatus,
            @Nullable String lastError,
            Instant createdAt,
            @Nullable Instant deliveredAt) {}

    /** A page of the log, newest first. */
    public record DeliveryPage(
            List<Delivery> items, @Nullable String next) {}

    /** Writes down whom to tell of these; the same event again for the same subscriber changes nothing. */
    @Transactional
    public void enqueue(List<WebhookEvent> told) {
        if (!anybodyListens()) {
            return;
        }
        Instant now = clock.instant();
        List<Due> claimed = jdbc.sql("""
                        with told as (
                            insert into integration.webhook_delivery as d (subscription, event_id, event, body,
                                correlation, received_at, state, next_attempt_at, created_at)
                            select s.id, e.id, e.event, e.body, e.correlation, e.received_at, 'PENDING', :claimedUntil, :now
                            from unnest(:ids::uuid[], :events::text[], :groups::text[], :bodies::text[],
                                :correlations::text[], :receivedAt::timestamptz[]) with ordinality
                                as e (id, event, "group", body, correlation, received_at, n)
                            join integration.webhook_subscription s
                                on s.state = 'ACTIVE' and s.events && array[e.event, e."group", '*']
                            order by e.n
                            on conflict (subscription, event_id) do nothing
                            returning d.*)
                        select told.*, s.url, s.secret, s.batch from told
                        join integration.webhook_subscription s on s.id = told.subscription
                        order by told.id
                        """)
                .param("ids", column(told, WebhookEvent::id))
                .param("events", column(told, WebhookEvent::name))
                .param("groups", column(told, WebhookEvent::group))
                .param("bodies", column(told, event -> json.writeValueAsString(cloudEvent(event))))
                .param("correlations", column(told, WebhookEvent::correlation))
                .param("receivedAt", column(told, WebhookEvent::receivedAt))
                .param("claimedUntil", Timestamp.from(now.plus(CLAIM)))
                .param("now", Timestamp.from(now))
                .query(WebhookDeliveries::due)
                .list();
        if (!claimed.isEmpty()) {
            events.publishEvent(new Enqueued(claimed));
        }
    }

    private boolean anybodyListens() {
        return jdbc.sql("select exists (select from integration.webhook_subscription where state = 'ACTIVE')")
                .query(Boolean.class)
                .single();
    }

    /** CloudEvents 1.0, structured JSON. */
    private static Map<String, Object> cloudEvent(WebhookEvent event) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("specversion", "1.0");
        body.put("id", event.id());
        body.put("source", "/noren");
        body.put("type", "io.noren." + event.name());
        body.put("subject", event.subject());
        body.put("time", event.occurredAt());
        body.put("datacontenttype", "application/json");
        if (event.correlation() != null) {
            body.put("correlation", event.correlation());
        }
        body.put("data", event.data());
        return body;
    }

    /** Claims deliveries whose time has come: failed ones, and those whose sender died. */
    @Transactional
    List<Due> claimDue(int limit) {
        Instant now = clock.instant();
        return jdbc.sql("""
                        with due as (
                            update integration.webhook_delivery set next_attempt_at = :claimedUntil
                            where id in (
                                select d.id from integration.webhook_delivery d
                                join integration.webhook_subscription s on s.id = d.subscription and s.state = 'ACTIVE'
                                where d.state = 'PENDING' and d.next_attempt_at <= :now
                                order by d.next_attempt_at limit :limit for update of d skip locked)
                            returning *)
                        select due.*, s.url, s.secret, s.batch from due
                        join integration.webhook_subscription s on s.id = due.subscription
                        """)
                .param("now", Timestamp.from(now))
                .param("claimedUntil", Timestamp.from(now.plus(CLAIM)))
                .param("limit", limit)
                .query(WebhookDeliveries::due)
                .list();
    }

    /** The subscribers have these. Losing this note in a crash only means telling once more. */
    @Transactional
    void delivered(List<Acknowledged> acknowledged) {
        jdbc.sql("set local synchronous_commit = off").update();
        // In the order of their ids: a second writer of the same rows must not lock them crosswise.
        jdbc.sql("""
                        with told as (
                            select told.id, told.status, told.at
                            from unnest(:ids::bigint[], :claims::timestamptz[], :statuses::integer[],
                                :times::timestamptz[]) as told (id, claimed_until, status, at)
                            join integration.webhook_delivery d using (id)
                            where d.state = 'PENDING' and d.next_attempt_at = told.claimed_until
                            order by told.id for update of d)
                        update integration.webhook_delivery d
                        set state = 'DELIVERED', delivered_at = told.at, attempts = attempts + 1,
                            last_status = told.status, last_error = null
                        from told where d.id = told.id
                        """)
                .param("ids", column(acknowledged, Acknowledged::id))
                .param("claims", column(acknowledged, Acknowledged::claimedUntil))
                .param("statuses", column(acknowledged, Acknowledged::status))
                .param("times", column(acknowledged, Acknowledged::at))
                .update();
        jdbc.sql("""
                        update integration.webhook_subscription set failing_since = null
                        where id = any(:ids::uuid[]) and failing_since is not null
                        """)
                .param("ids", column(acknowledged, Acknowledged::subscription))
                .update();
    }

    /** The subscriber could not be told; it is tried again, later and later, for three days. */
    @Transactional
    void failed(Due delivery, @Nullable Integer status, String error) {
        Instant now = clock.instant();
        jdbc.sql("""
                        update integration.webhook_delivery
                        set attempts = attempts + 1, next_attempt_at = :next, last_status = :status, last_error = :error
                        where id = :id and state = 'PENDING'
                        """)
                .param("id", delivery.id())
                .param("next", Timestamp.from(now.plus(backOff(delivery.attempts()))))
                .param("status", status)
                .param("error", error)
                .update();
        jdbc.sql(
                        "update integration.webhook_subscription set failing_since = coalesce(failing_since, :now) where id = :id")
                .param("id", delivery.subscription())
                .param("now", Timestamp.from(now))
                .update();
        jdbc.sql("""
                        update integration.webhook_subscription set state = 'PARKED'
                        where id = :id and state = 'ACTIVE' and failing_since < :limit
                        """)
                .param("id", delivery.subscription())
                .param("limit", Timestamp.from(now.minus(PATIENCE)))
                .update();
    }

    private static Duration backOff(int attemptsBefore) {
        Duration wait = FIRST_RETRY.multipliedBy(1L << Math.min(attemptsBefore, 20));
        return wait.compareTo(LONGEST_RETRY) > 0 ? LONGEST_RETRY : wait;
    }

    /** A subscription's log, newest first; {@code after} is the {@code next} of the page before. */
    public DeliveryPage log(UUID subscription, int limit, @Nullable Long after) {
        List<Delivery> found = jdbc.sql("""
                        select * from integration.webhook_delivery
                        where subscription = :subscription and (cast(:after as bigint) is null or id < :after)
                        order by id desc limit :limit
                        """)
                .param("subscription", subscription)
                .param("after", after)
                .param("limit", limit + 1)
                .query((row, n) -> new Delivery(
                        row.getLong("id"),
                        row.getObject("event_id", UUID.class),
                        row.getString("event"),
                        row.getString("state"),
                        row.getInt("attempts"),
                        row.getObject("last_status", Integer.class),
                        row.getString("last_error"),
                        row.getTimestamp("created_at").toInstant(),
                        instant(row, "delivered_at")))
                .list();
        boolean more = found.size() > limit;
        List<Delivery> page = more ? found.subList(0, limit) : found;
        return new DeliveryPage(page, more ? Long.toString(page.get(limit - 1).id()) : null);
    }

    /** Tells again whatever came after one delivery, and wakes a parked subscription. */
    @Transactional
    public int replay(UUID subscription, long after) {
        jdbc.sql("""
                        update integration.webhook_subscription set state = 'ACTIVE', failing_since = null
                        where id = :id and state = 'PARKED'
                        """).param("id", subscription).update();
        return jdbc.sql("""
                        update integration.webhook_delivery
                        set state = 'PENDING', attempts = 0, next_attempt_at = :now, delivered_at = null, received_at = null
                        where subscription = :id and id > :after
                        """)
                .param("id", subscription)
                .param("after", after)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** How many are waiting to be told. */
    public long pending() {
        return jdbc.sql("select count(*) from integration.webhook_delivery where state = 'PENDING'")
                .query(Long.class)
                .single();
    }

    private static Due due(ResultSet row, int number) throws SQLException {
        return new Due(
                row.getLong("id"),
                row.getObject("subscription", UUID.class),
                URI.create(row.getString("url")),
                row.getString("secret"),
                row.getInt("batch"),
                isRefusal(row.getInt("last_status")),
                row.getObject("event_id", UUID.class),
                row.getString("event"),
                row.getString("body"),
                row.getString("correlation"),
                instant(row, "received_at"),
                row.getInt("attempts"),
                row.getTimestamp("next_attempt_at").toInstant());
    }

    /** That of a request which cannot be done as it is, not of a server that cannot do it now. */
    private static boolean isRefusal(int status) {
        return status / 100 == 4 && status != 429;
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getTimestamp(column))
                .map(Timestamp::toInstant)
                .orElse(null);
    }
}
