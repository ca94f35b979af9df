package io.noren.pos.epcis;

import java.util.Map;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One system that tells events of goods, {@code noren.pos.epcis.<source>}.
 *
 * @param tells of which of its events stock is to know; the others are recorded and move nothing, because another system
 *     tells of the same goods
 * @param locations our location of a GLN; one that is missing is looked for among the locations' own GLNs
 */
record EpcisSource(
        @DefaultValue Set<Effect> tells, @DefaultValue Map<String, String> locations) {

    EpcisSource {
        tells = Set.copyOf(tells);
        locations = Map.copyOf(locations);
        if (tells.isEmpty()) {
            throw new IllegalArgumentException(
                    "Say in an EPCIS source's 'tells' what stock is to learn from it: received, shipped, counted, sold.");
        }
    }

    String storeCode(String gln) {
        return locations.getOrDefault(gln, gln);
    }
}
