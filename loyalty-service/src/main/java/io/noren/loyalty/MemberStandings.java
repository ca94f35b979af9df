package io.noren.loyalty;

import java.time.LocalDate;
import java.time.MonthDay;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** How members stand, for offers. */
@Component
public class MemberStandings {
    private final JdbcClient sql;
    private final PointsBalances balances;
    private final PointsLedger ledger;
    private final MembersTiers tiers;
    private final People people;

    MemberStandings(JdbcClient sql, PointsBalances balances, PointsLedger ledger, MembersTiers tiers, People people) {
        this.sql = sql;
        this.balances = balances;
        this.ledger = ledger;
        this.tiers = tiers;
        this.people = people;
    }

    private record Known(UUID member, @Nullable MonthDay birthday) {}

    /**
     * @param account of the card or login that was presented, or the member's own id
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    public MemberStanding of(UUID account) {
        Known known = sql.sql("""
                        select %s %s
                        where m.id = (select coalesce(part_of, id) from loyalty.member where id = ?)
                        """.formatted(People.COLUMNS, People.FROM))
                .param(account)
                .query((row, number) -> new Known(
                        row.getObject("id", UUID.class), day(people.in(row).birthDate())))
                .optional()
                .orElseThrow(MemberStandings::unknown);
        return new MemberStanding(
                known.member(),
                known.birthday(),
                tiers.codeOf(known.member()),
                balances.of(known.member()).spendable());
    }

    /**
     * The member of an account, of whom nobody else takes or gives anything until this transaction ends.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public UUID alone(UUID account) {
        boolean known = sql.sql("select exists (select from loyalty.member where id = ?)")
                .param(account)
                .query(Boolean.class)
                .single();
        if (!known) {
            throw unknown();
        }
        return ledger.memberAlone(account);
    }

    private static Refusal unknown() {
        return Refusal.at("member", "UNKNOWN_MEMBER", "There is no member with this id.");
    }

    private static @Nullable MonthDay day(@Nullable LocalDate born) {
        return born == null ? null : MonthDay.from(born);
    }
}
