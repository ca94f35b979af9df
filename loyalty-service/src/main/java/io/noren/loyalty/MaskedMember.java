package io.noren.loyalty;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One of several who were found: enough for the customer to say "that is me", too little to know who the others are.
 *
 * @param choice to open this one, together with a second factor; good for some minutes, at this till, for whoever asked
 * @param name first characters only
 * @param kana first characters only
 */
public record MaskedMember(
        UUID choice, String name, String kana, @Nullable String homeLocation, Instant memberSince)
        implements TillMatch {}
