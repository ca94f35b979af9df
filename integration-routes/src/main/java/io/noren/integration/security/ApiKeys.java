package io.noren.integration.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** API keys: 256 random bits, kept only as a hash, with scopes and the locations they may touch. */
@Service
public class ApiKeys {
    /** Stands for every location. */
    public static final String ANYWHERE = "*";

    private static final String PREFIX = "nrn_";
    private static final SecureRandom RANDOM = new SecureRandom();

    /** How long a key that was revoked on another copy may still be let in on this one. */
    static final Duration REMEMBERED = Duration.ofSeconds(1);

    private final JdbcClient jdbc;
    private final Clock clock;

    /** By hash, so that no key lies in memory longer than its request. Keys that we do not know are never remembered. */
    private final Cache<String, ApiKey> remembered = Caffeine.newBuilder()
            .maximumSize(10_000)
            .expireAfterWrite(REMEMBERED)
            .build();

    ApiKeys(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** A key as it may be shown: everything but the key itself. */
    public record ApiKey(UUID id, String name, Set<String> scopes, Set<String> locations, Instant createdAt) {}

    /** A new key; {@code key} is shown this once and cannot be read again. */
    public record NewApiKey(String key, ApiKey details) {}

    public NewApiKey create(String name, Collection<Scope> scopes, Collection<String> locations) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        String key = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        return new NewApiKey(key, keep(name, key, scopes, locations));
    }

    /** Lets in a key that the operator chose. The same key again changes nothing. */
    public void accept(String name, String key, Collection<Scope> scopes, Collection<String> locations) {
        if (find(key).isEmpty()) {
            keep(name, key, scopes, locations);
        }
    }

    private ApiKey keep(String name, String key, Collection<Scope> scopes, Collection<String> locations) {
        ApiKey details = new ApiKey(
                UUID.randomUUID(),
                name,
                new TreeSet<>(scopes.stream().map(Scope::text).toList()),
                new TreeSet<>(locations),
                clock.instant());
        jdbc.sql("""
                        insert into integration.api_key (id, name, hash, scopes, locations, created_at)
                        values (:id, :name, :hash, :scopes, :locations, :at) on conflict (hash) do nothing
                        """)
                .param("id", details.id())
                .param("name", name)
                .param("hash", hash(key))
                .param("scopes", details.scopes().toArray(String[]::new))
                .param("locations", details.locations().toArray(String[]::new))
                .param("at", Timestamp.from(details.createdAt()))
                .update();
        return details;
    }

    /** The key's rights, if it is one of ours and not revoked; remembered for {@link #REMEMBERED}. */
    public Optional<ApiKey> find(String key) {
        String hash = hash(key);
        ApiKey known = remembered.getIfPresent(hash);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<ApiKey> found = jdbc.sql("select * from integration.api_key where hash = :hash and revoked_at is null")
                .param("hash", hash)
                .query(ApiKeys::read)
                .optional();
        found.ifPresent(there -> remembered.put(hash, there));
        return found;
    }

    public List<ApiKey> all() {
        return jdbc.sql("select * from integration.api_key where revoked_at is null order by created_at, id")
                .query(ApiKeys::read)
                .list();
    }

    /** Ends a key: on this copy of the application at once, on every other within {@link #REMEMBERED}. */
    public boolean revoke(UUID id) {
        boolean revoked =
                jdbc.sql("update integration.api_key set revoked_at = :at where id = :id and revoked_at is null")
                                .param("id", id)
                                .param("at", Timestamp.from(clock.instant()))
                                .update()
                        > 0;
        remembered.invalidateAll();
        return revoked;
    }

    // Plain SHA-256 is enough for 256 random bits: there is nothing to guess, and the look-up stays one index read.
    private static String hash(String key) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ApiKey read(ResultSet row, int number) throws SQLException {
        return new ApiKey(
                row.getObject("id", UUID.class),
                row.getString("name"),
                texts(row, "scopes"),
                texts(row, "locations"),
                row.getTimestamp("created_at").toInstant());
    }

    static Set<String> texts(ResultSet row, String column) throws SQLException {
        return new TreeSet<>(Arrays.asList((String[]) row.getArray(column).getArray()));
    }
}
