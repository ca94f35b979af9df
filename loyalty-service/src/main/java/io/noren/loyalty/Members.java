package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import io.noren.loyalty.personal.DataKey;
import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.personal.SearchHashes;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Registers customers and keeps what leads to them. Announces {@link MemberLinked}. */
@Component
public class Members {
    private static final String NOREN = "noren";
    private static final int MOST_CLAIMS = 100;

    private final EntityManager accounts;
    private final Identifiers identifiers;
    private final IdentifierLinks links;
    private final ClaimBook claims;
    private final Normalisation normalisation;
    private final MemberKeys keys;
    private final SearchHashes hashes;
    private final JdbcClient sql;
    private final Clock clock;

    private record Standing(UUID member, boolean erased) {}

    Members(
            EntityManager accounts,
            Identifiers identifiers,
            IdentifierLinks links,
            ClaimBook claims,
            Normalisation normalisation,
            MemberKeys keys,
            SearchHashes hashes,
            JdbcClient sql,
            Clock clock) {
        this.accounts = accounts;
        this.identifiers = identifiers;
        this.links = links;
        this.claims = claims;
        this.normalisation = normalisation;
        this.keys = keys;
        this.hashes = hashes;
        this.sql = sql;
        this.clock = clock;
    }

    /** The same by the application itself. */
    @Transactional
    public Member register(NewMember customer) {
        return register(customer, NOREN);
    }

    /**
     * Opens an account for a customer. A card that was used before anyone registered it brings its points along. What
     * they have proven and leads to somebody else makes them one with that member, if the rules have no doubt; or it is
     * a claim, which a person decides, and does not lead to them yet.
     *
     * @param actor who registers them
     * @return the customer; under the other's id if they are one
     * @throws Refusal {@code IDENTIFIER_TAKEN} for what leads to another and was not proven, {@code IDENTIFIER_BLOCKED},
     *     {@code IDENTIFIER_LIMIT}, {@code PROOF_UNFIT}, {@code KANA_EXPECTED}, and others that name the field
     */
    @Transactional
    public Member register(NewMember customer, String actor) {
        return registerAll(List.of(customer), actor).get(0);
    }

    /** Registers many at once, all or none, by the application itself. */
    @Transactional
    public List<Member> registerAll(List<NewMember> customers) {
        return registerAll(customers, NOREN);
    }

    private List<Member> registerAll(List<NewMember> customers, String actor) {
        Instant now = now();
        List<MemberAccount> opened = new ArrayList<>();
        List<Wanted> wanted = new ArrayList<>();
        Map<UUID, DataKey> made = new HashMap<>();
        for (NewMember customer : customers) {
            refuseNobody(customer);
            CheckedProfile profile = CheckedProfile.of(customer.profile(), now);
            MemberAccount account = MemberAccount.open(now);
            if (!profile.person().isNobody()) {
                made.put(account.id(), keys.newOne());
            }
            account.change(profile, made.get(account.id()), hashes);
            accounts.persist(account);
            opened.add(account);
            customer.identifiers().forEach(i -> wanted.add(wanted(account.id(), i, now)));
        }
        accounts.flush();
        keys.keep(made);
        List<LinkAnswer> answers = links.linkNew(wanted, actor);
        Map<UUID, List<Identifier>> linked = new HashMap<>();
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Identifier identifier) {
                linked.computeIfAbsent(wanted.get(i).account(), a -> new ArrayList<>())
                        .add(identifier);
            }
        }
        Map<UUID, UUID> joined = joined(opened);
        return opened.stream()
                .map(account -> joined.containsKey(account.id())
                        ? present(joined.get(account.id()))
                        : member(
                                account,
                                made.get(account.id()),
                                account.createdAt(),
                                linked.getOrDefault(account.id(), List.of())))
                .toList();
    }

    /** Those that turned out to be of somebody who is there already, or who somebody else turned out to be. */
    private Map<UUID, UUID> joined(List<MemberAccount> opened) {
        Map<UUID, UUID> members = new HashMap<>();
        sql.sql("""
                        select id, coalesce(part_of, id) as member from loyalty.member m
                        where id = any (?::uuid[])
                          and (part_of is not null
                               or exists (select from loyalty.merge g where g.survivor = m.id and g.state = 'MERGED'))
                        """)
                .param(opened.stream().map(account -> account.id().toString()).toArray(String[]::new))
                .query(row -> {
                    members.put(row.getObject("id", UUID.class), row.getObject("member", UUID.class));
                });
        return members;
    }

    /** By their id, or by the id of an account that became part of them; nobody once they are forgotten. */
    @Transactional(readOnly = true)
    public Optional<Member> find(UUID id) {
        return standing(id).filter(standing -> !standing.erased()).map(standing -> present(standing.member()));
    }

    /**
     * The same, when there must be one.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public Member get(UUID id) {
        return present(known(id));
    }

    /**
     * To whom identifiers lead now, those that lead to somebody who is registered. A card that was only used is free for
     * whoever registers it.
     *
     * @param claims as {@link #normalised} has them
     */
    @Transactional(readOnly = true)
    public Map<Claim, UUID> findAll(Collection<Claim> claims) {
        Map<Claim, UUID> members = new HashMap<>();
        identifiers.holders(claims).forEach((claim, holder) -> {
            if (holder.identifier().provenBy() != Proof.USE) {
                members.put(claim, holder.member());
            }
        });
        return members;
    }

    /**
     * An identifier in the form in which it is compared.
     *
     * @param field that a refusal names
     * @throws Refusal {@code UNREADABLE_…}
     */
    public Claim normalised(String field, IdentifierType type, String value) {
        return new Claim(type, normalisation.normalise(field, type, value));
    }

    /** To whom an identifier leads now, in any spelling. */
    @Transactional(readOnly = true)
    public Optional<UUID> findBy(Claim claim) {
        return identifiers
                .holder(claim.type(), normalisation.normalise(claim.type(), claim.value()))
                .map(Holder::member);
    }

    /**
     * Replaces what the customer told about themselves.
     *
     * @param version the one that was read; proves that nobody else's change is overwritten
     * @throws Refusal {@code STALE_VERSION} with the present member, {@code UNKNOWN_MEMBER}, and those of registering
     */
    @Transactional
    public Member change(UUID id, long version, Profile profile) {
        UUID member = known(id);
        // Before the account: in the order in which an erasure takes the two.
        DataKey key = keys.forWriting(List.of(member)).get(member);
        MemberAccount account = accounts.find(MemberAccount.class, member);
        // It may have been read earlier in this transaction; the version that counts is the one under the lock.
        accounts.refresh(account, LockModeType.PESSIMISTIC_WRITE);
        if (key == null) {
            throw erased();
        }
        if (account.version() != version) {
            throw Refusal.with(
                    "STALE_VERSION",
                    "Someone else changed this member; look at the present state and try again.",
                    Map.of("present", present(account.id())));
        }
        account.change(CheckedProfile.of(profile, now()), key, hashes);
        accounts.flush();
        return present(account.id());
    }

    /** The same by the application itself. */
    @Transactional
    public LinkAnswer link(UUID id, NewIdentifier identifier) {
        return link(id, identifier, NOREN);
    }

    /**
     * Lets an identifier lead to a member. What leads there already stays as it is, unless it is proven better now. An
     * account that was opened by the identifier's first use and that nobody registered is joined to the member, and
     * keeps what it earned. What is proven and leads to somebody else makes the two one, if the rules have no doubt.
     *
     * @param actor who links it
     * @return the identifier that leads to the member; or a claim, which a person decides
     * @throws Refusal {@code IDENTIFIER_TAKEN} for what leads to another and was not proven, {@code IDENTIFIER_BLOCKED},
     *     {@code IDENTIFIER_LIMIT} with the limit, {@code PROOF_UNFIT}, {@code UNKNOWN_MEMBER}, {@code UNREADABLE_…}
     */
    @Transactional
    public LinkAnswer link(UUID id, NewIdentifier identifier, String actor) {
        return links.link(wanted(known(id), identifier, now()), actor);
    }

    /**
     * What a member has proven though it led to somebody else, the latest first, at most 100.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<IdentifierClaim> claims(UUID id) {
        return claims.ofMember(known(id), MOST_CLAIMS);
    }

    /**
     * From now on the identifier does not lead to the member, and somebody else may link it. What was bought and earned
     * with it stays.
     *
     * @throws Refusal {@code UNKNOWN_IDENTIFIER} if it does not lead to this member now, {@code UNKNOWN_MEMBER}
     */
    @Transactional
    public void unlink(UUID id, UUID identifier) {
        if (!identifiers.end(known(id), identifier, now())) {
            throw new Refusal("UNKNOWN_IDENTIFIER", "This member has no such identifier now.");
        }
    }

    /**
     * The member's own id, by it or by that of an account which became part of them.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED}
     */
    @Transactional(readOnly = true)
    public UUID known(UUID id) {
        Standing standing = standing(id).orElseThrow(Members::unknown);
        if (standing.erased()) {
            throw erased();
        }
        return standing.member();
    }

    private Optional<Standing> standing(UUID id) {
        return sql.sql(
                        "select coalesce(part_of, id) as member, erased_at is not null as erased from loyalty.member where id = ?")
                .param(id)
                .query((row, number) -> new Standing(row.getObject("member", UUID.class), row.getBoolean("erased")))
                .optional();
    }

    private Wanted wanted(UUID member, NewIdentifier identifier, Instant now) {
        return new Wanted(
                UUID.randomUUID(),
                member,
                identifier.type(),
                normalisation.normalise(identifier.type(), identifier.value()),
                identifier.provenBy(),
                now);
    }

    private Member present(UUID member) {
        record Beside(Instant since, @Nullable DataKey key) {}
        MemberAccount account = accounts.find(MemberAccount.class, member);
        Beside beside = sql.sql("""
                        select (select min(created_at) from loyalty.member where id = :member or part_of = :member)
                               as since, %s
                        from loyalty.member m left join loyalty.member_key k on k.account = m.id
                        where m.id = :member
                        """.formatted(MemberKeys.COLUMNS))
                .param("member", member)
                .query((row, number) -> new Beside(
                        row.getTimestamp("since").toInstant(), keys.in(row).orElse(null)))
                .single();
        return member(account, beside.key(), beside.since(), identifiers.of(member));
    }

    static Refusal unknown() {
        return new Refusal("UNKNOWN_MEMBER", "There is no member with this id.");
    }

    static Refusal erased() {
        return new Refusal("MEMBER_ERASED", "This member has been forgotten; there is nothing to see or to change.");
    }

    private static Member member(
            MemberAccount account, @Nullable DataKey key, Instant since, List<Identifier> identifiers) {
        Profile profile = account.profile(key);
        return new Member(
                account.id(),
                profile.familyName(),
                profile.givenName(),
                profile.familyKana(),
                profile.givenKana(),
                profile.birthDate(),
                profile.homeLocation(),
                profile.locale(),
                since,
                account.version(),
                identifiers);
    }

    private static void refuseNobody(NewMember customer) {
        Profile profile = customer.profile();
        boolean named = profile.familyName() != null || profile.givenName() != null;
        if (!named && profile.familyKana() == null && customer.identifiers().isEmpty()) {
            throw new Refusal("NAME_OR_IDENTIFIER_REQUIRED", "Give a name or an identifier that leads to the member.");
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
