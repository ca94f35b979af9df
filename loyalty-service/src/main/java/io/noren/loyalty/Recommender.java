package io.noren.loyalty;

import java.util.List;
import java.util.UUID;

/**
 * Says what a member may like. The till's look-up asks it, and does not know how it is found out.
 *
 * @see io.noren.loyalty.recommendation
 */
public interface Recommender {
    /**
     * What to tell this member in this store, the best first.
     *
     * @param member the member's own id, not that of an account which became part of them
     * @param limit at most so many; there may be fewer, or none
     */
    List<Recommendation> recommend(UUID member, String location, Viewer viewer, int limit);

    /** The same for whoever knows already what of the member's purchases may be seen. */
    List<Recommendation> recommend(Privacy.Sight sight, String location, int limit);
}
