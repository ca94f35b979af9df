package io.noren.loyalty;

import io.noren.loyalty.MemberCard.MaskedIdentifier;
import io.noren.loyalty.Privacy.Sight;
import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.personal.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads what staff see of one customer. At a till each round trip counts: who they are, all that leads to them and what
 * they hide is one statement.
 */
@Component
class MemberCards {
    private static final int LAST_PURCHASES = 5;

    private static final String BY_IDENTIFIER = """
            select coalesce(h.part_of, h.id) as member
            from loyalty.identifier f join loyalty.member h on h.id = f.account
            where f.type = ? and f.value = ? and f.valid_to is null
            """;

    private static final String BY_ID = "select coalesce(part_of, id) as member from loyalty.member where id = ?";

    /** A row for each account of the member and each identifier that leads to it. */
    private static final String ACCOUNTS = """
            select a.id as account, a.part_of, a.personal, a.home_location, a.locale, a.created_at,
                   a.erased_at is not null as erased,
                   coalesce(p.hide_online_purchases_from_staff, false) as hides,
                   exists (select from loyalty.points_balance b where b.account = a.id) as points,
                   exists (select from loyalty.purchase s where s.account = a.id) as purchases,
                   exists (select from loyalty.coupon c where c.member = a.id) as coupons,
                   exists (select from loyalty.preference l where l.account = a.id) as preferences,
                   i.id, i.type, i.value, i.sealed, i.proven_by, i.valid_from, %s
            from (%s) asked
            join loyalty.member a on a.id = asked.member or a.part_of = asked.member
            left join loyalty.member_key k on k.account = a.id
            left join loyalty.privacy p on p.account = a.id
            left join loyalty.identifier i on i.account = a.id and i.valid_to is null
            """;

    private final JdbcClient sql;
    private final MemberKeys keys;
    private final Identifiers identifiers;
    private final IdentifierValues values;
    private final PointsBalances balances;
    private final Timeline timeline;

    MemberCards(
            JdbcClient sql,
            MemberKeys keys,
            Identifiers identifiers,
            IdentifierValues values,
            PointsBalances balances,
            Timeline timeline) {
        this.sql = sql;
        this.keys = keys;
        this.identifiers = identifiers;
        this.values = values;
        this.balances = balances;
        this.timeline = timeline;
    }

    /**
     * A customer as they are shown.
     *
     * @param card without what other parts of the programme know
     * @param sight what of their purchases staff may see
     * @param ever what there is of them at all
     */
    record Shown(MemberCard card, Sight sight, Ever ever) {}

    /** Of what an account ever had something: what it never had need not be asked for. */
    record Ever(boolean points, boolean purchases, boolean coupons, boolean preferences) {
        static final Ever NOTHING = new Ever(false, false, false, false);

        Ever or(Ever another) {
            return new Ever(
                    points || another.points,
                    purchases || another.purchases,
                    coupons || another.coupons,
                    preferences || another.preferences);
        }
    }

    /**
     * Whom an identifier leads to now.
     *
     * @param value normalised
     * @throws Refusal {@code MEMBER_ERASED}
     */
    Optional<Shown> by(IdentifierType type, String value) {
        return shown(accounts(BY_IDENTIFIER, type.name(), values.compared(type, value)));
    }

    /**
     * A member by their id, or by that of an account which became part of them.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED}
     */
    Shown of(UUID id) {
        return shown(accounts(BY_ID, id)).orElseThrow(Members::unknown);
    }

    private record Account(
            UUID id,
            boolean member,
            Optional<DataKey> key,
            Person person,
            @Nullable String homeLocation,
            String locale,
            Instant since,
            boolean erased,
            boolean hides,
            Ever ever,
            List<Identifier> identifiers) {}

    private List<Account> accounts(String asked, Object... by) {
        Map<UUID, Account> accounts = new LinkedHashMap<>();
        sql.sql(ACCOUNTS.formatted(MemberKeys.COLUMNS, asked)).params(by).query(row -> {
            Account account = accounts.get(row.getObject("account", UUID.class));
            if (account == null) {
                account = account(row);
                accounts.put(account.id(), account);
            }
            if (row.getObject("id") != null) {
                account.identifiers().add(identifiers.identifier(row, account.key()));
            }
        });
        return List.copyOf(accounts.values());
    }

    /** Its key is unwrapped once, whatever is opened with it; who the other accounts are is not shown. */
    private Account account(ResultSet row) throws SQLException {
        UUID id = row.getObject("account", UUID.class);
        boolean member = row.getObject("part_of") == null;
        Optional<DataKey> key = keys.in(row);
        byte[] personal = row.getBytes("personal");
        return new Account(
                id,
                member,
                key,
                member && personal != null
                        ? key.map(opens -> opens.person(id, personal)).orElse(Person.NOBODY)
                        : Person.NOBODY,
                row.getString("home_location"),
                row.getString("locale"),
                row.getTimestamp("created_at").toInstant(),
                row.getBoolean("erased"),
                row.getBoolean("hides"),
                new Ever(
                        row.getBoolean("points"),
                        row.getBoolean("purchases"),
                        row.getBoolean("coupons"),
                        row.getBoolean("preferences")),
                new ArrayList<>());
    }

    private Optional<Shown> shown(List<Account> accounts) {
        return accounts.stream().filter(Account::member).findFirst().map(member -> shown(member, accounts));
    }

    private Shown shown(Account member, List<Account> accounts) {
        if (member.erased()) {
            throw Members.erased();
        }
        Person person = member.person();
        Sight sight = new Sight(
                accounts.stream().map(Account::id).toList(), accounts.stream().anyMatch(Account::hides));
        Ever ever = accounts.stream().map(Account::ever).reduce(Ever.NOTHING, Ever::or);
        Instant since =
                accounts.stream().map(Account::since).min(Instant::compareTo).orElseThrow();
        List<MaskedIdentifier> masked = accounts.stream()
                .flatMap(account -> account.identifiers().stream())
                .sorted(Identifiers.AS_LISTED)
                .map(identifier -> new MaskedIdentifier(identifier.type(), identifier.masked()))
                .toList();
        MemberCard card = new MemberCard(
                member.id(),
                person.familyName(),
                person.givenName(),
                person.familyKana(),
                person.givenKana(),
                member.homeLocation(),
                member.locale(),
                since,
                ever.points() ? balances.of(member.id()) : Points.NONE,
                masked,
                ever.purchases() ? timeline.of(sight, LAST_PURCHASES, null).purchases() : List.of(),
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of());
        return new Shown(card, sight, ever);
    }
}
