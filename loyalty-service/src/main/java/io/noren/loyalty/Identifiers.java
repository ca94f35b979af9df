package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What leads to whom. Who holds an identifier is decided by the unique index over the live ones, in the statement that
 * takes it, and never by looking first.
 */
@Component
class Identifiers {
    private final JdbcClient sql;

    Identifiers(JdbcClient sql) {
        this.sql = sql;
    }

    /** Something that shall lead to an account; the value is normalised. */
    record Wanted(UUID id, UUID account, IdentifierType type, String value, Proof provenBy, Instant from) {}

    /** Where a live identifier leads: the account that holds it, and the member that account is part of. */
    record Holder(Identifier identifier, UUID account, UUID member) {}

    /**
     * Takes all that nobody holds, in one statement.
     *
     * @return the ids of those taken
     */
    Set<UUID> take(List<Wanted> wanted) {
        if (wanted.isEmpty()) {
            return Set.of();
        }
        return Set.copyOf(sql.sql("""
                        insert into loyalty.identifier (id, account, type, value, proven_by, valid_from)
                        select *
                        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[])
                            as wanted (id, account, type, value, proven_by, valid_from)
                        -- Two batches that overlap wait for each other in the same order.
                        order by wanted.type, wanted.value
                        on conflict (type, value) where valid_to is null do nothing
                        returning id
                        """)
                .param(texts(wanted.stream().map(w -> w.id().toString())))
                .param(texts(wanted.stream().map(w -> w.account().toString())))
                .param(texts(wanted.stream().map(w -> w.type().name())))
                .param(texts(wanted.stream().map(Wanted::value)))
                .param(texts(wanted.stream().map(w -> w.provenBy().name())))
                .param(texts(wanted.stream().map(w -> w.from().toString())))
                .query(UUID.class)
                .list());
    }

    /**
     * Opens an account for an identifier nobody holds, in one statement: of several first purchases with a new card at
     * the same moment only one opens it.
     */
    void openAccountFor(Wanted wanted) {
        sql.sql("""
                        with taken as (
                            insert into loyalty.identifier (id, account, type, value, proven_by, valid_from)
                            values (:id, :account, :type, :value, :provenBy, :from::timestamptz)
                            on conflict (type, value) where valid_to is null do nothing
                            returning account)
                        insert into loyalty.member (id, locale, created_at)
                        select account, :locale, :from::timestamptz from taken
                        """)
                .param("id", wanted.id())
                .param("account", wanted.account())
                .param("type", wanted.type().name())
                .param("value", wanted.value())
                .param("provenBy", wanted.provenBy().name())
                .param("from", wanted.from().toString())
                .param("locale", Profile.DEFAULT_LOCALE)
                .update();
    }

    Optional<Holder> holder(IdentifierType type, String value) {
        return sql.sql("""
                        select i.*, coalesce(m.part_of, m.id) as member
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where i.type = ? and i.value = ? and i.valid_to is null
                        """)
                .param(type.name())
                .param(value)
                .query(Identifiers::holder)
                .optional();
    }

    /** The same for many; those that nobody holds are not there. */
    Map<Claim, Holder> holders(Collection<Claim> claims) {
        Map<Claim, Holder> holders = new HashMap<>();
        sql.sql("""
                        select i.*, coalesce(m.part_of, m.id) as member
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where (i.type, i.value) in (select * from unnest(?::text[], ?::text[])) and i.valid_to is null
                        """)
                .param(texts(claims.stream().map(claim -> claim.type().name())))
                .param(texts(claims.stream().map(Claim::value)))
                .query(row -> {
                    Holder holder = holder(row, 0);
                    holders.put(
                            new Claim(
                                    holder.identifier().type(),
                                    holder.identifier().value()),
                            holder);
                });
        return holders;
    }

    /** The member that an account is, or is part of. */
    UUID memberOf(UUID account) {
        return sql.sql("select coalesce(part_of, id) from loyalty.member where id = ?")
                .param(account)
                .query(UUID.class)
                .single();
    }

    /** All live ones of a member, over the accounts that are part of it. */
    List<Identifier> of(UUID member) {
        return sql.sql("""
                        select i.*
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where (m.id = :member or m.part_of = :member) and i.valid_to is null
                        order by i.valid_from, i.type, i.value
                        """)
                .param("member", member)
                .query((row, number) -> identifier(row))
                .list();
    }

    /** Joins an account that nobody registered to a member, if this identifier is all that leads to it. */
    boolean join(Holder unregistered, UUID member, Instant now) {
        // Waits for whoever is linking to either account, in one order; what they did is seen by the next statement.
        sql.sql("select id from loyalty.member where id in (:both) order by id for no key update")
                .param("both", List.of(unregistered.account(), member))
                .query(UUID.class)
                .list();
        return sql.sql("""
                                update loyalty.member a
                                set part_of = :member, joined_at = :now::timestamptz, version = version + 1
                                where a.id = :account and a.id <> :member and a.part_of is null
                                  and coalesce(a.family_name, a.given_name, a.kana_key) is null
                                  and not exists (select from loyalty.member p where p.part_of = a.id)
                                  and exists (select from loyalty.member m where m.id = :member and m.part_of is null)
                                  and exists (select from loyalty.identifier i
                                              where i.id = :identifier and i.valid_to is null)
                                  and not exists (select from loyalty.identifier i
                                                  where i.account = a.id and i.valid_to is null and i.id <> :identifier)
                                """)
                        .param("member", member)
                        .param("account", unregistered.account())
                        .param("identifier", unregistered.identifier().id())
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    /** @return whether it was live and led to this member */
    boolean end(UUID member, UUID identifier, Instant now) {
        return sql.sql("""
                                update loyalty.identifier i
                                set valid_to = greatest(:now::timestamptz, i.valid_from)
                                from loyalty.member m
                                where i.id = :identifier and i.valid_to is null
                                  and m.id = i.account and coalesce(m.part_of, m.id) = :member
                                """)
                        .param("identifier", identifier)
                        .param("member", member)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    private static Holder holder(ResultSet row, int number) throws SQLException {
        return new Holder(identifier(row), row.getObject("account", UUID.class), row.getObject("member", UUID.class));
    }

    static Identifier identifier(ResultSet row) throws SQLException {
        return new Identifier(
                row.getObject("id", UUID.class),
                IdentifierType.valueOf(row.getString("type")),
                row.getString("value"),
                Proof.valueOf(row.getString("proven_by")),
                row.getTimestamp("valid_from").toInstant());
    }

    private static String[] texts(Stream<String> values) {
        return values.toArray(String[]::new);
    }
}
