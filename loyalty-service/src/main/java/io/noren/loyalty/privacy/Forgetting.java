package io.noren.loyalty.privacy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
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
            // A phone number or mail address may be somebody's who registers anew; a card or login was this member's.
            """
            insert into loyalty.erased_identifier (hash)
            select loyalty.erased_hash(type, value) from loyalty.identifier
            where account = any(:accounts::uuid[]) and valid_to is null and type not in ('PHONE', 'EMAIL')
            on conflict do nothing
            """,
            """
            update loyalty.identifier
            set value = 'erased/' || id, valid_to = coalesce(valid_to, greatest(valid_from, :now::timestamptz))
            where account = any(:accounts::uuid[])
            """,
            """
            update loyalty.member
            set family_name = null, given_name = null, family_kana = null, given_kana = null, kana_key = null,
                birth_date = null, home_location = null, locale = 'ja', erased_at = :now::timestamptz,
                version = version + 1
            where id = any(:accounts::uuid[])
            """,
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

    void forget(String[] accounts, Instant now) {
        for (String step : STEPS) {
            // Not every step asks for the time.
            sql.sql(step)
                    .params(Map.of("accounts", accounts, "now", now.toString()))
                    .update();
        }
    }
}
