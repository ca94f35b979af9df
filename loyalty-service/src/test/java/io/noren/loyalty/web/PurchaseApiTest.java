package io.noren.loyalty.web;

import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.LoyaltyTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import tools.jackson.databind.json.JsonMapper;

/** A shop tells what its customers bought and brought back. */
@LoyaltyTest
class PurchaseApiTest {
    private static final String PURCHASES = "/api/v1/purchases";

    @Autowired
    MockMvc http;

    @Autowired
    JsonMapper json;

    private final String order = "order-" + UUID.randomUUID();

    @Test
    void anOnlinePurchaseIsTheMembersWhetherTheShopKnowsItsIdOrOnlyItsAccount() throws Exception {
        String account = "shop-" + UUID.randomUUID();
        String member = register(account);

        send(PURCHASES, purchase(order, "\"member\": \"" + member + "\"", "3960"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.points").value(39))
                .andExpect(jsonPath("$.duplicate").value(false));
        send(PURCHASES, purchase(order + "-2", by("WEB_ACCOUNT", account), "500"))
                .andExpect(jsonPath("$.member").value(member))
                .andExpect(jsonPath("$.points").value(5));
        send(PURCHASES, purchase(order + "-2", by("WEB_ACCOUNT", account), "500"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.duplicate").value(true));

        http.perform(get("/api/v1/members/" + member + "/points"))
                .andExpect(jsonPath("$.spendable").value(44));
        http.perform(get("/api/v1/members/" + member + "/timeline"))
                .andExpect(jsonPath("$.purchases[0].channel").value("WEB"));
    }

    @Test
    void whatComesBackTakesItsPointsAlong() throws Exception {
        String member = register("shop-" + UUID.randomUUID());
        String whose = "\"member\": \"" + member + "\"";
        send(PURCHASES, purchase(order, whose, "3960"));

        send(PURCHASES + "/returns", purchase(order + "-back", whose + ", \"returnOf\": \"" + order + "\"", "1980"))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.points").value(-20));

        http.perform(get("/api/v1/members/" + member + "/points"))
                .andExpect(jsonPath("$.spendable").value(19));
    }

    @Test
    void whatCannotBeIsRefusedByName() throws Exception {
        String member = register("shop-" + UUID.randomUUID());
        String whose = "\"member\": \"" + member + "\"";
        send(PURCHASES, purchase(order, whose, "3960"));

        refused(purchase(order, whose, "9990"), 409, "PURCHASE_CONFLICT");
        refused(purchase(order + "-2", "\"note\": \"\"", "100"), 422, "BUYER_REQUIRED");
        refused(purchase(order + "-2", whose + ", " + by("CARD", "123"), "100"), 422, "BUYER_REQUIRED");
        refused(purchase(order + "-2", "\"member\": \"" + UUID.randomUUID() + "\"", "100"), 404, "UNKNOWN_MEMBER");
        refused(purchase(order + "-2", by("PHONE", "ring me"), "100"), 422, "UNREADABLE_PHONE");
        refused(purchase(order + "-2", whose, "-100"), 422, "IMPLAUSIBLE_TOTAL");

        http.perform(get("/api/v1/members/" + member + "/points"))
                .andExpect(jsonPath("$.spendable").value(39));
    }

    private static String by(String type, String value) {
        return "\"by\": {\"type\": \"" + type + "\", \"value\": \"" + value + "\"}";
    }

    private static String purchase(String transaction, String whose, String yen) {
        return """
                {"source": "shop", "sourceTransaction": "%s", "channel": "WEB", %s,
                 "occurredAt": "2026-11-24T05:51:52Z", "total": {"amount": "%s", "currency": "JPY"},
                 "lines": [{"line": 1, "item": "CUP", "quantity": 1}]}
                """.formatted(transaction, whose, yen);
    }

    private String register(String account) throws Exception {
        String made = send("/api/v1/members", """
                {"familyName": "山田", "locale": "ja",
                 "identifiers": [{"type": "WEB_ACCOUNT", "value": "%s", "provenBy": "SIGHTED"}]}
                """.formatted(account))
                .andReturn()
                .getResponse()
                .getContentAsString();
        return json.readTree(made).path("id").asString();
    }

    private void refused(String body, int status, String code) throws Exception {
        send(PURCHASES, body)
                .andExpect(status().is(status))
                .andExpect(jsonPath("$.code").value(code));
    }

    private ResultActions send(String path, String body) throws Exception {
        return http.perform(post(path).contentType(MediaType.APPLICATION_JSON).content(body));
    }
}
