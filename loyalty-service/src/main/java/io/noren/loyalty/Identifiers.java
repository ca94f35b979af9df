package io.noren.loyalty;

import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.MemberKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What leads to whom. Who holds an identifier is decided by the unique index over the live ones, in the statement that
 * takes it, and never by looking first.
 */
@Component
class Identifiers {
    private static final Comparator<Wanted> IN_ORDER =
            Comparator.comparing(Wanted::type).thenComparing(Wanted::value);

    /** The oldest first. */
    static final Comparator<Identifier> AS_LISTED = Comparator.comparing(Identifier::validFrom)
            .thenComparing(identifier -> identifier.type().name())
            .thenComparing(Identifier::value);

    private final JdbcClient sql;
    private final IdentifierValues values;
    private final MemberKeys keys;

    Identifiers(JdbcClient sql, IdentifierValues values, MemberKeys keys) {
        this.sql = sql;
        this.values = values;
        this.keys = keys;
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
        // Two batches that overlap wait for each other in the same order.
        List<Wanted> all = wanted.stream().sorted(IN_ORDER).toList();
        Map<UUID, DataKey> accounts = keys.forWriting(all.stream()
                .filter(w -> w.type().isContact())
                .map(Wanted::account)
                .distinct()
                .toList());
        return Set.copyOf(sql.sql("""
                        insert into loyalty.identifier
                            (id, account, type, value, proven_by, valid_from, sealed, last_four_hash)
                        select id, account, type, value, proven_by, valid_from, sealed, last_four_hash
                        from unnest(?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::timestamptz[],
                                    ?::bytea[], ?::bigint[]) with ordinality
                            as wanted (id, account, type, value, proven_by, valid_from, sealed, last_four_hash, place)
                        order by place
                        on conflict (type, value) where valid_to is null do nothing
                        returning id
                        """)
                .param(texts(all.stream().map(w -> w.id().toString())))
                .param(texts(all.stream().map(w -> w.account().toString())))
                .param(texts(all.stream().map(w -> w.type().name())))
                .param(texts(all.stream().map(w -> values.compared(w.type(), w.value()))))
                .param(texts(all.stream().map(w -> w.provenBy().name())))
                .param(texts(all.stream().map(w -> w.from().toString())))
                .param(texts(all.stream()
                        .map(w ->
                                hex(IdentifierValues.sealed(w.id(), w.type(), w.value(), accounts.get(w.account()))))))
                .param(texts(all.stream().map(w -> text(values.lastFour(w.type(), w.value())))))
                .query(UUID.class)
                .list());
    }

    /**
     * Opens an account for an identifier nobody holds, in one statement: of several first purchases with a new card at
     * the same moment only one opens it. It has a key only if the identifier says who somebody is.
     */
    void openAccountFor(Wanted wanted) {
        DataKey key = wanted.type().isContact() ? keys.newOne() : null;
        sql.sql("""
                        with taken as (
                            insert into loyalty.identifier
                                (id, account, type, value, proven_by, valid_from, sealed, last_four_hash)
                            values (:id, :account, :type, :value, :provenBy, :from::timestamptz,
                                    :sealed::bytea, :lastFour::bigint)
                            on conflict (type, value) where valid_to is null do nothing
                            returning account),
                        opened as (
                            insert into loyalty.member (id, locale, created_at)
                            select account, :locale, :from::timestamptz from taken
                            returning id)
                        insert into loyalty.member_key (account, master, wrapped)
                        select id, :master, :wrapped::bytea from opened where :wrapped::bytea is not null
                        """)
                .param("id", wanted.id())
                .param("account", wanted.account())
                .param("type", wanted.type().name())
                .param("value", values.compared(wanted.type(), wanted.value()))
                .param("provenBy", wanted.provenBy().name())
                .param("from", wanted.from().toString())
                .param("sealed", hex(IdentifierValues.sealed(wanted.id(), wanted.type(), wanted.value(), key)))
                .param("lastFour", values.lastFour(wanted.type(), wanted.value()))
                .param("locale", Profile.DEFAULT_LOCALE)
                .param("master", keys.master())
                .param("wrapped", key == null ? null : hex(keys.wrappedFor(wanted.account(), key)))
                .update();
    }

    Optional<Holder> holder(IdentifierType type, String value) {
        return sql.sql("""
                        select i.*, coalesce(m.part_of, m.id) as member
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where i.type = ? and i.value = ? and i.valid_to is null
                        """)
                .param(type.name())
                .param(values.compared(type, value))
                .query((row, number) -> holder(row, value))
                .optional();
    }

    /** The same for many; those that nobody holds are not there. */
    Map<Claim, Holder> holders(Collection<Claim> claims) {
        Map<Claim, Claim> asked = new HashMap<>();
        claims.forEach(claim ->
                asked.put(new Claim(claim.type(), values.compared(claim.type(), claim.value())), claim));
        Map<Claim, Holder> holders = new HashMap<>();
        sql.sql("""
                        select i.*, coalesce(m.part_of, m.id) as member
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where (i.type, i.value) in (select * from unnest(?::text[], ?::text[])) and i.valid_to is null
                        """)
                .param(texts(asked.keySet().stream().map(claim -> claim.type().name())))
                .param(texts(asked.keySet().stream().map(Claim::value)))
                .query(row -> {
                    IdentifierType type = IdentifierType.valueOf(row.getString("type"));
                    Claim claim = Objects.requireNonNull(asked.get(new Claim(type, row.getString("value"))));
                    holders.put(claim, holder(row, claim.value()));
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
        return sql
                .sql("""
                        select i.*, %s
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        left join loyalty.member_key k on k.account = i.account
                        where (m.id = :member or m.part_of = :member) and i.valid_to is null
                        """.formatted(MemberKeys.COLUMNS))
                .param("member", member)
                .query((row, number) -> identifier(row))
                .list()
                .stream()
                .sorted(AS_LISTED)
                .toList();
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
                                  and not a.named
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

    /** What it was asked by need not be opened. */
    private static Holder holder(ResultSet row, String value) throws SQLException {
        return new Holder(
                identifier(row, value), row.getObject("account", UUID.class), row.getObject("member", UUID.class));
    }

    /** From a row of {@code loyalty.identifier} with {@link MemberKeys#COLUMNS}. */
    Identifier identifier(ResultSet row) throws SQLException {
        return identifier(row, values.opened(row.getObject("id", UUID.class), row));
    }

    /** The same, with the key of its account where that is at hand. */
    Identifier identifier(ResultSet row, Optional<DataKey> key) throws SQLException {
        return identifier(row, values.opened(row.getObject("id", UUID.class), row, key));
    }

    private static Identifier identifier(ResultSet row, String value) throws SQLException {
        return new Identifier(
                row.getObject("id", UUID.class),
                IdentifierType.valueOf(row.getString("type")),
                value,
                Proof.valueOf(row.getString("proven_by")),
                row.getTimestamp("valid_from").toInstant());
    }

    private static @Nullable String hex(byte @Nullable [] bytes) {
        return bytes == null ? null : "\\x" + HexFormat.of().formatHex(bytes);
    }

    private static @Nullable String text(@Nullable Long number) {
        return number == null ? null : number.toString();
    }

    private static String[] texts(Stream<? extends @Nullable String> values) {
        return values.toArray(String[]::new);
    }
}
