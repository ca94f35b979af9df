package io.noren.loyalty.personal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.loyalty.LoyaltyTest;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A database of before, with people in clear: afterwards they are there, and not in clear. */
@LoyaltyTest
class UnsealedTest {
    private static final String BEFORE = "20261130.390";
    private static final String LATEST = "latest";
    private static final UUID HANAKO = UUID.randomUUID();
    private static final UUID HER_PHONE = UUID.randomUUID();
    private static final UUID HER_MAIL = UUID.randomUUID();
    private static final UUID HER_CARD = UUID.randomUUID();
    private static final UUID CARD_ONLY = UUID.randomUUID();
    private static final UUID FORGOTTEN = UUID.randomUUID();

    @Autowired
    Databases databases;

    @TempDir
    Path data;

    @Test
    void everybodyIsThereAfterwardsAndNobodyInClear() {
        DataSource database = databases.newOne();
        MasterKey master = MasterKeyTest.given(data, null, null);
        JdbcClient sql = before(database, master);

        Databases.migrate(database, master, LATEST);

        Keyring keyring = Keyring.unlocked(sql, master);
        SearchHashes hashes = new SearchHashes(keyring);
        DataKey key = new MemberKeys(sql, keyring).of(HANAKO).orElseThrow();
        assertThat(key.person(HANAKO, bytes(sql, "personal", "member", HANAKO)))
                .isEqualTo(new Person("移行", "花子", "イコウ", "ハナコ", LocalDate.of(1988, 4, 12)));
        assertThat(key.contact(HER_PHONE, bytes(sql, "sealed", "identifier", HER_PHONE)))
                .isEqualTo("+819012349182");
        assertThat(key.contact(HER_MAIL, bytes(sql, "sealed", "identifier", HER_MAIL)))
                .isEqualTo("ikou@clear.example");
        assertThat(text(sql, "value", "identifier", HER_PHONE)).isEqualTo(hashes.contact("PHONE", "+819012349182"));
        assertThat(text(sql, "last_four_hash", "identifier", HER_PHONE))
                .isEqualTo(Long.toString(hashes.lastFour("9182")));
        assertThat(text(sql, "value", "identifier", HER_CARD)).isEqualTo("4900000001");
        assertThat(sql.sql("select id from loyalty.member where birthday_kana @> array[?::bigint]")
                        .param(hashes.birthdayAndKana(412, "イコウハナコ"))
                        .query(UUID.class)
                        .list())
                .containsExactly(HANAKO);
        assertThat(number(sql, "select count(*) from loyalty.member where named"))
                .isEqualTo(2_101);
        assertThat(number(sql, "select count(*) from loyalty.member_key")).isEqualTo(2_102);
        assertThat(number(
                        sql,
                        "select count(*) from loyalty.member where id in ('" + CARD_ONLY + "', '" + FORGOTTEN
                                + "') and personal is null and not named"))
                .isEqualTo(2);
        for (String clear : List.of("移行", "イコウ", "1988-04-12", "9012349182", "clear.example", "名前", "0700000")) {
            assertThat(rowsThatHold(sql, clear)).as(clear).isZero();
        }
    }

    @Test
    void whatWasBrokenOffIsGoneOnWith() {
        DataSource database = databases.newOne();
        MasterKey master = MasterKeyTest.given(data, null, null);
        JdbcClient sql = before(database, master);
        Databases.migrate(database, master, "20261201.400");
        sql.sql("""
                        create function loyalty.broken() returns trigger language plpgsql as
                        $$ begin raise exception 'the power went'; end $$
                        """).update();
        sql.sql("create trigger broken before update on loyalty.identifier for each row when (new.id = '" + HER_MAIL
                        + "') execute function loyalty.broken()")
                .update();

        assertThatThrownBy(() -> Databases.migrate(database, master, LATEST)).hasStackTraceContaining("the power went");
        assertThat(number(sql, "select count(*) from loyalty.member where personal is not null"))
                .as("this much was done")
                .isEqualTo(2_101);
        sql.sql("drop trigger broken on loyalty.identifier").update();
        Databases.migrate(database, master, LATEST);

        assertThat(
                        number(
                                sql,
                                "select count(*) from loyalty.identifier where type in ('PHONE', 'EMAIL') and sealed is not null"))
                .isEqualTo(3);
    }

    @Test
    void clearTextCannotBeWrittenAgain() {
        DataSource database = databases.newOne();
        MasterKey master = MasterKeyTest.given(data, null, null);
        JdbcClient sql = before(database, master);
        Databases.migrate(database, master, LATEST);

        for (String clear : List.of(
                "update loyalty.identifier set value = '+819012349182' where id = '" + HER_PHONE + "'",
                "update loyalty.identifier set sealed = null where id = '" + HER_PHONE + "'",
                "update loyalty.identifier set sealed = 'ikou@clear.example' where id = '" + HER_MAIL + "'",
                "update loyalty.identifier set last_four_hash = null where id = '" + HER_PHONE + "'",
                "update loyalty.member set personal = '移行'::bytea where id = '" + HANAKO + "'",
                "update loyalty.member set personal = null where id = '" + HANAKO + "'",
                "insert into loyalty.identifier (id, account, type, value, proven_by, valid_from) values"
                        + " (gen_random_uuid(), '" + HANAKO + "', 'EMAIL', 'a@clear.example', 'USE', now())")) {
            assertThatThrownBy(() -> sql.sql(clear).update()).as(clear).hasMessageContaining("constraint");
        }
    }

    private JdbcClient before(DataSource database, MasterKey master) {
        Databases.migrate(database, master, BEFORE);
        JdbcClient sql = JdbcClient.create(database);
        sql.sql("""
                        insert into loyalty.member
                            (id, family_name, given_name, family_kana, given_kana, kana_key, birth_date, locale, created_at)
                        values (?, '移行', '花子', 'イコウ', 'ハナコ', 'イコウハナコ', '1988-04-12', 'ja', now())
                        """).param(HANAKO).update();
        sql.sql("insert into loyalty.member (id, locale, created_at) values (?, 'ja', now())")
                .param(CARD_ONLY)
                .update();
        sql.sql("insert into loyalty.member (id, locale, created_at, erased_at) values (?, 'ja', now(), now())")
                .param(FORGOTTEN)
                .update();
        sql.sql("""
                        insert into loyalty.member (id, family_name, locale, created_at)
                        select gen_random_uuid(), '名前' || n, 'ja', now() from generate_series(1, 2100) n
                        """).update();
        identifier(sql, HER_PHONE, HANAKO, "PHONE", "+819012349182", null);
        identifier(sql, HER_MAIL, HANAKO, "EMAIL", "ikou@clear.example", "now()");
        identifier(sql, HER_CARD, HANAKO, "CARD", "4900000001", null);
        identifier(sql, UUID.randomUUID(), CARD_ONLY, "CARD", "4900000002", null);
        identifier(sql, UUID.randomUUID(), CARD_ONLY, "PHONE", "+817000000001", "now()");
        UUID erased = UUID.randomUUID();
        identifier(sql, erased, FORGOTTEN, "PHONE", "erased/" + erased, "now()");
        return sql;
    }

    private static void identifier(
            JdbcClient sql, UUID id, UUID account, String type, String value, @Nullable String until) {
        sql.sql("insert into loyalty.identifier (id, account, type, value, proven_by, valid_from, valid_to)"
                        + " values (?, ?, ?, ?, 'SIGHTED', now(), " + until + ")")
                .params(id, account, type, value)
                .update();
    }

    private static byte[] bytes(JdbcClient sql, String column, String table, UUID id) {
        return sql.sql("select " + column + " from loyalty." + table + " where id = ?")
                .param(id)
                .query((row, number) -> row.getBytes(1))
                .single();
    }

    private static String text(JdbcClient sql, String column, String table, UUID id) {
        return sql.sql("select " + column + "::text from loyalty." + table + " where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    private static long number(JdbcClient sql, String query) {
        return sql.sql(query).query(Long.class).single();
    }

    private static long rowsThatHold(JdbcClient sql, String clear) {
        return sql.sql("""
                        select (select count(*) from loyalty.member m where m::text like :clear)
                             + (select count(*) from loyalty.identifier i where i::text like :clear)
                        """).param("clear", "%" + clear + "%").query(Long.class).single();
    }
}
