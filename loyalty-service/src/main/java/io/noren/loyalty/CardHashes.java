package io.noren.loyalty;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Members' cards for those who have to know a card when they see it and must not know any other: a till that is alone.
 * A number has few digits, so whoever has hash and salt can try them all; it is no more than that nobody can read it.
 */
@Component
public class CardHashes {
    private final JdbcClient sql;

    CardHashes(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * A live card.
     *
     * @param hash SHA-256, in hexadecimal digits, of the salt and the number as it is compared: upper case, without
     *     separators and leading zeros
     */
    public record Card(UUID identifier, String hash) {}

    /**
     * The next cards in an order of no meaning; empty at the end.
     *
     * @param after the last one's identifier; null to begin
     */
    @Transactional(readOnly = true)
    public List<Card> page(String salt, @Nullable UUID after, int limit) {
        return sql.sql("""
                        select id, encode(sha256(convert_to(:salt || value, 'UTF8')), 'hex') as hash
                        from loyalty.identifier
                        where type = 'CARD' and valid_to is null and (:after::uuid is null or id > :after::uuid)
                        order by id limit :limit
                        """)
                .param("salt", salt)
                .param("after", after)
                .param("limit", limit)
                .query((row, number) -> new Card(row.getObject("id", UUID.class), row.getString("hash")))
                .list();
    }
}
