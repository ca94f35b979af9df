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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.State;
import io.noren.inventory.shipment.Shipments;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Transfers and deliveries on their pages: who may do what at which end, and what is said to nonsense. */
@HubTest
class ShipmentPageTest {
    private static final String ALL = "/stock/shipments";
    private static final String NEW_TRANSFER = ALL + "/TRANSFER/new";
    private static final String NEW_DELIVERY = ALL + "/PURCHASE/new";

    @Autowired
    MockMvc browser;

    @Autowired
    Shipments shipments;

    private String ueno = "";
    private String ginza = "";
    private String umeda = "";
    private String tin = "";
    private String tea = "";

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    @BeforeEach
    void tenTinsAndTwentyKilosOfTeaInUeno() {
        ueno = shop.store("ueno");
        ginza = shop.store("ginza");
        umeda = shop.store("umeda");
        tin = shop.item("TIN", "茶缶", Item.EACH);
        tea = shop.item("TEA", "量り売りの茶", "KG");
        shop.delivered(tin, ueno, 10);
        shop.delivered(tea, ueno, 20);
    }

    @Test
    void whatIsSentAndWhatComesDiffersAndIsNamed() throws Exception {
        String page = asked("item", tin, "quantity", "６", "item", tea, "quantity", "2.5");
        step(page, "SEND", ueno, "line", "1", "quantity", "5", "line", "2", "quantity", "2.5")
                .andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ueno, tin).onHand()).isEqualByComparingTo("5");
        assertThat(shop.at(ginza, tin).incoming()).isEqualByComparingTo("5");

        step(page, "RECEIVE", ginza, came("1", "3", "1", "", ""), came("2", "2.5", "", "0.25", "bag not weighed"))
                .andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("4");
        assertThat(shop.at(ginza, tea).onHand()).isEqualByComparingTo("2.75");
        step(page, "CLOSE", ginza, "reason", "never in the box").andExpect(flash().attribute("tone", "good"));
        assertThat(one(page).discrepancies())
                .extracting(Shipment.Discrepancy::kind)
                .containsExactlyInAnyOrder(Difference.DAMAGED, Difference.OVER, Difference.SHORT);
        browser.perform(get(page).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(containsString("届かなかった")))
                .andExpect(content().string(containsString("never in the box")))
                .andExpect(content().string(containsString("0.25 KG")))
                .andExpect(content().string(containsString("1個")));

        step(page, "RECEIVE", ginza, came("1", "", "", "1", "")).andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("5");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    item      | NO-SUCH-TIN      | 「NO-SUCH-TIN」          | goes by this: NO-SUCH-TIN
                    quantity  | 1.5              | 個数で数えます            | counted in pieces
                    quantity  | many             | 数字で入力してください      | This is no number
                    quantity  | 0                | 0より大きく              | above 0
                    quantity  |                  | 数字で入力してください      | This is no number
                    item      |                  | 当てはまる商品がない       | No item, or more than one
                    reference |                  | 番号または名前を200文字以内 | Give a number or name
                    expectedAt| tomorrow         | 日付と時刻を入力           | Give day and time
                    expectedAt| 2026-13-01T10:00 | 日付と時刻を入力           | Give day and time
                    to        |                  | 店舗を選んでください       | Choose a store.
                    """)
    void whatCannotBeAskedForIsSaidBesideItsFieldAndWhatWasTypedStays(
            String field, String typed, String japanese, String english) throws Exception {
        for (String language : List.of("ja", "en")) {
            MockHttpServletRequestBuilder form = form(NEW_TRANSFER, ueno).header(HttpHeaders.ACCEPT_LANGUAGE, language);
            for (String[] given : List.of(
                    new String[] {"reference", "T-1"},
                    new String[] {"from", ueno},
                    new String[] {"to", ginza},
                    new String[] {"expectedAt", "2026-11-30T14:00"},
                    new String[] {"item", tin},
                    new String[] {"quantity", "2"})) {
                form.param(given[0], given[0].equals(field) ? Objects.requireNonNullElse(typed, "") : given[1]);
            }
            browser.perform(form)
                    .andExpect(status().isUnprocessableContent())
                    .andExpect(content().string(containsString(language.equals("ja") ? japanese : english)))
                    .andExpect(content().string(containsString(Objects.requireNonNullElse(typed, ueno))));
        }
        assertThat(shipments.list(Kind.TRANSFER, ueno, null, List.of(), null, 10))
                .isEmpty();
    }

    @Test
    void everyRowThatCannotBeReadIsNamedAtOnce() throws Exception {
        asking(
                        "item",
                        "NO-SUCH-TIN",
                        "quantity",
                        "1",
                        "item",
                        tin,
                        "quantity",
                        "2",
                        "item",
                        "NO-SUCH-CUP",
                        "quantity",
                        "x")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("goes by this: NO-SUCH-TIN")))
                .andExpect(content().string(containsString("goes by this: NO-SUCH-CUP")))
                .andExpect(content().string(containsString("This is no number")));
    }

    @Test
    void theSameFormTwiceIsOneTransferAndTheSameNumberForOtherGoodsIsRefused() throws Exception {
        String first = asked("item", tin, "quantity", "2");
        assertThat(asked("item", tin, "quantity", "2")).isEqualTo(first);
        asking("item", tin, "quantity", "3")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("This number is used already")));
    }

    @Test
    void moreRowsKeepWhatWasTypedAndNameTheItems() throws Exception {
        browser.perform(form(NEW_TRANSFER, ueno)
                        .param("more", "true")
                        .param("reference", "T-more")
                        .param("item", tin, "")
                        .param("quantity", "4", ""))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("value=\"T-more\"")))
                .andExpect(content().string(containsString("TIN (pieces)")))
                .andExpect(content().string(containsString("Item 7")));
        assertThat(shipments.list(Kind.TRANSFER, ueno, null, List.of(), null, 10))
                .isEmpty();
    }

    @Test
    void aTransferBetweenTwoOtherStoresIsNotAskedForHere() throws Exception {
        browser.perform(form(NEW_TRANSFER, umeda)
                        .param("reference", "T-1")
                        .param("from", ueno)
                        .param("to", ginza)
                        .param("item", tin)
                        .param("quantity", "1"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("One of the two must be a store in which you work")));
        browser.perform(form(NEW_DELIVERY, umeda)
                        .param("reference", "D-1")
                        .param("supplier", "Uji")
                        .param("to", ginza)
                        .param("item", tin)
                        .param("quantity", "1"))
                .andExpect(status().isForbidden());
    }

    @Test
    void whatIsNotThereDoesNotLeaveAndTheLineSaysHowMuchCould() throws Exception {
        String page = asked("item", tin, "quantity", "11", "item", tea, "quantity", "1");
        step(page, "SEND", ueno, "line", "1", "quantity", "11", "line", "2", "quantity", "1")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Only 10 pcs can leave")))
                .andExpect(content().string(containsString("value=\"11\"")));
        step(page, "SEND", ueno, "line", "1", "quantity", "1.5", "line", "2", "quantity", "0")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Type whole numbers")));
        step(page, "SEND", ueno, "line", "1", "quantity", "0", "line", "2", "quantity", "")
                .andExpect(content().string(containsString("Nothing of it leaves")));
        assertThat(shop.at(ueno, tin).onHand()).isEqualByComparingTo("10");
        assertThat(one(page).state()).isEqualTo(State.DRAFT);
        step(page, "CANCEL", ginza).andExpect(flash().attribute("tone", "good"));
        step(page, "SEND", ueno).andExpect(content().string(containsString("it was called off")));
    }

    @Test
    void moreThanIsToComeIsNotReceivedUnlessSomebodySaysThatItIsMore() throws Exception {
        String page = sent("4");
        step(page, "RECEIVE", ginza, came("1", "5", "", "", "heavy box"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Only 4 pcs are still to come")))
                .andExpect(content().string(containsString("value=\"5\"")))
                .andExpect(content().string(containsString("heavy box")));
        step(page, "RECEIVE", ginza, came("1", "2.5", "", "", ""))
                .andExpect(content().string(containsString("Type whole numbers")));
        step(page, "RECEIVE", ginza, came("1", "", "", "", ""))
                .andExpect(content().string(containsString("Type a number in at least one line")));
        step(page, "RECEIVE", ginza, "extra", "NO-SUCH-CUP", "extraQuantity", "1")
                .andExpect(content().string(containsString("goes by this: NO-SUCH-CUP")));
        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("0");

        String receipt = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            step(page, "RECEIVE", ginza, came("1", "4", "", "1", ""), new String[] {"receipt", receipt})
                    .andExpect(flash().attribute("tone", "good"));
        }
        step(page, "RECEIVE", ginza, came("1", "4", "", "2", ""), new String[] {"receipt", receipt})
                .andExpect(content().string(containsString("This form was sent before")));
        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void whatNobodyHadSentIsTakenInAndNamed() throws Exception {
        String page = sent("4");
        step(page, "RECEIVE", ginza, "extra", tea, "extraQuantity", "0.5", "extraNote", "for umeda?")
                .andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ginza, tea).onHand()).isEqualByComparingTo("0.5");
        browser.perform(get(page).with(staff(ueno)))
                .andExpect(content().string(containsString("Was not sent")))
                .andExpect(content().string(containsString("for umeda?")));
    }

    @Test
    void whatComesBackLiesWhereItCameFrom() throws Exception {
        String page = sent("4");
        step(page, "BACK", ueno, "line", "1", "quantity", "5", "damaged", "")
                .andExpect(content().string(containsString("Only 4 pcs are still to come")));
        step(page, "BACK", ueno, "line", "1", "quantity", "3", "damaged", "1")
                .andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ueno, tin).onHand()).isEqualByComparingTo("10");
        assertThat(shop.at(ueno, tin).available()).isEqualByComparingTo("9");
        assertThat(one(page).state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aDeliveryIsExpectedByTheStoresClockPutOffReceivedAndClosed() throws Exception {
        String page = Objects.requireNonNull(browser.perform(form(NEW_DELIVERY, ginza)
                        .param("reference", "D-1")
                        .param("supplier", "Uji & Sons")
                        .param("to", ginza)
                        .param("expectedAt", "2026-11-30T14:00")
                        .param("item", tin)
                        .param("quantity", "8"))
                .andReturn()
                .getResponse()
                .getRedirectedUrl());
        assertThat(one(page).expectedAt()).isEqualTo(Instant.parse("2026-11-30T05:00:00Z"));
        assertThat(shop.at(ginza, tin).incoming()).isEqualByComparingTo("8");
        browser.perform(get(ALL).with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(containsString("2026年11月30日(月) 14:00")));
        step(page, "RESCHEDULE", ginza, "expectedAt", "someday")
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Give day and time")));
        step(page, "RESCHEDULE", ginza, "expectedAt", "2026-12-01T09:30").andExpect(flash().attribute("tone", "good"));
        assertThat(one(page).expectedAt()).isEqualTo(Instant.parse("2026-12-01T00:30:00Z"));

        step(page, "RECEIVE", ginza, came("1", "5", "", "", "")).andExpect(flash().attribute("tone", "good"));
        step(page, "CANCEL", ginza)
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("how it stands")));
        step(page, "CLOSE", ginza, "reason", " ")
                .andExpect(content().string(containsString("Say why the rest does not come")));
        step(page, "CLOSE", ginza, "reason", "sold out at Uji").andExpect(flash().attribute("tone", "good"));
        assertThat(shop.at(ginza, tin).incoming()).isEqualByComparingTo("0");
        assertThat(shop.at(ginza, tin).onHand()).isEqualByComparingTo("5");
    }

    @Test
    void eachEndDoesItsPartAndAThirdStoreSeesNothing() throws Exception {
        String page = asked("item", tin, "quantity", "4");
        browser.perform(get(ALL).with(staff(umeda))).andExpect(content().string(not(containsString(page))));
        browser.perform(get(page).with(staff(umeda))).andExpect(status().isForbidden());
        for (String step : List.of("SEND", "RECEIVE", "BACK", "CLOSE", "CANCEL", "RESCHEDULE")) {
            step(page, step, umeda, "expectedAt", "2026-12-01T09:30", "reason", "because")
                    .andExpect(status().isForbidden());
        }
        step(page, "SEND", ginza).andExpect(status().isForbidden());
        assertThat(one(page).state()).isEqualTo(State.DRAFT);
        step(page, "SEND", ueno).andExpect(flash().attribute("tone", "good"));
        step(page, "RECEIVE", ueno, came("1", "4", "", "", "")).andExpect(status().isForbidden());
        step(page, "CLOSE", ueno, "reason", "because").andExpect(status().isForbidden());
        step(page, "BACK", ginza, came("1", "4", "", "", "")).andExpect(status().isForbidden());
        assertThat(one(page).state()).isEqualTo(State.DISPATCHED);
        String unknown = ALL + "/TRANSFER/" + UUID.randomUUID();
        browser.perform(get(unknown).with(staff(ueno))).andExpect(status().isNotFound());
        step(unknown, "SEND", ueno).andExpect(status().isNotFound());
    }

    @Test
    void whatHasEndedIsFoundTheLatestFirstPageByPageAtBothEndsAndNowhereElse() throws Exception {
        List<String> ended = new ArrayList<>();
        for (int i = 0; i < 21; i++) {
            Shipment asked = shipments.create(
                    new NewShipment(Kind.TRANSFER, "T-" + i + tin, ueno, null, ginza, null, List.of(line(tin))));
            ended.add(
                    0,
                    ALL + "/TRANSFER/"
                            + shipments.cancel(asked.id(), Kind.TRANSFER).id());
        }
        for (String end : List.of(ueno, ginza)) {
            String first = list(end, "");
            assertThat(first).containsSubsequence(ended.subList(0, 20)).doesNotContain(ended.get(20));
            String older = "before=" + ended.get(19).substring(ended.get(19).lastIndexOf('/') + 1);
            assertThat(first).contains(older);
            assertThat(list(end, "?" + older)).contains(ended.get(20)).doesNotContain(ended.subList(0, 20));
        }
        assertThat(list(umeda, "")).doesNotContain(ended);
        browser.perform(get(ALL).param("location", ueno).with(staff(umeda))).andExpect(status().isForbidden());
        browser.perform(get(ALL).param("before", "yesterday").with(staff(ueno))).andExpect(status().isBadRequest());
    }

    private String list(String store, String query) throws Exception {
        return browser.perform(get(ALL + query).with(staff(store)))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private static NewShipment.Line line(String sku) {
        return new NewShipment.Line("1", sku, BigDecimal.ONE, null);
    }

    private String sent(String quantity) throws Exception {
        String page = asked("item", tin, "quantity", quantity);
        step(page, "SEND", ueno).andExpect(flash().attribute("tone", "good"));
        return page;
    }

    private String asked(String... goods) throws Exception {
        return Objects.requireNonNull(asking(goods).andReturn().getResponse().getRedirectedUrl(), "asked for");
    }

    private ResultActions asking(String... goods) throws Exception {
        MockHttpServletRequestBuilder form = form(NEW_TRANSFER, ueno)
                .param("reference", "T-" + tin)
                .param("from", ueno)
                .param("to", ginza);
        return browser.perform(with(form, goods));
    }

    private static String[] came(String line, String good, String damaged, String over, String note) {
        return new String[] {"line", line, "quantity", good, "damaged", damaged, "over", over, "note", note};
    }

    private ResultActions step(String page, String step, String store, String... fields) throws Exception {
        return browser.perform(with(form(page, store).param("step", step), fields));
    }

    private ResultActions step(String page, String step, String store, String[] first, String[] second)
            throws Exception {
        return browser.perform(with(with(form(page, store).param("step", step), first), second));
    }

    private static MockHttpServletRequestBuilder with(MockHttpServletRequestBuilder form, String... fields) {
        for (int i = 0; i < fields.length; i += 2) {
            form.param(fields[i], fields[i + 1]);
        }
        return form;
    }

    private Shipment one(String page) {
        UUID id = UUID.fromString(page.substring(page.lastIndexOf('/') + 1));
        Kind kind = page.contains("TRANSFER") ? Kind.TRANSFER : Kind.PURCHASE;
        return shipments.find(id, kind).orElseThrow();
    }

    private static MockHttpServletRequestBuilder form(String page, String store) {
        return post(page).with(staff(store)).with(csrf());
    }
}
