package io.noren.inventory;

import static io.noren.inventory.Sql.column;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Which movements were recorded before. A key is claimed before any cell is touched, so two deliveries of the same
 * movement at the same moment wait for each other here, whichever cells they are about.
 */
@Component
class MovementKeys {

    private final JdbcClient jdbc;

    MovementKeys(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Claims the keys; each is in the answer as NEW, SAME (recorded before) or OTHER (recorded with other content). */
    Map<String, Claim> claim(Map<String, UUID> digests) {
        List<Map.Entry<String, UUID>> wanted = List.copyOf(digests.entrySet());
        Set<String> fresh = jdbc
                .sql("""
                insert into inventory.movement_key (key, digest)
                select key, digest from unnest(:keys::text[], :digests::uuid[]) as wanted (key, digest) order by key
                on conflict (key) do nothing
                returning key
                """)
                .param("keys", column(wanted, Map.Entry::getKey))
                .param("digests", column(wanted, Map.Entry::getValue))
                .query(String.class)
                .list()
                .stream()
                .collect(Collectors.toSet());
        Map<String, Claim> claims = new HashMap<>();
        fresh.forEach(key -> claims.put(key, Claim.NEW));
        if (fresh.size() < wanted.size()) {
            List<String> known = digests.keySet().stream()
                    .filter(key -> !fresh.contains(key))
                    .toList();
            jdbc.sql("select key, digest from inventory.movement_key where key = any(:keys)")
                    .param("keys", known.toArray(String[]::new))
                    .query(row -> {
                        String key = row.getString("key");
                        boolean same = row.getObject("digest", UUID.class).equals(digests.get(key));
                        claims.put(key, same ? Claim.SAME : Claim.OTHER);
                    });
        }
        return claims;
    }

    /** Gives claims back that this transaction made and has no use for. */
    void release(Collection<String> keys) {
        if (!keys.isEmpty()) {
            jdbc.sql("delete from inventory.movement_key where key = any(:keys)")
                    .param("keys", keys.toArray(String[]::new))
                    .update();
        }
    }

    /** What a movement says, as one value; when it was received is not part of it. */
    static UUID digest(LevelChange change) {
        String content = String.join(
                "\n",
                change.cell().sku(),
                change.cell().location(),
                change.delta().toPlainString(),
                change.reason().name(),
                change.occurredAt().toString(),
                String.valueOf(change.document()));
        if (change.quantityName() != QuantityName.ON_HAND) {
            // Only then, so that what was recorded before there were others is known by the same value.
            content += "\n" + change.quantityName();
        }
        return UUID.nameUUIDFromBytes(content.getBytes(UTF_8));
    }

    enum Claim {
        NEW,
        SAME,
        OTHER
    }
}
