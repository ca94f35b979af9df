package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.Item;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stories of shoppers who are told of their orders: with mailboxes, phones, an app, and a clock that is put forward. */
@Import(MessageStory.Time.class)
abstract class MessageStory extends Story {
    static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");
    static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    static final TextGateway PHONES = phones();
    static final WebShop APP = app();

    @Autowired
    MovingClock clock;

    /** The hub's clock: real time and what was put on top. */
    static final class MovingClock extends Clock {
        private volatile Duration ahead = Duration.ZERO;

        void passes(Duration time) {
            ahead = ahead.plus(time);
        }

        /** Up to the next time of day there. */
        void strikes(String time) {
            ZonedDateTime now = instant().atZone(TOKYO);
            ZonedDateTime next = now.with(LocalTime.parse(time));
            passes(Duration.between(now, next.isAfter(now) ? next : next.plusDays(1)));
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException("the hub keeps UTC");
        }
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class Time {
        @Bean
        @Primary
        MovingClock movingClock() {
            return new MovingClock();
        }
    }

    @DynamicPropertySource
    static void everyChannel(DynamicPropertyRegistry properties) {
        properties.add("noren.messages.mail.from", () -> "Tea House <orders@shop.example>");
        properties.add("noren.messages.smpp.host", () -> "127.0.0.1");
        properties.add("noren.messages.smpp.port", () -> PHONES.port);
        properties.add("noren.messages.smpp.system-id", () -> TextGateway.SYSTEM);
        properties.add("noren.messages.smpp.password", () -> TextGateway.PASSWORD);
        properties.add("noren.messages.smpp.from", () -> "TeaHouse");
        properties.add("noren.messages.smpp.bind-again-after", () -> "PT0.2S");
        properties.add("noren.messages.smpp.answer-within", () -> "PT3S");
        properties.add("noren.messages.push.url", APP::address);
        properties.add("noren.messages.push.secret", () -> SECRET);
        properties.add("noren.inventory.pickup-sweep-millis", () -> "500");
    }

    @BeforeEach
    void everythingWorksAndItIsNoon() {
        APP.answersWith(204);
        clock.strikes("12:00");
    }

    private static TextGateway phones() {
        TextGateway gateway = new TextGateway();
        gateway.opens();
        return gateway;
    }

    private static WebShop app() {
        WebShop app = new WebShop();
        app.trustAtAnyTime(SECRET);
        return app;
    }

    /** Whoever orders something. */
    record Shopper(
            @Nullable String member,
            @Nullable String name,
            @Nullable String phone,
            @Nullable String email) {
        static Shopper guest(@Nullable String name, @Nullable String phone, @Nullable String email) {
            return new Shopper(null, name, phone, email);
        }

        private String contact() {
            return "{" + String.join(", ", List.of(field("name", name), field("phone", phone), field("email", email)))
                    + "}";
        }

        private static String field(String name, @Nullable String value) {
            return "\"" + name + "\": "
                    + (value == null ? "null" : JsonMapper.shared().writeValueAsString(value));
        }
    }

    /** An order in a store. */
    final class Order {
        final String id;
        final String number;
        final String code;

        Order(String number, JsonNode placed) {
            this.number = number;
            this.id = placed.path("id").asString();
            this.code = placed.path("handoverCode").asString();
        }

        Order is(String... steps) {
            for (String step : steps) {
                Answer answer = hub.post("/api/v1/pickup-orders/" + id + "/" + step, "{}");
                assertThat(answer.status()).as(step + " " + answer).isEqualTo(200);
            }
            return this;
        }

        /** A while after it was placed: else there would be no need to say so. */
        Order isReady() {
            await().atMost(PATIENCE)
                    .until(() -> !message("PLACED").path("state").asString().equals("WAITING"));
            return is("accept", "start-picking", "ready");
        }

        void does(String step, String json) {
            Answer answer = hub.post("/api/v1/pickup-orders/" + id + "/" + step, json);
            assertThat(answer.status()).as(step + " " + answer).isEqualTo(200);
        }

        Instant expiresAt() {
            return Instant.parse(hub.get("/api/v1/pickup-orders/" + id)
                    .json()
                    .path("expiresAt")
                    .asString());
        }

        /** The log's entries of this order, the first one first. */
        List<JsonNode> messages() {
            List<JsonNode> messages = new ArrayList<>();
            hub.get("/api/v1/messages?order=" + number).json().path("messages").forEach(messages::add);
            Collections.reverse(messages);
            return messages;
        }

        JsonNode message(String kind) {
            await().atMost(PATIENCE).until(() -> messages().stream().anyMatch(each -> isOf(kind, each)));
            return messages().stream()
                    .filter(each -> isOf(kind, each))
                    .reduce((first, second) -> second)
                    .orElseThrow();
        }

        private static boolean isOf(String kind, JsonNode message) {
            return message.path("kind").asString().equals(kind);
        }

        /** Waits until a message has come so far. */
        JsonNode until(String kind, String state) {
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(message(kind).path("state").asString())
                            .as("%s", message(kind))
                            .isEqualTo(state));
            return message(kind);
        }

        List<String> ways(String kind) {
            return message(kind)
                    .path("attempts")
                    .valueStream()
                    .map(each -> each.path("channel").asString() + " "
                            + each.path("outcome").asString("open"))
                    .toList();
        }
    }

    Order order(Shopper shopper) {
        String tea = item("TEA", Item.EACH, null, List.of());
        Store ginza = store("ginza").has(5, tea);
        return order(shopper, ginza, tea, named("order"));
    }

    Order order(Shopper shopper, Store store, String item, String number) {
        return order(shopper, store, null, item, number);
    }

    /** @param from the store that has the goods; null: the one where they are collected */
    Order order(Shopper shopper, Store store, @Nullable Store from, String item, String number) {
        Answer placed = hub.with("Idempotency-Key", number).post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "channel": "web", "contact": %s%s%s,
                 "lines": [{"line": "1", "sku": "%s", "quantity": 2}]}
                """.formatted(
                        number,
                        store.id,
                        shopper.contact(),
                        shopper.member() == null ? "" : ", \"member\": \"" + shopper.member() + "\"",
                        from == null ? "" : ", \"from\": \"" + from.id + "\"",
                        item));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        return new Order(number, placed.json());
    }

    /** @param identifiers as JSON */
    String member(String name, String locale, String identifiers) {
        Answer made = hub.with("Idempotency-Key", named("member"))
                .post("/api/v1/members", """
                {"familyName": "%s", "locale": "%s", "identifiers": [%s]}
                """.formatted(name, locale, identifiers));
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        return made.json().path("id").asString();
    }

    void prefers(String member, String kind, String... channels) {
        hub.put("/api/v1/members/" + member + "/preferences/" + kind, """
                {"values": ["%s"], "source": "MEMBER"}""".formatted(String.join("\", \"", channels)));
    }

    List<WebShop.Told> toldToTheApp(Order order) {
        return APP.aboutSubject(order.id);
    }
}
