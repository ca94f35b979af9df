package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.security.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Before it goes offline a till fetches what it has to know of its store. */
class StoreBundleTest extends Story {
    private static final JsonMapper JSON = JsonMapper.shared();

    @Test
    void aTillKeepsItemsStockHereAndNearbyCardsAndOrdersThatWait() throws Exception {
        String cup = item("CUP");
        Store ginza = at("ginza", 35.6717, 139.7650);
        Store shibuya = at("shibuya", 35.6580, 139.7016);
        Store osaka = at("osaka", 34.7025, 135.4959);
        ginza.has(5, cup);
        shibuya.has(7, cup);
        osaka.has(9, cup);
        String card = Long.toString(7_000_000_000L + Math.abs(named("card").hashCode()));
        ginza.till(1).reports(Receipt.sale(1).of(1, cup).withCard("000" + card));
        whenQueuesAreQuiet();
        hub.post("/api/v1/pickup-orders", """
                {"order":"%s","location":"%s","channel":"web","contact":{"name":"山田 花子","phone":"+81 90-0000-0000"},
                 "lines":[{"line":"1","sku":"%s","quantity":2}]}
                """.formatted(named("WEB"), ginza.id, cup));

        offer("here", "\"locations\": [\"" + ginza.id + "\"]");
        offer("there", "\"locations\": [\"" + osaka.id + "\"]");
        offer("online", "\"channels\": [\"WEB\"]");

        Answer answer = hub.get("/api/v1/store-bundles/" + ginza.id + "?nearby=1");

        assertThat(answer.status()).isEqualTo(200);
        List<JsonNode> lines = Arrays.stream(answer.raw().body().split("\n"))
                .map(JSON::readTree)
                .toList();
        JsonNode begin = lines.get(0);
        JsonNode end = lines.get(lines.size() - 1);
        assertThat(begin.path("nearby").path(0).asString()).isEqualTo(shibuya.id);
        assertThat(end.path("end").asBoolean()).isTrue();
        assertThat(lines).hasSize((int) (2
                + end.path("items").asLong()
                + end.path("stock").asLong()
                + end.path("cards").asLong()
                + end.path("pickups").asLong()
                + end.path("offers").asLong()));
        assertThat(lines.stream()
                        .map(line -> line.path("offer").path("id").asString(""))
                        .toList())
                .contains(offerId("here"))
                .doesNotContain(offerId("there"), offerId("online"));
        assertThat(begin.path("memberCodeKeys").path(0).path("crv").asString()).isEqualTo("Ed25519");
        assertThat(available(lines, ginza, cup)).containsExactly(2L);
        assertThat(available(lines, shibuya, cup)).containsExactly(7L);
        assertThat(available(lines, osaka, cup)).isEmpty();
        assertThat(lines.stream()
                        .map(line -> line.path("item").path("sku").asString(""))
                        .toList())
                .contains(cup);
        assertThat(lines.stream().map(line -> line.path("card").asString("")).toList())
                .contains(hash(begin.path("cardSalt").asString(), card));
        assertThat(lines.stream()
                        .map(line -> line.path("pickup").path("order").asString(""))
                        .toList())
                .contains(named("WEB"));
        assertThat(answer.raw().body()).doesNotContain(card, "花子", "90-0000");
    }

    private void offer(String name, String conditions) {
        Answer put = hub.put("/api/v1/offers/" + offerId(name), """
                {"name": {"ja": "10%%引き", "en": "10%% off"}, "benefit": {"kind": "PERCENTAGE", "percent": 10},
                 "conditions": {%s}}
                """.formatted(conditions));
        assertThat(put.status()).as(put.toString()).isBetween(200, 201);
    }

    private String offerId(String name) {
        return named("bundle-" + name).toLowerCase(Locale.ROOT);
    }

    @Test
    void whatChangesAfterwardsIsInTheFeedFromTheBundlesCursorOn() {
        String cup = item("CUP");
        Store ginza = store("ginza").has(5, cup);
        String first = hub.get("/api/v1/store-bundles/" + ginza.id).raw().body().split("\n", 2)[0];

        ginza.has(1, cup);

        String cursor = JSON.readTree(first).path("cursor").asString();
        assertThat(hub.get("/api/v1/stock/changes?limit=1000&after=" + cursor)
                        .json()
                        .path("changes")
                        .valueStream()
                        .filter(change -> change.path("sku").asString().equals(cup))
                        .map(change -> change.path("onHand").asInt()))
                .contains(6);
    }

    @Test
    void aStoresKeyReadsOnlyItsOwnBundle() {
        Store ginza = store("ginza");
        Store ueno = store("ueno");
        Hub till = keyFor(EnumSet.of(Scope.POS), ginza.id);

        assertThat(till.get("/api/v1/store-bundles/" + ginza.id).status()).isEqualTo(200);
        assertThat(till.get("/api/v1/store-bundles/" + ueno.id).status()).isEqualTo(403);
        assertThat(hub.get("/api/v1/store-bundles/" + named("nowhere")).code()).isEqualTo("NO_SUCH_LOCATION");
        assertThat(hub.get("/api/v1/store-bundles/" + ginza.id + "?nearby=11").code())
                .isEqualTo("TOO_MANY_LOCATIONS");
    }

    private Store at(String name, double latitude, double longitude) {
        Store store = storeCalled(named(name));
        hub.put("/api/v1/locations/" + store.id, """
                {"name":"%s","kind":"STORE","zone":"Asia/Tokyo","pickup":{"enabled":true},
                 "position":{"latitude":%s,"longitude":%s}}
                """.formatted(name, latitude, longitude));
        return store;
    }

    private static List<Long> available(List<JsonNode> lines, Store store, String sku) {
        return lines.stream()
                .map(line -> line.path("stock"))
                .filter(stock -> stock.path("sku").asString("").equals(sku)
                        && stock.path("location").asString("").equals(store.id))
                .map(stock -> stock.path("available").asLong())
                .toList();
    }

    private static String hash(String salt, String number) throws Exception {
        return HexFormat.of()
                .formatHex(
                        MessageDigest.getInstance("SHA-256").digest((salt + number).getBytes(StandardCharsets.UTF_8)));
    }
}
