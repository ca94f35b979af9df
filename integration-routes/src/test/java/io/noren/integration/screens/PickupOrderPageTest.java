package io.noren.integration.screens;

import static io.noren.integration.screens.ShopFloor.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.Money;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.PaymentFact;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.PickupPayments;
import io.noren.inventory.pickup.PickupReturns;
import io.noren.inventory.pickup.PickupStep;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Ginza's staff look at an order of two tins and half a kilo of tea, and take back what Hanako brings. */
@HubTest
class PickupOrderPageTest {
    @Autowired
    MockMvc browser;

    @Autowired
    PickupDesk desk;

    @Autowired
    PickupHandovers handovers;

    @Autowired
    PickupReturns returns;

    @Autowired
    PickupPayments payments;

    @Autowired
    Words words;

    private String ginza = "";
    private String ueno = "";
    private String tin = "";
    private String tea = "";

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    @BeforeEach
    void tenTinsAndTwentyKilosOfTea() {
        ginza = shop.store("ginza");
        ueno = shop.store("ueno");
        tin = shop.item("TIN", "茶缶", Item.EACH);
        tea = shop.item("TEA", "量り売りの茶", "KG");
        shop.delivered(tin, ginza, 10);
        shop.delivered(tea, ginza, 20);
    }

    @Test
    void theOrderSaysWhoseItIsWhatIsKeptAndWhatWasPaidInBothLanguages() throws Exception {
        Pickup order = ordered(Payment.PAID_ONLINE);
        desk.accept(order.id(), new StepNote("handheld-7", "two bags"));
        payments.tell(
                order.id(),
                new PaymentFact(
                        "a-1",
                        PaymentFact.Kind.AUTHORISED,
                        new BigDecimal(3000),
                        "JPY",
                        Instant.parse("2026-11-24T05:51:47Z"),
                        "pi_77"));

        browser.perform(get(page(order)).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString(order.order())))
                .andExpect(content().string(containsString("山田 花子")))
                .andExpect(content().string(containsString("2個")))
                .andExpect(content().string(containsString("0.5 KG")))
                .andExpect(content().string(containsString("まで取り置いています")))
                .andExpect(content().string(containsString("与信済み")))
                .andExpect(content().string(containsString("¥3,000")))
                .andExpect(content().string(containsString("pi_77")))
                .andExpect(content().string(containsString("two bags")))
                .andExpect(content().string(containsString("handheld-7")))
                .andExpect(content().string(not(containsString("id=\"take-back\""))))
                .andExpect(content().string(not(containsString("id=\"pay-here\""))));
        desk.cancel(order.id(), StepNote.NONE);
        browser.perform(get(page(order)).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("Nothing is kept for this order")))
                .andExpect(content().string(containsString("Cancelled")));
    }

    @Test
    void whoPaysInTheStorePaysHereUntilTheShopTellsThatTheyHave() throws Exception {
        Pickup order = ordered(Payment.PAY_IN_STORE);
        browser.perform(get(page(order)).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("To be paid here: ¥2,750")));
        ready(order);
        waiting().andExpect(jsonPath("$[0].unpaid").value(true));

        payments.tell(
                order.id(),
                new PaymentFact(
                        "c-1",
                        PaymentFact.Kind.CAPTURED,
                        new BigDecimal(2750),
                        "JPY",
                        Instant.parse("2026-11-24T05:51:47Z"),
                        null));

        browser.perform(get(page(order)).with(staff(ginza)))
                .andExpect(content().string(not(containsString("id=\"pay-here\""))));
        waiting().andExpect(jsonPath("$[0].unpaid").value(false));
    }

    /** What the counter's phones know. */
    private ResultActions waiting() throws Exception {
        return browser.perform(
                get("/pickup/handover/waiting").queryParam("location", ginza).with(staff(ginza)));
    }

    @Test
    void anOrderIsFoundByItsNumberAndThatOfAnotherStoreSaysWhichStoreItIs() throws Exception {
        Pickup order = collected();

        browser.perform(get("/pickup/search")
                        .queryParam("order", " " + order.order() + " ")
                        .with(staff(ginza)))
                .andExpect(redirectedUrl(page(order)));
        for (MockHttpServletRequestBuilder asked :
                List.of(get("/pickup/search").queryParam("order", order.order()), get(page(order)))) {
            browser.perform(asked.with(staff(ueno)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                    .andExpect(content().string(containsString("is to be collected at ginza")))
                    .andExpect(content().string(not(containsString("山田"))))
                    .andExpect(content().string(not(containsString(tin))))
                    .andExpect(content().string(not(containsString(order.id() + "\""))));
        }
        browser.perform(get(page(order)).with(staff(ueno))).andExpect(status().isForbidden());
        for (String nothing : List.of("NO-SUCH", "", " ", "\0", "' or 1=1 --", "x".repeat(500))) {
            browser.perform(get("/pickup/search").queryParam("order", nothing).with(staff(ginza)))
                    .andExpect(status().isOk());
        }
        browser.perform(get("/pickup/" + UUID.randomUUID()).with(staff(ginza))).andExpect(status().isNotFound());
    }

    @Test
    void ofOrdersOfSeveralShopsUnderOneNumberAllAreShown() throws Exception {
        String number = "W-" + UUID.randomUUID();
        Pickup ofTheShop = placed(number, "web", Payment.PAID_ONLINE).pickup();
        Pickup ofAnother = placed(number, "marketplace", Payment.PAID_ONLINE).pickup();

        browser.perform(get("/pickup/search").queryParam("order", number).with(staff(ginza)))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString(page(ofTheShop) + "\"")))
                .andExpect(content().string(containsString(page(ofAnother) + "\"")));
    }

    @Test
    void whatComesBackIsOnHandAgainOnceHoweverOftenTheFormIsSent() throws Exception {
        Pickup order = collected();
        String key = keyOn(order);

        for (int tap = 0; tap < 3; tap++) {
            takeBack(order, ginza, key, row("1", "１", "1"), row("2", "", "0.25"))
                    .andExpect(redirectedUrl(page(order)))
                    .andExpect(flash().attribute("tone", "good"));
        }

        assertThat(shop.at(ginza, tin).onHand())
                .as("ten, two collected, one back in order")
                .isEqualByComparingTo("9");
        assertThat(shop.at(ginza, tea).onHand()).isEqualByComparingTo("19.5");
        assertThat(returns.of(order.id())).singleElement().satisfies(taken -> {
            assertThat(taken.actor()).isEqualTo("staff of " + ginza);
            assertThat(taken.reason()).isEqualTo("wrong colour");
            assertThat(taken.lines()).hasSize(3);
        });
        browser.perform(get(page(order)).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("wrong colour")))
                .andExpect(content().string(containsString("For sale again")))
                .andExpect(content().string(containsString("0.25 KG with the customer")));

        takeBack(order, ginza, key, row("2", "0.1", ""))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("This form was sent before")))
                .andExpect(content().string(not(containsString(key))));
        assertThat(returns.of(order.id())).hasSize(1);
    }

    @Test
    void ofOneFormNotMoreComesBackThanTheCustomerHas() throws Exception {
        Pickup order = collected();

        takeBack(order, ginza, keyOn(order), row("1", "1", "2"), row("2", "0.5", ""))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Nothing was noted")))
                .andExpect(content().string(containsString("Only 2 pcs can still come back")));

        assertThat(returns.of(order.id())).isEmpty();
        assertThat(shop.at(ginza, tea).onHand()).isEqualByComparingTo("19.5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    1 | 1.5     | counted in pieces
                    1 | many    | This is no number
                    1 | -1      | This is no number
                    1 | 1e9     | This is no number
                    1 | 9999999 | above 0, at most 1,000,000
                    2 | 0.1234  | at most three decimals
                    1 | 0       | how many come back
                    9 | 1       | not in the order
                    """)
    void whatCannotComeBackIsSaidBesideItsField(String line, String quantity, String says) throws Exception {
        Pickup order = collected();

        takeBack(order, ginza, keyOn(order), row(line, quantity, ""))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString(says)));

        assertThat(returns.of(order.id())).isEmpty();
    }

    @Test
    void nothingComesBackOfWhatWasNotCollectedAndNothingToAnotherStore() throws Exception {
        Pickup open = ordered(Payment.PAID_ONLINE);
        takeBack(open, ginza, "desk/1", row("1", "1", ""))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Only what was collected can be brought back")));
        Pickup order = collected();
        takeBack(order, ueno, "desk/1", row("1", "1", "")).andExpect(status().isForbidden());
        browser.perform(post(page(order)).with(staff(ginza)).param("key", "desk/1"))
                .andExpect(status().isForbidden());
        takeBack(order, ginza, "", row("1", "1", "")).andExpect(status().isUnprocessableContent());
        takeBack(order, ginza, "x".repeat(101), row("1", "1", "")).andExpect(status().isUnprocessableContent());
        browser.perform(post(page(order)).with(staff(ginza)).with(csrf())).andExpect(status().isUnprocessableContent());

        assertThat(returns.of(order.id())).isEmpty();
        assertThat(returns.of(open.id())).isEmpty();
    }

    @Test
    void aReturnThatATillHasRungUpLeavesTheStockToTheTill() throws Exception {
        Pickup order = collected();

        browser.perform(post(page(order))
                        .with(staff(ginza))
                        .with(csrf())
                        .param("key", keyOn(order))
                        .param("line", "1")
                        .param("quantity", "1")
                        .param("damaged", "")
                        .param("tillTransaction", "ginza/2026-11-24/1/57"))
                .andExpect(redirectedUrl(page(order)));

        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("8");
        browser.perform(get(page(order)).with(staff(ginza)))
                .andExpect(content().string(containsString("ginza/2026-11-24/1/57")));
    }

    @ParameterizedTest
    @EnumSource(PickupStep.class)
    void everyStepHasItsWordsInBothLanguages(PickupStep step) {
        for (Locale language : List.of(Locale.JAPANESE, Locale.ENGLISH)) {
            assertThat(words.say("pickup.step." + step.path().replace(' ', '-'), language))
                    .isNotBlank();
        }
    }

    private Pickup ordered(Payment payment) {
        return placed(payment).pickup();
    }

    private PickupDesk.Placed placed(Payment payment) {
        return placed("W-" + UUID.randomUUID(), "web", payment);
    }

    private PickupDesk.Placed placed(String number, String channel, Payment payment) {
        Money price = new Money(new BigDecimal(1100), "JPY");
        return desk.place(new NewPickup(
                number,
                channel,
                ginza,
                null,
                new Contact("山田 花子", null, null),
                List.of(
                        new NewPickup.Line("1", tin, BigDecimal.valueOf(2), price),
                        new NewPickup.Line("2", tea, new BigDecimal("0.5"), price)),
                null,
                payment,
                null));
    }

    private Pickup collected() {
        PickupDesk.Placed placed = placed(Payment.PAID_ONLINE);
        ready(placed.pickup());
        String pin = Objects.requireNonNull(placed.code()).pin();
        return handovers.handOver(placed.pickup().id(), HandoverProof.of(pin), StepNote.NONE);
    }

    private void ready(Pickup order) {
        desk.accept(order.id(), StepNote.NONE);
        desk.startPicking(order.id(), StepNote.NONE);
        desk.markReady(order.id(), StepNote.NONE);
    }

    private static String page(Pickup order) {
        return "/pickup/" + order.id();
    }

    private String keyOn(Pickup order) throws Exception {
        String page = browser.perform(get(page(order)).with(staff(ginza)))
                .andReturn()
                .getResponse()
                .getContentAsString();
        Matcher key = Pattern.compile("name=\"key\" value=\"([^\"]+)\"").matcher(page);
        assertThat(key.find()).isTrue();
        return key.group(1);
    }

    private static List<String> row(String line, String quantity, String damaged) {
        return List.of(line, quantity, damaged);
    }

    @SafeVarargs
    private ResultActions takeBack(Pickup order, String store, String key, List<String>... rows) throws Exception {
        MockHttpServletRequestBuilder form = post(page(order))
                .with(staff(store))
                .with(csrf())
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .param("key", key)
                .param("reason", "wrong colour");
        for (List<String> row : rows) {
            form.param("line", row.get(0)).param("quantity", row.get(1)).param("damaged", row.get(2));
        }
        return browser.perform(form);
    }
}
