package io.noren.benchmark;

import io.noren.packaged.TillSale;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.util.Iterator;

/**
 * The least that any system must do in this database for a file of receipts: each once (a unique key), its lines, and a
 * durable commit for as many receipts as the hub takes together. One connection, as one file is read. No file is read,
 * nobody is told.
 */
final class BareReceipts {
    private static final String SCHEMA = """
            drop schema if exists bare_receipts cascade;
            create schema bare_receipts;
            create table bare_receipts.receipt (key text primary key, sold_at timestamptz not null);
            create table bare_receipts.line (receipt text not null, number integer not null, gtin text not null,
                quantity numeric(15, 3) not null, amount numeric(15, 3) not null);
            """;

    private static final int IN_ONE_TRANSACTION = 200;

    private final String url;

    BareReceipts(int port) {
        url = "jdbc:postgresql://localhost:" + port + "/noren?user=postgres&reWriteBatchedInserts=true";
    }

    /** Seconds. */
    double run(Iterator<TillSale> sales) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute(SCHEMA);
            connection.setAutoCommit(false);
            long began = System.nanoTime();
            insert(connection, sales);
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private static void insert(Connection connection, Iterator<TillSale> sales) throws SQLException {
        try (PreparedStatement receipt =
                        connection.prepareStatement("insert into bare_receipts.receipt values (?, ?)");
                PreparedStatement line =
                        connection.prepareStatement("insert into bare_receipts.line values (?, ?, ?, ?, ?)")) {
            int open = 0;
            while (sales.hasNext()) {
                TillSale sale = sales.next();
                receipt.setString(1, sale.key());
                receipt.setTimestamp(2, Timestamp.from(sale.at()));
                receipt.addBatch();
                int number = 0;
                for (TillSale.Line sold : sale.lines()) {
                    line.setString(1, sale.key());
                    line.setInt(2, ++number);
                    line.setString(3, sold.gtin());
                    line.setInt(4, sold.quantity());
                    line.setInt(5, sold.quantity() * sold.price());
                    line.addBatch();
                }
                if (++open == IN_ONE_TRANSACTION || !sales.hasNext()) {
                    receipt.executeBatch();
                    line.executeBatch();
                    connection.commit();
                    open = 0;
                }
            }
        }
    }
}
