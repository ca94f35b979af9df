package io.noren.loyalty.personal;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what a database of before has in clear, some rows in a transaction: after a crash it goes on where it was. Begins
 * the master key where there is none.
 */
@Component
class Unsealed implements JavaMigration {
    private static final Logger LOG = LoggerFactory.getLogger(Unsealed.class);
    private static final int AT_ONCE = 1_000;
    private static final UUID BEFORE_ALL = new UUID(0, 0);

    private final MasterKey master;

    Unsealed(MasterKey master) {
        this.master = master;
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("20261201.401");
    }

    @Override
    public String getDescription() {
        return "loyalty personal data sealed";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }

    /**
     * Beside the migration's own transaction, which has nothing to do: ten million rows in one would be done all over
     * again after a failure, and one that is without a transaction would have to be repaired by hand.
     */
    @Override
    public void migrate(Context context) {
        new Sealing(context.getConfiguration().getDataSource()).seal();
    }

    private record Account(UUID id, Person person, @Nullable String kanaKey) {}

    private record Contact(UUID id, UUID account, String type, String value) {}

    /** One run. */
    private final class Sealing {
        private final JdbcTemplate rows;
        private final JdbcClient sql;
        private final TransactionTemplate transaction;
        private final MemberKeys keys;
        private final SearchHashes hashes;

        private Sealing(DataSource database) {
            rows = new JdbcTemplate(database);
            sql = JdbcClient.create(rows);
            transaction = new TransactionTemplate(new DataSourceTransactionManager(database));
            Keyring.begin(sql, master);
            Keyring keyring = Keyring.unlocked(sql, master);
            keys = new MemberKeys(sql, keyring);
            hashes = new SearchHashes(keyring);
        }

        private void seal() {
            if (!isStillInClear()) {
                return;
            }
            long sealed = 0;
            UUID last = BEFORE_ALL;
            do {
                List<Account> accounts = accountsAfter(last);
                last = accounts.isEmpty()
                        ? BEFORE_ALL
                        : accounts.get(accounts.size() - 1).id();
                transaction.executeWithoutResult(status -> sealAccounts(accounts));
                sealed += accounts.size();
            } while (!last.equals(BEFORE_ALL));
            do {
                List<Contact> contacts = contactsAfter(last);
                last = contacts.isEmpty()
                        ? BEFORE_ALL
                        : contacts.get(contacts.size() - 1).id();
                transaction.executeWithoutResult(status -> sealContacts(contacts));
                sealed += contacts.size();
            } while (!last.equals(BEFORE_ALL));
            if (sealed > 0) {
                LOG.info(
                        "{} rows with personal data were sealed. What they were before is in dead rows until VACUUM FULL",
                        sealed);
            }
        }

        /** A database that was begun with the next migration has no such columns any more. */
        private boolean isStillInClear() {
            return sql.sql("""
                            select exists (select from information_schema.columns
                                           where table_schema = 'loyalty' and table_name = 'member'
                                             and column_name = 'family_name')
                            """).query(Boolean.class).single();
        }

        private List<Account> accountsAfter(UUID last) {
            return sql.sql("""
                            select * from loyalty.member
                            where id > ? and num_nonnulls(family_name, given_name, family_kana, given_kana, birth_date) > 0
                            order by id limit ?
                            """)
                    .params(last, AT_ONCE)
                    .query((row, number) -> new Account(
                            row.getObject("id", UUID.class),
                            new Person(
                                    row.getString("family_name"),
                                    row.getString("given_name"),
                                    row.getString("family_kana"),
                                    row.getString("given_kana"),
                                    row.getObject("birth_date", LocalDate.class)),
                            row.getString("kana_key")))
                    .list();
        }

        private void sealAccounts(List<Account> accounts) {
            Map<UUID, DataKey> all =
                    keys.forWriting(accounts.stream().map(Account::id).toList());
            rows.batchUpdate("""
                    update loyalty.member
                    set personal = ?, named = ?, birthday_kana = ?, family_name = null, given_name = null,
                        family_kana = null, given_kana = null, kana_key = null, birth_date = null
                    where id = ?
                    """, accounts, AT_ONCE, (statement, account) -> {
                Person person = account.person();
                DataKey key = keyOf(all, account.id());
                statement.setBytes(1, key.seal(account.id(), person));
                statement.setBoolean(
                        2, person.familyName() != null || person.givenName() != null || account.kanaKey() != null);
                LocalDate born = person.birthDate();
                if (account.kanaKey() == null || born == null) {
                    statement.setNull(3, Types.ARRAY);
                } else {
                    statement.setArray(
                            3,
                            statement
                                    .getConnection()
                                    .createArrayOf(
                                            "bigint",
                                            hashes.birthdayAndKanas(
                                                            born.getMonthValue() * 100 + born.getDayOfMonth(),
                                                            account.kanaKey())
                                                    .toArray()));
                }
                statement.setObject(4, account.id());
            });
        }

        private List<Contact> contactsAfter(UUID last) {
            return sql.sql("""
                            select id, account, type, value from loyalty.identifier
                            where id > ? and type in ('PHONE', 'EMAIL') and sealed is null and value not like 'erased/%'
                            order by id limit ?
                            """).params(last, AT_ONCE).query(Sealing::contact).list();
        }

        private static Contact contact(ResultSet row, int number) throws SQLException {
            return new Contact(
                    row.getObject("id", UUID.class),
                    row.getObject("account", UUID.class),
                    row.getString("type"),
                    row.getString("value"));
        }

        private void sealContacts(List<Contact> contacts) {
            Map<UUID, DataKey> all = keys.forWriting(
                    contacts.stream().map(Contact::account).distinct().toList());
            rows.batchUpdate(
                    "update loyalty.identifier set value = ?, sealed = ?, last_four_hash = ? where id = ?",
                    contacts,
                    AT_ONCE,
                    (statement, contact) -> {
                        String value = contact.value();
                        statement.setString(1, hashes.contact(contact.type(), value));
                        statement.setBytes(2, keyOf(all, contact.account()).seal(contact.id(), value));
                        if (contact.type().equals("PHONE")) {
                            statement.setLong(3, hashes.lastFour(value.substring(Math.max(0, value.length() - 4))));
                        } else {
                            statement.setNull(3, Types.BIGINT);
                        }
                        statement.setObject(4, contact.id());
                    });
        }

        private static DataKey keyOf(Map<UUID, DataKey> keys, UUID account) {
            DataKey key = keys.get(account);
            if (key == null) {
                throw new IllegalStateException("account " + account + " is forgotten and has something personal");
            }
            return key;
        }
    }
}
