package io.noren.integration.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.noren.integration.broker.FactPack.Packed;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Facts that travel in one message come out of it as they were put in, to the last character. */
class FactPackTest {
    private static final Origin TILL =
            new Origin("till \"1\"\n暖簾", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

    @Test
    void factsComeOutAsTheyWerePutIn() {
        List<Packed> facts = List.of(
                new Packed(
                        UUID.randomUUID(), "{\"name\":\"暖簾 🏮 \\\"}]\\\\\",\"deep\":{\"list\":[1,{\"a\":[]}]}}", TILL),
                new Packed(UUID.randomUUID(), "{}", new Origin(null, null)),
                new Packed(UUID.randomUUID(), "{ \"spaced\" : 1.50 }", new Origin(null, TILL.traceparent())));

        assertThat(FactPack.read(FactPack.write(facts))).isEqualTo(facts);
    }

    @Test
    void aLongPackIsCutAtTheRightPlaces() {
        List<Packed> facts = IntStream.range(0, 100)
                .mapToObj(n ->
                        new Packed(UUID.randomUUID(), "{\"n\":" + n + ",\"text\":\"" + "暖é🏮x".repeat(n) + "\"}", TILL))
                .toList();

        assertThat(FactPack.read(FactPack.write(facts))).isEqualTo(facts);
    }

    @Test
    void aFieldThatANewerWriterAddedIsPassedOver() {
        UUID event = UUID.randomUUID();

        assertThat(FactPack.read(
                        "[{\"newer\":{\"fact\":[1]},\"event\":\"" + event + "\",\"fact\":{\"a\":1},\"last\":[2]}]"))
                .containsExactly(new Packed(event, "{\"a\":1}", new Origin(null, null)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[",
                "[{\"fact\":{}}]",
                "[{\"event\":\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"}]",
                "[{\"event\":\"somebody\",\"fact\":{}}]",
                "[{\"event\":\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\",\"fact\":{}}",
                "[{\"event\":\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\",\"fact\":{}}] and more",
                "[1]"
            })
    void whatIsNoPackIsSaidToBeNone(String body) {
        assertThatIllegalArgumentException().isThrownBy(() -> FactPack.read(body));
    }
}
