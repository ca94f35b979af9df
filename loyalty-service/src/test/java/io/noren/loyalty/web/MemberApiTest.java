package io.noren.loyalty.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.patch;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Money;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.Purchases;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@LoyaltyTest
class MemberApiTest {
    @Autowired
    MockMvc http;

    @Autowired
    Purchases purchases;

    @Autowired
    JsonMapper json;

    @Test
    void aMemberIsRegisteredShownAndChanged() throws Exception {
        String id = register("9100000001");

        http.perform(get("/api/v1/members/" + id))
                .andExpect(status().isOk())
                .andExpect(header().string("ETag", "\"0\""))
                .andExpect(jsonPath("$.familyKana").value("ヤマダ"))
                .andExpect(jsonPath("$.birthDate").value("1990-02-28"))
                .andExpect(jsonPath("$.identifiers", hasSize(1)))
                .andExpect(jsonPath("$.identifiers[0].type").value("CARD"))
                .andExpect(jsonPath("$.identifiers[0].value").value("9100000001"));

        send(patch("/api/v1/members/" + id).header("If-Match", "\"0\""), """
                {"homeLocation": "shinjuku", "birthDate": null}""")
                .andExpect(status().isOk())
                .andExpect(header().string("ETag", "\"1\""))
                .andExpect(jsonPath("$.homeLocation").value("shinjuku"))
                .andExpect(jsonPath("$.birthDate").value(nullValue()))
                .andExpect(jsonPath("$.familyName").value("山田"));

        send(patch("/api/v1/members/" + id), """
                {"version": 0, "homeLocation": "ginza"}""")
                .andExpect(status().isPreconditionFailed())
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.code").value("STALE_VERSION"))
                .andExpect(jsonPath("$.present.version").value(1))
                .andExpect(jsonPath("$.present.homeLocation").value("shinjuku"));
    }

    @Test
    void aPatchThatCannotBeReadIsRefused() throws Exception {
        String member = "/api/v1/members/" + register("9100000002");

        refused(patch(member), "{}", 428, "VERSION_REQUIRED");
        refused(patch(member).header("If-Match", "*"), "{}", 400, "UNREADABLE_VERSION");
        refused(patch(member), "{\"version\": \"new\"}", 400, "UNREADABLE_VERSION");
        refused(patch(member), "{\"version\": 0, \"points\": \"1000\"}", 400, "MALFORMED_PATCH");
        refused(patch(member), "{\"version\": 0, \"familyName\": 7}", 400, "MALFORMED_PATCH");
        refused(patch(member), "{\"version\": 0, \"birthDate\": \"28.2.1990\"}", 400, "MALFORMED_PATCH");
        refused(patch(member), "{\"version\": 0, \"familyKana\": \"山田\"}", 422, "KANA_EXPECTED");
        refused(patch("/api/v1/members/" + UUID.randomUUID()), "{\"version\": 0}", 404, "UNKNOWN_MEMBER");
    }

    @Test
    void identifiersAreLinkedAndUnlinked() throws Exception {
        String taro = "/api/v1/members/" + register("9100000003");
        String hanako = "/api/v1/members/" + register("9100000004");
        String phone = "{\"type\": \"PHONE\", \"value\": \"080-9999-1234\", \"provenBy\": \"SMS_CODE\"}";

        String link = body(send(post(taro + "/identifiers"), phone)
                        .andExpect(status().isCreated())
                        .andExpect(jsonPath("$.value").value("+818099991234")))
                .path("id")
                .stringValue();
        refused(post(hanako + "/identifiers"), phone.replace("SMS_CODE", "SIGHTED"), 409, "IDENTIFIER_TAKEN")
                .andExpect(content().string(not(containsString("8099991234"))))
                .andExpect(jsonPath("$.errors[0].field").value("value"));
        http.perform(delete(taro + "/identifiers/" + link)).andExpect(status().isNoContent());
        http.perform(delete(taro + "/identifiers/" + link))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("UNKNOWN_IDENTIFIER"));
        send(post(hanako + "/identifiers"), phone).andExpect(status().isCreated());
    }

    @Test
    void pointsAndPurchasesAreShownAsTheContractWritesThem() throws Exception {
        String member = "/api/v1/members/" + register("9100000005");
        buy("9100000005", "api-1", "1980", Instant.parse("2026-11-22T01:00:00Z"));
        buy("9100000005", "api-2", "250", Instant.parse("2026-11-22T02:00:00Z"));

        http.perform(get(member + "/points"))
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        {"spendable": 21, "pending": 0, "debt": 0, "nextExpiry": null}"""));
        JsonNode newest = body(http.perform(get(member + "/timeline?limit=1"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.purchases", hasSize(1)))
                .andExpect(jsonPath("$.purchases[0].kind").value("SALE"))
                .andExpect(jsonPath("$.purchases[0].channel").value("STORE"))
                .andExpect(jsonPath("$.purchases[0].occurredAt").value("2026-11-22T02:00:00Z"))
                .andExpect(jsonPath("$.purchases[0].total.amount").value("250"))
                .andExpect(jsonPath("$.purchases[0].total.currency").value("JPY"))
                .andExpect(jsonPath("$.purchases[0].lines[0].amount.amount").value("250")));
        http.perform(get(member + "/timeline")
                        .param("limit", "1")
                        .param("after", newest.path("next").stringValue()))
                .andExpect(jsonPath("$.purchases[0].total.amount").value("1980"))
                .andExpect(jsonPath("$.next").value(nullValue()));
        http.perform(get(member + "/timeline?limit=1000"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("LIMIT_OUT_OF_RANGE"));
        http.perform(get("/api/v1/members/" + UUID.randomUUID() + "/points")).andExpect(status().isNotFound());
    }

    @Test
    void theTillFindsTheMemberAndIsNotToKeepTheAnswer() throws Exception {
        String id = register("9100000006");

        http.perform(till().param("card", "000009100000006").principal(() -> "sato"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(jsonPath("$.total").value(1))
                .andExpect(jsonPath("$.members[0].member").value(id))
                .andExpect(jsonPath("$.members[0].familyName").value("山田"))
                .andExpect(jsonPath("$.members[0].points.spendable").value(0))
                .andExpect(jsonPath("$.members[0].identifiers[0].masked").value("…06"));
        http.perform(till().param("card", "5555555555"))
                .andExpect(status().isOk())
                .andExpect(content().json("{\"members\": [], \"total\": 0}"));
        http.perform(get("/api/v1/till/members?card=1&till=1"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("LOOK_UP_INCOMPLETE"))
                .andExpect(jsonPath("$.errors", hasSize(2)))
                .andExpect(jsonPath("$.errors[0].code").value("LOCATION_REQUIRED"))
                .andExpect(jsonPath("$.errors[1].field").value("reason"));
        http.perform(till().param("phone", "12"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.code").value("UNREADABLE_PHONE"))
                .andExpect(jsonPath("$.errors[0].field").value("phone"));
    }

    private String register(String card) throws Exception {
        JsonNode member =
                body(send(post("/api/v1/members"), """
                {"familyName": "山田", "givenName": "太郎", "familyKana": "やまだ", "givenKana": "たろう",
                 "birthDate": "1990-02-28", "locale": "ja",
                 "identifiers": [{"type": "CARD", "value": "0%s", "provenBy": "SIGHTED"}]}""".formatted(card)).andExpect(status().isCreated()));
        String id = member.path("id").stringValue();
        assertThat(member.path("version").longValue()).isZero();
        return id;
    }

    private void buy(String card, String transaction, String yen, Instant at) {
        BigDecimal amount = new BigDecimal(yen);
        purchases.record(new Purchase(
                "till",
                transaction,
                Channel.STORE,
                Claim.card(card),
                "ginza",
                at,
                new Money(amount, "JPY"),
                List.of(new PurchaseLine(1, "SHIRT-M", BigDecimal.ONE, amount))));
    }

    private static MockHttpServletRequestBuilder till() {
        return get("/api/v1/till/members")
                .param("till", "1")
                .param("location", "ginza")
                .param("reason", "checkout");
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

    private JsonNode body(ResultActions answer) throws Exception {
        return json.readTree(answer.andReturn().getResponse().getContentAsByteArray());
    }
}
