package io.noren.inventory.pickup.promise;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.Sql;
import io.noren.inventory.pickup.promise.PickupStore.Window;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How many orders are to be ready in a slot: counted by the database, one place at a time. */
@Component
class PickupSlots {
    private final JdbcClient jdbc;

    PickupSlots(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Places taken, by the slots' starts; those of which none is are not in it. */
    Map<Instant, Integer> taken(String location, Instant from) {
        return taken(List.of(location), from).getOrDefault(location, Map.of());
    }

    /** The same for many stores, by store. */
    Map<String, Map<Instant, Integer>> taken(Collection<String> locations, Instant from) {
        Map<String, Map<Instant, Integer>> taken = new HashMap<>();
        jdbc.sql("""
                select location, starts_at, taken from inventory.pickup_slot
                where location = any(:locations) and starts_at >= :from - interval '1 day' and taken > 0
                """)
                .param("locations", locations.toArray(String[]::new))
                .param("from", time(from))
                .query(row -> {
                    taken.computeIfAbsent(row.getString("location"), any -> new HashMap<>())
                            .put(Objects.requireNonNull(Sql.instant(row, "starts_at")), row.getInt("taken"));
                });
        return taken;
    }

    /** @return false if the slot is full: it is asked and counted in one statement */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean take(String location, Window window, int capacity) {
        return jdbc.sql("""
                insert into inventory.pickup_slot as s (location, starts_at, capacity, taken)
                values (:location, :start, :capacity, 1)
                on conflict (location, starts_at) do update set taken = s.taken + 1, capacity = excluded.capacity
                where s.taken < excluded.capacity
                """)
                        .param("location", location)
                        .param("start", time(window.startsAt()))
                        .param("capacity", capacity)
                        .update()
                == 1;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void giveBack(String location, Instant startsAt) {
        jdbc.sql("""
                update inventory.pickup_slot set taken = taken - 1 where location = :location and starts_at = :start
                """).param("location", location).param("start", time(startsAt)).update();
    }
}
