package io.noren.benchmark;

import io.noren.packaged.Cell;
import io.noren.packaged.TillSale;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The least that any system must do in this database for a sale: the transaction once (a unique key), a movement and
 * the new level for each line, one durable commit. No document is read, nobody is told.
 */
final class BareSql {
    private static final String SCHEMA = """
            drop schema if exists bare cascade;
            create schema bare;
            create table bare.sale (key text primary key, sold_at timestamptz not null);
            create table bare.movement (id bigint generated always as identity primary key, sale text not null,
                sku text not null, location text not null, delta numeric(15, 3) not null, sold_at timestamptz not null);
            create table bare.level (sku text not null, location text not null, on_hand numeric(15, 3) not null,
                sequence bigint not null, primary key (sku, location)) with (fillfactor = 70);
            """;

    private final String url;

    BareSql(int port) {
        url = "jdbc:postgresql://localhost:" + port + "/noren?user=postgres&reWriteBatchedInserts=true";
    }

    /** Sales per second. */
    double run(List<Cell> cells, List<TillSale> sales, int clients, int seconds) throws Exception {
        prepare(cells);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(clients);
        try {
            List<Future<?>> work = IntStream.range(0, clients)
                    .<Future<?>>mapToObj(client -> threads.submit(() -> {
                        try (Connection connection = DriverManager.getConnection(url)) {
                            sell(connection, sales, next, done, end);
                        }
                        return null;
                    }))
                    .toList();
            for (Future<?> client : work) {
                client.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }

    private void prepare(List<Cell> cells) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                PreparedStatement level =
                        connection.prepareStatement("insert into bare.level values (?, ?, 1000, 0)")) {
            statement.execute(SCHEMA);
            for (Cell cell : cells) {
                level.setString(1, cell.sku());
                level.setString(2, cell.location());
                level.addBatch();
            }
            level.executeBatch();
        }
    }

    private static void sell(
            Connection connection, List<TillSale> sales, AtomicInteger next, AtomicInteger done, long end)
            throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement sale = connection.prepareStatement("insert into bare.sale values (?, ?)");
                PreparedStatement movement = connection.prepareStatement(
                        "insert into bare.movement (sale, sku, location, delta, sold_at) values (?, ?, ?, ?, ?)");
                PreparedStatement level = connection.prepareStatement("""
                        update bare.level set on_hand = on_hand - ?, sequence = sequence + 1
                        where sku = ? and location = ?
                        """)) {
            while (System.nanoTime() < end) {
                int number = next.getAndIncrement();
                TillSale sold = sales.get(number % sales.size());
                Timestamp at = Timestamp.from(sold.at());
                String key = sold.key() + "#" + number;
                sale.setString(1, key);
                sale.setTimestamp(2, at);
                sale.executeUpdate();
                // Sorted, so that two sales of the same goods wait for each other instead of deadlocking.
                for (TillSale.Line line : sold.lines().stream()
                        .sorted(Comparator.comparing(TillSale.Line::sku))
                        .toList()) {
                    movement.setString(1, key);
                    movement.setString(2, line.sku());
                    movement.setString(3, sold.store());
                    movement.setInt(4, -line.quantity());
                    movement.setTimestamp(5, at);
                    movement.addBatch();
                    level.setInt(1, line.quantity());
                    level.setString(2, line.sku());
                    level.setString(3, sold.store());
                    level.addBatch();
                }
                movement.executeBatch();
                level.executeBatch();
                connection.commit();
                done.incrementAndGet();
            }
        }
    }
}
