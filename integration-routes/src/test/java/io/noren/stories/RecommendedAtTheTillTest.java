package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.security.Scope;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Hanako bought tea in Ginza; forty others did, and twelve of them a cup as well. */
class RecommendedAtTheTillTest extends Story {
    private final String card = Long.toString(4_800_000_000L + UUID.randomUUID().hashCode());

    @Test
    void theTillIsToldWhatThisStoreHasOfWhatOthersBought() {
        String tea = item("TEA");
        String cup = item("CUP");
        String pot = item("POT");
        String bag = item("BAG");
        Store ginza = store("ginza").has(5, tea).has(4, cup);
        store("kobe").has(3, pot);
        related(tea, cup, 30);
        related(tea, pot, 20);
        related(tea, bag, 40);
        isNoLongerStocked(bag);
        ginza.till(1).reports(sale(1).of("1", tea, "800").withCard(card));
        whenQueuesAreQuiet();

        JsonNode told = lookedUp(ginza).path("recommendations");

        assertThat(told).hasSize(2);
        assertThat(told.get(0).path("item").asString()).isEqualTo(cup);
        assertThat(told.get(0).path("here").asInt()).isEqualTo(4);
        assertThat(told.get(0).path("orderable").asBoolean()).isFalse();
        assertThat(told.get(0).at("/reason/item").asString()).isEqualTo(tea);
        assertThat(told.get(0).at("/reason/customers").asInt()).isEqualTo(12);
        assertThat(told.get(1).path("item").asString()).isEqualTo(pot);
        assertThat(told.get(1).path("here").asInt()).isZero();
        assertThat(told.get(1).path("orderable").asBoolean()).isTrue();
        assertThat(asked(hub, ginza, "STAFF").json().path("recommendations")).isEqualTo(told);

        ginza.till(1).reports(sale(2).of("4", cup, "4000"));
        whenQueuesAreQuiet();
        assertThat(lookedUp(ginza).path("recommendations").get(0).path("item").asString())
                .as("the last cup was sold a moment ago")
                .isEqualTo(pot);
    }

    @Test
    void onlyWhoMayWriteForAMemberSeesWhatTheyHide() {
        String soap = item("SOAP");
        Store ginza = store("ginza").has(5, soap);
        ginza.till(1).reports(sale(1).of("1", soap, "800").withCard(card));
        whenQueuesAreQuiet();
        Hub till = keyFor(Set.of(Scope.MEMBERS_READ));
        Hub shop = keyFor(Set.of(Scope.MEMBERS_WRITE));
        String timeline = "/api/v1/members/" + member(ginza) + "/timeline";

        for (String path : new String[] {timeline + "?viewer=", recommendations(ginza) + "&viewer="}) {
            assertThat(till.get(path + "STAFF").status()).isEqualTo(200);
            assertThat(till.get(path + "MEMBER").status()).isEqualTo(403);
            assertThat(shop.get(path + "MEMBER").status()).isEqualTo(200);
            assertThat(till.get(path + "EVERYBODY").status()).isEqualTo(400);
        }
        assertThat(shop.get(timeline).json().at("/purchases/0/lines/0/kept").asInt())
                .isEqualTo(1);
    }

    private void related(String item, String to, double score) {
        jdbc.sql("""
                insert into loyalty.item_relation
                    (item, related, score, together, item_customers, related_customers)
                values (:item, :to, :score, 12, 40, 30)
                """).param("item", item).param("to", to).param("score", score).update();
    }

    private JsonNode lookedUp(Store store) {
        return hub.get("/api/v1/till/members?till=1&reason=ASKED&card=" + card + "&location=" + store.id)
                .json()
                .path("members")
                .path(0);
    }

    private String member(Store store) {
        return lookedUp(store).path("member").asString();
    }

    private String recommendations(Store store) {
        return "/api/v1/members/" + member(store) + "/recommendations?location=" + store.id;
    }

    private Answer asked(Hub caller, Store store, String viewer) {
        return caller.get(recommendations(store) + "&viewer=" + viewer);
    }
}
