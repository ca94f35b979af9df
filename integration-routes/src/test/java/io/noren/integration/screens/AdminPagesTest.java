package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.loyalty.PointsRules;
import io.noren.testing.HubTest;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pages of the programme, and of what else concerns all stores: who works everywhere looks, who is a manager there changes, nobody else comes in. */
@HubTest
class AdminPagesTest {
    private static final RequestPostProcessor OF_A_STORE =
            user("hanako").authorities(() -> "staff", () -> "location:ginza");
    private static final RequestPostProcessor MANAGER_OF_A_STORE =
            user("kenji").authorities(() -> "staff", () -> "scope:admin", () -> "location:ginza");
    private static final RequestPostProcessor CLERK = user("suzuki").authorities(() -> "staff", () -> "location:*");
    private static final RequestPostProcessor MANAGER =
            user("tanaka").authorities(() -> "staff", () -> "scope:admin", () -> "location:*");

    @Autowired
    MockMvc browser;

    @Autowired
    PointsRules rules;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/programme",
                "/programme/tiers",
                "/offers",
                "/offers/new",
                "/offers/try",
                "/offers/coupons",
                "/offers/coupons/conflicts",
                "/stock/routing"
            })
    void whoWorksEverywhereLooks(String page) throws Exception {
        assertThat(status(get(page).with(OF_A_STORE))).isEqualTo(403);
        assertThat(status(get(page).with(CLERK))).isEqualTo(200);
        assertThat(status(get(page).with(MANAGER))).isEqualTo(200);
        assertThat(status(get(page))).as("a stranger").isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/programme/dry-runs",
                "/programme/tiers",
                "/offers",
                "/offers/one/some/withdraw",
                "/offers/coupons",
                "/offers/coupons/SOME-CODE/void",
                "/members/import/check",
                "/stock/routing",
                "/stock/routing/0/activate",
                "/stock/routing/0/deactivate"
            })
    void onlyAManagerOfAllStoresChanges(String page) throws Exception {
        for (RequestPostProcessor other : new RequestPostProcessor[] {OF_A_STORE, MANAGER_OF_A_STORE, CLERK}) {
            assertThat(status(post(page).with(other).with(csrf()))).isEqualTo(403);
        }
        assertThat(status(post(page).with(MANAGER))).as("without its token").isEqualTo(403);
        assertThat(status(post(page).with(MANAGER).with(csrf()))).isNotEqualTo(403);
    }

    @Test
    void membersOfAFileAreAManagersToSee() throws Exception {
        assertThat(status(get("/members/import").with(CLERK))).isEqualTo(403);
        assertThat(status(get("/members/import").with(MANAGER))).isEqualTo(200);
        assertThat(status(get("/members/import/" + UUID.randomUUID()).with(MANAGER)))
                .isEqualTo(302);
        assertThat(status(get("/members/import/" + UUID.randomUUID() + "/problems.csv")
                        .with(MANAGER)))
                .isEqualTo(404);
    }

    @Test
    void rulesThatNobodyTriedAreNotPutIntoForce() throws Exception {
        long before = rules.versions().get(0).version();

        assertThat(status(post("/programme/dry-runs/" + UUID.randomUUID() + "/activate")
                        .with(MANAGER)
                        .with(csrf())
                        .param("reason", "because")))
                .isEqualTo(302);
        assertThat(rules.versions().get(0).version()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "0", "-1", "1e9999999"})
    void anAmountThatIsNoneIsRefusedInWords(String amount) throws Exception {
        String page = browser.perform(post("/programme/dry-runs")
                        .with(MANAGER)
                        .with(csrf())
                        .param("currency", "JPY", "")
                        .param("amount", amount, "")
                        .param("waiting", "0")
                        .param("back", "30")
                        .param("backUnit", "DAYS"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page).contains("class=\"wrong\"");
    }

    @Test
    void afterATooLongTimeTheFormHasWhatWasTyped() throws Exception {
        String page = browser.perform(post("/programme/dry-runs")
                        .with(MANAGER)
                        .with(csrf())
                        .param("currency", "JPY", "")
                        .param("amount", "123", "")
                        .param("waiting", "0")
                        .param("back", "30")
                        .param("from", "2020-01-01")
                        .param("until", "2020-12-31"))
                .andReturn()
                .getResponse()
                .getContentAsString();
        assertThat(page)
                .contains("value=\"123\"")
                .contains("value=\"2020-12-31\"")
                .contains("92");
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return browser.perform(request).andReturn().getResponse().getStatus();
    }
}
