package io.noren.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.json.JsonMapper;

/** Each fact's example is what we write and can read. */
class MessagesTest extends InventoryTest {

    @Autowired
    private JsonMapper json;

    @ParameterizedTest
    @ValueSource(
            classes = {
                StockLevelChanged.class,
                StockImported.class,
                ItemChanged.class,
                LocationChanged.class,
                PickupPlaced.class,
                PickupFellShort.class,
                PickupDelayed.class,
                PickupRescueOffered.class,
                PickupRescueDecided.class,
                PickupRerouted.class,
                PickupSent.class,
                PickupGoodsArrived.class,
                PickupReady.class,
                PickupArrived.class,
                PickupCollected.class,
                PickupSoldAtTill.class,
                PickupReturned.class,
                PickupExpired.class,
                PickupCancelled.class
            })
    void theExampleIsReadAndWrittenTheSame(Class<?> fact) throws IOException {
        String example = example(fact);

        Object read = json.readValue(example, fact);

        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(example));
        assertThat(json.readValue(json.writeValueAsString(read), fact)).isEqualTo(read);
    }

    private static String example(Class<?> fact) throws IOException {
        try (InputStream file = fact.getResourceAsStream("/messages/" + fact.getSimpleName() + ".json")) {
            assertThat(file).as("an example of " + fact.getSimpleName()).isNotNull();
            return new String(file.readAllBytes(), UTF_8);
        }
    }
}
