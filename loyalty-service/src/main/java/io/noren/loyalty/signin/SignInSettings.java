package io.noren.loyalty.signin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.sign-in.*}
 *
 * @param validFor how long a code may be tried
 * @param codesPerContact at most so many an hour go to one address or number
 * @param codesPerMember at most so many an hour go to one member, over all their contacts
 * @param codesPerCaller at most so many an hour are asked for from one network address
 * @param key with which codes and contacts are hashed, at least 32 characters; unset: one is made and kept in the
 *     database
 */
@ConfigurationProperties("noren.loyalty.sign-in")
public record SignInSettings(
        @DefaultValue("PT10M") Duration validFor,
        @DefaultValue("5") int codesPerContact,
        @DefaultValue("8") int codesPerMember,
        @DefaultValue("20") int codesPerCaller,
        @Nullable String key) {
    private static final int SHORTEST_KEY = 32;

    public SignInSettings {
        if (validFor.isNegative() || validFor.isZero()) {
            throw new IllegalArgumentException("noren.loyalty.sign-in.valid-for must be above 0");
        }
        if (codesPerContact < 1 || codesPerMember < 1 || codesPerCaller < 1) {
            throw new IllegalArgumentException("noren.loyalty.sign-in.codes-per-… must be at least 1");
        }
        if (key != null && !key.isBlank() && key.length() < SHORTEST_KEY) {
            throw new IllegalArgumentException("noren.loyalty.sign-in.key has at least 32 characters");
        }
    }
}
