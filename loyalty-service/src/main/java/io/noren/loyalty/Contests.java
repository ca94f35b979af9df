package io.noren.loyalty;

import io.noren.loyalty.IdentifierClaim.Decision;
import io.noren.loyalty.Identifiers.Holder;
import io.noren.loyalty.Identifiers.Wanted;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What comes of an identifier that is proven by a member and leads to another. The unique index over the live ones
 * stays what it is: the holder keeps it, and the second proof is written down as a claim. If the rules have no doubt the
 * two are one member, and it leads to both; otherwise a person is asked.
 */
@Component
class Contests {
    private static final int MOST_MOVES = 5;

    private final JdbcClient sql;
    private final Identifiers identifiers;
    private final ClaimBook claims;
    private final MergeBook merges;
    private final MergeDoubts doubts;

    Contests(JdbcClient sql, Identifiers identifiers, ClaimBook claims, MergeBook merges, MergeDoubts doubts) {
        this.sql = sql;
        this.identifiers = identifiers;
        this.claims = claims;
        this.merges = merges;
        this.doubts = doubts;
    }

    /**
     * @param claimed verified, and not led to its account
     * @return the holder's identifier if it leads to the claimant, too, by now; or the claim that a person decides
     */
    LinkAnswer decide(Wanted claimed, IdentifierRuleSet rules, String actor) {
        Sides sides = alone(claimed);
        Identifier shared = sides.holder().identifier();
        if (sides.claimant().equals(sides.holder().member())) {
            return shared;
        }
        Evidence evidence = new Evidence(
                shared,
                identifiers.of(sides.claimant()),
                identifiers.of(sides.holder().member()),
                doubts.about(sides.claimant(), sides.holder().member()));
        List<Doubt> found = evidence.doubts(rules.policy());
        if (!found.isEmpty()) {
            Optional<IdentifierClaim> before =
                    claims.open(sides.claimant(), claimed.type(), claimed.value(), claimed.provenBy());
            if (before.isPresent()) {
                return before.get();
            }
        }
        IdentifierClaim claim = decided(claimed, sides, evidence, found, rules, actor);
        claims.record(claim, evidence);
        return found.isEmpty() ? shared : claim;
    }

    private IdentifierClaim decided(
            Wanted claimed, Sides sides, Evidence evidence, List<Doubt> found, IdentifierRuleSet rules, String actor) {
        boolean claimantLeads = claimantLeads(sides, evidence, rules.policy());
        UUID holder = sides.holder().member();
        Merge merge = merges.propose(
                claimantLeads ? sides.claimant() : holder,
                claimantLeads ? holder : sides.claimant(),
                "Both have proven the same " + claimed.type() + ".",
                actor,
                rules.version(),
                claimed.from());
        if (found.isEmpty()) {
            merge = merges.join(merge, "identifier rules " + rules.version(), true, claimed.from());
        }
        return new IdentifierClaim(
                UUID.randomUUID(),
                claimed.type(),
                claimed.account(),
                claimed.provenBy(),
                evidence.shared().provenBy(),
                claimed.from(),
                actor,
                rules.version(),
                found.isEmpty() ? Decision.MERGED : Decision.PROPOSED,
                found,
                merge.id());
    }

    private record Sides(UUID claimant, Holder holder) {}

    /** Both as they are, and nobody merges or parts them or moves their points until this transaction ends. */
    private Sides alone(Wanted claimed) {
        for (int attempt = 0; attempt < MOST_MOVES; attempt++) {
            Sides seen = sides(claimed);
            merges.alone(List.of(seen.claimant(), seen.holder().member()));
            if (sides(claimed).equals(seen)) {
                return seen;
            }
        }
        throw IdentifierLinks.taken();
    }

    private Sides sides(Wanted claimed) {
        Holder holder = identifiers.holder(claimed.type(), claimed.value()).orElseThrow(IdentifierLinks::taken);
        return new Sides(identifiers.memberOf(claimed.account()), holder);
    }

    /** The one whose profile is shown afterwards: the better known, or else the older. */
    private boolean claimantLeads(Sides sides, Evidence evidence, IdentifierPolicy policy) {
        int lead = evidence.claimantsLead(policy);
        return lead == 0 ? since(sides.claimant()).isBefore(since(sides.holder().member())) : lead > 0;
    }

    private Instant since(UUID member) {
        return sql.sql("select min(created_at) from loyalty.member where id = :member or part_of = :member")
                .param("member", member)
                .query((row, number) -> row.getTimestamp(1).toInstant())
                .single();
    }
}
