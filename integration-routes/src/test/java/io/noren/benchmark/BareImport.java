package io.noren.benchmark;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * The least that any system must do in this database for a file of counts: {@code COPY} into a table without a log, then
 * one statement that writes a movement and the new level for each cell that changed, and one durable commit. Nothing is
 * checked, nobody is told, and a crash begins again.
 */
final class BareImport {
    private static final String SCHEMA = """
            drop schema if exists bare_import cascade;
            create schema bare_import;
            create unlogged table bare_import.stage (sku text not null, location text not null, counted numeric(15, 3) not null,
                counted_at timestamptz not null);
            create table bare_import.movement (id bigint generated always as identity primary key, sku text not null,
                location text not null, delta numeric(15, 3) not null, at timestamptz not null);
            create table bare_import.level (sku text not null, location text not null, on_hand numeric(15, 3) not null,
                sequence bigint not null, primary key (sku, location)) with (fillfactor = 70);
            """;

    private static final String MERGE = """
            with changed as (
                select s.*, s.counted - coalesce(l.on_hand, 0) as delta
                from bare_import.stage s left join bare_import.level l using (sku, location)
                where s.counted is distinct from l.on_hand),
            moved as (
                insert into bare_import.movement (sku, location, delta, at)
                select sku, location, delta, counted_at from changed)
            insert into bare_import.level as l (sku, location, on_hand, sequence)
            select sku, location, counted, 1 from changed
            on conflict (sku, location) do update set on_hand = excluded.on_hand, sequence = l.sequence + 1
            """;

    private final String url;

    BareImport(int port) throws SQLException {
        url = "jdbc:postgresql://localhost:" + port + "/noren?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    /** Seconds. */
    double run(String csv) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            long began = System.nanoTime();
            statement.execute("truncate bare_import.stage");
            new CopyManager(connection.unwrap(BaseConnection.class))
                    .copyIn("copy bare_import.stage from stdin with (format csv, header)", new StringReader(csv));
            statement.execute("analyze bare_import.stage");
            statement.executeUpdate(MERGE);
            connection.commit();
            return (System.nanoTime() - began) / 1e9;
        }
    }
}
