package io.noren.loyalty;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * An identifier that led to one member was proven by another. Says which kind and how, never whose it was.
 *
 * @param claimant the account of whoever proved it
 * @param provenBy how they did
 * @param holderProvenBy how the holder had
 * @param actor who told it
 * @param ruleVersion of the rules by which it was decided
 * @param doubts why it was left to a person; none if the two were merged at once
 * @param merge of the two, which a person may still have to decide
 */
public record IdentifierClaim(
        UUID id,
        IdentifierType type,
        UUID claimant,
        Proof provenBy,
        Proof holderProvenBy,
        Instant at,
        String actor,
        long ruleVersion,
        Decision decision,
        List<Doubt> doubts,
        UUID merge)
        implements LinkAnswer {

    public IdentifierClaim {
        doubts = List.copyOf(doubts);
    }

    /** What came of it at once. */
    public enum Decision {
        /** The rules made them one. */
        MERGED,
        /** A person is asked whether they are. */
        PROPOSED
    }
}
