package io.noren.loyalty.web;

import static org.hamcrest.Matchers.hasSize;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.delete;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.put;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

@LoyaltyTest
class PreferenceApiTest {
    @Autowired
    MockMvc http;

    @Autowired
    Members members;

    private String hanako;

    @BeforeEach
    void aMemberRegisters() {
        hanako = "/api/v1/members/"
                + members.register(new NewMember(new Profile("山田", "花子", null, null, null, null, "ja"), List.of()))
                        .id();
    }

    @Test
    void preferencesAreToldShownAndForgotten() throws Exception {
        send(put(hanako + "/preferences/SIZE"), """
                {"values": ["M", "S"], "source": "MEMBER"}""")
                .andExpect(status().isOk())
                .andExpect(content().json("""
                        {"kind": "SIZE", "values": ["M", "S"], "source": "MEMBER"}"""))
                .andExpect(jsonPath("$.at").isString());
        http.perform(get(hanako + "/preferences"))
                .andExpect(jsonPath("$.preferences", hasSize(1)))
                .andExpect(jsonPath("$.preferences[0].kind").value("SIZE"));
        send(put(hanako + "/preferences/SIZE"), """
                {"values": ["L"], "source": "DERIVED"}""")
                .andExpect(status().isConflict())
                .andExpect(jsonPath("$.code").value("PREFERENCE_STATED"))
                .andExpect(jsonPath("$.present.values[0]").value("M"));
        http.perform(delete(hanako + "/preferences/SIZE")).andExpect(status().isNoContent());
        http.perform(get(hanako + "/preferences")).andExpect(jsonPath("$.preferences", hasSize(0)));
        send(put(hanako + "/preferences/size"), """
                {"values": [], "source": "MEMBER"}""")
                .andExpect(status().isUnprocessableContent())
                .andExpect(jsonPath("$.errors[0].field").value("kind"));
        http.perform(get("/api/v1/members/" + UUID.randomUUID() + "/preferences"))
                .andExpect(status().isNotFound());
    }

    @Test
    void theSwitchIsOffUntilTheMemberSwitchesItOn() throws Exception {
        http.perform(get(hanako + "/privacy")).andExpect(content().json("""
                {"hideOnlinePurchasesFromStaff": false}"""));
        send(put(hanako + "/privacy"), """
                {"hideOnlinePurchasesFromStaff": true}""").andExpect(status().isOk());
        http.perform(get(hanako + "/privacy")).andExpect(content().json("""
                {"hideOnlinePurchasesFromStaff": true}"""));
        send(put(hanako + "/privacy"), "{}").andExpect(status().isBadRequest());
    }

    @Test
    void recommendationsAreNotToBeKept() throws Exception {
        http.perform(get(hanako + "/recommendations?location=ginza"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(content().json("{\"recommendations\": []}"));
        http.perform(get(hanako + "/recommendations?location=ginza&limit=11"))
                .andExpect(status().isBadRequest())
                .andExpect(jsonPath("$.code").value("LIMIT_OUT_OF_RANGE"));
        http.perform(get("/api/v1/members/" + UUID.randomUUID() + "/recommendations?location=ginza"))
                .andExpect(status().isNotFound())
                .andExpect(jsonPath("$.code").value("UNKNOWN_MEMBER"));
    }

    @Test
    void theListOfSensitiveGoodsIsReplacedAsAWhole() throws Exception {
        String list = """
                {"goods": [{"kind": "CATEGORY", "value": "MEDICINE"}, {"kind": "PREFIX", "value": "ADULT-"}]}""";
        send(put("/api/v1/sensitive-goods"), list).andExpect(status().isOk());
        send(put("/api/v1/sensitive-goods"), list).andExpect(content().json(list));
        http.perform(get("/api/v1/sensitive-goods")).andExpect(content().json(list));
        send(put("/api/v1/sensitive-goods"), """
                {"goods": [{"kind": "ITEM", "value": "a\\u0000b"}]}""").andExpect(status().isUnprocessableContent());
        send(put("/api/v1/sensitive-goods"), "{\"goods\": []}").andExpect(jsonPath("$.goods", hasSize(0)));
    }

    private ResultActions send(MockHttpServletRequestBuilder request, String body) throws Exception {
        return http.perform(request.contentType(MediaType.APPLICATION_JSON).content(body));
    }
}
