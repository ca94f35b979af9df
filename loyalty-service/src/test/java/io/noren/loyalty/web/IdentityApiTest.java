package io.noren.loyalty.web;

import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.LoyaltyTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What leads to whom, by which rules, as shops, tills and clerks ask it over HTTP. */
@LoyaltyTest
class IdentityApiTest {
    private static final String RULES = "/api/v1/identifier-rules";

    @Autowired
    MockMvc http;

    @Autowired
    JsonMapper json;

    @Test
    void aPhoneThatIsAnothersIsAClaimForAPersonAndSaysNotWhose() throws Exception {
        String phone = "{\"type\": \"PHONE\", \"value\": \"080-9000-0001\", \"provenBy\": \"SMS_CODE\"}";
        String taro = register("9200000001");
        String hanako = register("9200000002");
        send(post(member(taro) + "/identifiers"), phone)
                .andExpect(status().isCreated())
                .andExpect(jsonPath("$.assurance").value("VERIFIED"));

        JsonNode claim = body(send(post(member(hanako) + "/identifiers").principal(() -> "sato"), phone)
                .andExpect(status().isAccepted())
                .andExpect(jsonPath("$.decision").value("PROPOSED"))
                .andExpect(jsonPath("$.doubts[0]").value("TYPE_NEVER_MERGES"))
                .andExpect(jsonPath("$.actor").value("sato"))
                .andExpect(content().string(not(containsString(taro))))
                .andExpect(content().string(not(containsString("8090000001")))));
        String merge = claim.path("merge").stringValue();

        http.perform(get(member(hanako) + "/claims"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.claims[0].id").value(claim.path("id").stringValue()));
        http.perform(get("/api/v1/merges?limit=100"))
                .andExpect(status().isOk())
                .andExpect(jsonPath("$.merges[*].id", hasItem(merge)));
        http.perform(get("/api/v1/merges/" + merge))
                .andExpect(jsonPath("$.merge.automatic").value(false))
                .andExpect(jsonPath("$.evidence[0].provenBy").value("SMS_CODE"))
                .andExpect(jsonPath("$.evidence[0].holderProvenBy").value("SMS_CODE"));
        refused(get("/api/v1/merges?limit=0"), "", 400, "LIMIT_OUT_OF_RANGE");
        refused(post(member(hanako) + "/identifiers"), phone.replace("SMS_CODE", "CARD_PIN"), 422, "PROOF_UNFIT");
    }

    @Test
    void aHeldMemberIsMergedWithNobody() throws Exception {
        String taro = register("9200000003");
        String other = register("9200000004");
        String merge = body(send(post("/api/v1/merges"), """
                {"survivor": "%s", "absorbed": "%s", "reason": "same name"}""".formatted(taro, other)))
                .path("merge")
                .path("id")
                .stringValue();
        send(post(member(taro) + "/holds"), "{\"kind\": \"FRAUD\", \"reason\": \" \"}")
                .andExpect(status().isBadRequest());
        String hold = body(send(post(member(taro) + "/holds"), "{\"kind\": \"FRAUD\", \"reason\": \"returns\"}")
                        .andExpect(status().isCreated()))
                .path("id")
                .stringValue();

        refused(post("/api/v1/merges/" + merge + "/approve"), "", 409, "MEMBER_ON_HOLD")
                .andExpect(jsonPath("$.holds[0]").value("FRAUD_HOLD"));
        http.perform(get("/api/v1/merges/" + merge))
                .andExpect(jsonPath("$.preview.blockers[0]").value("FRAUD_HOLD"));
        http.perform(get(member(taro) + "/holds"))
                .andExpect(jsonPath("$.holds[0].reason").value("returns"));
        http.perform(delete(member(taro) + "/holds/" + hold)).andExpect(status().isNoContent());
        refused(delete(member(taro) + "/holds/" + UUID.randomUUID()), "", 404, "UNKNOWN_HOLD");
        send(post("/api/v1/merges/" + merge + "/approve"), "").andExpect(status().isOk());
    }

    @Test
    void aPhoneSpendsNothing() throws Exception {
        String taro = register("9200000005");
        send(
                post(member(taro) + "/identifiers"),
                "{\"type\": \"PHONE\", \"value\": \"080-9000-0005\", \"provenBy\": \"SMS_CODE\"}");
        String reserve = """
                {"member": "%s", "points": 1, "source": "till", "sourceTransaction": "identity-1",
                 "presentedBy": {"type": "%s", "value": "%s"}}""";

        refused(
                        post("/api/v1/points/redemptions"),
                        reserve.formatted(taro, "PHONE", "080-9000-0005"),
                        409,
                        "IDENTIFIER_NEVER_SPENDS")
                .andExpect(jsonPath("$.errors[0].field").value("presentedBy"));
        refused(
                post("/api/v1/points/redemptions"),
                reserve.formatted(taro, "CARD", "9200000001999"),
                409,
                "PRESENTED_BY_ANOTHER");
        refused(
                post("/api/v1/points/redemptions"),
                reserve.formatted(taro, "CARD", "9200000005"),
                409,
                "POINTS_NOT_ENOUGH");
    }

    @Test
    void rulesAreTriedAndThenPutIntoForce() throws Exception {
        JsonNode now = body(http.perform(get(RULES))
                .andExpect(status().isOk())
                .andExpect(jsonPath(
                        "$.rules[*].type",
                        containsInAnyOrder("APP", "WEB_ACCOUNT", "CARD", "EXTERNAL", "EMAIL", "PHONE"))));
        String version = now.path("version").toString();
        String wanted = "{\"rules\": " + now.path("rules") + ", \"blocked\": []}";

        String run = body(send(post(RULES + "/dry-runs"), wanted)
                        .andExpect(status().isCreated())
                        .andExpect(
                                jsonPath("$.basedOn").value(now.path("version").longValue()))
                        .andExpect(jsonPath("$.wouldPart.total").isNumber()))
                .path("id")
                .stringValue();
        String late = body(send(post(RULES + "/dry-runs"), wanted)).path("id").stringValue();
        http.perform(get(RULES + "/dry-runs/" + run)).andExpect(status().isOk());
        String activate = "{\"dryRun\": \"%s\", \"reason\": \"as before\"}";
        send(put(RULES).principal(() -> "suzuki"), activate.formatted(run))
                .andExpect(status().isOk())
                .andExpect(header().string("ETag", "\"" + (Long.parseLong(version) + 1) + "\""))
                .andExpect(jsonPath("$.activatedBy").value("suzuki"));
        refused(put(RULES), activate.formatted(late), 412, "STALE_VERSION")
                .andExpect(jsonPath("$.present.dryRun").value(run));
        http.perform(get(RULES + "/versions/" + version))
                .andExpect(jsonPath("$.version").value(now.path("version").longValue()));

        refused(get(RULES + "/versions/99999"), "", 404, "UNKNOWN_RULES");
        refused(get(RULES + "/dry-runs/" + UUID.randomUUID()), "", 404, "UNKNOWN_DRY_RUN");
        refused(
                        post(RULES + "/dry-runs"),
                        wanted.replace("\"spends\":false", "\"spends\":true"),
                        422,
                        "PHONE_NEVER_SPENDS")
                .andExpect(jsonPath("$.errors[0].field").value(containsString("spends")));
        refused(post(RULES + "/dry-runs"), "{\"rules\": [], \"blocked\": []}", 422, "RULE_INCOMPLETE");
        send(post(RULES + "/dry-runs"), "{\"rules\": [{\"type\": \"CARD\"}], \"blocked\": []}")
                .andExpect(status().isBadRequest());
    }

    private static String member(String id) {
        return "/api/v1/members/" + id;
    }

    private String register(String card) throws Exception {
        return body(send(post("/api/v1/members"), """
                {"familyName": "山田😀", "familyKana": "ﾔﾏﾀﾞ",
                 "identifiers": [{"type": "CARD", "value": "%s", "provenBy": "SIGHTED"}]}""".formatted(card)).andExpect(status().isCreated()))
                .path("id")
                .stringValue();
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
