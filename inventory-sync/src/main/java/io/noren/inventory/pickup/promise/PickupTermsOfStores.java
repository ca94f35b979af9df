package io.noren.inventory.pickup.promise;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Actor;
import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import io.noren.inventory.Versioned;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What each store says of its pickup orders: its terms, and whether it takes new ones now. */
@Component
public class PickupTermsOfStores {
    private static final int LONGEST_REASON = 500;

    private final JdbcClient jdbc;
    private final PickupStores stores;
    private final Clock clock;

    PickupTermsOfStores(JdbcClient jdbc, PickupStores stores, Clock clock) {
        this.jdbc = jdbc;
        this.stores = stores;
        this.clock = clock;
    }

    /**
     * @param pause null when it takes new orders
     * @param version of the terms; 0: nobody has said anything, these are the usual ones
     */
    public record Told(PickupTerms terms, @Nullable PickupPause pause, long version) {}

    /** @throws Refusal {@code UNKNOWN_LOCATION} */
    @Transactional(readOnly = true)
    public Told of(String location) {
        PickupStore store = stores.get(location);
        long version = stored(location).map(Versioned::version).orElse(0L);
        return new Told(store.terms(), store.isPaused(now()) ? store.pause() : null, version);
    }

    /**
     * Stores the terms if they still have the version the writer saw. Orders that there are keep what they were promised.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION}, {@code UNKNOWN_LOCATION}, {@code BAD_SLOT}, …
     */
    @Transactional
    public Told put(String location, PickupTerms terms, @Nullable Long seen) {
        terms.check();
        stores.get(location);
        long present = stored(location).map(Versioned::version).orElse(0L);
        boolean written = (seen == null || seen == present) && write(location, terms, seen);
        if (!written) {
            throw new Refusal(
                    "STALE_VERSION",
                    "The pickup terms of " + location + " have changed since: read them again, then write.",
                    null,
                    Map.of("present", of(location)));
        }
        return of(location);
    }

    /**
     * No new orders from now on. Said again, the later word counts.
     *
     * @param until null: until somebody resumes
     * @throws Refusal {@code BAD_PAUSE_END} when that is over already
     */
    @Transactional
    public Told pause(String location, @Nullable Instant until, @Nullable String reason) {
        Instant now = now();
        if (until != null && !until.isAfter(now)) {
            throw Refusal.ofField("BAD_PAUSE_END", "until", "Give a time to come, or none for until it is resumed.");
        }
        if (reason != null && reason.length() > LONGEST_REASON) {
            throw Refusal.ofField("BAD_REASON", "reason", "Give at most " + LONGEST_REASON + " characters.");
        }
        stores.get(location);
        jdbc.sql("""
                insert into inventory.pickup_pause as p (location, since, until, reason, actor)
                values (:location, :now, :until, :reason, :actor)
                on conflict (location) do update
                set since = excluded.since, until = excluded.until, reason = excluded.reason, actor = excluded.actor
                """)
                .param("location", location)
                .param("now", time(now))
                .param("until", until == null ? null : time(Sql.micros(until)))
                .param("reason", reason)
                .param("actor", Actor.current())
                .update();
        return of(location);
    }

    /** New orders are taken again. */
    @Transactional
    public Told resume(String location) {
        jdbc.sql("delete from inventory.pickup_pause where location = :location")
                .param("location", location)
                .update();
        return of(location);
    }

    private Optional<Versioned<PickupTerms>> stored(String location) {
        return jdbc.sql("select * from inventory.pickup_terms where location = :location")
                .param("location", location)
                .query((row, index) -> new Versioned<>(PickupStores.terms(row), row.getLong("version")))
                .optional();
    }

    private boolean write(String location, PickupTerms terms, @Nullable Long seen) {
        return jdbc.sql("""
                insert into inventory.pickup_terms as t
                    (location, preparation_minutes, slot_minutes, orders_per_slot, cut_off, kept_days, changed_at)
                values (:location, :preparation, :slot, :orders, :cutOff, :days, :now)
                on conflict (location) do update
                set preparation_minutes = excluded.preparation_minutes, slot_minutes = excluded.slot_minutes,
                    orders_per_slot = excluded.orders_per_slot, cut_off = excluded.cut_off,
                    kept_days = excluded.kept_days, changed_at = excluded.changed_at, version = t.version + 1
                where t.version = coalesce(:seen::bigint, t.version)
                """)
                        .param("location", location)
                        .param("preparation", terms.preparation().toMinutes())
                        .param("slot", terms.slot().toMinutes())
                        .param("orders", terms.ordersPerSlot())
                        .param("cutOff", terms.cutOff())
                        .param("days", terms.keptDays())
                        .param("now", time(now()))
                        .param("seen", seen)
                        .update()
                == 1;
    }

    private Instant now() {
        return Sql.micros(clock.instant());
    }
}
