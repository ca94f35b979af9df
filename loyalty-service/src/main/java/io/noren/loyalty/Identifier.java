package io.noren.loyalty;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.UUID;

/**
 * A live identifier of a member.
 *
 * @param value normalised
 */
public record Identifier(UUID id, IdentifierType type, String value, Proof provenBy, Instant validFrom)
        implements LinkAnswer {

    /** Enough of the value for its owner to recognise it, and too little for anyone else to use it. */
    public String masked() {
        return Mask.identifier(this);
    }

    /** How sure it is that it belongs to the member. */
    @JsonProperty
    public Assurance assurance() {
        return Assurance.of(type, provenBy);
    }
}
