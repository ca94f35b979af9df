package io.noren.loyalty;

import java.util.UUID;

/** Whose purchase it is: somebody recognised by what they presented, or somebody whose id the caller knows. */
public sealed interface Buyer permits Claim, Buyer.Known {

    /** A member's id, or that of one of its accounts: then it is that one's purchase. */
    record Known(UUID id) implements Buyer {}
}
