package io.noren.loyalty;

import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.personal.SearchHashes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How values of identifiers stand in the database: phone numbers and mail addresses sealed with the account's key, and
 * compared by a keyed hash; all others as they are, because they say nobody's name and tills know them by their hashes.
 */
@Component
public class IdentifierValues {
    private static final int LAST = 4;

    private final MemberKeys keys;
    private final SearchHashes hashes;

    IdentifierValues(MemberKeys keys, SearchHashes hashes) {
        this.keys = keys;
        this.hashes = hashes;
    }

    /**
     * By what it is found and compared.
     *
     * @param value normalised
     */
    String compared(IdentifierType type, String value) {
        return type.isContact() ? hashes.contact(type.name(), value) : value;
    }

    /** What is kept to be read; null where {@link #compared} is the value itself. */
    static byte @Nullable [] sealed(UUID identifier, IdentifierType type, String value, @Nullable DataKey key) {
        if (!type.isContact()) {
            return null;
        }
        if (key == null) {
            throw Members.erased();
        }
        return key.seal(identifier, value);
    }

    /** By what a phone number is found of which somebody says the end; null for all others. */
    @Nullable
    Long lastFour(IdentifierType type, String value) {
        return type == IdentifierType.PHONE
                ? hashes.lastFour(value.substring(Math.max(0, value.length() - LAST)))
                : null;
    }

    /**
     * The value, from a row with {@code value}, {@code sealed} and {@link MemberKeys#COLUMNS}. Of a member whose key is
     * gone it is no value any more.
     */
    public String opened(UUID identifier, ResultSet row) throws SQLException {
        return row.getBytes("sealed") == null ? row.getString("value") : opened(identifier, row, keys.in(row));
    }

    /** The same, from a row without these columns. */
    String opened(UUID identifier, ResultSet row, Optional<DataKey> key) throws SQLException {
        byte[] sealed = row.getBytes("sealed");
        if (sealed == null) {
            return row.getString("value");
        }
        return key.isPresent() ? key.get().contact(identifier, sealed) : "erased/" + identifier;
    }
}
