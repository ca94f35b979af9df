package io.noren.stories;

import static io.noren.integration.security.Scope.POINTS;
import static io.noren.integration.security.Scope.POS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Hanako asks for the price of a basket at the till, in the web shop and in the app, each with a key of its own. */
class OneQuoteOnEveryChannelTest extends Story {
    private static final int BASKETS = Integer.getInteger("quote.baskets", 60);

    private final long seed = Long.getLong("quote.seed", new Random().nextLong());
    private final Random random = new Random(seed);
    private final String mark = named("");
    private final List<String> items =
            IntStream.range(0, 8).mapToObj(n -> "Q" + n + mark).toList();
    private final Map<String, Hub> channels = new LinkedHashMap<>();
    private String hanako = "";

    @BeforeEach
    void aMemberTillShopAndAppAndOffersOfEveryKind() {
        hanako = hub.post("/api/v1/members", """
                        {"familyName":"山田","familyKana":"ヤマダ","birthDate":"1990-11-29","locale":"ja",
                         "identifiers":[{"type":"CARD","value":"%d","provenBy":"SIGHTED"}]}
                        """.formatted(
                                6_900_000_000L + UUID.randomUUID().hashCode()))
                .json()
                .path("id")
                .asString();
        channels.put("STORE", keyFor(EnumSet.of(POS), "ginza"));
        channels.put("WEB", keyFor(EnumSet.of(POINTS)));
        channels.put("APP", keyFor(EnumSet.of(POINTS)));
        offer("share", "{\"kind\":\"PERCENTAGE\",\"percent\":12.5}", items(0, 3), "\"priority\":5");
        offer(
                "off",
                "{\"kind\":\"AMOUNT\",\"amount\":{\"amount\":\"700\",\"currency\":\"JPY\"}}",
                items(2, 5),
                "\"priority\":9");
        offer(
                "each",
                "{\"kind\":\"AMOUNT\",\"amount\":{\"amount\":\"30\",\"currency\":\"JPY\"},\"each\":true}",
                items(5, 6),
                "\"group\":\"g%s\"".formatted(mark));
        offer("three", "{\"kind\":\"MULTI_BUY\",\"take\":3,\"pay\":2}", items(1, 4), "\"priority\":7");
        offer(
                "fall",
                "{\"kind\":\"TIER_PRICE\",\"prices\":[{\"from\":4,\"unitPrice\":{\"amount\":\"333\",\"currency\":\"JPY\"}}]}",
                items(5, 8),
                "\"group\":\"g%s\"".formatted(mark));
        offer("twice", "{\"kind\":\"POINTS_MULTIPLIER\",\"factor\":2}", items(0, 8), "\"priority\":1");
    }

    @Test
    void theAnswerIsTheSameButForWhereItIsAskedAndWhatOneShowsAnotherMayAccept() {
        for (int n = 0; n < BASKETS; n++) {
            String lines = basket();
            Map<String, JsonNode> quotes = new LinkedHashMap<>();
            channels.forEach((channel, key) -> quotes.put(channel, quote(channel, lines)));

            JsonNode atTheTill = quotes.get("STORE");
            quotes.forEach((channel, quote) -> assertThat(answer(quote))
                    .as("-Dquote.seed=%d, %s", seed, channel)
                    .isEqualTo(answer(atTheTill)));
            assertThat(atTheTill.at("/points/earned").asLong())
                    .isEqualTo(atTheTill.at("/points/base").asLong()
                            + atTheTill.at("/points/bonus").asLong());
            quotes.keySet().forEach(paidAt -> {
                String shown = atTheTill.path("fingerprint").asString();
                assertThat(earned(
                                paidAt,
                                lines,
                                shown,
                                atTheTill.at("/total/amount").asString()))
                        .as("-Dquote.seed=%d: shown at the till, paid at %s", seed, paidAt)
                        .isEqualTo(atTheTill.at("/points/earned").asLong());
            });
        }
    }

    @Test
    void anOfferOfOneChannelIsAllThatDiffersAndIsNotHadOnAnother() {
        offer(
                "web",
                "{\"kind\":\"PERCENTAGE\",\"percent\":50}",
                items(0, 8) + ",\"channels\":[\"WEB\"]",
                "\"priority\":0");
        String lines = line(1, items.get(0), 1, 1000);

        assertThat(quote("STORE", lines).at("/total/amount").asString()).isEqualTo("875");
        assertThat(answer(quote("APP", lines))).isEqualTo(answer(quote("STORE", lines)));
        JsonNode web = quote("WEB", lines);
        assertThat(web.at("/total/amount").asString()).isEqualTo("437");
        Answer elsewhere = accept("APP", lines, web.path("fingerprint").asString(), named("sale"));
        assertThat(elsewhere.status()).isEqualTo(409);
        assertThat(elsewhere.json().path("code").asString()).isEqualTo("QUOTE_OUTDATED");
    }

    /** What it answers, without the question. */
    private static JsonNode answer(JsonNode quote) {
        ObjectNode copy = (ObjectNode) quote.deepCopy();
        copy.remove(List.of("channel", "location"));
        return copy;
    }

    private long earned(String channel, String lines, String fingerprint, String total) {
        long before = spendable();
        String transaction = "sale-" + UUID.randomUUID();
        assertThat(accept(channel, lines, fingerprint, transaction).status()).isEqualTo(201);
        Answer told = hub.post("/api/v1/purchases", """
                {"source":"%s","sourceTransaction":"%s","channel":"%s","member":"%s","occurredAt":"2026-11-22T03:04:05Z",
                 "total":{"amount":"%s","currency":"JPY"},"lines":[]}
                """.formatted(source, transaction, channel, hanako, total));
        assertThat(told.status()).as(told.toString()).isEqualTo(201);
        return spendable() - before;
    }

    private long spendable() {
        return hub.get("/api/v1/members/" + hanako + "/points")
                .json()
                .path("spendable")
                .asLong();
    }

    private JsonNode quote(String channel, String lines) {
        Answer answer = channels.get(channel).post("/api/v1/quotes", asked(channel, lines, "}"));
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private Answer accept(String channel, String lines, String fingerprint, String transaction) {
        return channels.get(channel)
                .post("/api/v1/quotes/accept", asked(channel, lines, """
                ,"source":"%s","sourceTransaction":"%s","fingerprint":"%s"}
                """.formatted(source, transaction, fingerprint)));
    }

    private String asked(String channel, String lines, String rest) {
        return """
                {"channel":"%s",%s"member":"%s","at":"2026-11-22T03:00:00Z","lines":[%s]%s
                """.formatted(channel, channel.equals("STORE") ? "\"location\":\"ginza\"," : "", hanako, lines, rest);
    }

    private String basket() {
        return IntStream.rangeClosed(1, 1 + random.nextInt(8))
                .mapToObj(line -> line(
                        line,
                        items.get(random.nextInt(items.size())),
                        1 + random.nextInt(6),
                        1 + random.nextInt(5_000)))
                .collect(Collectors.joining(","));
    }

    private static String line(int line, String item, int quantity, int price) {
        return "{\"line\":%d,\"item\":\"%s\",\"quantity\":%d,\"unitPrice\":{\"amount\":\"%d\",\"currency\":\"JPY\"}}"
                .formatted(line, item, quantity, price);
    }

    private String items(int from, int to) {
        return items.subList(from, to).stream()
                .map(each -> "\"" + each + "\"")
                .collect(Collectors.joining(",", "\"items\":[", "]"));
    }

    private void offer(String id, String benefit, String conditions, String stacking) {
        Answer stored = hub.with("If-Match", "\"0\"")
                .put("/api/v1/offers/" + id + mark, """
                {"name":{"ja":"お得","en":"Bargain"},"benefit":%s,"conditions":{%s},"stacking":{%s},
                 "from":"2026-01-01T00:00:00Z","until":"2099-01-01T00:00:00Z"}
                """.formatted(benefit, conditions, stacking));
        assertThat(stored.status()).as(stored.toString()).isEqualTo(200);
    }
}
