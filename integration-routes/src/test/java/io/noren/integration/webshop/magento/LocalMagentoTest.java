package io.noren.integration.webshop.magento;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ShopClient;
import io.noren.integration.webshop.ShopClient.Answered;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The local Magento has Magento's own limits and habits. */
class LocalMagentoTest {
    private final LocalMagento magento = new LocalMagento();
    private final ShopClient client =
            new ShopClient(magento.address()).with("Authorization", "Bearer " + LocalMagento.TOKEN);

    @BeforeEach
    void aCupInGinza() {
        magento.store.has("CUP", "ginza", 5);
    }

    @AfterEach
    void close() {
        magento.close();
    }

    @Test
    void anotherTokenIsRefused() {
        Answered answer = new ShopClient(magento.address())
                .with("Authorization", "Bearer guessed")
                .get("/rest/V1/orders?searchCriteria[pageSize]=1"
                        .replace("[", "%5B")
                        .replace("]", "%5D"));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.json().path("message").asString()).contains("isn't authorized");
    }

    @Test
    void anUnknownSourceRefusesAllOfThem() {
        Answered answer = save(item("CUP", "ginza", 7), item("CUP", "nowhere", 1));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("message").asString()).isEqualTo("Could not save Source Item");
        assertThat(magento.store.quantity("CUP", "ginza")).isEqualByComparingTo("5");
    }

    @Test
    void anUnknownSkuIsTakenWithoutAWord() {
        Answered answer = save(item("NEVER-HEARD-OF", "ginza", 7));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("[]");
        assertThat(magento.store.orphans()).containsExactly("NEVER-HEARD-OF");
    }

    @Test
    void anInvalidOneIsRefusedWithItsField() {
        Answered answer = save(item(" CUP", "ginza", 7));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().at("/errors/0/parameters/field").asString()).isEqualTo("sku");
    }

    @Test
    void withInputLimitsTwentyAtOnceAreTheMost() {
        List<Map<String, Object>> many = new ArrayList<>();
        for (int n = 0; n < 21; n++) {
            many.add(item("CUP", "ginza", n));
        }
        assertThat(client.post("/rest/V1/inventory/source-items", Map.of("sourceItems", many))
                        .status())
                .isEqualTo(200);

        magento.limitsInput();

        Answered answer = client.post("/rest/V1/inventory/source-items", Map.of("sourceItems", many));
        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("parameters").path("maximum").asInt()).isEqualTo(20);
        assertThat(search("orders", "searchCriteria[pageSize]", "301").status()).isEqualTo(400);
    }

    @Test
    void aBulkSaysOfEachOperationWhatBecameOfIt() {
        Answered answer = client.post(
                "/rest/async/bulk/V1/inventory/source-items",
                List.of(
                        Map.of("sourceItems", List.of(item("CUP", "ginza", 7))),
                        Map.of("sourceItems", List.of(item("CUP", "nowhere", 7)))));

        assertThat(answer.status()).isEqualTo(202);
        Answered status =
                client.get("/rest/V1/bulk/" + answer.json().path("bulk_uuid").asString() + "/status");
        assertThat(status.json().at("/operations_list/0/status").asInt()).isEqualTo(1);
        assertThat(status.json().at("/operations_list/1/status").asInt()).isEqualTo(3);
    }

    @Test
    void anOrderIsSubtractedFromWhatIsSoldNotFromTheSource() {
        MagentoStore.Order order = magento.store.sells(Map.of("CUP", 2));

        assertThat(magento.store.quantity("CUP", "ginza")).isEqualByComparingTo("5");
        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("3");
        magento.store.ships(order, "ginza");
        assertThat(magento.store.quantity("CUP", "ginza")).isEqualByComparingTo("3");
        assertThat(magento.store.salable("CUP")).isEqualByComparingTo("3");
    }

    @Test
    void ordersAreFoundByTheirLastChangeToTheSecond() {
        magento.store.sells(Map.of("CUP", 1));
        magento.time.passes(Duration.ofSeconds(10));
        MagentoStore.Order second = magento.store.sells(Map.of("CUP", 1));

        Answered answer = search(
                "orders",
                "searchCriteria[filter_groups][0][filters][0][field]",
                "updated_at",
                "searchCriteria[filter_groups][0][filters][0][value]",
                "2026-11-24 00:00:10",
                "searchCriteria[filter_groups][0][filters][0][condition_type]",
                "gteq");

        assertThat(answer.json().path("items").size()).isEqualTo(1);
        assertThat(answer.json().at("/items/0/increment_id").asString()).isEqualTo(second.increment());
    }

    @Test
    void aPageBeyondTheLastIsTheLastAgain() {
        magento.store.sells(Map.of("CUP", 1));

        Answered answer = search("orders", "searchCriteria[pageSize]", "10", "searchCriteria[currentPage]", "5");

        assertThat(answer.json().path("items").size()).isEqualTo(1);
        assertThat(answer.json().path("total_count").asInt()).isEqualTo(1);
    }

    private Answered save(Map<?, ?>... items) {
        return client.post("/rest/V1/inventory/source-items", Map.of("sourceItems", List.of(items)));
    }

    private static Map<String, Object> item(String sku, String source, int quantity) {
        return Map.of("sku", sku, "source_code", source, "quantity", quantity, "status", 1);
    }

    private Answered search(String what, String... criteria) {
        StringBuilder query = new StringBuilder("/rest/V1/" + what + "?");
        for (int n = 0; n < criteria.length; n += 2) {
            query.append(URLEncoder.encode(criteria[n], StandardCharsets.UTF_8))
                    .append('=')
                    .append(URLEncoder.encode(criteria[n + 1], StandardCharsets.UTF_8))
                    .append('&');
        }
        return client.get(query.toString());
    }
}
