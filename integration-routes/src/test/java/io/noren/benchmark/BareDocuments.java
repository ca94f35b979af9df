package io.noren.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The least that any system must do in this database before it may acknowledge a document: its bytes under a unique key,
 * and one durable commit each. Nothing is read, nobody is told, and there is no network between.
 */
final class BareDocuments {
    private static final String SCHEMA = """
            drop schema if exists bare_documents cascade;
            create schema bare_documents;
            create table bare_documents.document (id uuid primary key, content bytea not null);
            """;

    private final String url;

    BareDocuments(int port) throws SQLException {
        url = "jdbc:postgresql://localhost:" + port + "/noren?user=postgres";
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
        }
    }

    /** Documents per second, each connection one after the other. */
    double run(List<byte[]> documents, int connections, int seconds) throws Exception {
        AtomicInteger done = new AtomicInteger();
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            List<Future<?>> work = IntStream.range(0, connections)
                    .<Future<?>>mapToObj(number -> threads.submit(() -> {
                        insert(documents, done, end);
                        return null;
                    }))
                    .toList();
            for (Future<?> connection : work) {
                connection.get();
            }
        } finally {
            threads.shutdownNow();
        }
        return done.get() / ((System.nanoTime() - began) / 1e9);
    }

    private void insert(List<byte[]> documents, AtomicInteger done, long end) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert =
                        connection.prepareStatement("insert into bare_documents.document values (?, ?)")) {
            while (System.nanoTime() < end) {
                insert.setObject(1, UUID.randomUUID());
                insert.setBytes(2, documents.get(done.getAndIncrement() % documents.size()));
                insert.executeUpdate(); // commits
            }
        }
    }
}
