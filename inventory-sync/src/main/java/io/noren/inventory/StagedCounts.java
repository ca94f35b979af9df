package io.noren.inventory;

import static io.noren.inventory.Sql.time;

import io.noren.inventory.StagedMovements.Chunk;
import io.noren.inventory.StagedMovements.Rejected;
import io.noren.inventory.StagedMovements.Source;
import io.noren.inventory.StagedRows.Range;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Takes counts that stand in {@code staged_movement}, thousands with a handful of statements. What holds for
 * {@link StockCounts} holds here: each count is kept, the newest of its cell counts, and what occurred after it is
 * added. A count that says what the books say is kept, too, so that what arrives late does not change it; it makes no
 * movement and is not announced.
 */
@Component
public class StagedCounts {

    private final JdbcClient jdbc;
    private final StagedRows rows;
    private final LevelAnnouncer announcer;
    private final StoreFeeds feeds;
    private final Clock clock;

    StagedCounts(JdbcClient jdbc, StagedRows rows, LevelAnnouncer announcer, StoreFeeds feeds, Clock clock) {
        this.jdbc = jdbc;
        this.rows = rows;
        this.announcer = announcer;
        this.feeds = feeds;
        this.clock = clock;
    }

    /** Why a reported count would not be taken, whatever the item and the location turn out to be. */
    public Optional<CountResult> objection(StockCount count, Instant now) {
        return CountRules.objection(count, KnownItem.any(), true, now);
    }

    /** What {@link StockCounts} would remember of it, so that a file and a request with the same ids know each other. */
    public static UUID digest(StockCount count, String sku) {
        return CountRows.Row.of(count, sku).digest();
    }

    /** Records the next rows after a line; empty when there are none. */
    @InCallersTransaction
    public Optional<Chunk> recordNext(long after, Source source) {
        Range range = rows.next(after);
        if (range.rows() == 0) {
            return Optional.empty();
        }
        Instant now = Sql.micros(clock.instant());
        List<Rejected> rejected = new ArrayList<>();
        Set<String> fresh = keep(range, source, now);
        long duplicates = range.keyed() ? dropKnown(range, fresh, rejected) : 0;
        StagedRows.Written written = settle(range, rows.lock(range), source, now);
        if (written.count() > 0) {
            announcer.announce(written.fact(source, now));
        }
        feeds.heard(rows.heardFrom(range, source.receivedAt()));
        long unchanged = range.rows() - duplicates - rejected.size() - written.count();
        return Optional.of(new Chunk(range.last(), written.count(), unchanged, duplicates, rejected));
    }

    /** Keeps the counts: those with ids under them, the others by the sheet. Tells which ids are new. */
    private Set<String> keep(Range range, Source source, Instant now) {
        keepSheets(range, source, now);
        return range.keyed() ? keepSingly(range, source, now) : Set.of();
    }

    private void keepSheets(Range range, Source source, Instant now) {
        jdbc.sql("""
                insert into inventory.count_sheet (document, location, first_sku, last_sku, counted_from, counted_until,
                    lines, skus, counted, counted_at, actor, received_at)
                select :document, location, min(sku), max(sku), min(occurred_at), max(occurred_at),
                    array_agg(line order by line), array_agg(sku order by line), array_agg(quantity order by line),
                    array_agg(occurred_at order by line), :actor, :now
                from inventory.staged_movement where line > :after and line <= :last and key is null
                group by location
                """)
                .param("document", source.document())
                .param("actor", source.actor())
                .param("now", time(now))
                .param("after", range.after())
                .param("last", range.last())
                .update();
    }

    private Set<String> keepSingly(Range range, Source source, Instant now) {
        return new HashSet<>(jdbc.sql("""
                insert into inventory.stock_count (id, digest, sku, location, counted, counted_at, actor, received_at,
                    state)
                select key, digest, sku, location, quantity, occurred_at, :actor, :now, 'RECORDED'
                from inventory.staged_movement where line > :after and line <= :last and key is not null
                order by key collate "C", line
                on conflict (id) do nothing
                returning id
                """)
                .param("actor", source.actor())
                .param("now", time(now))
                .param("after", range.after())
                .param("last", range.last())
                .query(String.class)
                .list());
    }

    /** Leaves only rows whose id is new; tells how many were reported before. */
    private long dropKnown(Range range, Set<String> fresh, List<Rejected> rejected) {
        List<Long> leave = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        jdbc.sql("""
                select s.line, s.key, s.digest = c.digest as same
                from inventory.staged_movement s join inventory.stock_count c on c.id = s.key
                where s.line > :after and s.line <= :last
                order by s.line
                """).param("after", range.after()).param("last", range.last()).query(row -> {
            long line = row.getLong("line");
            String id = row.getString("key");
            if (!row.getBoolean("same")) {
                CountResult conflict = CountResult.conflict(id);
                rejected.add(
                        new Rejected(line, String.valueOf(conflict.code()), "id", String.valueOf(conflict.detail())));
                leave.add(line);
            } else if (!fresh.contains(id) || !taken.add(id)) {
                leave.add(line);
            }
        });
        rows.drop(leave);
        return leave.size() - (long) rejected.size();
    }

    private StagedRows.Written settle(Range range, StagedRows.Locked cells, Source source, Instant now) {
        // A statement of its own after the lock: it sees the locked rows as they are, so their places (ctid) hold.
        return jdbc.sql("""
                with newest as materialized (
                    select distinct on (sku, location) sku, location, quantity as counted, occurred_at,
                        coalesce(key, :document || '/' || line) collate "C" as id
                    from inventory.staged_movement where line > :after and line <= :last
                    order by sku, location, occurred_at desc, id desc),
                stale as materialized (
                    select n.id, n.occurred_at, l.ctid as place, l.sku, l.location, l.on_hand, l.reserved, l.committed,
                        l.damaged + l.quality_control + l.display as unavailable, l.incoming, l.sequence,
                        greatest(pg_current_xact_id(), l.feed_tx) as feed_tx,
                        n.counted - l.on_hand + case when l.moved_until <= n.occurred_at then 0 else (
                            select coalesce(sum(m.delta), 0) from inventory.stock_movement m
                            where m.sku = n.sku and m.location = n.location
                                and m.quantity_name = 'ON_HAND' and m.count_id is null and m.occurred_at > n.occurred_at
                                and m.recorded_at > n.occurred_at - interval '2 days') end as delta
                    from unnest(:places::tid[]) as place
                    join inventory.stock_level l on l.ctid = place
                    join newest n using (sku, location)
                    where l.count_id is null or (n.occurred_at, n.id) > (l.counted_at, l.count_id)),
                moved as (
                    insert into inventory.stock_movement (movement_key, sku, location, sequence, quantity_name, delta,
                        on_hand_after, reserved_after, committed_after, unavailable_after, incoming_after, reason,
                        document, actor, occurred_at, received_at, recorded_at, count_id, feed_tx)
                    select 'count/' || id, sku, location, sequence + 1, 'ON_HAND', delta, on_hand + delta, reserved,
                        committed, unavailable, incoming, 'CYCLE_COUNT', 'count/' || id, :actor, occurred_at, :receivedAt, :now,
                        id, feed_tx
                    from stale where delta <> 0
                    returning id, feed_tx),
                level as (
                    update inventory.stock_level l
                    set on_hand = stale.on_hand + stale.delta, counted_at = stale.occurred_at, count_id = stale.id,
                        sequence = case when stale.delta = 0 then l.sequence else l.sequence + 1 end,
                        feed_tx = case when stale.delta = 0 then l.feed_tx else stale.feed_tx end
                    from stale where l.ctid = stale.place)
                select (select count(*) from moved) as count,
                    (select feed_tx || ' ' || id from moved order by feed_tx, id limit 1) as first,
                    (select feed_tx || ' ' || id from moved order by feed_tx desc, id desc limit 1) as last
                """)
                .param("places", cells.places())
                .param("document", source.document())
                .param("actor", source.actor())
                .param("receivedAt", time(source.receivedAt()))
                .param("now", time(now))
                .param("after", range.after())
                .param("last", range.last())
                .query((row, index) -> new StagedRows.Written(
                        row.getInt("count"), row.getInt("count"), row.getString("first"), row.getString("last")))
                .single();
    }
}
