package io.noren.integration.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FlowQueueTest {

    /** A queue gets all that is published at its address: a fact that its flow does not know would be parked. */
    @ParameterizedTest
    @EnumSource
    void whoeverReadsAnAddressKnowsEveryFactThatIsPublishedThere(FlowQueue queue) {
        assertThat(queue.facts().values())
                .containsExactlyInAnyOrderElementsOf(Addresses.all().stream()
                        .filter(fact -> fact.address().equals(queue.address()))
                        .toList());
    }
}
