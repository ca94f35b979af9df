package io.noren.integration.signin;

import io.micrometer.core.instrument.MeterRegistry;
import io.noren.loyalty.IdentifierType;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** How many codes were sent and how many were not: nobody reads the codes, but somebody sees that they do not arrive. */
@Component
class CodeCounts {
    private final MeterRegistry meters;

    CodeCounts(MeterRegistry meters) {
        this.meters = meters;
        // From the first moment, so that what rises is seen to rise.
        for (IdentifierType way : new IdentifierType[] {IdentifierType.EMAIL, IdentifierType.PHONE}) {
            for (Outcome outcome : Outcome.values()) {
                counted(way, outcome, 0);
            }
        }
    }

    /** What became of a code. */
    enum Outcome {
        /** Taken over by the mail server or the gateway. */
        SENT,
        /** Tried as often as it is, and not taken over. */
        GIVEN_UP,
        /** Not even tried, because too many were waiting. */
        TURNED_AWAY
    }

    void count(IdentifierType way, Outcome outcome) {
        counted(way, outcome, 1);
    }

    private void counted(IdentifierType way, Outcome outcome, int more) {
        meters.counter(
                        "noren.codes",
                        "way",
                        way.name().toLowerCase(Locale.ROOT),
                        "outcome",
                        outcome.name().toLowerCase(Locale.ROOT))
                .increment(more);
    }
}
