package io.noren.integration.broker;

import static io.noren.integration.broker.FlowQueue.COUNT_TO_STOCK;
import static io.noren.integration.broker.FlowQueue.GOODS_TO_STOCK;
import static io.noren.integration.broker.FlowQueue.RETURN_TO_STOCK;
import static io.noren.integration.broker.FlowQueue.SALE_TO_STOCK;

import io.noren.pos.GoodsLine;
import io.noren.pos.ItemCode;
import io.noren.pos.LocationBinding;
import io.noren.pos.TransactionKey;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Lines that are parked because nobody knows their item, seen by whoever may speak for their store. */
@Component
public class UnknownItems {
    private static final String[] FLOWS = Stream.of(SALE_TO_STOCK, RETURN_TO_STOCK, GOODS_TO_STOCK, COUNT_TO_STOCK)
            .map(FlowQueue::flow)
            .toArray(String[]::new);

    /** Told by their payload, which is read only of what these flows parked for this reason: others' may be no JSON. */
    private static final String WAITING = """
            with waiting as materialized (
                select id, parked_at, payload::jsonb as told from integration.parked
                where state = 'OPEN' and code = 'UNKNOWN_ITEM' and flow = any(:flows)
                  and (cast(:ids as uuid[]) is null or id = any(:ids))),
            lines as (
                select id, parked_at, told #>> '{transaction,source}' as source,
                    told #>> '{transaction,location}' as location,
                    coalesce(jsonb_path_query_first(told, '$.lines[0].codes[*] ? (@.scheme != "SKU")'),
                        told #> '{lines,0,codes,0}') as code
                from waiting
                where cast(:locations as text[]) is null or told #>> '{transaction,location}' = any(:locations))
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    UnknownItems(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /**
     * One such line.
     *
     * @param open false when it does not wait for its item any more
     * @param flow the flow that could not go on
     */
    public record UnknownItem(UUID id, boolean open, String flow, TransactionKey transaction, GoodsLine line) {}

    /**
     * All lines that wait for one code.
     *
     * @param latest the entry that was parked last, and {@code location} and {@code at} are its
     * @param source the till system that calls an item so; empty for a code that means the same everywhere
     */
    public record UnknownCode(UUID latest, ItemCode code, String source, long lines, String location, Instant at) {}

    /** What all of these facts have in common. */
    private record Told(TransactionKey transaction, List<GoodsLine> lines) {}

    /** Empty for what is no such line, and for one of a store that the reader may not speak for. */
    @Transactional(readOnly = true)
    public Optional<UnknownItem> find(UUID id, LocationBinding reader) {
        return jdbc.sql("""
                        select id, state = 'OPEN' and code = 'UNKNOWN_ITEM' as open, flow, payload from integration.parked
                        where id = :id and flow = any(:flows) and payload is not null
                        """)
                .param("id", id)
                .param("flows", FLOWS)
                .query((row, n) -> line(row))
                .optional()
                .flatMap(line -> line)
                .filter(line -> reader.covers(line.transaction().location()));
    }

    /** One row a code, those for which most lines wait first. */
    @Transactional(readOnly = true)
    public List<UnknownCode> codes(LocationBinding reader, int limit) {
        return waiting(WAITING + """
                        select code ->> 'scheme' as scheme, code ->> 'value' as value,
                            case when code ->> 'scheme' in ('GTIN', 'SKU') then '' else source end as by,
                            count(*) as lines, max(parked_at) as at,
                            (array_agg(id order by parked_at desc, id))[1] as latest,
                            (array_agg(location order by parked_at desc, id))[1] as location
                        from lines where code is not null
                        group by 1, 2, 3 order by lines desc, at desc, 1, 2, 3 limit :limit
                        """, null, reader)
                .param("limit", limit)
                .query((row, n) -> new UnknownCode(
                        row.getObject("latest", UUID.class),
                        new ItemCode(ItemCode.Scheme.valueOf(row.getString("scheme")), row.getString("value")),
                        row.getString("by"),
                        row.getLong("lines"),
                        row.getString("location"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    /** Those of the entries that are such lines and wait. */
    @Transactional(readOnly = true)
    public Set<UUID> among(Collection<UUID> entries, LocationBinding reader) {
        return new HashSet<>(waiting(WAITING + "select id from lines", entries.toArray(UUID[]::new), reader)
                .query(UUID.class)
                .list());
    }

    private JdbcClient.StatementSpec waiting(String sql, UUID @Nullable [] ids, LocationBinding reader) {
        Set<String> locations = reader.locations();
        return jdbc.sql(sql)
                .param("flows", FLOWS)
                .param("ids", ids)
                .param("locations", locations == null ? null : locations.toArray(String[]::new));
    }

    private Optional<UnknownItem> line(ResultSet row) throws SQLException {
        try {
            Told told = json.readValue(row.getString("payload"), Told.class);
            return told.lines().size() != 1
                    ? Optional.empty()
                    : Optional.of(new UnknownItem(
                            row.getObject("id", UUID.class),
                            row.getBoolean("open"),
                            row.getString("flow"),
                            told.transaction(),
                            told.lines().get(0)));
        } catch (JacksonException unreadable) {
            return Optional.empty(); // parked for that very reason
        }
    }
}
