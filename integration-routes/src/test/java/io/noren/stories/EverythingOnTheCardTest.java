package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A customer stands at the till, and the till is told what all parts of Noren know of them; of a new one there is nothing. */
class EverythingOnTheCardTest extends Story {
    private final String card = Long.toString(4_700_000_000L + UUID.randomUUID().hashCode());

    @Test
    void whatIsKnownOfACustomerIsOnTheirCardAndWhatIsNotIsLeftOut() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(9, shirt);
        Store ueno = store("ueno");
        String member = hub.with("Idempotency-Key", named("register"))
                .post("/api/v1/members", """
                        {"familyName": "山本", "familyKana": "ヤマモト", "locale": "ja",
                         "identifiers": [{"type": "CARD", "value": "%s", "provenBy": "SIGHTED"}]}
                        """.formatted(card))
                .json()
                .path("id")
                .asString();

        JsonNode before = lookedUp(ginza);
        assertThat(before.path("member").asString()).isEqualTo(member);
        assertThat(before.at("/points/spendable").asInt(-1)).isZero();
        for (String list : new String[] {"lastPurchases", "pickups", "coupons", "preferences", "recommendations"}) {
            assertThat(before.path(list).isArray()).as(list).isTrue();
            assertThat(before.path(list)).as(list).isEmpty();
        }
        assertThat(before.has("tier")).isFalse();

        String order = named("order");
        ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(card));
        hub.put("/api/v1/members/" + member + "/preferences/SIZE", """
                {"values": ["M"], "source": "MEMBER"}""");
        Answer placed = hub.with("Idempotency-Key", named("pickup"))
                .post("/api/v1/pickup-orders", """
                        {"order": "%s", "location": "%s", "member": "%s", "contact": {"name": "山本"},
                         "lines": [{"line": "1", "sku": "%s", "quantity": 1}, {"line": "2", "sku": "%s", "quantity": 2}]}
                        """.formatted(order, ginza.id, member, shirt, shirt));
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        String coupon = coupon(shirt, member);
        tiers("""
                {"code": "BRONZE", "threshold": 10, "nameJa": "ブロンズ", "nameEn": "Bronze"}""");
        try {
            whenQueuesAreQuiet();

            JsonNode now = lookedUp(ginza);

            assertThat(now.at("/points/spendable").asInt()).isEqualTo(19);
            assertThat(now.at("/lastPurchases/0/lines/0/item").asString()).isEqualTo(shirt);
            assertThat(now.at("/tier/code").asString()).isEqualTo("BRONZE");
            assertThat(now.path("pickups")).hasSize(1);
            assertThat(now.at("/pickups/0/order").asString()).startsWith("…").isNotEqualTo(order);
            assertThat(now.at("/pickups/0/lines").asInt()).isEqualTo(2);
            assertThat(now.at("/coupons/0/code").asString()).isEqualTo(coupon);
            assertThat(now.at("/preferences/0/values/0").asString()).isEqualTo("M");
            assertThat(lookedUp(ueno).path("pickups")).as("waits elsewhere").isEmpty();
        } finally {
            tiers("");
        }
        assertThat(lookedUp(ginza).has("tier"))
                .as("the programme has no tiers any more")
                .isFalse();
    }

    private String coupon(String item, String member) {
        String offer = named("card-offer").toLowerCase(Locale.ROOT);
        Answer put = hub.put("/api/v1/offers/" + offer, """
                {"name": {"ja": "10%%引き", "en": "10%% off"}, "benefit": {"kind": "PERCENTAGE", "percent": 10},
                 "conditions": {"items": ["%s"]}}
                """.formatted(item));
        assertThat(put.status()).as(put.toString()).isBetween(200, 201);
        Answer issued = hub.post("/api/v1/coupons", """
                {"offer": "%s", "count": 1, "member": "%s", "expiresAt": "2099-01-01T00:00:00Z",
                 "source": "office", "sourceTransaction": "%s"}
                """.formatted(offer, member, named("letter")));
        assertThat(issued.status()).as(issued.toString()).isEqualTo(201);
        return issued.json().at("/coupons/0/code").asString();
    }

    private void tiers(String all) {
        Answer replaced = hub.put("/api/v1/tiers", "{\"tiers\": [" + all + "]}");
        assertThat(replaced.status()).as(replaced.toString()).isEqualTo(200);
    }

    private JsonNode lookedUp(Store store) {
        return hub.get("/api/v1/till/members?till=1&reason=ASKED&card=" + card + "&location=" + store.id)
                .json()
                .path("members")
                .path(0);
    }
}
