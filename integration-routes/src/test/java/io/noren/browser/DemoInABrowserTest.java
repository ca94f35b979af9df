package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.integration.security.FirstAccess;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.pos.TillDocuments;
import io.noren.testing.HubTest;
import io.noren.testing.TestServers;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.client.RestClient;

/**
 * The demo, used the way people use it: sales go on around them, and what they look at themselves is an item and
 * members of their own, so that numbers can be compared.
 */
@HubTest
@DirtiesContext
@ContextConfiguration(initializers = {TestServers.class, DemoInABrowserTest.WithDemo.class})
class DemoInABrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final String TEA = "SENCHA-80";
    private static final String TEA_GTIN = "9521900000019";
    private static final String GINZA_GLN = "9521000800014";
    private static final String CARD = "2952900000018";

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    FirstAccess access;

    @Autowired
    Items items;

    @Autowired
    StockLedger ledger;

    @Autowired
    Members members;

    @Autowired
    PointsLedger points;

    static final class WithDemo implements ApplicationContextInitializer<ConfigurableApplicationContext> {
        @Override
        public void initialize(ConfigurableApplicationContext context) {
            TestPropertyValues.of("noren.demo=true").applyTo(context);
        }
    }

    /** An item that the demo's own tills do not sell. */
    @BeforeEach
    void ginzaHasTea() {
        if (items.find(TEA).isPresent()) {
            return;
        }
        items.put(new Item(
                TEA,
                TEA_GTIN,
                List.of(),
                new LocalizedName("煎茶 80g 缶入り", "Sencha, 80 g tin"),
                "EACH",
                null,
                null,
                new Money(new BigDecimal(1296), "JPY"),
                "tea",
                true));
        ledger.record(List.of(new Movement(
                "browser/opening",
                ItemReference.sku(TEA),
                TillReceipt.STORE,
                BigDecimal.valueOf(50),
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
    }

    @Test
    void aSaleAppearsOnTheBoardWithoutReloadingAndTheWebShopIsToldOfIt() {
        try (Visitor staff = staff(Screen.DESKTOP, Locale.ENGLISH)) {
            Page board = staff.open("/");
            assertThat(board.locator("#live")).hasAttribute("data-state", "on");
            board.evaluate("window.openedOnce = true");
            // The demo's shop has subscribed once it is told of the demo's own sales.
            assertThat(board.locator("#feed-told li").first()).containsText(Pattern.compile("\\d ms"));
            int salesBefore = number(board.locator("#sales"));
            int movementsBefore = number(board.locator("#movements"));
            int toldBefore = number(board.locator("#toldToday"));

            report(TillReceipt.of(TEA_GTIN, 3, 123_457, null));

            Locator sale = board.locator("#feed-sales li", having("¥123,457"));
            assertThat(sale).hasCount(1);
            assertThat(sale).containsText("Ginza");
            Locator move = board.locator("#feed-stock li", having("Sencha, 80 g tin"));
            assertThat(move).hasCount(1);
            assertThat(board.locator("#feed-told li", having(TEA)).first()).containsText(Pattern.compile("[\\d,]+ ms"));
            assertThat(board.evaluate("window.openedOnce")).isEqualTo(true);
            assertThat(number(board.locator("#sales"))).isGreaterThan(salesBefore);
            assertThat(number(board.locator("#movements"))).isGreaterThan(movementsBefore);
            assertThat(number(board.locator("#toldToday"))).isGreaterThan(toldBefore);
            staff.isContent();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "ja"})
    void theMemberIsFoundAtTheTillByCardByPhoneAndByFourDigitsWithTheName(Locale language) {
        memberWithAPurchase();
        boolean japanese = language.equals(Locale.JAPANESE);
        try (Visitor staff = staff(Screen.DESKTOP, language)) {
            Page till = staff.open("/till");
            String find = japanese ? "照会" : "Find";
            Locator profile = till.locator("#answer .product-name");

            till.locator("input[name=card]").fill(CARD);
            staff.press(find);
            assertThat(profile).hasText("石黒 遥");
            Locator answer = till.locator("#answer");
            assertThat(answer).containsText(japanese ? "12 ポイント" : "12 points");
            for (String channel : japanese ? List.of("カード", "電話", "アプリ") : List.of("Card", "Phone", "App")) {
                assertThat(answer).containsText(channel);
            }
            assertThat(answer).containsText(japanese ? "煎茶 80g 缶入り" : "Sencha, 80 g tin");
            assertThat(till.locator("input[name=card]")).hasValue("");
            staff.look("till-profile");

            staff.open("/till").locator("input[name=phone]").fill("090 1234 8765");
            staff.press(find);
            assertThat(profile).hasText("石黒 遥");

            staff.open("/till").locator("input[name=last4]").fill("8765");
            till.locator("input[name=kana]").fill("いしぐろ");
            staff.press(find);
            Locator choices = till.locator("#answer li");
            assertThat(choices).hasCount(2);
            assertThat(profile).hasCount(0);
            assertThat(answer).not().containsText("石黒");
            assertThat(answer).not().containsText("イシグロ");
            staff.look("till-choice");
            choices.locator("input[type=radio]").last().check();
            till.locator("input[name=otherLast4]").fill(CARD.substring(CARD.length() - 4));
            till.locator("input[name=otherLast4]").press("Enter");
            assertThat(profile).hasText("石黒 遥");
            staff.isContent();
        }
    }

    @Test
    void aPickupIsReservedOnAPhoneAndHandedOverForTheRightCodeOnly() {
        try (Visitor shopper = CHROMIUM.visitor(address(), Screen.PHONE, Locale.JAPANESE);
                Visitor staff = staff(Screen.DESKTOP, Locale.ENGLISH)) {
            String product = "/p/" + TEA + "?store=ginza";
            Page phone = shopper.open(product);
            int stockBefore = number(phone.locator("#stock .count"));
            phone.locator("input[name=quantity]").fill("2");
            shopper.press("買い物かごに入れる");
            phone.locator("a", having("店舗で受け取る")).click();
            phone.locator("input[name=name]").fill("石黒 遥");
            phone.locator("input[name=contact]").fill("haruka@example.jp");
            shopper.press("注文する");
            String code = phone.locator("#handover-code").innerText();
            String number = phone.locator("#pickup-number").innerText();
            assertThat(code).matches("\\d{6}");
            phone.reload();
            assertThat(phone.locator("h1")).isVisible();
            assertThat(phone.locator("#handover-code")).hasCount(0);
            assertThat(phone.locator("body")).not().containsText(code);
            shopper.look("reserved-gone");

            Page desk = staff.open("/pickup?location=ginza");
            Locator order = desk.locator("article.order", having(number));
            Locator done = desk.locator("#orders .notice.good");
            assertThat(order).containsText("Sencha, 80 g tin");
            take(order, "Accept");
            assertThat(done).containsText(number + ": accepted");
            take(order, "Start picking");
            assertThat(done).containsText(number + ": picking");
            take(order, "All picked, ready");
            assertThat(done).containsText(number + ": ready");
            order.locator("input[name=code]").fill(somethingElseThan(code));
            take(order, "Hand over");
            assertThat(desk.locator("#orders .notice.bad")).containsText("does not belong to this order");
            assertThat(order).hasCount(1);
            order.locator("input[name=code]").fill(code);
            take(order, "Hand over");
            assertThat(done).containsText(number + ": handed over");
            assertThat(order).hasCount(0);

            shopper.open(product);
            assertThat(phone.locator("#stock .count")).hasText(String.valueOf(stockBefore - 2));
            staff.isContent();
            shopper.isContent();
        }
    }

    @Test
    void theCodeOnAPrintedLabelLeadsToTheShelfItHangsOn(@TempDir Path folder) throws Exception {
        try (Visitor staff = staff(Screen.DESKTOP, Locale.ENGLISH);
                Visitor shopper = CHROMIUM.visitor(address(), Screen.PHONE, Locale.ENGLISH)) {
            Page labels = staff.open("/labels?location=ginza");
            labels.locator("input[name=q]").fill("sencha, 80");
            staff.press("Find and preview");
            labels.locator("input[name=sku][value='" + TEA + "']").check();
            staff.press("Find and preview");
            Locator preview = labels.locator("figure.preview img");
            assertThat(preview).isVisible();
            allPreviewsAreDrawn(labels);
            staff.look("labels-preview");

            byte[] png = download(labels, "PNG");
            Path file = Files.write(folder.resolve("label.png"), png);
            String link = QrReader.read(ImageIO.read(new ByteArrayInputStream(png)));
            assertThat(link).isEqualTo(address() + "/01/0" + TEA_GTIN + "?414=" + GINZA_GLN);
            QrReader.readByZbar(file).ifPresent(read -> assertThat(read).isEqualTo(link));
            try (PDDocument sheet = Loader.loadPDF(download(labels, "PDF"))) {
                assertThat(QrReader.read(new PDFRenderer(sheet).renderImageWithDPI(0, 300)))
                        .isEqualTo(link);
            }

            Page phone = shopper.open(link);
            assertThat(phone).hasURL(Pattern.compile(".*/p/" + TEA + "\\?.*store=ginza.*"));
            assertThat(phone.locator("h1")).hasText("Sencha, 80 g tin");
            assertThat(phone.locator("#stock h2").first()).containsText("Ginza");
            staff.isContent();
            shopper.isContent();
        }
    }

    @Test
    void whatIsParkedIsShownWithItsReasonAndGoesOnceTheItemIsKnown() {
        String gtin = "9521900000026";
        report(TillReceipt.of(gtin, 1, 540, null));
        try (Visitor staff = staff(Screen.DESKTOP, Locale.ENGLISH)) {
            Page page = staff.page();
            Locator entry = page.locator("main tbody tr", having(gtin));
            shows(staff, "/parked", entry, 1);
            assertThat(entry).containsText("Nobody has entered this item yet");
            assertThat(entry).containsText("UNKNOWN_ITEM");
            assertThat(entry).containsText("Try again");
            staff.look("parked-entry");
            entry.locator("button").first().click();
            assertThat(page.locator("main [role=status]")).isVisible();
            shows(staff, "/parked", entry, 1);

            noren().put()
                    .uri("/api/v1/items/HOJICHA-50")
                    .contentType(MediaType.APPLICATION_JSON)
                    .body("""
                            {"gtin": "%s", "name": {"ja": "ほうじ茶 50g", "en": "Hojicha, 50 g"}, "unit": "EACH"}
                            """.formatted(gtin))
                    .retrieve()
                    .toBodilessEntity();

            shows(staff, "/parked", entry, 0);
            staff.isContent();
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void everyPageFitsTheScreenAndSpeaksItsReadersLanguage(Screen screen, Locale language) {
        memberWithAPurchase();
        report(TillReceipt.of("9521900000033", 1, 540, null)); // something parked to look at
        try (Visitor stranger = CHROMIUM.visitor(address(), screen, language)) {
            stranger.open("/sign-in");
            stranger.look("sign-in");
            stranger.open("/sign-in?error");
            stranger.look("sign-in-failed");
            stranger.open("/p/N-0001?store=ginza");
            stranger.look("product");
            stranger.open("/p/N-0003");
            stranger.look("product-anywhere");
            stranger.open("/p/NOTHING");
            stranger.lookAtRefusal("product-missing", 404);
            stranger.open("/01/09521900000018?414=" + GINZA_GLN);
            stranger.lookAtRefusal("shelf-code-refused", 400);
        }
        try (Visitor staff = staff(screen, language)) {
            Page page = staff.page();
            staff.look("till");
            page.locator("input[name=card]").fill(CARD);
            page.locator("input[name=card]").press("Enter");
            assertThat(page.locator("#answer .product-name")).isVisible();
            staff.look("till-profile");
            page.locator("input[name=last4]").fill("8765");
            page.locator("input[name=kana]").fill("いしぐろ");
            page.locator("input[name=kana]").press("Enter");
            assertThat(page.locator("#answer li input[type=radio]")).hasCount(2);
            staff.look("till-choice");
            staff.open("/");
            for (String feed : List.of("sales", "stock", "told")) {
                assertThat(page.locator("#feed-" + feed + " li:not(.none)").first())
                        .isVisible();
            }
            staff.look("board");
            shows(staff, "/pickup?location=ginza", page.locator("article.order").first(), 1);
            staff.look("pickup");
            staff.open("/labels?location=ginza&q=&sku=N-0001&sku=N-0026");
            allPreviewsAreDrawn(page);
            staff.look("labels");
            shows(staff, "/parked", page.locator("main tbody tr").first(), 1);
            staff.look("parked");
            staff.open("/no-such-page");
            staff.lookAtRefusal("not-found", 404);
        }
    }

    /** Looks at a page again and again, until this is there as often. */
    private static void shows(Visitor visitor, String path, Locator what, int times) {
        await(path)
                .atMost(PATIENCE)
                .pollInSameThread() // a page belongs to the thread that opened it
                .pollInterval(Duration.ofMillis(500))
                .untilAsserted(() -> {
                    visitor.open(path);
                    assertThat(what.count()).isEqualTo(times);
                });
    }

    // In the page itself a condition would be evaluated as text, which the pages' content policy forbids.
    private static void allPreviewsAreDrawn(Page labels) {
        await("previews")
                .atMost(PATIENCE)
                .pollInSameThread()
                .until(() -> labels.locator("figure.preview img").all().stream().allMatch(picture -> {
                    picture.scrollIntoViewIfNeeded(); // they are loaded when they are seen
                    return (int) picture.evaluate("img => img.naturalWidth") > 0;
                }));
    }

    private static void take(Locator order, String step) {
        order.locator("button", new Locator.LocatorOptions().setHasText(step)).click();
    }

    private static int number(Locator shown) {
        String text = shown.innerText().replaceAll("[^0-9]", "");
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static String somethingElseThan(String code) {
        return (code.charAt(0) == '9' ? '0' : '9') + code.substring(1);
    }

    /** What the link with this name gives to whoever is signed in on this page. */
    private static byte[] download(Page page, String link) {
        String href = page.locator("figure.preview a", having(link)).first().getAttribute("href");
        APIResponse answer = page.request().get(href);
        assertThat(answer.status()).as(href).isEqualTo(200);
        return answer.body();
    }

    /** Two people of one family name whose phone numbers end alike; the first has an app, a card and 12 points. */
    private void memberWithAPurchase() {
        if (members.findBy(Claim.card(CARD)).isPresent()) {
            return;
        }
        Member haruka = members.register(new NewMember(
                new Profile("石黒", "遥", "イシグロ", "ハルカ", null, TillReceipt.STORE, "ja"),
                List.of(
                        new NewIdentifier(IdentifierType.CARD, CARD, Proof.SIGHTED),
                        new NewIdentifier(IdentifierType.PHONE, "090-1234-8765", Proof.SMS_CODE),
                        new NewIdentifier(IdentifierType.APP, "browser-app-1", Proof.APP_TOKEN))));
        members.register(new NewMember(
                new Profile("石黒", "健", "イシグロ", "ケン", null, "umeda", "ja"),
                List.of(new NewIdentifier(IdentifierType.PHONE, "080-5678-8765", Proof.SMS_CODE))));
        report(TillReceipt.of(TEA_GTIN, 1, 1296, CARD));
        UUID id = Objects.requireNonNull(haruka.id());
        await("points").atMost(PATIENCE).until(() -> points.balance(id).spendable() > 0);
    }

    private void report(TillReceipt receipt) {
        TillDocuments.Receipt answer = noren().post()
                .uri("/api/v1/pos/{source}/documents", TillReceipt.TILL_SYSTEM)
                .contentType(MediaType.APPLICATION_XML)
                .body(receipt.posLog())
                .retrieve()
                .body(TillDocuments.Receipt.class);
        assertThat(answer).isNotNull();
        assertThat(answer.recorded()).as("%s", answer).isEqualTo(1);
    }

    private Visitor staff(Screen screen, Locale language) {
        return CHROMIUM.visitor(address(), screen, language)
                .signedIn(FirstAccess.FIRST_STAFF, Objects.requireNonNull(access.firstPassword()));
    }

    private RestClient noren() {
        return RestClient.builder()
                .baseUrl(address().toString())
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + access.adminKey())
                .build();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
