package io.noren.benchmark;

import io.noren.packaged.Cell;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The least that must be done in this database for movements that arrive together: each written down, each level
 * changed, one durable commit for {@value #IN_ONE_TRANSACTION} of them. Nothing is known twice, nobody is told. The
 * clients keep to cells of their own, so that none waits for another.
 */
final class BareLedger {
    private static final int IN_ONE_TRANSACTION = 100;
    private static final int CLIENTS = 4;
    private static final String SCHEMA = """
            drop schema if exists bare_ledger cascade;
            create schema bare_ledger;
            create table bare_ledger.movement (id bigint generated always as identity primary key, sku text not null,
                location text not null, delta numeric(15, 3) not null, at timestamptz not null);
            create table bare_ledger.level (sku text not null, location text not null, on_hand numeric(15, 3) not null,
                sequence bigint not null, primary key (sku, location)) with (fillfactor = 70);
            """;
    private static final String WORK = """
            with told as (select * from unnest(?::text[], ?::text[]) as t(sku, location)),
            written as (insert into bare_ledger.movement (sku, location, delta, at)
                select sku, location, -1, now() from told)
            update bare_ledger.level l set on_hand = l.on_hand - sold.times, sequence = l.sequence + sold.times
            from (select sku, location, count(*) as times from told group by sku, location) sold
            where l.sku = sold.sku and l.location = sold.location
            """;

    private final String url;

    BareLedger(String url) {
        this.url = url;
    }

    /** Movements per second. */
    double run(List<Cell> cells, int seconds) throws Exception {
        prepare(cells);
        AtomicLong done = new AtomicLong();
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> work = IntStream.range(0, CLIENTS)
                    .<Future<?>>mapToObj(client -> clients.submit(() -> {
                        List<Cell> own = IntStream.range(0, cells.size())
                                .filter(n -> n % CLIENTS == client)
                                .mapToObj(cells::get)
                                .toList();
                        write(own, new Random(client), end, done);
                        return null;
                    }))
                    .toList();
            for (Future<?> client : work) {
                client.get();
            }
        } finally {
            clients.shutdownNow();
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }

    private void prepare(List<Cell> cells) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "any");
                Statement statement = connection.createStatement();
                PreparedStatement level =
                        connection.prepareStatement("insert into bare_ledger.level values (?, ?, 1000000, 0)")) {
            statement.execute(SCHEMA);
            for (Cell cell : cells) {
                level.setString(1, cell.sku());
                level.setString(2, cell.location());
                level.addBatch();
            }
            level.executeBatch();
        }
    }

    private void write(List<Cell> cells, Random random, long end, AtomicLong done) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "postgres", "any");
                PreparedStatement statement = connection.prepareStatement(WORK)) {
            while (System.nanoTime() < end) {
                String[] skus = new String[IN_ONE_TRANSACTION];
                String[] locations = new String[IN_ONE_TRANSACTION];
                for (int n = 0; n < IN_ONE_TRANSACTION; n++) {
                    Cell cell = cells.get(random.nextInt(cells.size()));
                    skus[n] = cell.sku();
                    locations[n] = cell.location();
                }
                Array sku = connection.createArrayOf("text", skus);
                Array location = connection.createArrayOf("text", locations);
                statement.setArray(1, sku);
                statement.setArray(2, location);
                statement.executeUpdate();
                sku.free();
                location.free();
                done.addAndGet(IN_ONE_TRANSACTION);
            }
        }
    }
}
