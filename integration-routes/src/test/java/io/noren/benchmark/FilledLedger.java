package io.noren.benchmark;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Fills an empty ledger with the movements of many months, by SQL and set by set, while no hub runs: every cell sells and
 * is filled up again, over and over, each in its turn. What comes of it is what the hub itself would have written: in the
 * month and the order of recording, with the keys, the feed's transactions and the levels that belong to it. Indexes
 * are those that the migrations make; they are built after the rows, which saves most of the time.
 */
final class FilledLedger {

    /** Of one till's transaction or a few of them: the feed has as many places with the same number. */
    private static final int ROWS_OF_A_TRANSACTION = 100;

    /** A prime, so that neighbours in the ledger are strangers in the stockroom. */
    private static final int STRIDE = 7919;

    private static final int CONNECTIONS = 2;

    private final String url;
    private final int cells;
    private final int stores;
    private Instant since = Instant.EPOCH;
    private long step;
    private long firstTransaction;

    /** @param cells {@code SKU-<n / stores>} at {@code store-<n % stores>}, all of them there as items and locations */
    FilledLedger(int port, int cells, int stores) {
        if (cells % STRIDE == 0) {
            throw new IllegalArgumentException("not so many cells: " + cells);
        }
        url = "jdbc:postgresql://localhost:" + port + "/noren?user=postgres";
        this.cells = cells;
        this.stores = stores;
    }

    /** Evenly from one instant to another; says how long it took and how large it is. */
    void fill(long movements, Instant since, Instant until) throws Exception {
        long began = System.nanoTime();
        this.since = since;
        step = ChronoUnit.MICROS.between(since, until) / movements;
        run("select inventory.make_partitions('%s', '%s')".formatted(since, until));
        firstTransaction = spendTransactions(movements / ROWS_OF_A_TRANSACTION + 1);
        List<Callable<Void>> work = new ArrayList<>();
        work.add(() -> keys(movements));
        for (YearMonth month = month(since); !month.isAfter(month(until)); month = month.plusMonths(1)) {
            String table = "stock_movement_%d_%02d".formatted(month.getYear(), month.getMonthValue());
            long from = Math.max(0, place(month));
            long to = Math.min(movements, place(month.plusMonths(1)));
            work.add(() -> month(table, movements(from, to)));
        }
        together(work);
        levels(movements);
        run("select setval('inventory.stock_movement_id', %d)".formatted(movements));
        together(tables().stream()
                .map(table -> (Callable<Void>) () -> run("vacuum (analyze) inventory." + table))
                .toList());
        run("checkpoint");
        long filled = System.nanoTime();
        checkThatItAddsUp();
        System.out.printf(
                "%,d movements of %,d cells since %s: written in %d s, added up in %d s, %s%n",
                movements,
                cells,
                since,
                Duration.ofNanos(filled - began).toSeconds(),
                Duration.ofNanos(System.nanoTime() - filled).toSeconds(),
                sizes());
    }

    /** The number of the first movement of a month. */
    private long place(YearMonth month) {
        Instant begins = month.atDay(1).atStartOfDay().toInstant(ZoneOffset.UTC);
        return Math.floorDiv(ChronoUnit.MICROS.between(since, begins) + step - 1, step);
    }

    private static YearMonth month(Instant of) {
        return YearMonth.from(of.atZone(ZoneOffset.UTC));
    }

    /** The feed tells only what is older than every open transaction, so the numbers it is given must have been used up. */
    private long spendTransactions(long many) throws SQLException {
        long first = Long.parseLong(ask("select pg_current_xact_id()::text"));
        run(
                "set synchronous_commit = off",
                "do $$ begin for n in 1..%d loop perform pg_current_xact_id(); commit; end loop; end $$"
                        .formatted(many));
        return first;
    }

    private Void keys(long movements) throws SQLException {
        return run(
                "set maintenance_work_mem = '1GB'",
                "alter table inventory.movement_key drop constraint movement_key_pkey",
                """
                insert into inventory.movement_key (key, digest)
                select key || '/1', key
                from (select md5(n::text)::uuid as key from generate_series(0, %d) n offset 0) made
                """.formatted(movements - 1),
                "alter table inventory.movement_key add primary key (key)");
    }

    private Void month(String table, String generated) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("set maintenance_work_mem = '1GB'"));
        List<String> indexes = new ArrayList<>();
        each(
                "select indexname, indexdef from pg_indexes where schemaname = 'inventory' and tablename = '%s'"
                        .formatted(table),
                row -> {
                    statements.add("drop index inventory." + row.getString(1));
                    indexes.add(row.getString(2));
                });
        statements.add("""
                insert into inventory.%s (id, movement_key, sku, location, sequence, quantity_name, delta, on_hand_after,
                    reserved_after, reason, document, actor, occurred_at, received_at, recorded_at, feed_tx)
                select n + 1, md5(n::text)::uuid || '/1', sku, location, sequence, 'ON_HAND',
                    case sequence %% 10 when 1 then 30 else -3 end, on_hand, 0,
                    case sequence %% 10 when 1 then 'RECEIVED' else 'SALE' end,
                    'tills/' || location || '/1/' || n, 'tills', at, at, at, feed_tx
                from (%s) movement
                """.formatted(table, generated));
        statements.addAll(indexes);
        return run(statements.toArray(String[]::new));
    }

    /** The movements of these numbers, counted from 0: thirty pieces come, nine times three of them are sold, and again. */
    private String movements(long from, long to) {
        return """
                select n, sequence, at, feed_tx, 'SKU-' || cell / {stores} as sku, 'store-' || cell % {stores} as location,
                    33 * ((sequence + 9) / 10) - 3 * sequence as on_hand
                from (select n, n * {stride} % {cells} as cell, n / {cells} + 1 as sequence,
                        ({transaction} + n / {rows})::text::xid8 as feed_tx,
                        timestamptz '{since}' + n * interval '{step} microseconds' as at
                    from generate_series({from}, {to}::bigint - 1) n) numbered
                """.replace("{stores}", Integer.toString(stores))
                .replace("{cells}", Integer.toString(cells))
                .replace("{stride}", Integer.toString(STRIDE))
                .replace("{rows}", Integer.toString(ROWS_OF_A_TRANSACTION))
                .replace("{transaction}", Long.toString(firstTransaction))
                .replace("{since}", since.toString())
                .replace("{step}", Long.toString(step))
                .replace("{from}", Long.toString(from))
                .replace("{to}", Long.toString(to));
    }

    /** The last movement of each cell tells its level. */
    private void levels(long movements) throws SQLException {
        run("""
                insert into inventory.stock_level (sku, location, on_hand, sequence, feed_tx, moved_until)
                select sku, location, on_hand, sequence, feed_tx, at from (%s) last order by sku, location
                """.formatted(movements(Math.max(0, movements - cells), movements)));
    }

    private List<String> tables() throws SQLException {
        List<String> tables = new ArrayList<>(List.of("movement_key", "stock_level", "item", "location"));
        each(
                "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid "
                        + "where i.inhparent = 'inventory.stock_movement'::regclass order by 1",
                row -> tables.add(row.getString(1)));
        return tables;
    }

    private void checkThatItAddsUp() throws SQLException {
        String wrong = ask("""
                select count(*) from inventory.stock_level l full join (
                    select sku, location, sum(delta) as moved, count(*) as movements, max(sequence) as last
                    from inventory.stock_movement group by sku, location) m using (sku, location)
                where l.on_hand is distinct from m.moved or l.sequence is distinct from m.movements
                    or l.sequence is distinct from m.last
                """);
        if (!wrong.equals("0")) {
            throw new IllegalStateException("cells that do not add up: " + wrong);
        }
    }

    private String sizes() throws SQLException {
        return ask("""
                select 'database ' || pg_size_pretty(pg_database_size(current_database())) || ', movements '
                    || pg_size_pretty(sum(pg_table_size(inhrelid))) || ' with indexes of '
                    || pg_size_pretty(sum(pg_indexes_size(inhrelid))) || ', keys '
                    || pg_size_pretty(pg_table_size('inventory.movement_key')) || ' with an index of '
                    || pg_size_pretty(pg_indexes_size('inventory.movement_key'))
                from pg_inherits where inhparent = 'inventory.stock_movement'::regclass
                """);
    }

    private static void together(List<Callable<Void>> work) throws Exception {
        ExecutorService connections = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            for (Future<Void> done : connections.invokeAll(work)) {
                done.get();
            }
        } finally {
            connections.shutdownNow();
        }
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private void each(String query, Row each) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }

    private String ask(String query) throws SQLException {
        List<String> answer = new ArrayList<>();
        each(query, row -> answer.add(row.getString(1)));
        return answer.get(0);
    }

    private Void run(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
        return null;
    }
}
