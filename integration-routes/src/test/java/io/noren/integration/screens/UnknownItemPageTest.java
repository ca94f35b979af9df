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

import io.noren.integration.broker.FlowQueue;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.NumberRule;
import io.noren.inventory.NumberRules;
import io.noren.pos.ItemCode;
import io.noren.pos.ItemCode.Scheme;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.TransactionKey;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;
import tools.jackson.databind.json.JsonMapper;

/** What may be said of an item that nobody knows, by whom, and what is answered to nonsense. */
@HubTest
class UnknownItemPageTest {
    @Autowired
    MockMvc browser;

    @Autowired
    ParkedMessages parked;

    @Autowired
    Items items;

    @Autowired
    NumberRules rules;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    JsonMapper json;

    private final String source = "till-" + UUID.randomUUID().toString().substring(0, 8);
    private String ginza = "";
    private String tin = "";

    private ShopFloor shop;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        shop = hub.createBean(ShopFloor.class);
    }

    @BeforeEach
    void aTinInGinza() {
        ginza = shop.store("ginza");
        tin = shop.item("TIN", "茶缶", Item.EACH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    known | item  | NO-SUCH-TIN | 当てはまる商品がありません | No item goes by this: NO-SUCH-TIN
                    known | item  |             | 当てはまる商品がありません | No item goes by this
                    new   | sku   |             | SKU を100文字以内         | Give a SKU
                    new   | ja    |             | 日本語または英語の商品名   | Give a name in Japanese or in English
                    new   | price | many        | 円単位の整数              | whole yen
                    new   | price | 19.80       | 円単位の整数              | whole yen
                    new   | price | -1          | 円単位の整数              | whole yen
                    """)
    void whatCannotBeIsSaidBesideItsFieldAndTheLineWaitsOn(
            String way, String field, @Nullable String typed, String japanese, String english) throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));
        String given = Objects.requireNonNullElse(typed, "");

        for (String language : List.of("ja", "en")) {
            MockHttpServletRequestBuilder form = form(line, way).header(HttpHeaders.ACCEPT_LANGUAGE, language);
            if (way.equals("known")) {
                form.param("item", given);
            } else {
                form.param("sku", field.equals("sku") ? given : source)
                        .param("ja", field.equals("ja") ? given : "バナナ")
                        .param("unit", "EACH")
                        .param("price", field.equals("price") ? given : "");
            }
            browser.perform(form.with(administrator(ginza)))
                    .andExpect(status().isUnprocessableContent())
                    .andExpect(content().string(containsString(language.equals("ja") ? japanese : english)))
                    .andExpect(content().string(containsString("value=\"" + given)));
        }
        assertThat(isOpen(line)).isTrue();
        assertThat(items.find(source)).isEmpty();
    }

    @Test
    void aCodeOfAnotherItemIsNotTakenFromIt() throws Exception {
        Item.Code banana = new Item.Code(Item.Scheme.PLU, "4011", source);
        items.put(new Item(
                source,
                null,
                List.of(banana),
                new LocalizedName(null, "Banana"),
                "EACH",
                null,
                null,
                null,
                null,
                true));
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));

        for (MockHttpServletRequestBuilder form : List.of(
                form(line, "known").param("item", tin),
                form(line, "new").param("sku", source + "-2").param("en", "Banana"))) {
            browser.perform(form.with(administrator(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                    .andExpect(status().isUnprocessableContent())
                    .andExpect(content().string(containsString("leads to another item already: " + source)));
        }
        assertThat(items.find(tin).orElseThrow().codes()).isEmpty();
        assertThat(items.find(source + "-2")).isEmpty();

        named(line, "known", source).andExpect(flash().attribute("tone", "good"));
        assertThat(isOpen(line)).as("its own item may be named").isFalse();
    }

    @Test
    void aNewItemTakesNoOthersPlace() throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));

        browser.perform(form(line, "new")
                        .param("sku", tin)
                        .param("ja", "別の缶")
                        .with(administrator(ginza))
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isUnprocessableContent())
                .andExpect(content().string(containsString("の商品はすでにあります")));
        assertThat(items.find(tin).orElseThrow().name().ja()).isEqualTo("茶缶");
    }

    @Test
    void wordsAreNeverEnoughForABookingOnlyForAChoice() throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));
        String words = tin.substring(4, 20);

        browser.perform(form(line, "known").param("item", words).with(administrator(ginza)))
                .andExpect(status().isOk())
                .andExpect(content().string(containsString("name=\"item\" value=\"" + tin + "\"")));

        assertThat(isOpen(line)).isTrue();
        assertThat(items.find(tin).orElseThrow().codes()).isEmpty();
    }

    @Test
    void onlyAnAdministratorOfTheStoreSeesAndNamesIt() throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));
        String ueno = shop.store("ueno");

        browser.perform(get("/parked/" + line + "/item").with(ShopFloor.staff(ginza)))
                .andExpect(status().isForbidden());
        browser.perform(get("/parked/" + line + "/item").with(administrator(ueno)))
                .andExpect(status().isNotFound())
                .andExpect(content().string(not(containsString("4011"))));
        browser.perform(form(line, "known").param("item", tin).with(administrator(ueno)))
                .andExpect(status().isNotFound());
        browser.perform(form(line, "new").param("sku", source).param("en", "x").with(administrator(ueno)))
                .andExpect(status().isNotFound());
        assertThat(isOpen(line)).isTrue();
        assertThat(items.find(source)).isEmpty();

        String itsPage = "/parked/" + line + "/item";
        ParkedPages.Shown inGinza = new ParkedPages(browser, administrator(ginza), "en").thatShows(itsPage);
        ParkedPages.Shown inUeno = new ParkedPages(browser, administrator(ueno), "en").at(inGinza.address());
        assertThat(inUeno.html()).contains(line.toString()).doesNotContain(itsPage);
        browser.perform(get("/tills").with(administrator(ginza)))
                .andExpect(content().string(containsString(itsPage)));
        browser.perform(get("/tills").with(ShopFloor.staff(ginza)))
                .andExpect(content().string(containsString("4011")))
                .andExpect(content().string(not(containsString(itsPage))));
        browser.perform(get("/tills").with(administrator(ueno)))
                .andExpect(content().string(not(containsString("id=\"unknown\""))));
    }

    @Test
    void aCodeIsOneRowHoweverManyLinesWaitAndMeansSomethingWithinItsTillSystemOnly() throws Exception {
        ItemCode plu = new ItemCode(Scheme.PLU, "4011");
        ItemCode barcode = new ItemCode(Scheme.GTIN, "04569951110016");
        waits(1, ginza, source, plu);
        waits(2, ginza, source, new ItemCode(Scheme.SKU, "NO-SKU"), plu);
        waits(3, ginza, source + "-2", plu);
        waits(4, ginza, source, barcode, plu);
        UUID latest = waits(5, ginza, source + "-2", barcode);

        String page = browser.perform(
                        get("/tills").with(administrator(ginza)).header(HttpHeaders.ACCEPT_LANGUAGE, "en"))
                .andReturn()
                .getResponse()
                .getContentAsString();

        String rows = page.substring(page.indexOf("id=\"unknown\""));
        assertThat(rows.split("4011", -1)).as("two rows").hasSize(3);
        assertThat(rows.split("4569951110016", -1)).as("one row").hasSize(2);
        assertThat(rows.split("2 lines wait", -1)).hasSize(3);
        assertThat(rows).contains("1 line waits", "/parked/" + latest + "/item", "from=tills");
    }

    @Test
    void ofALabelTheItemsPartIsKept() throws Exception {
        rules.put(new NumberRule(source, source, "24IIIIIXWWWWC", NumberRule.GRAMS), null);
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.RCN, "2412345005004"));
        UUID noLabel = waits(2, ginza, source, new ItemCode(Scheme.RCN, "2512345005001"));

        browser.perform(get("/parked/" + line + "/item?lang=ja").with(administrator(ginza)))
                .andExpect(content().string(containsString("2412345 はこの商品")))
                .andExpect(content().string(not(containsString("番号ルール"))));
        browser.perform(get("/parked/" + noLabel + "/item?lang=ja").with(administrator(ginza)))
                .andExpect(content().string(containsString("番号ルール")));
        named(line, "known", tin).andExpect(flash().attribute("tone", "good"));

        assertThat(items.find(tin).orElseThrow().codes())
                .containsExactly(new Item.Code(Item.Scheme.RCN, "2412345", source));
        assertThat(isOpen(line)).isFalse();
    }

    @Test
    void aTillThatNamesOnlyASkuIsHelpedByAnItemWithThisSku() throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.SKU, source));

        browser.perform(form(line, "known").param("item", tin).with(administrator(ginza)))
                .andExpect(status().isUnprocessableContent());
        browser.perform(form(line, "new")
                        .param("sku", "something else")
                        .param("en", "Tea")
                        .param("unit", "KG")
                        .param("price", "￥１，９８０")
                        .param("from", "tills")
                        .param("location", ginza)
                        .with(administrator(ginza)))
                .andExpect(redirectedUrl("/tills?location=" + ginza));

        Item made = items.find(source).orElseThrow();
        assertThat(made.unit()).isEqualTo("KG");
        assertThat(Objects.requireNonNull(made.price()).amount()).isEqualByComparingTo("1980");
        assertThat(isOpen(line)).isFalse();
    }

    @Test
    void whatNoLongerWaitsIsSaidKindly() throws Exception {
        UUID line = waits(1, ginza, source, new ItemCode(Scheme.PLU, "4011"));
        parked.discard(line, "somebody", "no");

        browser.perform(get("/parked/" + line + "/item")
                        .with(administrator(ginza))
                        .header(HttpHeaders.ACCEPT_LANGUAGE, "ja"))
                .andExpect(status().isGone())
                .andExpect(content().string(containsString("すでに処理されています")));
        browser.perform(form(line, "known").param("item", tin).with(administrator(ginza)))
                .andExpect(status().isGone());
        assertThat(items.find(tin).orElseThrow().codes()).isEmpty();
    }

    private ResultActions named(UUID line, String way, String item) throws Exception {
        return browser.perform(form(line, way).param("item", item).with(administrator(ginza)))
                .andExpect(redirectedUrl("/parked"));
    }

    private static MockHttpServletRequestBuilder form(UUID line, String way) {
        return post("/parked/" + line + "/item/" + way).with(csrf());
    }

    private static RequestPostProcessor administrator(String store) {
        return user("admin of " + store).authorities(() -> "staff", () -> "scope:admin", () -> "location:" + store);
    }

    private UUID waits(int number, String store, String system, ItemCode... codes) {
        TransactionKey key = new TransactionKey(system, store, LocalDate.of(2026, 11, 28), "1", number);
        Instant at = Instant.parse("2026-11-28T03:00:00Z");
        SoldLine line = new SoldLine(1, List.of(codes), new BigDecimal("2"), null, BigDecimal.TEN);
        SaleRecorded sale =
                new SaleRecorded(UUID.randomUUID(), key, UUID.randomUUID(), at, at, "JPY", null, List.of(line));
        String subject = "pos/" + key.asText() + "/1";
        parked.park(new Parking(
                FlowQueue.SALE_TO_STOCK,
                subject,
                "UNKNOWN_ITEM",
                "No item.",
                system,
                null,
                List.of("item:RCN:2412345", "item:SKU:" + codes[0].value()),
                null,
                "SaleRecorded",
                json.writeValueAsString(sale),
                null));
        return jdbc.sql("select id from integration.parked where subject = ?")
                .param(subject)
                .query(UUID.class)
                .single();
    }

    private boolean isOpen(UUID line) {
        return jdbc.sql("select state = 'OPEN' from integration.parked where id = ?")
                .param(line)
                .query(Boolean.class)
                .single();
    }
}
