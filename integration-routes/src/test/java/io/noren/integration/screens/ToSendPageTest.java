package io.noren.integration.screens;

import static io.noren.integration.screens.ShopFloor.staff;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.stringContainsInOrder;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.Sending;
import io.noren.inventory.pickup.StepNote;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** Ueno has ten tins; Hanako has ordered some of them to Ginza. */
@HubTest
class ToSendPageTest {
    @Autowired
    MockMvc browser;

    @Autowired
    PickupDesk desk;

    private String ginza = "";
    private String ueno = "";
    private String tin = "";

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    @BeforeEach
    void tenTinsInUeno() {
        ginza = shop.store("ginza");
        ueno = shop.store("ueno");
        tin = shop.item("TIN", "茶缶", Item.EACH);
        shop.delivered(tin, ueno, 10);
    }

    @Test
    void whatIsNeededFirstComesFirstAndWhoseItIsNobodyLearnsHere() throws Exception {
        Pickup later = ordered(2, Duration.ofDays(5));
        Pickup sooner = ordered(3, Duration.ofDays(1));

        browser.perform(get("/pickup").with(staff(ueno))).andExpect(content().string(containsString(">2</span></a>")));
        browser.perform(get("/pickup/to-send").with(staff(ueno)).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(content().string(stringContainsInOrder(sooner.order(), "3個", later.order(), "2個")))
                .andExpect(content().string(not(containsString("山田"))));
        browser.perform(get("/pickup/to-send").queryParam("from", ueno).with(staff(ginza)))
                .andExpect(status().isForbidden());
        browser.perform(get("/pickup/" + sooner.id()).with(staff(ueno))).andExpect(status().isForbidden());
    }

    @Test
    void itIsSentOnceByWhoeverHasItAndSeenComingWhereItIsAwaited() throws Exception {
        Pickup order = ordered(2, Duration.ofDays(1));
        browser.perform(get("/pickup").with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("ueno has it and has yet to send it")));

        send(order, ueno, ginza).andExpect(status().isForbidden());
        send(order, ginza, ginza).andExpect(status().isForbidden());
        assertThat(stateOf(order)).isEqualTo(PickupState.AWAITING_TRANSFER);
        send(order, ueno, ueno).andExpect(content().string(containsString("on its way to ginza")));
        send(order, ueno, ueno).andExpect(content().string(containsString("Somebody else has sent it already")));

        assertThat(stateOf(order)).isEqualTo(PickupState.IN_TRANSIT);
        assertThat(shop.at(ueno, tin).onHand()).isEqualByComparingTo("8");
        assertThat(shop.at(ginza, tin).incoming()).isEqualByComparingTo("2");
        UUID shipment = desk.find(order.id()).orElseThrow().transfer().shipment();
        browser.perform(get("/pickup").with(staff(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("Sent by ueno")))
                .andExpect(content().string(containsString("/stock/shipments/TRANSFER/" + shipment)));
        browser.perform(get("/stock/shipments/TRANSFER/" + shipment).with(staff(ginza)))
                .andExpect(status().isOk());
    }

    @Test
    void whatIsNotToBeSentIsRefusedInWords() throws Exception {
        Pickup cancelled = ordered(2, Duration.ofDays(1));
        desk.cancel(cancelled.id(), StepNote.NONE);
        send(cancelled, ueno, ueno).andExpect(content().string(containsString("the order has ended")));
        shop.delivered(tin, ginza, 5);
        Pickup here = placed(1, null);
        send(here, ginza, ginza).andExpect(content().string(containsString("role=\"alert\"")));
        browser.perform(post("/pickup/to-send")
                        .with(staff(ueno))
                        .with(csrf())
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                        .param("order", UUID.randomUUID().toString())
                        .param("from", ueno))
                .andExpect(content().string(containsString("does not exist any more")));

        assertThat(stateOf(cancelled)).isEqualTo(PickupState.CANCELLED);
        assertThat(stateOf(here)).isEqualTo(PickupState.PLACED);
        assertThat(shop.at(ueno, tin).onHand()).isEqualByComparingTo("10");
    }

    private ResultActions send(Pickup order, String from, String staff) throws Exception {
        return browser.perform(post("/pickup/to-send")
                .with(staff(staff))
                .with(csrf())
                .header("HX-Request", "true")
                .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                .param("order", order.id().toString())
                .param("from", from));
    }

    private PickupState stateOf(Pickup order) {
        return desk.find(order.id()).orElseThrow().state();
    }

    private Pickup ordered(int tins, Duration expected) {
        return placed(tins, new Sending(ueno, Instant.now().plus(expected)));
    }

    private Pickup placed(int tins, @Nullable Sending sending) {
        return desk.place(new NewPickup(
                        "W-" + UUID.randomUUID(),
                        "web",
                        ginza,
                        null,
                        new Contact("山田 花子", null, null),
                        List.of(new NewPickup.Line("1", tin, BigDecimal.valueOf(tins), null)),
                        null,
                        Payment.PAID_ONLINE,
                        null,
                        sending))
                .pickup();
    }
}
