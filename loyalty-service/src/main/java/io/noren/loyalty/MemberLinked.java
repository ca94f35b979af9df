package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An identifier now leads to this member. Says which kind, never which number or address.
 *
 * @param type an {@link IdentifierType}'s name
 * @param joined the account that came with it, when the identifier had been in use before anyone registered it; its
 *     id leads to {@code member} from now on
 */
public record MemberLinked(
        UUID id,
        UUID member,
        UUID identifier,
        String type,
        @Nullable UUID joined,
        Instant linkedAt) {}
