package io.noren.loyalty.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.LoyaltyTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.json.JsonMapper;

/** Offers, quotes and coupons over HTTP. */
@LoyaltyTest
class OfferApiTest {
    private static final String TENTH_OFF = """
            {"name": {"ja": "湯のみ10%%引き", "en": "10%% off cups"}, "benefit": {"kind": "PERCENTAGE", "percent": 10},
             "conditions": {"items": ["%s"]}}""";

    @Autowired
    MockMvc http;

    @Autowired
    JsonMapper json;

    @Test
    void anOfferIsTriedStoredReadAndWithdrawn() throws Exception {
        String offer = "/api/v1/offers/api-cups";
        String body = TENTH_OFF.formatted("API-CUP");

        send(put(offer).param("dryRun", "true"), body)
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.version").value(1));
        http.perform(get(offer)).andExpect(status().isNotFound());
        send(put(offer).header("If-Match", "\"0\""), body)
                .andExpect(status().isOk())
                .andExpect(header().string("ETag", "\"1\""));
        http.perform(get(offer))
                .andExpect(jsonPath("$.benefit.percent").value(10))
                .andExpect(jsonPath("$.conditions.items[0]").value("API-CUP"))
                .andExpect(jsonPath("$.name.ja").value("湯のみ10%引き"));
        refused(put(offer).header("If-Match", "\"7\""), body, 412, "STALE_VERSION");
        refused(put(offer).header("If-Match", "seven"), body, 400, "UNREADABLE_VERSION");
        http.perform(get("/api/v1/offers").param("after", "api-cup").param("limit", "1"))
                .andExpect(jsonPath("$.offers", hasSize(1)))
                .andExpect(jsonPath("$.offers[0].id").value("api-cups"))
                .andExpect(jsonPath("$.next").value("api-cups"));
        http.perform(delete(offer).header("If-Match", "\"1\"")).andExpect(status().isNoContent());
        http.perform(get(offer)).andExpect(jsonPath("$.code").value("UNKNOWN_OFFER"));
        http.perform(get(offer).param("version", "1"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.version").value(1));
    }

    @Test
    void whatCannotBeMeantIsRefusedByItsField() throws Exception {
        String offer = "/api/v1/offers/api-odd";
        String named = "{\"name\": {\"ja\": \"あ\", \"en\": \"a\"}, \"benefit\": %s}";

        for (String benefit : new String[] {
            "{\"kind\": \"PERCENTAGE\"}",
            "{\"kind\": \"PERCENTAGE\", \"percent\": 0}",
            "{\"kind\": \"PERCENTAGE\", \"percent\": 100.01}",
            "{\"kind\": \"PERCENTAGE\", \"percent\": 9.999}",
            "{\"kind\": \"PERCENTAGE\", \"percent\": 1e-999999}",
            "{\"kind\": \"PERCENTAGE\", \"percent\": 10, \"take\": 3}",
            "{\"kind\": \"AMOUNT\", \"amount\": {\"amount\": \"0\", \"currency\": \"JPY\"}}",
            "{\"kind\": \"AMOUNT\", \"amount\": {\"amount\": \"0.5\", \"currency\": \"JPY\"}}",
            "{\"kind\": \"MULTI_BUY\", \"take\": 3, \"pay\": 3}",
            "{\"kind\": \"MULTI_BUY\", \"take\": 1, \"pay\": 0}",
            "{\"kind\": \"MULTI_BUY\", \"take\": 3}",
            "{\"kind\": \"TIER_PRICE\", \"prices\": []}",
            "{\"kind\": \"POINTS_MULTIPLIER\", \"factor\": 1}",
            "{}"
        }) {
            refused(put(offer), named.formatted(benefit), 422, "BAD_BENEFIT");
        }
        refused(put("/api/v1/offers/a b"), named.formatted("{}"), 422, "BAD_OFFER_ID");
        refused(
                put(offer),
                named.formatted("{\"kind\": \"AMOUNT\", \"amount\": {\"amount\": \"5\", \"currency\": \"GOLD\"}}"),
                422,
                "UNKNOWN_CURRENCY");
        refused(
                put(offer),
                "{\"name\": {\"ja\": \" \", \"en\": \"a\"}, \"benefit\": {\"kind\": \"PERCENTAGE\", \"percent\": 10}}",
                422,
                "OFFER_NAME_REQUIRED");
        refused(
                put(offer),
                TENTH_OFF
                        .formatted("A")
                        .replace("}}", "}, \"from\": \"2026-01-01T00:00:00Z\", \"until\": \"2026-01-01T00:00:00Z\"}"),
                422,
                "BAD_OFFER_TIME");
    }

    @Test
    void aBasketIsQuotedWithItsReasonsAndAccepted() throws Exception {
        send(put("/api/v1/offers/api-tea"), TENTH_OFF.formatted("API-TEA")).andExpect(status().isOk());
        String basket = """
                {"channel": "WEB", "lines": [{"line": 1, "item": "API-TEA", "quantity": 3,
                  "unitPrice": {"amount": "1980", "currency": "JPY"}}]%s}""";

        ResultActions quoted = send(post("/api/v1/quotes"), basket.formatted(""))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.amount.amount").value("5940"))
                .andExpect(jsonPath("$.discount.amount").value("594"))
                .andExpect(jsonPath("$.total.amount").value("5346"))
                .andExpect(jsonPath("$.lines[0].offers[0].offer").value("api-tea"))
                .andExpect(jsonPath("$.offers[0].version").value(1))
                .andExpect(jsonPath("$.offers[0].reason.code").value("PERCENT_OFF"))
                .andExpect(jsonPath("$.offers[0].reason.ja").value(startsWith("湯のみ")))
                .andExpect(jsonPath("$.points.reasons[0].code").value("POINTS_FOR_MEMBERS"));
        String fingerprint = json.readTree(quoted.andReturn().getResponse().getContentAsByteArray())
                .path("fingerprint")
                .stringValue();
        String key = ", \"source\": \"shop\", \"sourceTransaction\": \"order-1\", \"fingerprint\": \"%s\"";

        refused(post("/api/v1/quotes/accept"), basket.formatted(key.formatted("wrong")), 409, "QUOTE_OUTDATED");
        send(post("/api/v1/quotes/accept"), basket.formatted(key.formatted(fingerprint)))
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.total.amount").value("5346"));
        assertThat(fingerprint).hasSize(64);
    }

    @Test
    void aBasketThatCannotBeIsRefusedByName() throws Exception {
        String basket = """
                {"channel": "WEB", "lines": [{"line": 1, "item": "A", "quantity": %s,
                  "unitPrice": {"amount": "%s", "currency": "%s"}}]}""";

        refused(post("/api/v1/quotes"), basket.formatted("-1", "100", "JPY"), 422, "IMPLAUSIBLE_QUANTITY")
                .andExpect(jsonPath("$.errors[0].field").value("lines.quantity"));
        refused(post("/api/v1/quotes"), basket.formatted("1", "100", "XYZ"), 422, "UNKNOWN_CURRENCY");
        refused(post("/api/v1/quotes"), basket.formatted("1", "1e999", "JPY"), 422, "IMPLAUSIBLE_AMOUNT");
        refused(post("/api/v1/quotes"), basket.formatted("1", "-1", "JPY"), 422, "IMPLAUSIBLE_PRICE");
        refused(post("/api/v1/quotes"), "{\"channel\": \"WEB\", \"lines\": []}", 422, "EMPTY_BASKET");
    }

    @Test
    void aCouponLivesOverHttp() throws Exception {
        send(put("/api/v1/offers/api-coupon"), TENTH_OFF.formatted("API-BAG").replace("}}", "}, \"byCoupon\": true}"))
                .andExpect(status().isOk());
        send(post("/api/v1/coupons"), """
                {"offer": "api-coupon", "codes": ["api-0001", "API-0002"], "expiresAt": "2099-01-01T00:00:00Z",
                 "source": "office", "sourceTransaction": "api-order"}""")
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.coupons", hasSize(2)))
                .andExpect(jsonPath("$.coupons[0].code").value("API-0001"))
                .andExpect(jsonPath("$.coupons[0].state").value("ISSUED"));
        String step = "{\"source\": \"shop\", \"sourceTransaction\": \"%s\"}";

        send(post("/api/v1/coupons/API-0001/reserve"), step.formatted("o-1")).andExpect(status().isOk());
        refused(post("/api/v1/coupons/API-0001/redeem"), step.formatted("o-2"), 409, "COUPON_RESERVED");
        send(post("/api/v1/coupons/API-0001/release"), step.formatted("o-1"))
                .andExpect(jsonPath("$.state").value("RELEASED"));
        send(post("/api/v1/coupons/api-0001/redeem"), step.formatted("o-2"))
                .andExpect(jsonPath("$.state").value("REDEEMED"));
        send(post("/api/v1/coupons/API-0002/void"), step.formatted("v-1"))
                .andExpect(jsonPath("$.state").value("VOID"));
        http.perform(get("/api/v1/coupons/API-0001"))
                .andExpect(jsonPath("$.sourceTransaction").value("o-2"));
        http.perform(get("/api/v1/coupons/API-0003"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("UNKNOWN_COUPON"));
        send(post("/api/v1/coupons/offline-uses"), """
                {"uses": [{"code": "API-0001", "source": "api-till", "sourceTransaction": "s-1", "till": "1",
                           "occurredAt": "2026-11-24T03:00:00Z"}]}""")
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.results[0].result").value("CONFLICT"))
                .andExpect(jsonPath("$.results[0].reason.code").value("COUPON_REDEEMED"));
        http.perform(get("/api/v1/coupons/conflicts").param("limit", "500"))
                .andExpect(jsonPath("$.conflicts[?(@.source == 'api-till')]", hasSize(1)));
    }

    private ResultActions refused(MockHttpServletRequestBuilder request, String body, int status, String code)
            throws Exception {
        return send(request, body)
                .andExpect(status().is(status))
                .andExpect(jsonPath("$.code").value(code));
    }

    private ResultActions send(MockHttpServletRequestBuilder request, String body) throws Exception {
        return http.perform(request.contentType(MediaType.APPLICATION_JSON).content(body));
    }
}
