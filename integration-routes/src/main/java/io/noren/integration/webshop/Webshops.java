package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import java.net.URI;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The connected shops and their settings. Credentials go in and to the shop, and are never shown again. */
@Component
public class Webshops {
    private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final WebshopRules rules;
    private final ApplicationEventPublisher events;

    Webshops(JdbcClient jdbc, JsonMapper json, Clock clock, WebshopRules rules, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.rules = rules;
        this.events = events;
    }

    /** Something is to be done for this shop from the transaction's commit on. */
    record WorkForShop(String shop) {}

    /**
     * Stores the settings if they still have the version the writer saw. The shop's numbers are compared at once.
     *
     * @param credentials what the shop lets us in by; null keeps those there are
     * @param ordersFrom orders that changed before are left alone; for a new shop only; null for now
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code BAD_WEBSHOP}, {@code UNKNOWN_SHOP_SYSTEM}, {@code UNKNOWN_LOCATION}
     */
    @Transactional
    public Versioned<Webshop> put(
            Webshop shop,
            @Nullable Map<String, String> credentials,
            @Nullable Instant ordersFrom,
            @Nullable Long seen) {
        Map<String, String> kept =
                credentials != null ? credentials : credentials(shop.id()).orElse(Map.of());
        rules.check(shop, kept);
        Instant now = Sql.micros(clock.instant());
        Instant from = ordersFrom != null ? ordersFrom : now;
        long version = jdbc.sql("""
                        insert into integration.webshop as w (id, name, system, url, channel, mode, places, options,
                            credentials, active, orders_every, reconcile_every, connected_at, changed_at, orders_from,
                            orders_due_at, reconcile_due_at)
                        select :id, :name, :system, :url, :channel, :mode, :places::jsonb, :options::jsonb,
                            :credentials::jsonb, :active, :ordersEvery, :reconcileEvery, :now, :now, :from, :now,
                            :now
                        where coalesce(:seen::bigint, 0) = 0
                            or exists (select from integration.webshop where id = :id and version = :seen::bigint)
                        on conflict (id) do update set name = excluded.name, system = excluded.system,
                            url = excluded.url, channel = excluded.channel, mode = excluded.mode,
                            places = excluded.places, options = excluded.options, credentials = excluded.credentials,
                            active = excluded.active, orders_every = excluded.orders_every,
                            reconcile_every = excluded.reconcile_every, changed_at = excluded.changed_at,
                            orders_due_at = excluded.orders_due_at, reconcile_due_at = excluded.reconcile_due_at,
                            retry_at = null, version = w.version + 1, orders_page = null, orders_until = null
                        where w.version = coalesce(:seen::bigint, w.version)
                        returning version
                        """)
                .param("id", shop.id())
                .param("name", shop.name())
                .param("system", shop.system())
                .param("url", shop.url().toString())
                .param("channel", shop.channel())
                .param("mode", shop.mode().name())
                .param("places", json.writeValueAsString(shop.places()))
                .param("options", json.writeValueAsString(shop.options()))
                .param("credentials", json.writeValueAsString(kept))
                .param("active", shop.active())
                .param("ordersEvery", shop.ordersEvery().toMillis())
                .param("reconcileEvery", shop.reconcileEvery().toMillis())
                .param("now", time(now))
                .param("from", time(from))
                .param("seen", seen)
                .query(Long.class)
                .optional()
                .orElseThrow(() -> stale(shop.id()));
        // Readings that are under way begin again: their pages may be another shop system's, or another list's.
        jdbc.sql("update integration.webshop_reconcile set page = null where shop = :id and ended_at is null")
                .param("id", shop.id())
                .update();
        // Numbers of a mode or of places that are no longer so are nobody's.
        jdbc.sql("""
                        delete from integration.webshop_item i using (
                            select sku, location from integration.webshop_item
                            where shop = :id and not (location = any(:locations))
                            order by sku, location for update) locked
                        where i.shop = :id and i.sku = locked.sku and i.location = locked.location
                        """).param("id", shop.id()).param("locations", locations(shop)).update();
        events.publishEvent(new WorkForShop(shop.id()));
        return new Versioned<>(shop, version);
    }

    private static String[] locations(Webshop shop) {
        return shop.mode() == Webshop.Mode.CHANNEL
                ? new String[] {Webshop.ALL_LOCATIONS}
                : shop.places().keySet().toArray(String[]::new);
    }

    private Refusal stale(String id) {
        return find(id).map(present -> new Refusal(
                        "STALE_VERSION",
                        "Webshop " + id + " was changed since: look at it again.",
                        "version",
                        Map.of("version", present.version())))
                .orElseGet(() -> new Refusal(
                        "STALE_VERSION",
                        "There is no webshop " + id + " yet: write it with version 0.",
                        "version",
                        Map.of()));
    }

    @Transactional(readOnly = true)
    public Optional<Versioned<Webshop>> find(String id) {
        return jdbc.sql("select * from integration.webshop where id = :id")
                .param("id", id)
                .query(this::versioned)
                .optional();
    }

    /** In the order of ids. */
    @Transactional(readOnly = true)
    public List<Versioned<Webshop>> after(String id, int limit) {
        return jdbc.sql("select * from integration.webshop where id > :id order by id limit :limit")
                .param("id", id)
                .param("limit", limit)
                .query(this::versioned)
                .list();
    }

    /**
     * Disconnects a shop. Nothing is changed in it.
     *
     * @return false when there is none
     * @throws Refusal {@code WEBSHOP_IN_USE} while goods are kept for its orders
     */
    @Transactional
    public boolean delete(String id) {
        // Goods that are being kept at this moment are seen then.
        jdbc.sql("select id from integration.webshop where id = :id for update")
                .param("id", id)
                .query(String.class)
                .optional();
        boolean keeps = jdbc.sql("""
                        select exists (select from integration.webshop_order_piece where shop = :id and state = 'COMMITTED')
                        """).param("id", id).query(Boolean.class).single();
        if (keeps) {
            throw new Refusal(
                    "WEBSHOP_IN_USE",
                    "Goods are kept for orders of webshop " + id
                            + ": have them sent or cancelled first, or set the shop to not active.");
        }
        return jdbc.sql("delete from integration.webshop where id = :id")
                        .param("id", id)
                        .update()
                > 0;
    }

    Optional<Map<String, String>> credentials(String id) {
        return jdbc.sql("select credentials from integration.webshop where id = :id")
                .param("id", id)
                .query((row, n) -> texts(row, "credentials"))
                .optional();
    }

    private Versioned<Webshop> versioned(ResultSet row, int number) throws SQLException {
        return new Versioned<>(shop(row), row.getLong("version"));
    }

    Webshop shop(ResultSet row) throws SQLException {
        return new Webshop(
                row.getString("id"),
                row.getString("name"),
                row.getString("system"),
                URI.create(row.getString("url")),
                row.getString("channel"),
                Webshop.Mode.valueOf(row.getString("mode")),
                texts(row, "places"),
                texts(row, "options"),
                row.getBoolean("active"),
                Duration.ofMillis(row.getLong("orders_every")),
                Duration.ofMillis(row.getLong("reconcile_every")));
    }

    private Map<String, String> texts(ResultSet row, String column) throws SQLException {
        return json.readValue(row.getString(column), TEXTS);
    }
}
