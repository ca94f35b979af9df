package io.noren.loyalty.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * All places where an account has something personal, and what becomes of it. What the account bought and earned stays:
 * the books need it, and it says nobody's name.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Forgetting {
    /** In this order; each for {@code :accounts}. */
    private static final List<String> STEPS = List.of(
            // First: without it copies of all that follows are nothing to anybody.
            "delete from loyalty.member_key where account = any(:accounts::uuid[])",
            // A phone number or mail address may be somebody's who registers anew; a card or login was this member's.
            """
            insert into loyalty.erased_identifier (hash)
            select loyalty.erased_hash(type, value) from loyalty.identifier
            where account = any(:accounts::uuid[]) and valid_to is null and type not in ('PHONE', 'EMAIL')
            on conflict do nothing
            """,
            """
            update loyalty.identifier
            set value = 'erased/' || id, sealed = null, last_four_hash = null, valid_to = coalesce(valid_to, greatest(valid_from, :now::timestamptz))
            where account = any(:accounts::uuid[])
            """,
            """
            update loyalty.member
            set personal = null, named = false, birthday_kana = null, home_location = null, locale = 'ja', erased_at = :now::timestamptz,
                version = version + 1
            where id = any(:accounts::uuid[])
            """,
            "delete from loyalty.basket where account = any(:accounts::uuid[])",
            "delete from loyalty.preference where account = any(:accounts::uuid[])",
            "delete from loyalty.privacy where account = any(:accounts::uuid[])",
            """
            update loyalty.consent_event set source_transaction = 'erased/' || id, actor = 'erased'
            where account = any(:accounts::uuid[])
            """,
            "delete from loyalty.sign_in_code where account = any(:accounts::uuid[])",
            "update loyalty.sign_in_step set contact = 'erased' where member = any(:accounts::uuid[])",
            "delete from loyalty.link_code where member = any(:accounts::uuid[])",
            "update loyalty.proof_try set member = null where member = any(:accounts::uuid[])",
            "delete from loyalty.till_choice where member = any(:accounts::uuid[])",
            """
            update loyalty.till_lookup set asked = 'erased', reason = 'erased' where opened = any(:accounts::uuid[])
            """,
            """
            update loyalty.points_adjustment set reason = 'erased'
            where entry in (select id from loyalty.points_entry where account = any(:accounts::uuid[]))
            """,
            """
            update loyalty.merge
            set reason = 'erased', undone_because = case when undone_because is not null then 'erased' end
            where survivor = any(:accounts::uuid[]) or absorbed = any(:accounts::uuid[])
            """,
            "update loyalty.member_hold set reason = 'erased' where account = any(:accounts::uuid[])",
            // It was reckoned over what the buyer had shown, and could tell whether a number was theirs.
            "update loyalty.purchase set content = 'erased' where account = any(:accounts::uuid[])");

    private final JdbcClient sql;

    Forgetting(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Waits for whoever is writing with one of the member's keys, before anything else of the member is locked: they may
     * go on to lock the member themselves.
     */
    void awaitWriters(UUID member) {
        sql.sql("""
                        select k.account from loyalty.member m join loyalty.member_key k on k.account = m.id
                        where m.id = :member or m.part_of = :member order by m.id <> :member, m.id for update of k
                        """).param("member", member).query(UUID.class).list();
    }

    void forget(String[] accounts, Instant now) {
        // Whoever is about to make a key for one of them does so before, or not at all.
        sql.sql("select id from loyalty.member where id = any(?::uuid[]) order by id for no key update")
                .param(accounts)
                .query(UUID.class)
                .list();
        for (String step : STEPS) {
            // Not every step asks for the time.
            sql.sql(step)
                    .params(Map.of("accounts", accounts, "now", now.toString()))
                    .update();
        }
    }
}
