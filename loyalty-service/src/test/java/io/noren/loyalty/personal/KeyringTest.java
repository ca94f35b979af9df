package io.noren.loyalty.personal;

import static io.noren.loyalty.personal.MasterKeyTest.ANOTHER;
import static io.noren.loyalty.personal.MasterKeyTest.ONE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.LoyaltyTest;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A database is opened by the master key that it was begun with, and by no other. */
@LoyaltyTest
class KeyringTest {
    @Autowired
    Databases databases;

    @TempDir
    Path data;

    private DataSource database;
    private JdbcClient sql;

    @BeforeEach
    void aDatabaseThatWasBegunWithOneAndHasMembers() {
        database = databases.newOne();
        sql = JdbcClient.create(database);
        Databases.migrate(database, MasterKeyTest.given(data, ONE, null), "latest");
        List<UUID> accounts = Stream.generate(UUID::randomUUID).limit(2_500).toList();
        sql.sql("insert into loyalty.member (id, locale, created_at) select unnest(?::uuid[]), 'ja', now()")
                .param(accounts.stream().map(UUID::toString).toArray(String[]::new))
                .update();
        transaction().executeWithoutResult(status -> keys(ONE, null).forWriting(accounts));
    }

    @Test
    void aMissingMasterKeyIsSaidAndNoneIsMadeInItsPlace() {
        refused(MasterKeyTest.given(data, null, null), "is missing");

        assertThat(data.resolve("master-key")).doesNotExist();
    }

    @Test
    void anotherMasterKeyIsRefusedAndNothingIsChanged() {
        refused(MasterKeyTest.given(data, ANOTHER, null), "is not the one");

        assertThat(sql.sql("select count(*) from loyalty.master_key_check")
                        .query(Long.class)
                        .single())
                .isEqualTo(1);
        assertThat(Keyring.unlocked(sql, MasterKeyTest.given(data, ONE, null)).present())
                .isNotNull();
    }

    @Test
    void aNewMasterKeyWrapsAllKeysAnewAndTheOldOneIsOfNoUseAfterwards() {
        UUID somebody = sql.sql("select account from loyalty.member_key limit 1")
                .query(UUID.class)
                .single();
        DataKey key = keys(ONE, null).of(somebody).orElseThrow();
        byte[] sealed = key.seal(somebody, "somebody@example.com");
        long lastFour = new SearchHashes(Keyring.unlocked(sql, MasterKeyTest.given(data, ONE, null))).lastFour("1234");

        Keyring both = Keyring.unlocked(sql, MasterKeyTest.given(data, ANOTHER, ONE));
        MemberKeys keys = new MemberKeys(sql, both);
        assertThat(keys.of(somebody).orElseThrow().contact(somebody, sealed))
                .as("meanwhile")
                .isEqualTo("somebody@example.com");
        refused(MasterKeyTest.given(data, ANOTHER, null), "is not the one");
        new MasterKeyChange(sql, both, transaction()).finish();

        assertThat(keys(ANOTHER, null).of(somebody).orElseThrow().contact(somebody, sealed))
                .isEqualTo("somebody@example.com");
        assertThat(new SearchHashes(Keyring.unlocked(sql, MasterKeyTest.given(data, ANOTHER, null))).lastFour("1234"))
                .isEqualTo(lastFour);
        refused(MasterKeyTest.given(data, ONE, null), "is not the one");
        new MasterKeyChange(sql, both, transaction()).finish();
    }

    @Test
    void aCopyThatStillHasTheOldMasterKeyCannotWrapWithItAnyMore() {
        MemberKeys old = keys(ONE, null);
        UUID account = sql.sql(
                        "insert into loyalty.member (id, locale, created_at) values (?, 'ja', now()) returning id")
                .param(UUID.randomUUID())
                .query(UUID.class)
                .single();
        new MasterKeyChange(sql, Keyring.unlocked(sql, MasterKeyTest.given(data, ANOTHER, ONE)), transaction())
                .finish();

        assertThatThrownBy(() -> transaction().executeWithoutResult(status -> old.forWriting(List.of(account))))
                .hasMessageContaining("member_key");
        assertThatThrownBy(() -> old.of(sql.sql("select account from loyalty.member_key limit 1")
                        .query(UUID.class)
                        .single()))
                .hasMessageContaining("another master key");
    }

    private void refused(MasterKey master, String saying) {
        assertThatThrownBy(() -> Keyring.unlocked(sql, master))
                .isInstanceOfSatisfying(MasterKeyRefused.class, refused -> {
                    assertThat(refused).hasMessageContaining(saying);
                    assertThat(refused.action()).contains(MasterKey.SETTING, "Nothing was changed");
                });
    }

    private MemberKeys keys(String present, @Nullable String previous) {
        return new MemberKeys(sql, Keyring.unlocked(sql, MasterKeyTest.given(data, present, previous)));
    }

    private TransactionTemplate transaction() {
        return new TransactionTemplate(new DataSourceTransactionManager(database));
    }
}
