package io.noren.inventory.imports;

import static io.noren.inventory.Sql.instant;
import static io.noren.inventory.Sql.time;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The files that were received, in the database, where every copy of the application finds them after a crash. */
@Component
class ImportFiles {

    /** Bytes of a slice: one of them is in memory at a time. */
    private static final int PART = 1 << 20;

    /** An import waits as long as anything that it led to does. */
    static final String SHOWN = """
            stock_import.*, case when state = 'COMPLETED' and exists (
                select from inventory.held_change h where h.id = any(held_changes) and h.state = 'HELD')
                then 'HELD' else state end as shown""";

    private final JdbcClient jdbc;

    ImportFiles(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** How an import is known to its sender. */
    record Sender(String name, @Nullable String idempotencyKey) {}

    /** @param fresh whether it was not there before */
    record Stored(UUID id, boolean fresh) {}

    /** An import that was sent before under the same key, and what it was. */
    record Earlier(UUID id, String sha256, String mode, boolean dryRun) {

        boolean isSameAs(StockImport wanted, SpooledFile file) {
            return sha256.equals(HexFormat.of().formatHex(file.digest()))
                    && mode.equals(wanted.mode().name())
                    && dryRun == wanted.dryRun();
        }
    }

    Optional<Earlier> earlier(Sender sender) {
        return jdbc.sql("""
                select id, encode(sha256, 'hex') as sha256, mode, dry_run from inventory.stock_import
                where caller = :caller and idempotency_key = :key
                """)
                .param("caller", sender.name())
                .param("key", sender.idempotencyKey())
                .query((row, index) -> new Earlier(
                        row.getObject("id", UUID.class),
                        row.getString("sha256"),
                        row.getString("mode"),
                        row.getBoolean("dry_run")))
                .optional();
    }

    /** Keeps the file; movements that were sent before, and did not fail for good, are not kept twice. */
    @Transactional
    Stored store(StockImport wanted, Sender sender, SpooledFile file) throws IOException {
        List<String> locations = wanted.locations();
        int inserted = jdbc.sql("""
                insert into inventory.stock_import (id, mode, dry_run, format, charset, size, sha256, caller,
                    idempotency_key, locations, received_at, state)
                values (:id, :mode, :dryRun, :format, :charset, :size, :sha256, :caller, :key, :locations::text[],
                    :receivedAt, 'RUNNING')
                on conflict do nothing
                """)
                .param("id", wanted.id())
                .param("mode", wanted.mode().name())
                .param("dryRun", wanted.dryRun())
                .param("format", wanted.format().name())
                .param("charset", wanted.charset())
                .param("size", wanted.size())
                .param("sha256", file.digest())
                .param("caller", sender.name())
                .param("key", sender.idempotencyKey())
                .param("locations", locations == null ? null : locations.toArray(String[]::new))
                .param("receivedAt", time(wanted.receivedAt()))
                .update();
        if (inserted == 0) {
            return new Stored(sentBefore(wanted, sender, file), false);
        }
        InputStream packed = file.packed();
        int part = 0;
        for (byte[] content = packed.readNBytes(PART); content.length > 0; content = packed.readNBytes(PART)) {
            jdbc.sql(
                            "insert into inventory.stock_import_part (import, part, content) values (:import, :part, :content)")
                    .param("import", wanted.id())
                    .param("part", part++)
                    .param("content", content)
                    .update();
        }
        return new Stored(wanted.id(), true);
    }

    private UUID sentBefore(StockImport wanted, Sender sender, SpooledFile file) {
        return jdbc.sql("""
                select id from inventory.stock_import
                where caller = :caller and (idempotency_key = :key
                    or (sha256 = :sha256 and mode = :mode and mode = 'MOVEMENTS' and not dry_run
                        and (state <> 'FAILED' or set_aside)))
                order by number limit 1
                """)
                .param("caller", sender.name())
                .param("key", sender.idempotencyKey())
                .param("sha256", file.digest())
                .param("mode", wanted.mode().name())
                .query(UUID.class)
                .single();
    }

    Optional<StockImport> find(UUID id) {
        return jdbc.sql("select " + SHOWN + " from inventory.stock_import where id = :id")
                .param("id", id)
                .query(ImportFiles::stockImport)
                .optional();
    }

    /** Those before a place, newest first; only those that speak for no other than these locations, unless null. */
    List<Numbered> newest(long before, int limit, @Nullable List<String> locations) {
        return jdbc.sql("select " + SHOWN + """
                 from inventory.stock_import
                where number < :before and (:locations::text[] is null or locations <@ :locations::text[])
                order by number desc limit :limit
                """)
                .param("before", before)
                .param("locations", locations == null ? null : locations.toArray(String[]::new))
                .param("limit", limit)
                .query((row, index) -> new Numbered(row.getLong("number"), stockImport(row, index)))
                .list();
    }

    record Numbered(long number, StockImport stockImport) {}

    /** The rows of a kept file. */
    RowSource open(StockImport of) throws IOException {
        InputStream text = new GZIPInputStream(new Parts(of.id()), 1 << 16);
        return RowSource.open(text, of.format(), of.mode(), Charset.forName(of.charset()));
    }

    static StockImport stockImport(ResultSet row, int index) throws SQLException {
        Array locations = row.getArray("locations");
        return new StockImport(
                row.getObject("id", UUID.class),
                StockImport.Mode.valueOf(row.getString("mode")),
                row.getBoolean("dry_run"),
                StockImport.Format.valueOf(row.getString("format")),
                row.getString("charset"),
                row.getLong("size"),
                row.getString("caller"),
                locations == null ? null : List.of((String[]) locations.getArray()),
                Objects.requireNonNull(instant(row, "received_at")),
                StockImport.State.valueOf(row.getString("shown")),
                row.getLong("rows"),
                row.getLong("recorded"),
                row.getLong("unchanged"),
                row.getLong("duplicates"),
                row.getLong("rejected"),
                row.getLong("position"),
                new StockImport.Held(
                        row.getLong("held"),
                        List.of((UUID[]) row.getArray("held_changes").getArray()),
                        List.of((String[]) row.getArray("held_locations").getArray()),
                        row.getString("held_detail")),
                new StockImport.Trouble(
                        row.getInt("tries"),
                        row.getString("last_failure"),
                        row.getObject("leased_by") == null ? instant(row, "leased_until") : null,
                        row.getBoolean("set_aside")),
                row.getString("failure_code"),
                row.getString("failure_detail"),
                instant(row, "finished_at"));
    }

    /** The slices of one file, one after the other. */
    private final class Parts extends InputStream {
        private final UUID stockImport;
        private int next;
        private InputStream part = InputStream.nullInputStream();

        Parts(UUID stockImport) {
            this.stockImport = stockImport;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read = part.read(buffer, offset, length);
            while (read < 0) {
                Optional<byte[]> content = content(next++);
                if (content.isEmpty()) {
                    return -1;
                }
                part = new ByteArrayInputStream(content.get());
                read = part.read(buffer, offset, length);
            }
            return read;
        }

        private Optional<byte[]> content(int number) {
            return jdbc.sql("""
                    select content from inventory.stock_import_part where import = :import and part = :part
                    """)
                    .param("import", stockImport)
                    .param("part", number)
                    .query((row, n) -> row.getBytes(1))
                    .optional();
        }
    }
}
