package io.noren.integration.webhook;

import java.net.URI;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** Who wants to be told of what. */
@Service
public class WebhookSubscriptions {
    static final int LARGEST_BATCH = 100;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final JdbcClient jdbc;
    private final Clock clock;
    private final WebhookTargets targets;

    WebhookSubscriptions(JdbcClient jdbc, Clock clock, WebhookTargets targets) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.targets = targets;
    }

    /** Where the subscriber stands: told, or set aside after failing for three days. */
    public enum State {
        ACTIVE,
        PARKED
    }

    /**
     * A subscription as it may be shown: everything but its secret.
     *
     * @param batch how many events one request to it may carry; 1: each comes alone
     */
    public record Subscription(
            UUID id,
            URI url,
            List<String> events,
            @Nullable String channel,
            int batch,
            State state,
            Instant createdAt,
            @Nullable Instant failingSince) {}

    /** A new subscription; {@code secret} is shown this once (Standard Webhooks form, {@code whsec_…}). */
    public record NewSubscription(Subscription subscription, String secret) {}

    /**
     * Subscribes.
     *
     * @param events names of events, or a group of them: {@code stock.changed}, {@code pickup.*}
     * @param batch how many of them one request may carry, 1 to {@value #LARGEST_BATCH}
     * @throws TargetRefused when the address may not be called
     */
    @Transactional
    public NewSubscription subscribe(URI url, List<String> events, @Nullable String channel, int batch) {
        targets.demandAllowed(url);
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        return keep(url, events, channel, batch, "whsec_" + Base64.getEncoder().encodeToString(secret));
    }

    private NewSubscription keep(URI url, List<String> events, @Nullable String channel, int batch, String secret) {
        Subscription made = new Subscription(
                UUID.randomUUID(), url, List.copyOf(events), channel, batch, State.ACTIVE, clock.instant(), null);
        jdbc.sql("""
                        insert into integration.webhook_subscription
                            (id, url, events, channel, batch, secret, state, created_at)
                        values (:id, :url, :events, :channel, :batch, :secret, 'ACTIVE', :at)
                        """)
                .param("id", made.id())
                .param("url", url.toString())
                .param("events", events.toArray(String[]::new))
                .param("channel", channel)
                .param("batch", batch)
                .param("secret", secret)
                .param("at", Timestamp.from(made.createdAt()))
                .update();
        return new NewSubscription(made, secret);
    }

    public List<Subscription> all() {
        return jdbc.sql(
                        "select * from integration.webhook_subscription where state <> 'DELETED' order by created_at, id")
                .query(WebhookSubscriptions::read)
                .list();
    }

    public Optional<Subscription> find(UUID id) {
        return jdbc.sql("select * from integration.webhook_subscription where id = :id and state <> 'DELETED'")
                .param("id", id)
                .query(WebhookSubscriptions::read)
                .optional();
    }

    /** Ends a subscription; what was not yet delivered to it is given up. */
    @Transactional
    public boolean delete(UUID id) {
        jdbc.sql(
                        "update integration.webhook_delivery set state = 'GIVEN_UP' where subscription = :id and state = 'PENDING'")
                .param("id", id)
                .update();
        return jdbc.sql(
                                "update integration.webhook_subscription set state = 'DELETED' where id = :id and state <> 'DELETED'")
                        .param("id", id)
                        .update()
                > 0;
    }

    private static Subscription read(ResultSet row, int number) throws SQLException {
        Timestamp failingSince = row.getTimestamp("failing_since");
        return new Subscription(
                row.getObject("id", UUID.class),
                URI.create(row.getString("url")),
                List.of((String[]) row.getArray("events").getArray()),
                row.getString("channel"),
                row.getInt("batch"),
                State.valueOf(row.getString("state")),
                row.getTimestamp("created_at").toInstant(),
                failingSince == null ? null : failingSince.toInstant());
    }
}
