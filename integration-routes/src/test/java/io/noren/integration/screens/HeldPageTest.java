package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
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
import io.noren.inventory.reservation.Reservations;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

/** What a shopper is told of one piece that is kept while they order it. */
@HubTest
class HeldPageTest {
    private static final Pattern UUID_TEXT = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-");
    private static final Pattern NUMBER = Pattern.compile(">([0-9A-Z]{4}-[0-9A-Z]{4})<");

    @Autowired
    MockMvc browser;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    @Autowired
    Reservations reservations;

    @BeforeEach
    void thereAreSomeCups() {
        locations.put(new Location(
                "held-ginza", null, "銀座店", Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        items.put(new Item(
                "HELD-CUP", null, List.of(), new LocalizedName("湯呑", "Cup"), "EACH", null, null, null, null, true));
        ledger.record(List.of(new Movement(
                "held-cups",
                ItemReference.sku("HELD-CUP"),
                "held-ginza",
                BigDecimal.TEN,
                MovementReason.RECEIVED,
                Instant.parse("2026-11-22T00:00:00Z"),
                null,
                null)));
    }

    @Test
    void aHoldHasANumberThatCanBeReadAloudAndLeadsToItAlone() throws Exception {
        String request = UUID.randomUUID().toString();

        String number = number(hold(request));

        assertThat(number(hold(request))).as("the same form again").isEqualTo(number);
        assertThat(number(hold(UUID.randomUUID().toString())))
                .as("another form")
                .isNotEqualTo(number);
        assertThat(reservations.ofOwner("shelf/" + number))
                .singleElement()
                .satisfies(hold -> assertThat(hold.lines())
                        .singleElement()
                        .satisfies(line -> assertThat(line.sku()).isEqualTo("HELD-CUP")));
    }

    private String hold(String request) throws Exception {
        MockHttpSession phone = new MockHttpSession();
        String next = browser.perform(
                        post("/p/HELD-CUP/deliver").session(phone).with(csrf()).param("request", request))
                .andExpect(status().isSeeOther())
                .andReturn()
                .getResponse()
                .getRedirectedUrl();
        return browser.perform(get(String.valueOf(next)).session(phone).header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private static String number(String page) {
        String main = page.substring(page.indexOf("<main"), page.indexOf("</main>"));
        assertThat(main).contains("商品を確保しました").doesNotContainPattern(UUID_TEXT);
        Matcher number = NUMBER.matcher(main);
        assertThat(number.find()).isTrue();
        return number.group(1);
    }
}
