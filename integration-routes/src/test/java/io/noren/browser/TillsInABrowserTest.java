package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.pos.Content;
import io.noren.pos.LocationBinding;
import io.noren.pos.TillDocuments;
import io.noren.testing.HubTest;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A store manager finds out which till is in trouble, opens what it sent, and lets it be read again; an administrator
 * says which item it was that nobody knew.
 */
@HubTest
class TillsInABrowserTest {
    private static final AtomicInteger SYSTEMS = new AtomicInteger();
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    TillDocuments documents;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path folder;

    private final String source = "register-" + SYSTEMS.incrementAndGet();

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aManagerSeesWhatIsMissingAndDecidesWhatWaits(Screen screen, Locale language) throws IOException {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Store ueno = floor.store(japanese ? "上野店" : "Ueno");
        StoreStaff.Goods tin = floor.goods("煎茶 缶入り", "Sencha tin", "EACH", ginza, "78");
        send(ginza, log(sale(ginza, "1", 101, tin, "2", 0), sale(ginza, "1", 102, tin, "1", 0)));
        send(ginza, log(sale(ginza, "1", 106, tin, "1", 0), sale(ginza, "2", 7, tin, "1", 25)));
        anHourAgo();
        send(ginza, log(sale(ginza, "1", 102, tin, "1", 0), sale(ginza, "1", 108, tin, "1", 0)));
        send(ginza, log(sale(ginza, "1", 101, tin, "5", 0)));
        send(ueno, log(sale(ueno, "1", 1, tin, "1", 0), sale(ueno, "1", 2, tin, "many", 0)));

        try (Visitor manager = floor.signIn(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager", ginza, ueno)) {
            Page page = manager.open("/tills");
            Locator row = page.locator("#stores tbody tr", having(ginza.name()));
            assertThat(row).containsText(japanese ? "2台" : "2 tills");
            assertThat(row.locator("td").nth(2)).hasText("3"); // 103 to 105; 107 may still come
            assertThat(row.locator("td").nth(4)).hasText("1");
            assertThat(row.locator("td").nth(5)).hasText("1");
            assertThat(page.locator("#stores tbody tr", having(ueno.name()))
                            .locator("td")
                            .nth(2))
                    .hasText("0");
            manager.look("tills");

            row.locator("a").click();
            Locator first = page.locator("#tills article", having(japanese ? "レジ1" : "Till 1"));
            assertThat(first).containsText("103–105");
            assertThat(first).containsText("107");
            assertThat(page.locator("#tills article", having(japanese ? "レジ2" : "Till 2")))
                    .containsText(japanese ? "進んでいます" : "ahead");
            assertThat(page.locator("body")).not().containsText(ueno.id());
            manager.look("tills-of-a-store");

            page.locator("#waiting a").first().click();
            assertThat(page.locator("#two article")).hasCount(2);
            assertThat(page.locator("#two article").first()).containsText("2");
            assertThat(page.locator("#two article").nth(1)).containsText("5");
            assertThat(page.locator(".excerpt .marked")).containsText("<Transaction>");
            manager.look("tills-conflict");

            manager.press(japanese ? "こちらが正しい：差し替える" : "This one is right: book it instead");
            assertThat(page.locator(".notice.good")).isVisible();
            assertThat(page.locator(".good-news")).isVisible();
            manager.look("tills-decided");
            await().untilAsserted(() -> assertThat(onHand(ginza, tin)).isEqualByComparingTo("69"));

            manager.open("/tills?location=" + ueno.id());
            page.locator("#waiting a").first().click();
            assertThat(page.locator(".excerpt .marked")).containsText("many");
            manager.look("tills-unreadable");
            manager.press(japanese ? "もう一度読み込む" : "Read it again");
            assertThat(page.locator(".notice.few")).containsText(japanese ? "確認待ち 1件" : "1 still waits");
        }
        try (Visitor other = floor.signIn(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "other", ueno)) {
            Page page = other.open("/tills");
            assertThat(page.locator("#stores tbody tr")).hasCount(1);
            assertThat(page.locator("body")).not().containsText(ginza.id());
            assertThat(page.navigate("/tills?location=" + ginza.id()).status()).isEqualTo(403);
            assertThat(page.navigate("/tills/documents/" + anyDocumentOf(ginza)).status())
                    .isEqualTo(404);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void anAdministratorSaysWhichItemACodeMeansAndThatAnotherOneIsNew(Screen screen, Locale language)
            throws IOException {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Goods tin = floor.goods("玉露 缶入り", "Gyokuro tin " + source, "EACH", ginza, "78");
        String barcode = gtin13(NUMBERS.incrementAndGet());
        send(
                ginza,
                log(
                        scanned(ginza, 1, "PLU", "4011", "2"),
                        scanned(ginza, 2, "PLU", "4011", "1"),
                        scanned(ginza, 3, "EAN", barcode, "3")));
        await().untilAsserted(() -> assertThat(waitingIn(ginza)).isEqualTo(3));

        try (Visitor manager = floor.signInAsAdministrator(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager", ginza)) {
            Page page = manager.open("/tills?location=" + ginza.id());
            Locator unknown = page.locator("#unknown li");
            assertThat(unknown).hasCount(2);
            assertThat(unknown.first()).containsText("4011");
            assertThat(unknown.first()).containsText(japanese ? "2件" : "2 lines");
            manager.look("tills-unknown-items");
            manager.open("/parked");
            Locator entry = page.locator("tr", having(barcode));
            while (entry.count() == 0) { // other stories may have left more than a page of older ones
                manager.open(page.locator("a.button[href*='after=']").getAttribute("href"));
            }
            assertThat(entry.locator("a.primary")).hasText(japanese ? "商品を指定" : "Name the item");
            manager.look("parked-unknown-items");

            manager.open("/tills?location=" + ginza.id());
            unknown.first().locator("a").click();
            assertThat(page.locator("#line")).containsText("4011");
            manager.look("naming");
            page.locator("input[name=item]").fill("no such thing");
            manager.press(japanese ? "この商品として登録" : "It is this item");
            assertThat(page.locator("small.wrong")).containsText("no such thing");
            manager.lookAtRefusal("naming-refused", 422);
            page.locator("input[name=item]").fill(source);
            manager.press(japanese ? "この商品として登録" : "It is this item");
            assertThat(page.locator("#choices li")).hasCount(1);
            manager.look("naming-choices");
            page.locator("#choices button").click();
            assertThat(page.locator(".notice.good")).containsText("4011");
            assertThat(page.locator("#unknown li")).hasCount(1);
            manager.look("naming-mapped");
            await().untilAsserted(() -> assertThat(onHand(ginza, tin)).isEqualByComparingTo("75"));

            page.locator("#unknown a").click();
            assertThat(page.locator("input[name=sku]")).hasValue(barcode);
            String address = page.url();
            String create = japanese ? "商品を登録" : "Create the item";
            manager.press(create);
            assertThat(page.locator("#new small.wrong")).isVisible();
            page.locator("input[name=sku]").fill(tin.sku());
            page.locator(japanese ? "input[name=ja]" : "input[name=en]").fill(japanese ? "茶筅" : "Tea whisk");
            page.locator("input[name=price]").fill("3,300");
            manager.press(create);
            assertThat(page.locator("#new small.wrong")).containsText(tin.sku());
            manager.lookAtRefusal("naming-new-refused", 422);
            String sku = "WHISK-" + source;
            page.locator("input[name=sku]").fill(sku);
            manager.press(create);
            assertThat(page.locator(".notice.good")).containsText(sku);
            assertThat(page.locator("#unknown")).hasCount(0);
            manager.look("naming-created");
            await().untilAsserted(() ->
                    assertThat(onHand(ginza, new StoreStaff.Goods(sku, "", ""))).isEqualByComparingTo("-3"));

            page.navigate(address);
            assertThat(page.locator("h1")).hasText(japanese ? "すでに処理されています" : "This no longer waits");
            manager.lookAtRefusal("naming-gone", 410);
        }
    }

    private int waitingIn(StoreStaff.Store store) {
        return jdbc.sql("select count(*) from integration.parked where state = 'OPEN' and subject like ?")
                .param("pos/" + source + "/" + store.id() + "/%")
                .query(Integer.class)
                .single();
    }

    private void send(StoreStaff.Store store, String document) throws IOException {
        Path file = Files.writeString(Files.createTempFile(folder, "till", ".xml"), document);
        documents.receive(source, Content.of(file), Instant.now(), LocationBinding.to(List.of(store.id())));
    }

    private BigDecimal onHand(StoreStaff.Store store, StoreStaff.Goods goods) {
        return jdbc.sql("select on_hand from inventory.stock_level where location = ? and sku = ?")
                .params(store.id(), goods.sku())
                .query(BigDecimal.class)
                .single();
    }

    private void anHourAgo() {
        jdbc.sql("update pos.till_transaction set recorded_at = recorded_at - interval '1 hour' where source = ?")
                .param(source)
                .update();
    }

    private String anyDocumentOf(StoreStaff.Store store) {
        return jdbc.sql("select document from pos.till_transaction where location = ? limit 1")
                .param(store.id())
                .query(String.class)
                .single();
    }

    private static String log(String... transactions) {
        return "<POSLog>\n" + String.join("\n", transactions) + "\n</POSLog>\n";
    }

    private static String scanned(StoreStaff.Store store, long number, String type, String code, String quantity) {
        return """
                <Transaction>
                  <RetailStoreID>%s</RetailStoreID><WorkstationID>1</WorkstationID>
                  <SequenceNumber>%d</SequenceNumber><BusinessDayDate>%s</BusinessDayDate>
                  <EndDateTime>%s</EndDateTime><CurrencyCode>JPY</CurrencyCode>
                  <RetailTransaction>
                    <LineItem><SequenceNumber>1</SequenceNumber>
                      <Sale ItemType="Stock"><POSIdentity POSIDType="%s"><POSItemID>%s</POSItemID></POSIdentity>
                        <ExtendedAmount>990</ExtendedAmount><Quantity>%s</Quantity></Sale>
                    </LineItem>
                  </RetailTransaction>
                </Transaction>""".formatted(store.id(), number, LocalDate.now(TOKYO), noon(), type, code, quantity);
    }

    private static String gtin13(int number) {
        String digits = "953%09d".formatted(number);
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            sum += (digits.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return digits + (10 - sum % 10) % 10;
    }

    private static String sale(
            StoreStaff.Store store, String till, long number, StoreStaff.Goods goods, String quantity, int ahead) {
        LocalDateTime at = LocalDateTime.now(TOKYO).plusMinutes(ahead);
        return """
                <Transaction>
                  <RetailStoreID>%s</RetailStoreID><WorkstationID>%s</WorkstationID>
                  <SequenceNumber>%d</SequenceNumber><BusinessDayDate>%s</BusinessDayDate>
                  <EndDateTime>%s</EndDateTime><CurrencyCode>JPY</CurrencyCode>
                  <RetailTransaction>
                    <LineItem><SequenceNumber>1</SequenceNumber>
                      <Sale ItemType="Stock"><ItemID>%s</ItemID><ExtendedAmount>1980</ExtendedAmount><Quantity>%s</Quantity></Sale>
                    </LineItem>
                  </RetailTransaction>
                </Transaction>""".formatted(
                store.id(), till, number, LocalDate.now(TOKYO), ahead == 0 ? noon() : at, goods.sku(), quantity);
    }

    /** A time that is the same whenever a transaction is told, and past. */
    private static LocalDateTime noon() {
        return LocalDate.now(TOKYO).minusDays(1).atTime(12, 0);
    }
}
