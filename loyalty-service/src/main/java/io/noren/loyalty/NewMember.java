package io.noren.loyalty;

import java.util.List;

/** A customer to register, with what leads to them from the first day. */
public record NewMember(Profile profile, List<NewIdentifier> identifiers) {
    public NewMember {
        identifiers = List.copyOf(identifiers);
    }
}
