package io.noren.pos;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents as tills sent them, less personal data, in {@code pos.document}. */
@Component
class Documents {
    private static final int PART = 1 << 20;

    private final JdbcClient jdbc;

    Documents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param receivedAt when its content first reached us, however often it came since
     * @param binding of everybody who has sent it
     */
    record Document(
            UUID id,
            String source,
            String sha256,
            long size,
            String kind,
            Instant receivedAt,
            LocationBinding binding,
            String state,
            int transactions) {

        Document readToItsEnd(int transactions) {
            return new Document(id, source, sha256, size, kind, receivedAt, binding, "READ", transactions);
        }

        Document receivedAt(Instant first) {
            return new Document(id, source, sha256, size, kind, first, binding, state, transactions);
        }
    }

    /** The same bytes from the same source are the same document, on every copy of the application. */
    static UUID idOf(String source, String sha256) {
        return Names.uuid(source + "/" + sha256);
    }

    /**
     * Stores each document, or finds it if it came before; then only what its senders may speak for grows, and how far
     * it was read.
     *
     * @param contents what is kept of each, by its id; no document is there twice
     */
    Map<UUID, Stored> store(Collection<Document> documents, Map<UUID, Content> contents) throws IOException {
        // In the order of their ids, so that those who store some of the same documents wait for each other in a line.
        List<Document> sorted =
                documents.stream().sorted(Comparator.comparing(Document::id)).toList();
        Map<UUID, InputStream> further = new HashMap<>();
        byte[][] parts = new byte[sorted.size()][];
        try {
            for (int n = 0; n < parts.length; n++) {
                UUID id = sorted.get(n).id();
                InputStream content = Objects.requireNonNull(contents.get(id)).open();
                further.put(id, content);
                parts[n] = content.readNBytes(PART);
            }
            Map<UUID, Stored> stored = store(sorted, parts);
            for (Document document : sorted) {
                if (Objects.requireNonNull(stored.get(document.id())).fresh()) {
                    storeFurtherParts(document.id(), Objects.requireNonNull(further.get(document.id())));
                }
            }
            return stored;
        } finally {
            for (InputStream content : further.values()) {
                content.close();
            }
        }
    }

    /** With its first part, which is the only one of most documents. */
    private Map<UUID, Stored> store(List<Document> documents, byte[][] parts) {
        Map<UUID, Stored> all = new HashMap<>();
        jdbc.sql("""
                        with told as (
                            select * from unnest(?, ?, ?, ?, ?, ?::timestamptz[], ?, ?, ?, ?)
                              as t (id, source, sha256, size, kind, received_at, locations, state, transactions, content)),
                        stored as (
                            insert into pos.document as d
                                (id, source, sha256, size, kind, received_at, locations, state, transactions)
                            select id, source, decode(sha256, 'hex'), size, kind, received_at,
                                string_to_array(locations, chr(31)), state, transactions
                            from told
                            on conflict (id) do update set
                                locations = case when d.locations is null or excluded.locations is null then null
                                    else array(select distinct unnest(d.locations || excluded.locations)) end,
                                state = case excluded.state when 'READ' then 'READ' else d.state end,
                                transactions = case excluded.state when 'READ' then excluded.transactions
                                    else d.transactions end
                            returning id, received_at, xmax = 0 as fresh),
                        kept as (
                            insert into pos.document_part (document, part, content)
                            select id, 0, told.content from stored join told using (id) where fresh)
                        select id, received_at, fresh from stored""")
                .params(
                        documents.stream().map(Document::id).toArray(UUID[]::new),
                        texts(documents, Document::source),
                        texts(documents, Document::sha256),
                        documents.stream().map(Document::size).toArray(Long[]::new),
                        texts(documents, Document::kind),
                        texts(documents, document -> document.receivedAt().toString()),
                        texts(documents, document -> locations(document.binding())),
                        texts(documents, Document::state),
                        documents.stream().map(Document::transactions).toArray(Integer[]::new),
                        parts)
                .query(row -> {
                    all.put(
                            row.getObject("id", UUID.class),
                            new Stored(instant(row, "received_at"), row.getBoolean("fresh")));
                });
        return all;
    }

    private static String[] texts(List<Document> documents, Function<Document, @Nullable String> text) {
        return documents.stream().map(text).toArray(String[]::new);
    }

    /** As one text, because an array of arrays has room for arrays of one length only. */
    private static @Nullable String locations(LocationBinding binding) {
        String[] locations = binding.asArray();
        return locations == null ? null : String.join("\u001f", locations);
    }

    /** @param fresh whether the document had not come before */
    record Stored(Instant receivedAt, boolean fresh) {}

    private void storeFurtherParts(UUID document, InputStream in) throws IOException {
        int part = 1;
        for (byte[] content = in.readNBytes(PART); content.length > 0; content = in.readNBytes(PART)) {
            jdbc.sql("insert into pos.document_part (document, part, content) values (?, ?, ?)")
                    .params(document, part++, content)
                    .update();
        }
    }

    void readToItsEnd(UUID document, int transactions) {
        jdbc.sql("update pos.document set state = 'READ', transactions = ? where id = ?")
                .params(transactions, document)
                .update();
    }

    Optional<Document> find(UUID id) {
        return jdbc.sql("""
                        select id, source, encode(sha256, 'hex') as sha256, size, kind, received_at, locations, state, transactions
                        from pos.document where id = ?""")
                .param(id)
                .query((row, n) -> new Document(
                        row.getObject("id", UUID.class),
                        row.getString("source"),
                        row.getString("sha256"),
                        row.getLong("size"),
                        row.getString("kind"),
                        instant(row, "received_at"),
                        binding(row.getArray("locations")),
                        row.getString("state"),
                        row.getInt("transactions")))
                .optional();
    }

    /** The kept content; one of its slices is in memory at a time. */
    InputStream open(UUID document) throws IOException {
        return new GZIPInputStream(new Parts(document), 1 << 14);
    }

    private static LocationBinding binding(@Nullable Array locations) throws SQLException {
        return locations == null
                ? LocationBinding.UNBOUND
                : LocationBinding.to(List.of((String[]) locations.getArray()));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    /** The slices of one document, one after the other. */
    private final class Parts extends InputStream {
        private final UUID document;
        private int next;
        private InputStream part = InputStream.nullInputStream();

        Parts(UUID document) {
            this.document = document;
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
            return jdbc.sql("select content from pos.document_part where document = ? and part = ?")
                    .params(document, number)
                    .query((row, n) -> row.getBytes(1))
                    .optional();
        }
    }
}
