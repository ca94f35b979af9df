package io.noren.inventory;

import static io.noren.inventory.Sql.column;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * When each location was last heard from. Kept to the second: a busy store's tills must not queue for this row, so it
 * is written at most once a second, and not at all while someone else is writing it.
 */
@Component
public class StoreFeeds {

    private static final Duration RESOLUTION = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Map<String, Instant> written = new ConcurrentHashMap<>();

    StoreFeeds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The last word of each location that ever sent one. */
    public Map<String, Instant> lastHeard() {
        Map<String, Instant> heard = new HashMap<>();
        jdbc.sql("select location, heard_at from inventory.location_feed").query(row -> {
            heard.put(row.getString(1), row.getTimestamp(2).toInstant());
        });
        return heard;
    }

    /** What this copy has heard from a location since it started, which others may not have read yet. */
    public @Nullable Instant heardHere(String location) {
        return written.get(location);
    }

    void heardFrom(List<LevelChange> changes) {
        Map<String, Instant> heard = new HashMap<>();
        changes.forEach(change -> heard.merge(
                change.cell().location(), change.receivedAt(), (one, other) -> one.isAfter(other) ? one : other));
        heard(heard);
    }

    /** @param words when each location was heard from */
    void heard(Map<String, Instant> words) {
        Map<String, Instant> heard = new HashMap<>(words);
        heard.entrySet().removeIf(word -> {
            Instant last = written.get(word.getKey());
            return last != null && word.getValue().isBefore(last.plus(RESOLUTION));
        });
        if (heard.isEmpty()) {
            return;
        }
        List<Map.Entry<String, Instant>> rows = List.copyOf(heard.entrySet());
        jdbc.sql("""
                with word as (
                    select * from unnest(:locations::text[], :times::timestamptz[]) as word (location, heard_at)),
                free as (
                    select location from inventory.location_feed join word using (location)
                    where location_feed.heard_at < word.heard_at for no key update of location_feed skip locked),
                known as (
                    update inventory.location_feed f set heard_at = word.heard_at
                    from word join free using (location) where f.location = word.location)
                insert into inventory.location_feed (location, heard_at)
                select location, heard_at from word
                where not exists (select from inventory.location_feed f where f.location = word.location)
                on conflict (location) do nothing
                """)
                .param("locations", column(rows, Map.Entry::getKey))
                .param("times", column(rows, Map.Entry::getValue))
                .update();
        written.putAll(heard);
    }
}
