package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.security.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code Idempotency-Key}: a client that lost its answer may ask again and again. */
class SameRequestTwiceTest extends Story {
    private String shirt;
    private Store ginza;

    @Test
    void theSameKeyAndBodyGetTheFirstAnswerAgain() {
        given(5);
        Hub once = hub.with("Idempotency-Key", named("a-key"));

        Answer first = once.post("/api/v1/reservations", holdOf(2));
        Answer again = once.post("/api/v1/reservations", holdOf(2));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.raw().body()).isEqualTo(first.raw().body());
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(available()).isEqualTo(3);
    }

    @Test
    void theSameKeyWithAnotherBodyIsRefused() {
        given(5);
        Hub once = hub.with("Idempotency-Key", named("a-key"));
        once.post("/api/v1/reservations", holdOf(2));

        Answer other = once.post("/api/v1/reservations", holdOf(1));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(available()).isEqualTo(3);
        assertThat(once.post("/api/v1/reservations", holdOf(2)).status())
                .as("the first answer still stands")
                .isEqualTo(201);
    }

    @Test
    void anotherCallersSameKeyIsAnotherKey() {
        given(5);
        Hub other = keyFor(Set.of(Scope.RESERVATIONS)).with("Idempotency-Key", named("a-key"));
        hub.with("Idempotency-Key", named("a-key")).post("/api/v1/reservations", holdOf(1));

        assertThat(other.post("/api/v1/reservations", holdOf("other", 2)).status())
                .isEqualTo(201);
        assertThat(available()).isEqualTo(2);
    }

    @Test
    void eightAtOnceWithOneKeyHaveOneEffectAndOneAnswer() throws Exception {
        given(5);
        Hub once = hub.with("Idempotency-Key", named("a-key"));

        List<Answer> answers = allAtOnce(8, () -> once.post("/api/v1/reservations", holdOf(2)));

        assertThat(answers).extracting(Answer::status).containsOnly(201);
        assertThat(answers)
                .extracting(each -> each.raw().body())
                .containsOnly(answers.get(0).raw().body());
        assertThat(answers)
                .filteredOn(each -> each.header("Idempotency-Replayed") == null)
                .hasSize(1);
        assertThat(available()).isEqualTo(3);
    }

    @Test
    void aRefusalIsAnAnswerToo() {
        given(1);
        Hub once = hub.with("Idempotency-Key", named("a-key"));
        Answer refused = once.post("/api/v1/reservations", holdOf(2));
        assertThat(refused.status()).isEqualTo(409);
        ginza.has(5, shirt);

        Answer again = once.post("/api/v1/reservations", holdOf(2));

        assertThat(again.status()).isEqualTo(409);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.raw().body()).isEqualTo(refused.raw().body());
        assertThat(again.header("Content-Type")).startsWith("application/problem+json");
        assertThat(hub.with("Idempotency-Key", named("new-key"))
                        .post("/api/v1/reservations", holdOf(2))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aMalformedRequestMayBeMendedUnderItsKey() {
        given(5);
        Hub once = hub.with("Idempotency-Key", named("a-key"));

        assertThat(once.post("/api/v1/reservations", "{\"owner\":").code()).isEqualTo("MALFORMED_JSON");

        assertThat(once.post("/api/v1/reservations", holdOf(2)).status()).isEqualTo(201);
    }

    @Test
    void whenTheAnswerCannotBeKeptTheEffectIsUndone() {
        given(5);
        Hub once = hub.with("Idempotency-Key", named("a-key"));
        Broken broken = broken(
                "integration.idempotent_request",
                "new.status is not null and new.idempotency_key = '" + named("a-key") + "'");

        Answer failed = once.post("/api/v1/reservations", holdOf(2));

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.raw().body()).doesNotContain("broken by a story", "Exception", "at io.noren");
        assertThat(available()).isEqualTo(5);
        broken.mend();
        Answer again = once.post("/api/v1/reservations", holdOf(2));
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.header("Idempotency-Replayed")).isNull();
        assertThat(available()).isEqualTo(3);
    }

    @Test
    void aDeniedRequestIsAProblemAndLeavesItsKeyFree() {
        given(5);
        Hub elsewhere = keyFor(Set.of(Scope.PICKUP), named("elsewhere")).with("Idempotency-Key", named("a-key"));
        String order = """
                {"order": "%s", "location": "%s", "lines": [{"line": "1", "sku": "%s", "quantity": 1}]}
                """.formatted(named("order"), ginza.id, shirt);

        Answer denied = elsewhere.post("/api/v1/pickup-orders", order);

        assertThat(denied.status()).isEqualTo(403);
        assertThat(denied.code()).isNotNull();
        assertThat(available()).isEqualTo(5);
    }

    private void given(int quantity) {
        shirt = item("SHIRT");
        ginza = store("ginza").has(quantity, shirt);
    }

    private String holdOf(int quantity) {
        return holdOf("shopper", quantity);
    }

    private String holdOf(String owner, int quantity) {
        return """
                {"owner": "%s", "channel": "web", "expiresIn": "PT15M",
                 "lines": [{"line": "1", "sku": "%s", "location": "%s", "quantity": %d}]}
                """.formatted(named(owner), shirt, ginza.id, quantity);
    }

    private int available() {
        return hub.get("/api/v1/availability?sku=" + shirt)
                .json()
                .path("items")
                .get(0)
                .path("available")
                .asInt();
    }
}
