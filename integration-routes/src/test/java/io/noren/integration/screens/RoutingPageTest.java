package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.routing.RoutingChoices;
import io.noren.inventory.routing.RoutingRulesBook;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Rules are written, tried on what was chosen, switched on and off again; only a manager does that. */
@HubTest
class RoutingPageTest {
    private static final RequestPostProcessor CLERK = user("suzuki").authorities(() -> "staff", () -> "location:*");
    private static final RequestPostProcessor MANAGER =
            user("tanaka").authorities(() -> "staff", () -> "scope:admin", () -> "location:*");

    @Autowired
    MockMvc browser;

    @Autowired
    RoutingRulesBook rules;

    @Autowired
    RoutingChoices choices;

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    /** Other stories know of no rules. */
    @AfterEach
    void noRulesAreActive() {
        rules.in(RoutingRulesBook.State.ACTIVE).ifPresent(active -> rules.deactivate(active.version()));
    }

    @Test
    void aDraftIsTriedOnTheLastChoicesBeforeItIsSwitchedOn() throws Exception {
        String tin = shop.item("TIN", "茶缶", Item.EACH);
        shop.delivered(tin, shop.store("ginza"), 2);
        shop.delivered(tin, shop.store("umeda"), 10);
        switchOn(draft("0", "1", "0", "1"));
        String reference = "W-" + UUID.randomUUID();
        choices.choose(new RoutingChoices.Question("web", Map.of(tin, BigDecimal.TEN), null, reference));
        browser.perform(get("/stock/routing").with(CLERK).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(containsString("出荷後に残る商品は、1点ごとにコストを 1 下げます")))
                .andExpect(content().string(containsString("お客様までの距離は考慮しません")))
                .andExpect(content().string(containsString(reference)))
                .andExpect(content().string(containsString("umedaから 茶缶")))
                .andExpect(content().string(containsString("在庫が一部のみ")))
                .andExpect(content().string(not(containsString("ルールを停止する"))));
        long active = active();

        String draft = draft("0", "0", "3.5", "2");

        assertThat(active()).as("a draft changes nothing").isEqualTo(active);
        shown(get(draft))
                .andExpect(content().string(containsString("Each order that waits there costs 3.5")))
                .andExpect(content().string(not(containsString("id=\"replay\""))));
        shown(get(draft + "?tried=true"))
                .andExpect(content().string(containsString("id=\"replay\"")))
                .andExpect(content().string(containsString("would have been sent from the same places")));
        assertThat(active()).isEqualTo(active);
        browser.perform(post(draft + "/activate").with(CLERK).with(csrf())).andExpect(status().isForbidden());
        switchOn(draft);
        assertThat(active()).isGreaterThan(active);
        browser.perform(post("/stock/routing/{version}/deactivate", active)
                .with(MANAGER)
                .with(csrf()));
        assertThat(active()).as("an old page switches off nobody else's").isPositive();
        browser.perform(post("/stock/routing/{version}/deactivate", active())
                        .with(MANAGER)
                        .with(csrf()))
                .andExpect(flash().attribute("tone", "good"));
        assertThat(choices.areOn()).isFalse();
        browser.perform(post(draft + "/activate").with(MANAGER).with(csrf()))
                .andExpect(flash().attribute("tone", "bad"));
        shown(get("/stock/routing")).andExpect(content().string(containsString("No rules are in force")));
    }

    @ParameterizedTest
    @CsvSource({
        "distance, many, This is no number",
        "distance, -1, This is no number",
        "stock, 100001, from 0 to 100",
        "load, 0.1234, at most three decimals",
        "splitLimit, 5, Choose from 1 to 4"
    })
    void whatMakesNoSenseIsSaidBesideItsFieldAndWritesNothing(String field, String typed, String says)
            throws Exception {
        long before = rules.all().size();
        MockHttpServletRequestBuilder form =
                post("/stock/routing").with(MANAGER).with(csrf()).header(HttpHeaders.ACCEPT_LANGUAGE, "en");
        Map.of("distance", "1", "stock", "1", "load", "1", "splitLimit", "1")
                .forEach((name, value) -> form.param(name, name.equals(field) ? typed : value));

        browser.perform(form)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString(says)));

        assertThat(rules.all()).hasSize((int) before);
    }

    @Test
    void aVersionThatIsNoneIsNotThere() throws Exception {
        browser.perform(get("/stock/routing/0").with(MANAGER)).andExpect(status().isNotFound());
    }

    private String draft(String distance, String stock, String load, String splitLimit) throws Exception {
        String draft = browser.perform(post("/stock/routing")
                        .with(MANAGER)
                        .with(csrf())
                        .param("distance", distance)
                        .param("stock", stock)
                        .param("load", load)
                        .param("splitLimit", splitLimit))
                .andExpect(status().is3xxRedirection())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        assertThat(draft).isNotNull();
        return draft;
    }

    private void switchOn(String draft) throws Exception {
        browser.perform(post(draft + "/activate").with(MANAGER).with(csrf()))
                .andExpect(flash().attribute("tone", "good"));
    }

    private ResultActions shown(MockHttpServletRequestBuilder page) throws Exception {
        return browser.perform(page.with(MANAGER).header(HttpHeaders.ACCEPT_LANGUAGE, "en"));
    }

    private long active() {
        return rules.in(RoutingRulesBook.State.ACTIVE).orElseThrow().version();
    }
}
