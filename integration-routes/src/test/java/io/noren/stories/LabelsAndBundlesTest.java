package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.Item;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a till names is not always one piece of one item: a scale's label, a gift set. */
class LabelsAndBundlesTest extends Story {

    @Test
    void aLabelWaitsForItsRuleAndTakesItsWeight() {
        String number = anyGtin13().substring(7, 12);
        String ham = item("HAM", "KG", null, List.of(new Item.Code(Item.Scheme.RCN, "21" + number, null)));
        Store ginza = store("ginza").has(5, ham);

        ginza.till(1).reports(sale(1).scanned(1, "21" + number + "004540"));

        whenQueuesAreQuiet();
        assertThat(theParked().path("code").asString()).isEqualTo("UNKNOWN_ITEM");
        assertThat(ginza.onHand(ham)).isEqualByComparingTo("5");

        Answer rule = hub.put(
                "/api/v1/number-rules/" + named("scale"),
                "{\"source\":\"%s\",\"pattern\":\"21IIIIIWWWWWX\"}".formatted(source));

        assertThat(rule.status()).isEqualTo(200);
        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(ginza.onHand(ham)).isEqualByComparingTo("4.546");
    }

    @Test
    void aLabelWaitsForTheItemThatItNames() {
        String number = anyGtin13().substring(7, 12);
        Store ginza = store("ginza");
        hub.put(
                "/api/v1/number-rules/" + named("scale"),
                "{\"source\":\"%s\",\"pattern\":\"22IIIIIWWWWWX\"}".formatted(source));
        ginza.till(1).reports(sale(1).scanned(2, "22" + number + "001000"));
        whenQueuesAreQuiet();
        assertThat(theParked().path("code").asString()).isEqualTo("UNKNOWN_ITEM");

        String ham = item("HAM", "KG", null, List.of(new Item.Code(Item.Scheme.RCN, "22" + number, source)));

        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        assertThat(ginza.onHand(ham)).isEqualByComparingTo("-0.2");
    }

    @Test
    void aGiftSetTakesItsPartsAndGivesThemBack() {
        String cup = item("CUP");
        String tea = item("TEA");
        Answer made = hub.put("/api/v1/items/" + named("SET"), """
                {"name":{"ja":"ギフトセット","en":"Gift set"},"unit":"EACH",
                 "parts":[{"sku":"%s","quantity":2},{"sku":"%s","quantity":1}]}
                """.formatted(cup, tea));
        assertThat(made.status()).isEqualTo(200);
        Store ginza = store("ginza").has(10, cup).has(10, tea);

        ginza.till(1).reports(sale(1).of(3, named("SET")));
        ginza.till(1).reports(sale(1).of(3, named("SET")));
        ginza.till(1).reports(sale(2).back(1, named("SET"), "100"));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(cup)).isEqualByComparingTo("6");
        assertThat(ginza.onHand(tea)).isEqualByComparingTo("8");
        assertThat(parked()).isEmpty();

        Answer hold = hub.post("/api/v1/reservations", """
                {"owner":"%s","channel":"web","lines":[{"line":"1","sku":"%s","location":"%s","quantity":1}]}
                """.formatted(named("cart"), named("SET"), ginza.id));
        assertThat(hold.status()).isEqualTo(400);
        assertThat(hold.json().path("code").asString()).isEqualTo("BUNDLE_HAS_NO_STOCK");
        assertThat(hold.json().path("parts").path(0).path("sku").asString()).isEqualTo(cup);
        assertThat(hold.json().path("parts").path(0).path("quantity").asInt()).isEqualTo(2);
    }
}
