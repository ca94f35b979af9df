package io.noren.loyalty;

import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Registers customers and keeps what leads to them. Announces {@link MemberLinked}. */
@Component
public class Members {
    private final EntityManager accounts;
    private final Identifiers identifiers;
    private final Normalisation normalisation;
    private final JdbcClient sql;
    private final ApplicationEventPublisher facts;
    private final Clock clock;

    Members(
            EntityManager accounts,
            Identifiers identifiers,
            Normalisation normalisation,
            JdbcClient sql,
            ApplicationEventPublisher facts,
            Clock clock) {
        this.accounts = accounts;
        this.identifiers = identifiers;
        this.normalisation = normalisation;
        this.sql = sql;
        this.facts = facts;
        this.clock = clock;
    }

    /**
     * Opens an account for a customer. A card that was used before anyone registered it brings its points along.
     *
     * @throws Refusal {@code IDENTIFIER_TAKEN}, {@code KANA_EXPECTED}, and others that name the field
     */
    @Transactional
    public Member register(NewMember customer) {
        return registerAll(List.of(customer)).get(0);
    }

    /** Registers many at once, all or none. */
    @Transactional
    public List<Member> registerAll(List<NewMember> customers) {
        Instant now = now();
        List<MemberAccount> opened = new ArrayList<>();
        List<Wanted> wanted = new ArrayList<>();
        for (NewMember customer : customers) {
            refuseNobody(customer);
            MemberAccount account = MemberAccount.open(customer.profile(), now);
            accounts.persist(account);
            opened.add(account);
            customer.identifiers().forEach(i -> wanted.add(wanted(account.id(), i, now)));
        }
        accounts.flush();
        Map<UUID, List<Identifier>> linked = linkAll(wanted);
        return opened.stream()
                .map(account -> member(account, account.createdAt(), linked.getOrDefault(account.id(), List.of())))
                .toList();
    }

    /** By their id, or by the id of an account that became part of them. */
    @Transactional(readOnly = true)
    public Optional<Member> find(UUID id) {
        return memberOf(id).map(this::present);
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
        MemberAccount account = accounts.find(MemberAccount.class, known(id));
        // It may have been read earlier in this transaction; the version that counts is the one under the lock.
        accounts.refresh(account, LockModeType.PESSIMISTIC_WRITE);
        if (account.version() != version) {
            throw Refusal.with(
                    "STALE_VERSION",
                    "Someone else changed this member; look at the present state and try again.",
                    Map.of("present", present(account.id())));
        }
        account.change(profile, now());
        accounts.flush();
        return present(account.id());
    }

    /**
     * Lets an identifier lead to a member. What leads there already stays as it is. An account that was opened by the
     * identifier's first use and that nobody registered is joined to the member, and keeps what it earned.
     *
     * @throws Refusal {@code IDENTIFIER_TAKEN}, {@code UNKNOWN_MEMBER}, {@code UNREADABLE_…}
     */
    @Transactional
    public Identifier link(UUID id, NewIdentifier identifier) {
        UUID member = known(id);
        Wanted wanted = wanted(member, identifier, now());
        return linked(wanted, identifiers.take(List.of(wanted)));
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
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public UUID known(UUID id) {
        return memberOf(id).orElseThrow(() -> new Refusal("UNKNOWN_MEMBER", "There is no member with this id."));
    }

    private Optional<UUID> memberOf(UUID id) {
        return sql.sql("select coalesce(part_of, id) from loyalty.member where id = ?")
                .param(id)
                .query(UUID.class)
                .optional();
    }

    /** The linked, by member and in the order wanted. */
    private Map<UUID, List<Identifier>> linkAll(List<Wanted> wanted) {
        Set<UUID> taken = identifiers.take(wanted);
        Map<UUID, List<Identifier>> linked = new HashMap<>();
        for (Wanted one : wanted) {
            linked.computeIfAbsent(one.account(), m -> new ArrayList<>()).add(linked(one, taken));
        }
        return linked;
    }

    private Identifier linked(Wanted wanted, Set<UUID> taken) {
        return taken.contains(wanted.id()) ? announced(wanted, null) : linkHeld(wanted);
    }

    private Identifier linkHeld(Wanted wanted) {
        Holder holder = identifiers.holder(wanted.type(), wanted.value()).orElseThrow(Members::identifierTaken);
        if (holder.member().equals(wanted.account())) {
            return holder.identifier();
        }
        if (!identifiers.join(holder, wanted.account(), wanted.from())) {
            throw identifierTaken();
        }
        // The account was reached by mere use; the link has a proof of its own, and the history shows both.
        identifiers.end(wanted.account(), holder.identifier().id(), wanted.from());
        Wanted proven = new Wanted(
                wanted.id(), holder.account(), wanted.type(), wanted.value(), wanted.provenBy(), wanted.from());
        if (identifiers.take(List.of(proven)).isEmpty()) {
            throw identifierTaken();
        }
        return announced(wanted, holder.account());
    }

    private Identifier announced(Wanted wanted, @Nullable UUID joined) {
        facts.publishEvent(new MemberLinked(
                UUID.randomUUID(), wanted.account(), wanted.id(), wanted.type().name(), joined, wanted.from()));
        return new Identifier(wanted.id(), wanted.type(), wanted.value(), wanted.provenBy(), wanted.from());
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
        MemberAccount account = accounts.find(MemberAccount.class, member);
        Instant since = sql.sql("select min(created_at) from loyalty.member where id = :member or part_of = :member")
                .param("member", member)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
        return member(account, since, identifiers.of(member));
    }

    private static Member member(MemberAccount account, Instant since, List<Identifier> identifiers) {
        Profile profile = account.profile();
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

    private static Refusal identifierTaken() {
        // Whose it is must not be said, and not even whether they are registered.
        return Refusal.at(
                "value", "IDENTIFIER_TAKEN", "This identifier leads to another member; unlink it there first.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
