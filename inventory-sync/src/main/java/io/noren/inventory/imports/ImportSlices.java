package io.noren.inventory.imports;

import io.noren.inventory.StagedMovements.Rejected;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Stages the rows of a file and holds them against items and locations, many thousands with one statement; what does not
 * pass is taken out. All of it belongs to the caller's transaction.
 */
@Component
class ImportSlices {

    private final JdbcClient jdbc;
    private final JdbcTemplate connections;
    private final Rejections rejections;

    ImportSlices(JdbcClient jdbc, DataSource database, Rejections rejections) {
        this.jdbc = jdbc;
        this.connections = new JdbcTemplate(database);
        this.rejections = rejections;
    }

    /** Begins with clean paper; keeps what was refused up to a line and tells how much that was. */
    long clear(UUID stockImport, long upTo) {
        tidy();
        return rejections.keepUpTo(stockImport, upTo);
    }

    /**
     * Stages what can be recorded; rows of a location that is held already are left out.
     *
     * @return how many were refused
     */
    long take(StockImport of, CopyText rows, List<Rejected> unreadable) {
        rejections.add(of.id(), unreadable);
        if (rows.rows() == 0) {
            return unreadable.size();
        }
        copy(rows);
        // For this transaction: hash tables of a slice fit into it, so that nothing is sorted on disk.
        jdbc.sql("set local work_mem = '64MB'").update();
        long refused = jdbc.sql("""
                with judged as materialized (
                    select s.line, s.sku,
                        case when s.location = any(:held) then 'HELD'
                            when l.id is null then 'UNKNOWN_LOCATION'
                            when i.sku is null then 'UNKNOWN_ITEM'
                            when exists (select from inventory.bundle_part b where b.bundle = s.sku)
                                then 'BUNDLE_HAS_NO_STOCK'
                            when i.unit = 'EACH' and s.quantity <> trunc(s.quantity) then 'FRACTION_OF_EACH'
                        end as objection
                    from inventory.staged_movement s
                    left join inventory.location l on l.id = s.location
                    left join inventory.item i on i.sku = s.sku
                    where s.line >= :first),
                refused as (
                    insert into inventory.stock_import_rejection (import, line, code, field, detail)
                    select :import, line, objection, why.field, replace(why.detail, '%', sku)
                    from judged join (values
                        ('UNKNOWN_LOCATION', 'location', 'Create the location first.'),
                        ('UNKNOWN_ITEM', 'sku', 'No item answers to SKU %: create it or add the code to an item.'),
                        ('BUNDLE_HAS_NO_STOCK', 'sku', '% is a bundle and has no stock of its own: name its parts.'),
                        ('FRACTION_OF_EACH', :quantity,
                            'The item is counted in pieces: give a whole number, or change the item''s unit.'))
                        as why (code, field, detail) on why.code = judged.objection
                    returning line),
                dropped as (
                    delete from inventory.staged_movement s using judged
                    where s.line = judged.line and judged.objection is not null)
                select count(*) from refused
                """)
                .param("import", of.id())
                .param("first", rows.firstLine())
                .param("quantity", of.mode() == StockImport.Mode.MOVEMENTS ? "delta" : "counted")
                .param("held", of.held().locations().toArray(String[]::new))
                .query(Long.class)
                .single();
        return refused + unreadable.size();
    }

    /** After the last slice: the planner should know what is there. */
    void complete() {
        jdbc.sql("analyze inventory.staged_movement").update();
    }

    /** Nothing is left to do with what was staged. */
    void tidy() {
        jdbc.sql("truncate inventory.staged_movement").update();
    }

    private void copy(CopyText rows) {
        connections.execute((Connection connection) -> copy(connection, rows));
    }

    private static long copy(Connection connection, CopyText rows) throws SQLException {
        try {
            // Not through PGConnection, whose package carries annotations that are not on the compiler's path.
            return new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyIn(
                            "copy inventory.staged_movement " + CopyText.COLUMNS + " from stdin with (encoding 'UTF8')",
                            new ByteArrayInputStream(rows.bytes()),
                            1 << 16);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
