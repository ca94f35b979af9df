package io.noren.loyalty;

import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** What members do not want to be shown, and so which of their purchases somebody may see. */
@Component
public class Privacy {
    private final JdbcClient sql;
    private final Members members;
    private final Clock clock;

    Privacy(JdbcClient sql, Members members, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.clock = clock;
    }

    /** @param hideOnlinePurchasesFromStaff what was bought in the web shop or the app is shown to the member alone */
    public record Choice(boolean hideOnlinePurchasesFromStaff) {}

    /**
     * The purchases of one member that somebody may see.
     *
     * @param accounts all that are part of the member; none when there is no such member
     * @param storesOnly only what was bought in stores
     */
    public record Sight(List<UUID> accounts, boolean storesOnly) {
        public Sight {
            accounts = List.copyOf(accounts);
        }

        /** For a parameter that is cast to {@code uuid[]}. */
        public String[] accountsAsTexts() {
            return accounts.stream().map(UUID::toString).toArray(String[]::new);
        }
    }

    /**
     * What the member has chosen; what one of their accounts hides is hidden.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public Choice of(UUID id) {
        return new Choice(sight(members.known(id), Viewer.STAFF).storesOnly());
    }

    /**
     * Chooses for all accounts that are part of the member now, and so for those of each when they are parted.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public Choice choose(UUID id, Choice choice) {
        sql.sql("""
                        insert into loyalty.privacy as p (account, hide_online_purchases_from_staff, at)
                        select id, :hide, :at::timestamptz
                        from loyalty.member where id = :member or part_of = :member order by id
                        on conflict (account) do update
                            set hide_online_purchases_from_staff = excluded.hide_online_purchases_from_staff,
                                at = excluded.at
                            where p.hide_online_purchases_from_staff <> excluded.hide_online_purchases_from_staff
                        """)
                .param("member", members.known(id))
                .param("hide", choice.hideOnlinePurchasesFromStaff())
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
                .update();
        return choice;
    }

    /** @param member the member's own id, not that of an account which became part of them */
    public Sight sight(UUID member, Viewer viewer) {
        record Account(UUID id, boolean hides) {}
        List<Account> accounts = sql.sql("""
                        select m.id, coalesce(p.hide_online_purchases_from_staff, false) as hides
                        from loyalty.member m left join loyalty.privacy p on p.account = m.id
                        where m.id = :member or m.part_of = :member
                        """)
                .param("member", member)
                .query((row, number) -> new Account(row.getObject("id", UUID.class), row.getBoolean("hides")))
                .list();
        boolean hides = accounts.stream().anyMatch(Account::hides);
        return new Sight(accounts.stream().map(Account::id).toList(), viewer == Viewer.STAFF && hides);
    }
}
