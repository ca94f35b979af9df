package io.noren.loyalty;

import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** What waits in a store for members to collect. Whoever knows stock answers; without one nothing waits. */
public interface MembersPickups {

    /** @param accounts all that are the member */
    List<MemberCard.Pickup> waiting(Collection<UUID> accounts, String location);
}
