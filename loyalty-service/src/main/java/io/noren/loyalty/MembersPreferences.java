package io.noren.loyalty;

import java.util.List;
import java.util.UUID;

/** What members prefer. */
public interface MembersPreferences {

    /** In the order of kinds; without those of which nothing is preferred. */
    List<MemberCard.Preferred> preferredBy(UUID member);
}
