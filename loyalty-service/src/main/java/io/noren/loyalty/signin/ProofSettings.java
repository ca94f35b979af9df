package io.noren.loyalty.signin;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.loyalty.proofs.*}: how often members may try to prove that something is theirs.
 *
 * @param pinTriesPerCardADay wrong PINs that one card bears in 24 hours, whoever tries
 * @param pinTriesPerCard wrong PINs that it bears in all, since the last right one or since its PIN was set
 * @param pinTriesPerMember wrong PINs that one member may give in an hour, whichever cards they try
 * @param pinTriesPerCaller wrong PINs that may come from one network address in an hour
 * @param linkCodeValidFor how long the code that links an app or a shop may be handed in
 * @param linkCodesPerMember at most so many an hour are made for one member
 * @param linkTriesPerLogin wrong codes that may be handed in for one login in 24 hours
 */
@ConfigurationProperties("noren.loyalty.proofs")
public record ProofSettings(
        @DefaultValue("5") int pinTriesPerCardADay,
        @DefaultValue("20") int pinTriesPerCard,
        @DefaultValue("10") int pinTriesPerMember,
        @DefaultValue("20") int pinTriesPerCaller,
        @DefaultValue("PT10M") Duration linkCodeValidFor,
        @DefaultValue("10") int linkCodesPerMember,
        @DefaultValue("10") int linkTriesPerLogin) {

    public ProofSettings {
        if (linkCodeValidFor.isNegative() || linkCodeValidFor.isZero()) {
            throw new IllegalArgumentException("noren.loyalty.proofs.link-code-valid-for must be above 0");
        }
        if (pinTriesPerCardADay < 1
                || pinTriesPerCard < 1
                || pinTriesPerMember < 1
                || pinTriesPerCaller < 1
                || linkCodesPerMember < 1
                || linkTriesPerLogin < 1) {
            throw new IllegalArgumentException("noren.loyalty.proofs.…-per-… must be at least 1");
        }
    }
}
