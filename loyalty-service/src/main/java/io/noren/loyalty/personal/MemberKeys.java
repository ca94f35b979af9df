package io.noren.loyalty.personal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The keys of accounts. An account has one from when something personal is first written of it; who was forgotten has
 * none, and never again gets one.
 */
@Component
public class MemberKeys {
    /** For queries that open what they find, joined as {@code k}: the columns that {@link #in} reads. */
    public static final String COLUMNS = "k.account as key_account, k.master as key_master, k.wrapped as key_wrapped";

    private final JdbcClient sql;
    private final Keyring keyring;

    MemberKeys(JdbcClient sql, Keyring keyring) {
        this.sql = sql;
        this.keyring = keyring;
    }

    /** One for an account that is about to be opened; {@link #keep} keeps it. */
    public DataKey newOne() {
        return DataKey.newOne();
    }

    /** Keeps the keys of accounts that were opened in this transaction. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void keep(Map<UUID, DataKey> keys) {
        if (keys.isEmpty()) {
            return;
        }
        List<Map.Entry<UUID, DataKey>> made = List.copyOf(keys.entrySet());
        sql.sql("""
                        insert into loyalty.member_key (account, master, wrapped)
                        select account, ?, wrapped from unnest(?::uuid[], ?::bytea[]) as made (account, wrapped)
                        """)
                .param(keyring.present())
                .param(texts(made.stream().map(Map.Entry::getKey).toList()))
                .param(made.stream()
                        .map(each -> wrapped(each.getKey(), each.getValue()))
                        .toArray(String[]::new))
                .update();
    }

    /** For a statement that opens an account itself. */
    public UUID master() {
        return keyring.present();
    }

    /** The same. */
    public byte[] wrappedFor(UUID account, DataKey key) {
        return key.wrapped(keyring.master(keyring.present()), account);
    }

    /** Of one account, if it has one. */
    public Optional<DataKey> of(UUID account) {
        return Optional.ofNullable(of(List.of(account)).get(account));
    }

    /** Those that these accounts have. */
    public Map<UUID, DataKey> of(Collection<UUID> accounts) {
        return read(accounts, "");
    }

    /**
     * Keys to write with, made where there are none. Whoever forgets one of the accounts waits until this transaction
     * ends, and sees what it has written; accounts that are forgotten already are not among the answer.
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public Map<UUID, DataKey> forWriting(Collection<UUID> accounts) {
        Map<UUID, DataKey> keys = read(accounts, "for key share");
        Set<UUID> without = new TreeSet<>(accounts);
        without.removeAll(keys.keySet());
        if (without.isEmpty()) {
            return keys;
        }
        // The same lock that an erasure takes, in the same order.
        List<UUID> live = sql.sql("""
                        select id from loyalty.member where id = any(?::uuid[]) and erased_at is null
                        order by id for no key update
                        """).param(texts(without)).query(UUID.class).list();
        if (!live.isEmpty()) {
            sql.sql("""
                            insert into loyalty.member_key (account, master, wrapped)
                            select account, ?, wrapped from unnest(?::uuid[], ?::bytea[]) as made (account, wrapped)
                            on conflict (account) do nothing
                            """)
                    .param(keyring.present())
                    .param(texts(live))
                    .param(live.stream()
                            .map(account -> wrapped(account, DataKey.newOne()))
                            .toArray(String[]::new))
                    .update();
            keys.putAll(read(live, "for key share"));
        }
        return keys;
    }

    /** The key in a row of a query that has {@link #COLUMNS}; empty for an account that has none. */
    public Optional<DataKey> in(ResultSet row) throws SQLException {
        UUID account = row.getObject("key_account", UUID.class);
        return account == null
                ? Optional.empty()
                : Optional.of(DataKey.unwrapped(
                        keyring.master(row.getObject("key_master", UUID.class)), account, row.getBytes("key_wrapped")));
    }

    private Map<UUID, DataKey> read(Collection<UUID> accounts, String lock) {
        Map<UUID, DataKey> keys = new HashMap<>();
        if (accounts.isEmpty()) {
            return keys;
        }
        sql.sql("select " + COLUMNS + " from loyalty.member_key k where k.account = any(?::uuid[]) order by k.account "
                        + lock)
                .param(texts(accounts))
                .query(row -> {
                    keys.put(row.getObject("key_account", UUID.class), in(row).orElseThrow());
                });
        return keys;
    }

    private String wrapped(UUID account, DataKey key) {
        return "\\x" + HexFormat.of().formatHex(wrappedFor(account, key));
    }

    private static String[] texts(Collection<UUID> ids) {
        return ids.stream().map(UUID::toString).toArray(String[]::new);
    }
}
