package io.noren.pos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples beside the code are what is really written and read. */
class MessagesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            classes = {
                SaleRecorded.class,
                ReturnRecorded.class,
                CustomerOrderSold.class,
                GoodsMoved.class,
                StockCounted.class,
                CountTakenBack.class,
                TillTransactionParked.class,
                TillTransactionSettled.class
            })
    void theExampleIsReadAndWrittenBackTheSame(Class<?> fact) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/messages/" + fact.getSimpleName() + ".json")) {
            assertThat(in).isNotNull();
            JsonNode example = JSON.readTree(in);
            Object read = JSON.treeToValue(example, fact);

            assertThat(JSON.readTree(JSON.writeValueAsString(read))).isEqualTo(example);
            assertThat(JSON.readValue(JSON.writeValueAsString(read), fact)).isEqualTo(read);
        }
    }
}
