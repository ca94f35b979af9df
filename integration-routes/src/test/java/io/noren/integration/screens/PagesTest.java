package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.head;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.jsonPath;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import io.noren.testing.HubTest;
import jakarta.servlet.http.Cookie;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** The pages as a browser gets them, over the whole application. */
@HubTest
class PagesTest {
    private static final String TEA_GTIN = "09520123450007";
    private static final String GINZA_GLN = "9520000000004";

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
    PickupDesk desk;

    @BeforeEach
    void ginzaHasSomeTea() {
        locations.put(store("screens-ginza", GINZA_GLN, "銀座店"));
        locations.put(store("screens-ueno", "9520000000011", "上野店"));
        items.put(new Item(
                "TEA",
                TEA_GTIN,
                List.of(),
                new LocalizedName("抹茶 <缶>", "Matcha & tin"),
                "EACH",
                null,
                null,
                new Money(new BigDecimal(1980), "JPY"),
                null,
                true));
        ledger.record(List.of(delivery("screens-ginza", 20), delivery("screens-ueno", 2)));
    }

    @Test
    void everyScriptAndStyleThatAPageNamesIsThere() throws Exception {
        String page = browser.perform(get("/").with(staff()))
                .andExpect(status().isOk())
                .andReturn()
                .getResponse()
                .getContentAsString();
        List<String> named = Pattern.compile("(?:<script src|stylesheet\" href)=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
        assertThat(named).contains("/noren.css", "/webjars/htmx.org/dist/htmx.min.js");
        for (String address : named) {
            browser.perform(get(address)).andExpect(status().isOk());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/, ライブボード, Live board",
        "/till, 会員照会, Member look-up",
        "/pickup, 店舗受取, Pickup desk",
        "/pickup/search?order=NO-SUCH, 注文を探す, Find an order",
        "/pickup/to-send, 他店へ送る注文, To send to other stores",
        "/stock/routing, 出荷元の選定, From where orders are sent",
        "/labels, 棚ラベル, Shelf labels",
        "/shelf-codes, 棚コードのスキャン, Scans of shelf codes",
        "/tills, レジ, Tills",
        "/parked, 保留中, Parked"
    })
    void everyStaffPageSpeaksBothLanguagesAndHidesFromStrangers(String path, String japanese, String english)
            throws Exception {
        browser.perform(get(path).with(staff()).header(HttpHeaders.ACCEPT_LANGUAGE, "ja-JP,ja;q=0.9"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("<h1>" + japanese)))
                .andExpect(content().string(containsString("lang=\"ja\"")))
                .andExpect(content().string(not(containsString("??"))));
        browser.perform(get(path).with(staff()).header(HttpHeaders.ACCEPT_LANGUAGE, "de,fr;q=0.5"))
                .andExpect(content().string(containsString("<h1>" + english)));
        browser.perform(get(path).accept(MediaType.TEXT_HTML))
                .andExpect(status().is3xxRedirection())
                .andExpect(header().string(HttpHeaders.LOCATION, containsString("/sign-in")));
    }

    @Test
    void theLanguageSwitchIsRememberedAndNonsenseIsIgnored() throws Exception {
        MvcResult switched = browser.perform(get("/sign-in?lang=ja").header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("サインイン")))
                .andReturn();
        browser.perform(get("/sign-in")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "en")
                        .cookie(switched.getResponse().getCookie("noren-language")))
                .andExpect(content().string(containsString("サインイン")));
        browser.perform(get("/sign-in?lang=../../x").header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("<h1>Sign in")));
    }

    @Test
    void noPageNeedsAScriptOrStyleThatTheContentPolicyForbids() throws Exception {
        for (String path : List.of(
                "/",
                "/till",
                "/pickup",
                "/pickup/to-send",
                "/stock/routing",
                "/labels?sku=TEA",
                "/parked",
                "/p/TEA?store=screens-ginza")) {
            String page = browser.perform(get(path).with(staff()))
                    .andReturn()
                    .getResponse()
                    .getContentAsString();
            assertThat(page)
                    .as(path)
                    .doesNotContain("<style", " style=", "javascript:")
                    .doesNotContainPattern("<script(?![^>]*src=)")
                    .doesNotContainPattern(" on[a-z]+=");
        }
    }

    @Test
    void aShelfCodeLeadsToTheItemInThatStoreAndNowhereElse() throws Exception {
        for (String gtin : List.of(TEA_GTIN, "9520123450007", "9520123450007/")) {
            String query = "414=" + GINZA_GLN + "&target=https://evil.example";
            browser.perform(get("/01/" + gtin + "?" + query))
                    .andExpect(status().isTemporaryRedirect())
                    .andExpect(redirectedUrl("http://localhost/p/TEA?store=screens-ginza&" + query))
                    .andExpect(header().string(HttpHeaders.CACHE_CONTROL, containsString("max-age=60")));
        }
        browser.perform(head("/01/" + TEA_GTIN))
                .andExpect(status().isTemporaryRedirect())
                .andExpect(redirectedUrl("http://localhost/p/TEA"));
        browser.perform(get("/01/" + TEA_GTIN + "?414=9520999999990"))
                .andExpect(redirectedUrl("http://localhost/p/TEA?414=9520999999990"));
    }

    @Test
    void whoCallsItByAnotherNameStaysThere() throws Exception {
        browser.perform(get("/01/" + TEA_GTIN).with(request -> {
                    request.setServerName("evil.example");
                    return request;
                }))
                .andExpect(header().string(HttpHeaders.LOCATION, "/p/TEA"));
    }

    @ParameterizedTest
    @CsvSource({
        "/01/09520123450008, 400, GTIN_CHECK_DIGIT",
        "/01/tea, 400, GTIN_MALFORMED",
        "/01/952012345, 400, GTIN_MALFORMED",
        "/01/9520123450991, 404, UNKNOWN_GTIN",
        "/01/9520123450007?414=9520000000005, 400, GLN_INVALID",
        "/01/9520123450007?414=9520000000004&414=9520000000011, 400, GLN_AMBIGUOUS",
        "/01/9520123450007/21/S1/10/L1, 400, CODE_MALFORMED",
        "/01/9520123450007/lot/L1, 400, CODE_MALFORMED",
        "/01/9520123450007/foo, 400, CODE_MALFORMED",
        "/01/, 400, CODE_MALFORMED",
        "/01/9520123450007?linkType=gs1:nosuchlt, 404, LINK_TYPE_MISSING",
        "/resolve?code=hello, 400, CODE_MALFORMED",
        "/resolve?code=(414)9520000000004, 404, NO_ITEM_IN_CODE"
    })
    void aBrokenShelfCodeIsRefusedAsAPageForPeopleAndAsAProblemForPrograms(String path, int status, String code)
            throws Exception {
        browser.perform(get(path))
                .andExpect(status().is(status))
                .andExpect(content().contentType(MediaType.APPLICATION_PROBLEM_JSON))
                .andExpect(jsonPath("$.code").value(code));
        browser.perform(get(path)
                        .header(HttpHeaders.ACCEPT, "text/html,application/xhtml+xml,*/*;q=0.8")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().is(status))
                .andExpect(content().string(containsString("コードを開けませんでした")))
                .andExpect(content().string(containsString("class=\"noren\"")));
    }

    @Test
    void theShopperSeesNamePriceAndStockWithoutSigningIn() throws Exception {
        browser.perform(get("/p/TEA?store=screens-ginza").header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("抹茶 &lt;缶&gt;")))
                .andExpect(content().string(containsString("¥1,980")))
                .andExpect(content().string(containsString("銀座店の在庫")))
                .andExpect(content().string(containsString("在庫あり")))
                .andExpect(content().string(containsString("残りわずか")));
        browser.perform(get("/p/TEA/stock?store=screens-ueno").header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(content().string(containsString("Only a few left")))
                .andExpect(content().string(not(containsString("<html"))));
        browser.perform(get("/p/NO-SUCH-THING").header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andExpect(status().isNotFound())
                .andExpect(content().string(containsString("We do not have this item")));
    }

    @Test
    void hanakoReservesAtTheShelfAndIsHandedHerTeaOnce() throws Exception {
        BigDecimal before = availableInGinza();
        MockHttpSession phone = new MockHttpSession();
        Cookie basket = basketWithTea(phone, "screens-ginza", 1);
        String next = order(phone, basket).getResponse().getRedirectedUrl();
        assertThat(next).isEqualTo("/basket/reserved");
        order(phone, basket);
        assertThat(availableInGinza())
                .as("sent twice, kept once")
                .isEqualByComparingTo(before.subtract(BigDecimal.ONE));

        String page = browser.perform(get(next).session(phone))
                .andReturn()
                .getResponse()
                .getContentAsString();
        String pin = only("id=\"handover-code\">([0-9]+)<", page);
        String number = only("id=\"pickup-number\">([^<]+)<", page);
        assertThat(page).contains("<svg");
        browser.perform(get(next).session(phone)).andExpect(content().string(not(containsString(pin))));

        Pickup order = desk.workList("screens-ginza").stream()
                .filter(pickup -> pickup.order().equals(number))
                .findFirst()
                .orElseThrow();
        for (String step : List.of("accept", "start-picking", "ready")) {
            press(order.id(), step, "").andExpect(content().string(not(containsString("role=\"alert\""))));
        }
        String wrong = pin.equals("000000") ? "111111" : "000000";
        press(order.id(), "handover", wrong)
                .andExpect(content().string(containsString("does not belong to this order")));
        press(order.id(), "handover", pin).andExpect(content().string(containsString("handed over")));
        press(order.id(), "handover", pin).andExpect(content().string(containsString("used before")));
        assertThat(desk.find(order.id()).orElseThrow().state()).isEqualTo(PickupState.COLLECTED);
        assertThat(availableInGinza()).isEqualByComparingTo(before.subtract(BigDecimal.ONE));
    }

    @Test
    void aFormOfAnotherSiteOrWithNonsenseReservesNothing() throws Exception {
        BigDecimal before = availableInGinza();
        MockHttpSession phone = new MockHttpSession();
        Cookie basket = basketWithTea(phone, "screens-ueno", 9);
        for (String origin : List.of("https://evil.example", "null", "http://localhost.evil.example")) {
            browser.perform(pickup(phone, basket, "screens-ueno", "hanako@example.com")
                            .header(HttpHeaders.ORIGIN, origin))
                    .andExpect(status().isForbidden());
        }
        browser.perform(pickup(phone, basket, "screens-ueno", "hanako@example.com")
                        .header("Sec-Fetch-Site", "cross-site")
                        .header(HttpHeaders.ORIGIN, "http://localhost"))
                .andExpect(status().isForbidden());
        for (String contact : List.of("", "12", "hanako", "a@b")) {
            browser.perform(pickup(phone, basket, "screens-ueno", contact))
                    .andExpect(status().isUnprocessableContent());
        }
        browser.perform(pickup(phone, basket, "screens-ueno", "hanako@example.com"))
                .andExpect(status().isConflict())
                .andExpect(content().string(containsString("Someone was quicker")));
        assertThat(availableInGinza()).isEqualByComparingTo(before);
    }

    @Test
    void staffOfAnotherStoreMayNeitherSeeNorMoveAnOrder() throws Exception {
        MockHttpSession phone = new MockHttpSession();
        order(phone, basketWithTea(phone, "screens-ginza", 1));
        Pickup order = desk.workList("screens-ginza").get(0);
        RequestPostProcessor uenoStaff = user("ueno").authorities(() -> "staff", () -> "location:screens-ueno");
        browser.perform(get("/pickup?location=screens-ginza").with(uenoStaff)).andExpect(status().isForbidden());
        browser.perform(post("/pickup/{id}/accept", order.id()).with(uenoStaff).with(csrf()))
                .andExpect(status().isForbidden());
        assertThat(desk.find(order.id()).orElseThrow().state()).isEqualTo(PickupState.PLACED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pdf", "svg", "png"})
    void aLabelIsDrawnInEveryFormat(String format) throws Exception {
        MvcResult file = browser.perform(get("/labels?location=screens-ginza&sku=TEA&format=" + format)
                        .with(staff()))
                .andExpect(status().isOk())
                .andReturn();
        assertThat(file.getResponse().getContentType()).contains(format);
        assertThat(file.getResponse().getContentAsByteArray()).hasSizeGreaterThan(1000);
    }

    @ParameterizedTest
    @CsvSource({
        "sku=NOPE&format=pdf&location=screens-ginza, 404, UNKNOWN_SKU",
        "sku=TEA&format=pdf&location=nowhere, 404, NO_SUCH_LOCATION",
        "sku=TEA&sku=TEA&format=png&location=screens-ginza, 400, ONE_LABEL_PER_PICTURE",
        "sku=TEA&format=bmp&location=screens-ginza, 400, UNKNOWN_TEMPLATE",
        "sku=TEA&format=pdf&location=screens-ginza&template=poster, 400, UNKNOWN_TEMPLATE",
        "format=pdf&location=screens-ginza, 404, UNKNOWN_SKU"
    })
    void aLabelThatCannotBeDrawnIsRefusedByName(String query, int status, String code) throws Exception {
        browser.perform(get("/labels?" + query).with(staff()))
                .andExpect(status().is(status))
                .andExpect(jsonPath("$.code").value(code));
    }

    @Test
    void staffPrintLabelsForTheirOwnStoresOnly() throws Exception {
        RequestPostProcessor uenoStaff = user("ueno").authorities(() -> "staff", () -> "location:screens-ueno");
        browser.perform(get("/labels?sku=TEA&format=svg&location=screens-ueno").with(uenoStaff))
                .andExpect(status().isOk());
        for (String elsewhere : List.of("screens-ginza", "nowhere")) {
            browser.perform(get("/labels?sku=TEA&format=svg&location=" + elsewhere)
                            .with(uenoStaff))
                    .andExpect(status().isForbidden())
                    .andExpect(jsonPath("$.code").value("LOCATION_FORBIDDEN"));
        }
    }

    @Test
    void aLookUpTellsInWordsWhatIsMissing() throws Exception {
        browser.perform(post("/till")
                        .with(staff())
                        .with(csrf())
                        .header("HX-Request", "true")
                        .param("place", "screens-ginza 1")
                        .param("reason", "POINTS")
                        .param("last4", "1234"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("Four digits match many people")))
                .andExpect(content().string(not(containsString("<html"))));
        browser.perform(post("/till")
                        .with(staff())
                        .with(csrf())
                        .param("place", "screens-ginza 1")
                        .param("reason", "POINTS")
                        .param("last4", "9876")
                        .param("kana", "ヌ"))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("No member was found")));
    }

    private Cookie basketWithTea(MockHttpSession phone, String store, int quantity) throws Exception {
        Cookie basket = browser.perform(post("/basket/lines")
                        .session(phone)
                        .param("sku", "TEA")
                        .param("store", store)
                        .param("quantity", String.valueOf(quantity)))
                .andExpect(status().isSeeOther())
                .andReturn()
                .getResponse()
                .getCookie("noren-basket");
        return Objects.requireNonNull(basket);
    }

    private MvcResult order(MockHttpSession phone, Cookie basket) throws Exception {
        return browser.perform(pickup(phone, basket, "screens-ginza", "090-1234-5678"))
                .andExpect(status().isSeeOther())
                .andReturn();
    }

    private static MockHttpServletRequestBuilder pickup(
            MockHttpSession phone, Cookie basket, String store, String contact) {
        return post("/basket/pickup")
                .session(phone)
                .cookie(basket)
                .param("place", store)
                .param("name", "Hanako")
                .param("contact", contact);
    }

    private ResultActions press(UUID order, String step, String code) throws Exception {
        return browser.perform(post("/pickup/{id}/{step}", order, step)
                .with(staff())
                .with(csrf())
                .header("HX-Request", "true")
                .param("code", code));
    }

    private BigDecimal availableInGinza() {
        return availability
                .forChannel("web", List.of("TEA"), List.of("screens-ginza"))
                .items()
                .get(0)
                .available();
    }

    private static RequestPostProcessor staff() {
        return user("hanako").authorities(() -> "staff", () -> "scope:admin", () -> "location:*");
    }

    private static String only(String pattern, String text) {
        Matcher found = Pattern.compile(pattern).matcher(text);
        assertThat(found.find()).as(pattern).isTrue();
        return found.group(1);
    }

    private static Location store(String id, String gln, String name) {
        return new Location(
                id, gln, name, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of("1"));
    }

    private static Movement delivery(String location, int pieces) {
        return new Movement(
                "screens-delivery-" + location,
                ItemReference.sku("TEA"),
                location,
                BigDecimal.valueOf(pieces),
                MovementReason.RECEIVED,
                Instant.parse("2026-11-22T00:00:00Z"),
                null,
                null);
    }
}
