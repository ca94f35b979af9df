package io.noren.loyalty.personal;

import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wraps members' keys with a new master key, some in a transaction, while the application works. Only the keys: nothing
 * that they have sealed changes. The check of the old master key goes last, and cannot go while a key needs it.
 */
@Component
class MasterKeyChange {
    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyChange.class);
    private static final int AT_ONCE = 1_000;

    private final JdbcClient sql;
    private final Keyring keyring;
    private final TransactionTemplate transaction;

    MasterKeyChange(JdbcClient sql, Keyring keyring, TransactionTemplate transaction) {
        this.sql = sql;
        this.keyring = keyring;
        this.transaction = transaction;
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared, only wrapped anew
    private record Wrapped(UUID account, UUID master, byte[] key) {}

    /** Does nothing unless this copy was started with a new master key and the one before. */
    @Scheduled(initialDelay = 1, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
    void finish() {
        List<UUID> old = sql.sql("select id from loyalty.master_key_check where id <> ?")
                .param(keyring.present())
                .query(UUID.class)
                .list();
        if (old.isEmpty() || !old.stream().allMatch(keyring::has)) {
            return; // or another copy has begun to change it, and does this
        }
        UUID last = new UUID(0, 0);
        long wrapped = 0;
        List<Wrapped> some;
        do {
            UUID after = last;
            some = transaction.execute(status -> wrapAfter(after));
            wrapped += some.size();
            last = some.isEmpty() ? last : some.get(some.size() - 1).account();
        } while (!some.isEmpty());
        int gone = sql.sql("""
                        delete from loyalty.master_key_check c
                        where id <> ? and not exists (select from loyalty.member_key k where k.master = c.id)
                        """).param(keyring.present()).update();
        if (gone > 0) {
            LOG.info(
                    "{} members' keys were wrapped with the new master key; the old one is not needed any more",
                    wrapped);
        }
    }

    private List<Wrapped> wrapAfter(UUID last) {
        List<Wrapped> some = sql.sql("""
                        select account, master, wrapped from loyalty.member_key
                        where account > ? and master <> ? order by account limit ? for update
                        """)
                .params(last, keyring.present(), AT_ONCE)
                .query((row, number) -> new Wrapped(
                        row.getObject("account", UUID.class),
                        row.getObject("master", UUID.class),
                        row.getBytes("wrapped")))
                .list();
        if (!some.isEmpty()) {
            sql.sql("""
                            update loyalty.member_key k set master = ?, wrapped = anew.wrapped
                            from unnest(?::uuid[], ?::bytea[]) as anew (account, wrapped) where k.account = anew.account
                            """)
                    .param(keyring.present())
                    .param(some.stream().map(each -> each.account().toString()).toArray(String[]::new))
                    .param(some.stream()
                            .map(each -> "\\x" + HexFormat.of().formatHex(anew(each)))
                            .toArray(String[]::new))
                    .update();
        }
        return some;
    }

    private byte[] anew(Wrapped each) {
        return DataKey.unwrapped(keyring.master(each.master()), each.account(), each.key())
                .wrapped(keyring.master(keyring.present()), each.account());
    }
}
