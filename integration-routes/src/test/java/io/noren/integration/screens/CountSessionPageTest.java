package io.noren.integration.screens;

import static io.noren.integration.screens.ShopFloor.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.allOf;
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
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSessions;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** A count session on its pages: who may see it, what it does not tell, and what it says to nonsense. */
@HubTest
class CountSessionPageTest {
    private static final String ALL = "/stock/sessions";
    private static final String NEW = ALL + "/new";

    @Autowired
    MockMvc browser;

    @Autowired
    CountSessions sessions;

    private String ueno = "";
    private String ginza = "";
    private String tin = "";
    private String cup = "";

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    @BeforeEach
    void tinsAndCupsInTwoStores() {
        ueno = shop.store("ueno");
        ginza = shop.store("ginza");
        tin = shop.item("TIN", "茶缶", Item.EACH);
        cup = shop.item("CUP", "湯のみ", Item.EACH);
        shop.delivered(tin, ueno, 739146);
        shop.delivered(cup, ueno, 12);
    }

    @Test
    void aBlindSessionTellsNobodyWhatIsExpectedUntilCountingIsFinished() throws Exception {
        String page = open("notFound", "true", "most", "1000000");
        for (String look : List.of("", "?done=true", "?q=" + tin, "?after=A")) {
            browser.perform(get(page + look).with(staff(ueno)))
                    .andExpect(status().isOk())
                    .andExpect(content().string(not(containsString("739146"))))
                    .andExpect(content().string(not(containsString("739,146"))))
                    .andExpect(content().string(not(containsString("Almost gone"))))
                    .andExpect(content().string(not(containsString("/stock/shelf"))));
        }
        count(page, tin, "700000").andExpect(flash().attribute("tone", "good"));
        browser.perform(get(page + "?done=true").with(staff(ueno)))
                .andExpect(content().string(allOf(containsString(tin), not(containsString("700,000")))));
        step(page, "submit").andExpect(flash().attribute("tone", "good"));
        browser.perform(get(page).with(staff(ueno)))
                .andExpect(content().string(containsString("739,146")))
                .andExpect(content().string(containsString("\u221239,146")));
    }

    @Test
    void whoMayKnowTheBooksSeesThemBesideTheField() throws Exception {
        String page = open("blind", "", "items", tin);
        browser.perform(get(page).with(staff(ueno)))
                .andExpect(content().string(containsString("In the books: 739,146 pcs")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    whole    |              | 1つ以上選んでください       | Choose at least one
                    days     | 0            | 1から366まで            | from 1 to 366
                    days     | week         | 数字で入力してください      | This is no number
                    most     | few          | 数字で入力してください      | This is no number
                    most     | 1000001      | 1,000,000まで          | from 0 to 1,000,000
                    items    | NO-SUCH-TIN  | 「NO-SUCH-TIN」        | goes by this: NO-SUCH-TIN
                    name     |              | 名前を200文字以内        | Give it a name
                    category | no-such      | 数える商品がありません      | There is nothing to count
                    """)
    void whatCannotBeOpenedIsSaidBesideItsFieldAndWhatWasTypedStays(
            String field, String typed, String japanese, String english) throws Exception {
        String given = Objects.requireNonNullElse(typed, "");
        for (String language : List.of("ja", "en")) {
            MockHttpServletRequestBuilder form = form(NEW, staff(ueno))
                    .header(HttpHeaders.ACCEPT_LANGUAGE, language)
                    .param("location", ueno)
                    .param(field, given);
            if (!field.equals("name")) {
                form.param("name", "Monday & Co.");
            }
            if (!List.of("whole", "category").contains(field)) {
                form.param("classes", "A", "C");
            }
            browser.perform(form)
                    .andExpect(status().isUnprocessableContent())
                    .andExpect(content().string(containsString(language.equals("ja") ? japanese : english)))
                    .andExpect(content().string(containsString(field.equals("name") ? "" : "Monday &amp; Co.")))
                    .andExpect(content().string(containsString(given)));
        }
        assertThat(sessions.list(ueno, List.of(), null, 10)).isEmpty();
    }

    @Test
    void aFormThatIsSentTwiceOpensOneSessionAndAnotherChoiceNeedsAnotherName() throws Exception {
        String first = open("items", tin);
        assertThat(open("items", tin)).isEqualTo(first);
        opening("items", cup)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("This name is used already")));
        assertThat(sessions.list(ueno, List.of(), null, 10)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1.5     | Type a whole number
                    '-1'    | This is no number
                    many    | This is no number
                    ''      | This is no number
                    9999999 | too large to be believed
                    1.2345  | at most three decimals
                    """)
    void nonsenseIsNotCountedAndStaysInItsField(String typed, String says) throws Exception {
        String page = open("items", tin + "\n" + cup);
        count(page, tin, typed)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString(says)))
                .andExpect(content().string(containsString("value=\"" + typed + "\"")))
                .andExpect(content().string(not(containsString("name=\"sku\" value=\"" + cup))));
        assertThat(theOnly().counted()).isZero();
    }

    @Test
    void whatTheSessionDoesNotCountIsRefusedInWords() throws Exception {
        String page = open("items", tin);
        count(page, cup, "3")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("not counted in this session")));
        count(page, "NO-SUCH-TIN", "3")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("goes by this: NO-SUCH-TIN")));
        browser.perform(get(page).param("q", cup).with(staff(ueno)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(containsString("このセッションでは数えません")));
    }

    @Test
    void aCountThatIsSentTwiceIsOneAndFullWidthDigitsAreDigits() throws Exception {
        String page = open("items", tin);
        UUID form = UUID.randomUUID();
        count(page, tin, "７３９，１４５", form).andExpect(flash().attribute("tone", "good"));
        count(page, tin, "７３９，１４５", form).andExpect(flash().attribute("tone", "few"));
        step(page, "submit");
        assertThat(sessions.variances(theOnly().id(), "", 10).get(0).counts()).hasSize(1);
    }

    @Test
    void onlyWhatIsTickedIsCountedAgainAndTheRestIsBookedWithIt() throws Exception {
        String page = open("items", tin + "\n" + cup);
        count(page, tin, "700000");
        count(page, cup, "11");
        step(page, "approve").andExpect(flash().attribute("tone", "bad"));
        step(page, "submit");
        browser.perform(form(page, staff(ueno)).param("step", "again").param("sku", cup))
                .andExpect(flash().attribute("tone", "good"));
        assertThat(theOnly().counted()).isEqualTo(1);
        count(page, cup, "12");
        step(page, "submit");
        assertThat(onHand(tin)).isEqualByComparingTo("739146");
        for (int i = 0; i < 2; i++) {
            step(page, "approve").andExpect(flash().attribute("tone", "good"));
        }
        assertThat(onHand(tin)).isEqualByComparingTo("700000");
        assertThat(onHand(cup)).isEqualByComparingTo("12");
        browser.perform(get("/stock/shelf")
                        .param("sku", tin)
                        .param("location", ueno)
                        .with(staff(ueno)))
                .andExpect(content().string(containsString("href=\"" + page + "\"")));
    }

    @Test
    void whoCountedIsToldThatSomebodyElseApproves() throws Exception {
        String page = open("selfApproval", "", "items", tin);
        count(page, tin, "700000");
        step(page, "submit");
        browser.perform(get(page).with(staff(ueno)))
                .andExpect(content().string(containsString("somebody else has to approve")))
                .andExpect(content().string(not(containsString("value=\"approve\""))));
        step(page, "approve").andExpect(flash().attribute("tone", "bad"));
        assertThat(onHand(tin)).isEqualByComparingTo("739146");

        RequestPostProcessor manager = user("manager").authorities(() -> "staff", () -> "location:" + ueno);
        browser.perform(get(page).with(manager)).andExpect(content().string(containsString("value=\"approve\"")));
        browser.perform(form(page, manager).param("step", "approve")).andExpect(flash().attribute("tone", "good"));
        assertThat(onHand(tin)).isEqualByComparingTo("700000");
    }

    @Test
    void whenNothingIsTickedWhatDiffersIsCountedAgain() throws Exception {
        String page = open("items", tin + "\n" + cup);
        count(page, tin, "700000");
        count(page, cup, "12");
        step(page, "submit");
        step(page, "again").andExpect(flash().attribute("tone", "good"));
        assertThat(theOnly().counted()).isEqualTo(1);
        count(page, tin, "739146");
        step(page, "submit");
        step(page, "again").andExpect(flash().attribute("tone", "bad"));
    }

    @Test
    void whatHasEndedIsNotCountedAnyMore() throws Exception {
        String page = open("items", tin);
        step(page, "submit");
        count(page, tin, "1").andExpect(flash().attribute("tone", "bad"));
        step(page, "cancel").andExpect(flash().attribute("tone", "good"));
        for (String step : List.of("submit", "approve", "again")) {
            step(page, step).andExpect(flash().attribute("tone", "bad"));
        }
        count(page, tin, "1").andExpect(flash().attribute("tone", "bad"));
        browser.perform(get(page).with(staff(ueno)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("取りやめになりました")));
        assertThat(onHand(tin)).isEqualByComparingTo("739146");
    }

    @Test
    void nobodySeesOrChangesASessionOfAStoreThatIsNotTheirs() throws Exception {
        String page = open("items", tin);
        browser.perform(get(ALL).with(staff(ginza)))
                .andExpect(status().isOk())
                .andExpect(content().string(not(containsString(page))));
        browser.perform(get(ALL).param("location", ueno).with(staff(ginza))).andExpect(status().isForbidden());
        browser.perform(get(NEW).param("location", ueno).with(staff(ginza))).andExpect(status().isForbidden());
        browser.perform(form(NEW, staff(ginza))
                        .param("location", ueno)
                        .param("name", "mine")
                        .param("items", cup))
                .andExpect(status().isForbidden());
        browser.perform(get(page).with(staff(ginza))).andExpect(status().isForbidden());
        browser.perform(form(page, staff(ginza))
                        .param("step", "count")
                        .param("sku", tin)
                        .param("counted", "0")
                        .param("request", UUID.randomUUID().toString()))
                .andExpect(status().isForbidden());
        for (String step : List.of("submit", "approve", "again", "cancel")) {
            browser.perform(form(page, staff(ginza)).param("step", step)).andExpect(status().isForbidden());
        }
        assertThat(theOnly().state()).isEqualTo(CountSession.State.COUNTING);
        assertThat(theOnly().counted()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "submit", "approve", "again", "cancel"})
    void aSessionThatDoesNotExistIsMissedAndNotBroken(String step) throws Exception {
        String page = ALL + "/" + UUID.randomUUID();
        browser.perform(get(page).with(staff(ueno))).andExpect(status().isNotFound());
        browser.perform(form(page, staff(ueno))
                        .param("step", step)
                        .param("sku", tin)
                        .param("counted", "1")
                        .param("request", UUID.randomUUID().toString()))
                .andExpect(flash().attribute("tone", "bad"));
    }

    private String open(String... fields) throws Exception {
        String page = opening(fields).andReturn().getResponse().getRedirectedUrl();
        return Objects.requireNonNull(page, "opened");
    }

    private ResultActions opening(String... fields) throws Exception {
        MockHttpServletRequestBuilder form =
                form(NEW, staff(ueno)).param("location", ueno).param("name", "Monday");
        boolean blind = true;
        boolean alone = true;
        for (int i = 0; i < fields.length; i += 2) {
            form.param(fields[i], fields[i + 1]);
            blind &= !fields[i].equals("blind");
            alone &= !fields[i].equals("selfApproval");
        }
        form = alone ? form.param("selfApproval", "true") : form;
        return browser.perform(blind ? form.param("blind", "true") : form);
    }

    private ResultActions count(String page, String sku, String counted) throws Exception {
        return count(page, sku, counted, UUID.randomUUID());
    }

    private ResultActions count(String page, String sku, String counted, UUID form) throws Exception {
        return browser.perform(form(page, staff(ueno))
                .param("step", "count")
                .param("sku", sku)
                .param("counted", counted)
                .param("request", form.toString()));
    }

    private ResultActions step(String page, String step) throws Exception {
        return browser.perform(form(page, staff(ueno)).param("step", step));
    }

    private CountSession theOnly() {
        List<CountSession> all = sessions.list(ueno, List.of(), null, 10);
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private BigDecimal onHand(String sku) {
        return shop.at(ueno, sku).onHand();
    }

    private static MockHttpServletRequestBuilder form(String page, RequestPostProcessor who) {
        return post(page).with(who).with(csrf());
    }
}
