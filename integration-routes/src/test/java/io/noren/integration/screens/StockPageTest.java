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
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipments;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Whoever works in one store sees and changes that one; what is sent twice counts once. */
@HubTest
class StockPageTest {
    @Autowired
    MockMvc browser;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    @Autowired
    Availability availability;

    @Autowired
    Shipments shipments;

    private String sku = "";

    @BeforeEach
    void tenTinsInUeno() {
        sku = "TIN-" + UUID.randomUUID();
        for (String store : List.of("stock-ueno", "stock-ginza")) {
            locations.put(new Location(
                    store, null, store, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        }
        items.put(new Item(
                sku, null, List.of(), new LocalizedName("茶缶", "Tin"), Item.EACH, null, null, null, null, true));
        ledger.record(List.of(new Movement(
                "screen-test/" + sku,
                ItemReference.sku(sku),
                "stock-ueno",
                BigDecimal.TEN,
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
    }

    @Test
    void staffOfOneStoreSeeThatOneAndNoOther() throws Exception {
        browser.perform(get("/stock/item").param("sku", sku).with(ueno()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("stock-ueno")))
                .andExpect(content().string(not(containsString("stock-ginza"))))
                .andExpect(content().string(not(containsString("/stock/rules"))));
        browser.perform(get("/stock/shelf")
                        .param("sku", sku)
                        .param("location", "stock-ginza")
                        .with(ueno()))
                .andExpect(status().isForbidden());
        send("count", "stock-ginza", UUID.randomUUID(), "counted", "4").andExpect(status().isForbidden());
        assertThat(at("stock-ginza").version()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/stock/rules", "/stock/rules/new", "/stock/audit"})
    void whatConcernsEveryStoreIsForWhoeverWorksEverywhere(String page) throws Exception {
        browser.perform(get(page).with(ueno())).andExpect(status().isForbidden());
        browser.perform(get(page).with(user("hanako").authorities(() -> "staff", () -> "location:*")))
                .andExpect(status().isOk());
    }

    @Test
    void onlyAnAdministratorRepairsTheBooks() throws Exception {
        browser.perform(post("/stock/audit/repair")
                        .param("reason", "because")
                        .with(csrf())
                        .with(user("hanako").authorities(() -> "staff", () -> "location:*")))
                .andExpect(status().isForbidden());
    }

    @Test
    void aFormThatIsSentTwiceCountsOnce() throws Exception {
        UUID form = UUID.randomUUID();
        send("happened", "stock-ueno", form, "what", "LOST", "quantity", "2")
                .andExpect(flash().attribute("tone", "good"));
        send("happened", "stock-ueno", form, "what", "LOST", "quantity", "2")
                .andExpect(flash().attribute("tone", "bad"));
        assertThat(at("stock-ueno").onHand()).isEqualByComparingTo("8");
    }

    @Test
    void damagedGoodsLeaveTheShelfAndTheDamagedTogetherOrNotAtAll() throws Exception {
        send("happened", "stock-ueno", UUID.randomUUID(), "what", "DAMAGED", "quantity", "3");
        send("happened", "stock-ueno", UUID.randomUUID(), "what", "DAMAGED_THROWN_AWAY", "quantity", "4")
                .andExpect(flash().attribute("tone", "bad"));
        assertThat(at("stock-ueno").onHand()).isEqualByComparingTo("10");
        assertThat(at("stock-ueno").unavailable()).isEqualByComparingTo("3");

        send("happened", "stock-ueno", UUID.randomUUID(), "what", "DAMAGED_THROWN_AWAY", "quantity", "3")
                .andExpect(flash().attribute("tone", "good"));
        assertThat(at("stock-ueno").onHand()).isEqualByComparingTo("7");
        assertThat(at("stock-ueno").unavailable()).isEqualByComparingTo("0");
    }

    @ParameterizedTest
    @CsvSource({"４, good, 4", "'4,5', bad, 10", "-1, bad, 10", "many, bad, 10", "1.5, bad, 10", "99, few, 10"})
    void aCountIsReadAsItIsTypedAndNonsenseIsNot(String typed, String tone, String onHand) throws Exception {
        send("count", "stock-ueno", UUID.randomUUID(), "counted", typed).andExpect(flash().attribute("tone", tone));
        assertThat(at("stock-ueno").onHand()).isEqualByComparingTo(onHand);
    }

    @Test
    void anExactNumberOpensItsItemAtOnce() throws Exception {
        browser.perform(get("/stock").param("q", sku).with(ueno())).andExpect(redirectedUrl("/stock/item?sku=" + sku));
        browser.perform(get("/stock")
                        .param("q", "no such thing")
                        .with(ueno())
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(containsString("該当する商品がありません")));
    }

    @Test
    void aTransferIsSentFromOneStoreAndReceivedInTheOtherByTheirOwnStaff() throws Exception {
        UUID id = shipments
                .create(new NewShipment(
                        Shipment.Kind.TRANSFER,
                        "T-" + sku,
                        "stock-ueno",
                        null,
                        "stock-ginza",
                        null,
                        List.of(new NewShipment.Line("1", sku, new BigDecimal(4), null))))
                .id();
        String page = "/stock/shipments/TRANSFER/" + id;
        browser.perform(get("/stock/shipments").with(ueno()))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString(page)));
        browser.perform(post(page).param("step", "SEND").with(ginza()).with(csrf()))
                .andExpect(status().isForbidden());
        browser.perform(post(page).param("step", "SEND").with(ueno()).with(csrf()))
                .andExpect(flash().attribute("tone", "good"));
        browser.perform(get(page).with(ginza()).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("輸送中")))
                .andExpect(content().string(containsString("value=\"RECEIVE\"")));
        browser.perform(get(page).with(user("umeda").authorities(() -> "staff", () -> "location:stock-umeda")))
                .andExpect(status().isForbidden());

        String receipt = UUID.randomUUID().toString();
        for (int i = 0; i < 2; i++) {
            receive(page, receipt, "３", "1").andExpect(flash().attribute("tone", "good"));
        }
        receive(page, UUID.randomUUID().toString(), "", "").andExpect(status().isUnprocessableContent());
        assertThat(at("stock-ueno").onHand()).isEqualByComparingTo("6");
        assertThat(at("stock-ginza").onHand()).isEqualByComparingTo("4");
        assertThat(at("stock-ginza").available()).isEqualByComparingTo("3");
        browser.perform(get(page).with(ueno())).andExpect(content().string(not(containsString("value=\"RECEIVE\""))));
    }

    private ResultActions receive(String page, String receipt, String good, String damaged) throws Exception {
        return browser.perform(post(page)
                .param("step", "RECEIVE")
                .with(ginza())
                .with(csrf())
                .param("receipt", receipt)
                .param("line", "1")
                .param("quantity", good)
                .param("damaged", damaged));
    }

    private AtLocation at(String store) {
        return availability
                .forChannel("web", List.of(sku), List.of(store))
                .items()
                .get(0)
                .locations()
                .get(0);
    }

    private ResultActions send(String what, String store, UUID form, String... fields) throws Exception {
        var request = post("/stock/shelf/" + what)
                .with(ueno())
                .with(csrf())
                .param("sku", sku)
                .param("location", store)
                .param("request", form.toString());
        for (int i = 0; i < fields.length; i += 2) {
            request.param(fields[i], fields[i + 1]);
        }
        return browser.perform(request);
    }

    private static RequestPostProcessor ginza() {
        return user("ginza").authorities(() -> "staff", () -> "location:stock-ginza");
    }

    private static RequestPostProcessor ueno() {
        return user("ueno").authorities(() -> "staff", () -> "location:stock-ueno");
    }
}
