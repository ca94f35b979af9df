package io.noren.loyalty;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** In which tier members are. */
public interface MembersTiers {

    /** The code of the tier that a member has today; null without one. */
    @Nullable
    String codeOf(UUID member);

    /** The same as staff read it; null without one. */
    MemberCard.@Nullable Tier tierOf(UUID member);
}
