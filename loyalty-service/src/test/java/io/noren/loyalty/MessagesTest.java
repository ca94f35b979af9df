package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The examples beside the code are what is really written and read. */
class MessagesTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @ParameterizedTest
    @ValueSource(
            classes = {
                MemberErased.class,
                MemberLinked.class,
                MembersMerged.class,
                MembersUnmerged.class,
                PointsChanged.class
            })
    void anExampleReadAndWrittenAgainIsTheSame(Class<?> fact) throws IOException {
        try (InputStream example = fact.getResourceAsStream("/messages/" + fact.getSimpleName() + ".json")) {
            JsonNode written = json.readTree(example);
            Object read = json.treeToValue(written, fact);

            assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(written);
            assertThat(written.propertyNames()).hasSize(fact.getRecordComponents().length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"EARN", "RETURN"})
    void theIdOfABookingFollowsFromWhatWasBooked(String purpose) {
        PointsPurpose why = PointsPurpose.valueOf(purpose);
        UUID id = PointsLedger.idOf("till", "42", why);

        assertThat(PointsLedger.idOf("till", "42", why)).isEqualTo(id);
        assertThat(PointsLedger.idOf("till", "43", why)).isNotEqualTo(id);
        assertThat(PointsLedger.idOf("till2", "42", why)).isNotEqualTo(id);
    }
}
