package io.noren.loyalty.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a member takes along is all there is. */
@LoyaltyTest
class MemberExportTest {
    /** Tables that lead to a member and are not told, each with why. */
    private static final Map<String, String> NOT_TOLD = Map.ofEntries(
            Map.entry("erasure", "whoever was forgotten has nothing to take along"),
            Map.entry("erasure_account", "the same"),
            Map.entry("erasure_receipt", "the same"),
            Map.entry("sign_in_code", "one-time codes of the last day, as hashes; that they were asked for is told"),
            Map.entry("link_code", "the same, to be typed into an app or a shop"),
            Map.entry("member_key", "opens what is told here, and is not theirs to take along"),
            Map.entry("basket_key", "hashes of what opens a basket on a phone; the baskets are told"),
            Map.entry("till_choice", "a pick list at a till, gone after some minutes; that somebody looked is told"),
            Map.entry("till_alarm", "what staff are asked about; that they looked is told"),
            Map.entry(
                    "points_audit_progress",
                    "which account the auditor of points looked at last; everybody's turn comes"),
            Map.entry("tier_round", "which member the round of tiers came to last; everybody's turn comes"));

    @Autowired
    MockMvc http;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Customers customers;

    @Autowired
    JdbcClient sql;

    private final JsonMapper json = JsonMapper.builder().build();

    /** Whoever adds a table about members tells of it here, or says why not. */
    @Test
    void everyTableThatLeadsToAMemberIsToldOrNamedWithAReason() {
        Set<String> told = new HashSet<>();
        ExportSection.ALL.forEach(section -> told.addAll(section.tables()));
        Set<String> leading = tablesThatLeadToAMember();

        assertThat(leading).contains("member", "purchase_line", "redemption_return", "till_lookup", "coupon_step");
        assertThat(told).as("told and excepted").doesNotContainAnyElementsOf(NOT_TOLD.keySet());
        told.addAll(NOT_TOLD.keySet());
        assertThat(told).containsExactlyInAnyOrderElementsOf(leading);
    }

    @Test
    void theDocumentHasEveryRowOfBothAccountsOfAMergedMember() throws Exception {
        Member hanako = customers.whoDidEverything("輸出", "090-6123-4567", "export.everything@example.com");
        Member other = customers.whoDidEverything("輸出", "090-6123-4568", "export.other@example.com");
        merges.approve(
                merges.propose(hanako.id(), other.id(), "the same person", "clerk")
                        .id(),
                "clerk");

        JsonNode document = export(other.id());

        assertThat(document.path("format").asString()).isEqualTo("noren-member-export/1");
        assertThat(document.path("member").asString()).isEqualTo(hanako.id().toString());
        List<String> accounts =
                document.path("accounts").valueStream().map(JsonNode::asString).toList();
        assertThat(accounts).contains(hanako.id().toString(), other.id().toString());
        JsonNode data = document.path("data");
        for (String section : List.of(
                "accounts",
                "identifiers",
                "consents",
                "preferences",
                "privacy",
                "purchases",
                "pointsEntries",
                "pointsLots",
                "pointsBalances",
                "pointsLotChanges",
                "pointsAdjustments",
                "redemptions",
                "redemptionLots",
                "merges",
                "mergeAccounts",
                "lookUpsAtTills")) {
            assertThat(data.path(section).size()).as(section).isPositive();
        }
        for (ExportSection section : ExportSection.ALL) {
            assertThat(data.has(section.name())).as(section.name()).isTrue();
            accountColumn(section)
                    .ifPresent(column -> assertThat(data.path(section.name()).size())
                            .as(section.name())
                            .isEqualTo(rows(section.tables().iterator().next(), column, accounts)));
        }
        assertThat(data.path("accounts").toString()).contains("輸出", "1984-05-06", "ユシュツ");
        assertThat(data.path("identifiers").toString())
                .contains(
                        "+819061234567", "+819061234568", "export.everything@example.com", "export.other@example.com");
        assertThat(data.path("purchases")
                        .path(0)
                        .path("lines")
                        .path(0)
                        .path("item")
                        .asString())
                .isEqualTo("SHIRT-M");
        assertThat(data.path("purchases").path(0).path("total").decimalValue()).isEqualByComparingTo("10000");
        assertThat(data.path("lookUpsAtTills").path(0).path("reason").asString())
                .contains("輸出");
    }

    @Test
    void whatIsAboutSomebodyElseIsNotInIt() throws Exception {
        Member hanako = customers.whoDidEverything("別人", "090-6123-4569", "export.hanako@example.com");
        Member stranger = customers.whoDidEverything("他人", "090-6123-4570", "export.stranger@example.com");
        merges.propose(hanako.id(), stranger.id(), "perhaps", "clerk");

        String document = export(hanako.id()).toString();

        assertThat(document).contains("PROPOSED").doesNotContain(stranger.id().toString(), "export.stranger", "他人");
    }

    @Test
    void nobodyKeepsACopyOnTheWayAndAMemberWhoIsNotThereHasNone() throws Exception {
        Member hanako = customers.whoDidEverything("控え", "090-6123-4571", "export.copy@example.com");

        http.perform(get("/api/v1/members/" + hanako.id() + "/export"))
                .andExpect(status().isOk())
                .andExpect(header().string("Cache-Control", "no-store"))
                .andExpect(header().string(
                                "Content-Disposition", "attachment; filename=\"member-" + hanako.id() + ".json\""));
        http.perform(get("/api/v1/members/" + UUID.randomUUID() + "/export")).andExpect(status().isNotFound());
    }

    private JsonNode export(UUID member) throws Exception {
        return json.readTree(http.perform(get("/api/v1/members/" + member + "/export"))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString(java.nio.charset.StandardCharsets.UTF_8));
    }

    /** By foreign keys, however many, or by what a column of ids is called. */
    private Set<String> tablesThatLeadToAMember() {
        return new TreeSet<>(sql.sql("""
                        with recursive found (id) as (
                            select 'loyalty.member'::regclass::oid
                            union
                            select c.conrelid from pg_constraint c join found f on c.confrelid = f.id
                            where c.contype = 'f')
                        select relname::text from pg_class where oid in (select id from found)
                        union
                        select table_name::text from information_schema.columns
                        where table_schema = 'loyalty' and data_type = 'uuid'
                          and (column_name like '%account%' or column_name like '%member%')
                        """).query(String.class).list());
    }

    private java.util.Optional<String> accountColumn(ExportSection section) {
        return section.tables().size() > 1
                ? java.util.Optional.empty()
                : sql.sql("""
                        select column_name from information_schema.columns
                        where table_schema = 'loyalty' and table_name = ? and column_name in ('account', 'member', 'opened')
                        """)
                        .param(section.tables().iterator().next())
                        .query(String.class)
                        .optional();
    }

    private int rows(String table, String column, List<String> accounts) {
        return sql.sql("select count(*) from loyalty." + table + " where " + column + " = any(?::uuid[])")
                .param(accounts.toArray(String[]::new))
                .query(Integer.class)
                .single();
    }
}
