package io.noren.pos.poslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.FuzzedDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Every sample, broken in every way, for {@code -Dfuzz.seconds}. */
class PosLogFuzzTest {
    @Test
    void whateverHappensToADocumentItIsReadOrRefusedByName() {
        List<String> seeds = new ArrayList<>();
        Readings.samples().forEach(sample -> seeds.add(Readings.sample(sample)));

        Map<String, Integer> outcomes = new FuzzedDialect(new PosLog(), "chain", seeds).fuzz();

        assertThat(outcomes).as("it came to more than one gate").containsKeys("SALE", "MALFORMED_DOCUMENT");
    }
}
