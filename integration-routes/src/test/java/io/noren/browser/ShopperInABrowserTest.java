package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;
import static io.noren.browser.Visitor.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import io.noren.integration.floor.ItemReviews;
import io.noren.inventory.GeoPoint;
import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.ShelfPlaces;
import io.noren.inventory.StockLedger;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.Substitutes;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.promise.PickupTermsOfStores;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.testing.HubTest;
import io.noren.testing.Mailboxes;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** From the code on a shelf's label to goods in the hand and points on the card; and the same day when nothing goes right. */
@HubTest
class ShopperInABrowserTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final int PAGE_MAY_WEIGH = 100_000;

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    @Autowired
    ShelfPlaces places;

    @Autowired
    ItemReviews reviews;

    @Autowired
    Members members;

    @Autowired
    PointsLedger points;

    @Autowired
    PickupDesk desk;

    @Autowired
    PickupRescues rescues;

    @Autowired
    Substitutes substitutes;

    @Autowired
    PickupTermsOfStores terms;

    @Autowired
    HandoverCodes codes;

    @Autowired
    JdbcClient jdbc;

    private StoreStaff floor;
    private StoreStaff.Store ginza;
    private StoreStaff.Store shibuya;
    private String sku;
    private String gtin;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @BeforeEach
    void twoStoresWithMatcha() {
        int number = NUMBERS.incrementAndGet();
        ginza = store("shop-ginza-" + number, "銀座店", "95210001%04d".formatted(number), 35.6717, 139.7650);
        shibuya = store("shop-shibuya-" + number, "渋谷店", "95210002%04d".formatted(number), 35.6590, 139.7005);
        sku = "SHOP-MATCHA-" + number;
        gtin = withCheckDigit("95210003%04d".formatted(number));
        items.put(new Item(
                sku,
                gtin,
                List.of(),
                new LocalizedName("宇治抹茶 40g 缶", "Uji matcha, 40 g tin"),
                "EACH",
                null,
                null,
                new Money(new BigDecimal(1980), "JPY"),
                "tea",
                true));
        receive(ginza, 5);
        receive(shibuya, 2);
        places.put(ginza.id(), Map.of(sku, "1F A-12"));
        reviews.put(
                sku,
                new ItemReviews.Reviews(
                        new BigDecimal("4.3"),
                        128,
                        List.of(
                                new ItemReviews.Review(5, "香りがよい", "毎朝点てています。", "ja", LocalDate.of(2026, 11, 3)),
                                new ItemReviews.Review(4, "Fine and green", null, "en", LocalDate.of(2026, 10, 21)))));
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void fromTheLabelOnTheShelfToPointsOnTheCard(Screen screen, Locale language, @TempDir Path folder)
            throws Exception {
        Says says = new Says(language);
        String mail = "hanako.shop.%s.%d@mail.example.com".formatted(language, NUMBERS.get());
        UUID hanako = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, ginza.id(), language.toLanguageTag()),
                        List.of(new NewIdentifier(IdentifierType.EMAIL, mail, Proof.IMPORT))))
                .id();
        try (Visitor staff = floor.signIn(CHROMIUM.visitor(address(), Screen.DESKTOP, language), "taro", ginza);
                Visitor shopper = CHROMIUM.visitor(address(), screen, language)) {
            Page phone = signedIn(shopper, mail);
            String link = onThePrintedLabel(staff, says, folder);

            int[] weight = new int[1];
            phone.onRequestFinished(request -> weight[0] += weightOf(request));
            phone.navigate(link);
            assertThat(phone).hasURL(Pattern.compile(".*/p/" + sku + "\\?.*store=" + ginza.id() + ".*"));
            assertThat(phone.locator("h1")).hasText(says.in("宇治抹茶 40g 缶", "Uji matcha, 40 g tin"));
            assertThat(phone.locator("#stock .count")).hasText("5");
            assertThat(phone.locator(".shelf-place")).hasText("1F A-12");
            assertThat(phone.locator("#elsewhere .stores")).containsText("km");
            assertThat(phone.locator("#reviews article")).hasCount(2);
            assertThat(phone.locator(".price-block")).containsText(says.in("19ポイント", "19 points"));
            Accessibility.isGood(phone);
            shopper.look("shopper-product");
            assertThat(weight[0]).as("bytes over the network").isLessThan(PAGE_MAY_WEIGH);

            shopper.press(says.in("この店舗で30分間取り置く", "Keep it here for me for 30 minutes"));
            phone.waitForURL("**/basket");
            assertThat(phone.locator(".basket .chip.good").last()).containsText(says.in("取り置き中", "Kept for you"));
            Accessibility.isGood(phone);
            shopper.look("shopper-basket");
            String code = phone.locator("#basket-code").innerText();

            // The same basket at the counter: one more is scanned into it, and the phone has it at once.
            Page counter = staff.open("/floor?location=" + ginza.id());
            counter.locator("input[name=code]").fill(code.toLowerCase(Locale.ROOT));
            staff.press(says.in("買い物かごを開く", "Open the basket"));
            assertThat(counter.locator(".chip.good").first()).hasText(says.in("会員", "Member"));
            counter.locator("input[name=code]").fill(gtin);
            staff.press(says.in("追加", "Add"));
            assertThat(counter.locator(".basket li")).containsText("× 2");
            staff.look("floor-basket");
            phone.reload();
            assertThat(phone.locator(".basket input[type=number]")).hasValue("2");

            phone.locator("a", having(says.in("店舗で受け取る", "Collect it in a store")))
                    .click();
            assertThat(phone.locator("input[name=name]")).hasValue("山田 花子");
            assertThat(phone.locator("select[name=place] optgroup").first())
                    .hasAttribute("label", Pattern.compile(".*" + ginza.name() + ".*"));
            Accessibility.isGood(phone);
            shopper.look("shopper-pickup");
            shopper.press(says.in("注文する", "Order now"));
            phone.waitForURL("**/basket/reserved");
            String qr = QrReader.read(picture(phone.locator(".qr svg")));
            String number = phone.locator("#pickup-number").innerText();
            shopper.look("shopper-reserved");

            Page pickup = staff.open("/pickup?location=" + ginza.id());
            Locator order = pickup.locator("article.order", having(number));
            take(order, says.in("受け付ける", "Accept"));
            take(order, says.in("商品を準備する", "Start picking"));
            take(order, says.in("準備完了", "All picked, ready"));
            // A scan that overtakes the answer to the step before would be overwritten by it.
            assertThat(order.locator("form.handover")).isVisible();
            pickup.locator("form[action='/pickup/scan'] input[name=code]").fill(qr);
            staff.press(says.in("注文を探す", "Find the order"));
            Locator first = pickup.locator("article.order").first();
            assertThat(first.locator("input[name=code]")).hasValue(qr);
            take(first, says.in("受け渡す", "Hand over"));
            assertThat(pickup.locator("#orders .notice.good")).containsText(number);

            phone.navigate(link);
            assertThat(phone.locator("#stock .count")).hasText("3");
            await("points for 3,960 yen")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> points.balance(hanako).spendable() == 39);
            phone.navigate(address() + "/me");
            assertThat(phone.locator("#points")).containsText("39");
            shopper.isContent();
            staff.isContent();
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void nothingGoesRightAndEveryTimeSomebodySaysWhatToDo(Screen screen, Locale language) {
        Says says = new Says(language);
        try (Visitor staff = floor.signIn(CHROMIUM.visitor(address(), screen, language), "jiro", ginza);
                Visitor shopper = CHROMIUM.visitor(address(), screen, language);
                Visitor other = CHROMIUM.visitor(address(), screen, language)) {
            // No camera, a wrong digit, a code of nothing.
            Page phone = shopper.open("/scan?store=" + ginza.id());
            Accessibility.isGood(phone);
            shopper.look("shopper-scan");
            phone.locator("[data-camera] button").click();
            assertThat(phone.locator("[data-camera-says]")).isVisible();
            typed(phone, gtin.substring(0, 12) + (gtin.charAt(12) == '9' ? '0' : (char) (gtin.charAt(12) + 1)));
            assertThat(phone.locator(".notice.bad[role=alert]").first()).containsText(says.in("最後の数字", "last digit"));
            shopper.lookAtRefusal("shopper-scan-refused", 400);
            typed(phone, withCheckDigit("952100099999"));
            assertThat(phone.locator(".notice.bad[role=alert]").first())
                    .containsText(says.in("取り扱いがありません", "do not have an item"));
            shopper.lookAtRefusal("shopper-scan-unknown", 404);
            typed(phone, gtin);
            assertThat(phone).hasURL(Pattern.compile(".*/p/" + sku + "\\?store=" + ginza.id()));

            // Somebody is asked to come; two go, one was faster.
            shopper.press(says.in("スタッフを呼ぶ", "Ask our staff to come here"));
            assertThat(phone.locator(".notice.good")).isVisible();
            Page counter = staff.open("/floor?location=" + ginza.id());
            assertThat(counter.locator("#calls article")).containsText("1F A-12");
            Accessibility.isGood(counter);
            staff.look("floor");
            counter.locator("#calls article button").click();
            assertThat(counter.locator("#calls article")).hasCount(0);
            counter.locator("input[name=code]").fill("ZZZZZZ");
            staff.press(says.in("買い物かごを開く", "Open the basket"));
            assertThat(counter.locator("form .notice.bad")).isVisible();
            staff.look("floor-unknown");

            // The last five are somebody else's.
            Page others = other.open("/p/" + sku + "?store=" + ginza.id());
            others.locator("input[name=quantity]").fill("5");
            other.press(says.in("買い物かごに入れる", "Put into the basket"));
            others.locator("form[action='/basket/hold'] button").click();
            assertThat(others.locator(".basket .chip.good").last()).isVisible();
            shopper.open("/p/" + sku + "?store=" + ginza.id());
            assertThat(phone.locator("#stock .count")).hasText("0");
            shopper.press(says.in("この店舗で30分間取り置く", "Keep it here for me for 30 minutes"));
            assertThat(phone.locator(".notice.bad").first()).containsText(says.in("在庫が足りません", "not enough"));
            shopper.lookAtRefusal("shopper-too-late", 409);
            phone.locator("a", having(shibuya.name())).click();
            assertThat(phone.locator("#stock .count")).hasText("2");
            shopper.press(says.in("買い物かごに入れる", "Put into the basket"));

            // Shibuya takes no orders, Ginza has none: nowhere. Then Shibuya takes them again.
            terms.pause(shibuya.id(), Instant.now().plus(Duration.ofHours(1)), null);
            phone.locator("a", having(says.in("店舗で受け取る", "Collect it in a store")))
                    .click();
            assertThat(phone.locator(".notice.few")).isVisible();
            shopper.look("shopper-nowhere");
            terms.resume(shibuya.id());
            phone.reload();
            phone.locator("input[name=name]").fill("佐藤 太郎");
            phone.locator("input[name=contact]").fill("taro");
            terms.pause(shibuya.id(), Instant.now().plus(Duration.ofHours(1)), null);
            shopper.press(says.in("注文する", "Order now"));
            assertThat(phone.locator(".notice.bad").first())
                    .containsText(says.in("電話番号またはメールアドレス", "phone number or e-mail"));
            shopper.lookAtRefusal("shopper-no-contact", 422);
            terms.resume(shibuya.id());
            shopper.open("/basket/pickup?store=" + shibuya.id());
            phone.locator("input[name=name]").fill("佐藤 太郎");
            phone.locator("input[name=contact]").fill("taro@example.com");
            shopper.press(says.in("注文する", "Order now"));
            phone.waitForURL("**/basket/reserved");
            String number = phone.locator("#pickup-number").innerText();

            // What was ordered is broken, and something else is taken; the first code is a wrong one.
            UUID order = desk.list(shibuya.id(), List.of(), null, 10).get(0).id();
            HandoverCode code = codes.of(order, shibuya.id()).orElseThrow();
            StoreStaff.Goods sencha = floor.goods("煎茶 80g 袋", "Sencha, 80 g bag", "EACH", shibuya, "3");
            substitutes.put(sku, List.of(sencha.sku()));
            try (Visitor there = floor.signIn(CHROMIUM.visitor(address(), screen, language), "shiro", shibuya)) {
                Page desk = there.open("/pickup?location=" + shibuya.id());
                Locator card = desk.locator("article.order", having(number));
                take(card, says.in("受け付ける", "Accept"));
                take(card, says.in("商品を準備する", "Start picking"));
                Locator line = card.locator("li.pick").first();
                line.locator("summary").click();
                line.locator("select[name=found]").selectOption("0");
                line.locator("select[name=variance]").selectOption("NO_VARIANCE");
                take(line, says.in("保存する", "Save"));
                shopper.open("/r/" + rescueOf(order));
                Locator instead = phone.locator("form.card", having(says.in("煎茶 80g 袋", "Sencha, 80 g bag")));
                instead.locator("button").click();
                assertThat(phone.locator("main")).containsText(says.in("煎茶 80g 袋", "Sencha, 80 g bag"));
                there.open("/pickup?location=" + shibuya.id());
                take(card, says.in("見つかった", "Found"));
                take(card, says.in("準備完了", "All picked, ready"));
                card.locator("form.handover input[name=code]").fill(code.pin().equals("000000") ? "000001" : "000000");
                take(card, says.in("受け渡す", "Hand over"));
                assertThat(desk.locator("#orders .notice.bad")).containsText(number);
                there.lookAtRefusal("shopper-wrong-code", 409);
            }

            // Nobody fetches it: the code is worth nothing, and the goods are for sale again.
            jdbc.sql("update inventory.pickup_order set expires_at = placed_at + interval '1 millisecond',"
                            + " ready_by = placed_at, promised_by = placed_at where id = :id")
                    .param("id", order)
                    .update();
            try (Visitor there = floor.signIn(CHROMIUM.visitor(address(), screen, language), "saburo", shibuya)) {
                Page desk = there.open("/pickup?location=" + shibuya.id());
                desk.locator("form[action='/pickup/scan'] input[name=code]").fill(code.qr());
                there.press(says.in("注文を探す", "Find the order"));
                assertThat(desk.locator("#orders .notice.bad")).containsText(number);
            }
            shopper.open("/p/" + sku + "?store=" + shibuya.id());
            assertThat(phone.locator("#stock .count")).hasText("2");

            // A link that is not whole; a page without a network.
            shopper.open("/b/not-a-key");
            shopper.lookAtRefusal("shopper-basket-missing", 404);
            shopper.open("/scan");
            phone.waitForFunction("navigator.serviceWorker.controller !== null");
            phone.context().setOffline(true);
            phone.reload();
            assertThat(phone.locator("[data-again]")).isVisible();
            phone.context().setOffline(false);
            phone.reload();
            assertThat(phone.locator("[data-camera]")).isVisible();
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aBasketThatStaffBeganGoesOnOnThePhoneAndIsSentHome(Screen screen, Locale language) throws Exception {
        Says says = new Says(language);
        try (Visitor staff = floor.signIn(CHROMIUM.visitor(address(), screen, language), "goro", ginza);
                Visitor shopper = CHROMIUM.visitor(address(), screen, language)) {
            Page counter = staff.open("/floor?location=" + ginza.id());
            staff.press(says.in("新しい買い物かごを作る", "Begin a new basket"));
            counter.locator("input[name=code]").fill(gtin);
            staff.press(says.in("追加", "Add"));
            assertThat(counter.locator(".basket li")).hasCount(1);
            staff.press(says.in("お客様のスマートフォンに渡す", "Give it to the customer's phone"));
            Accessibility.isGood(counter);
            staff.look("floor-share");
            String link = QrReader.read(picture(counter.locator(".qr svg")));

            Page phone = shopper.page();
            phone.navigate(link);
            Accessibility.isGood(phone);
            shopper.look("shopper-take-over");
            shopper.press(says.in("この買い物かごで続ける", "Go on with it here"));
            phone.waitForURL("**/basket");
            assertThat(phone.locator(".basket")).containsText(says.in("宇治抹茶", "Uji matcha"));
            shopper.press(says.in("自宅へ配送する", "Have it sent to my home"));
            phone.waitForURL("**/basket/held");
            Accessibility.isGood(phone);
            shopper.look("shopper-held");
            phone.reload();
            assertThat(phone.locator("dd.number")).isVisible();

            staff.open("/floor?location=" + ginza.id());
            shopper.isContent();
            staff.isContent();
        }
    }

    private String onThePrintedLabel(Visitor staff, Says says, Path folder) throws Exception {
        Page labels = staff.open("/labels?location=" + ginza.id());
        labels.locator("input[name=q]").fill(sku);
        staff.press(says.in("検索・プレビュー", "Find and preview"));
        labels.locator("input[name=sku][value='" + sku + "']").check();
        staff.press(says.in("検索・プレビュー", "Find and preview"));
        byte[] pdf = labels.request()
                .get(labels.locator("figure.preview a", having("PDF")).first().getAttribute("href"))
                .body();
        try (PDDocument sheet = Loader.loadPDF(pdf)) {
            BufferedImage page = new PDFRenderer(sheet).renderImageWithDPI(0, 300);
            Path png = folder.resolve("sheet.png");
            ImageIO.write(page, "png", png.toFile());
            String link = QrReader.read(page);
            QrReader.readByZbar(png).ifPresent(read -> assertThat(read).isEqualTo(link));
            assertThat(link).startsWith(address() + "/01/0" + gtin + "?414=");
            return link;
        }
    }

    private Page signedIn(Visitor member, String mail) throws Exception {
        Page page = member.open("/me");
        page.locator("input[name=contact]").fill(mail);
        page.keyboard().press("Enter");
        page.waitForURL("**/me/sign-in/code");
        await().until(() -> !Mailboxes.of(mail).isEmpty());
        Matcher digits = Pattern.compile("\\b[0-9]{6}\\b")
                .matcher(Mailboxes.of(mail).get(0).getContent().toString());
        assertThat(digits.find()).isTrue();
        page.keyboard().type(digits.group());
        page.keyboard().press("Enter");
        page.waitForURL("**/me");
        return page;
    }

    private UUID rescueOf(UUID order) {
        await("the customer is asked")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !rescues.of(order).isEmpty());
        return rescues.of(order).get(0).id();
    }

    private static void typed(Page phone, String code) {
        phone.locator("input[name=code]").fill(code);
        phone.locator("input[name=code]").press("Enter");
    }

    private static BufferedImage picture(Locator qr) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(qr.screenshot()));
    }

    private static int weightOf(Request request) {
        return request.sizes().responseBodySize + request.sizes().responseHeadersSize;
    }

    private StoreStaff.Store store(String id, String name, String gln, double latitude, double longitude) {
        locations.put(new Location(
                id,
                withCheckDigit(gln),
                name,
                Location.Kind.STORE,
                ZoneId.of("Asia/Tokyo"),
                null,
                true,
                new GeoPoint(latitude, longitude),
                List.of("1")));
        return new StoreStaff.Store(id, name);
    }

    private void receive(StoreStaff.Store store, int quantity) {
        ledger.record(List.of(new Movement(
                "shop/" + sku + "/" + store.id(),
                ItemReference.sku(sku),
                store.id(),
                BigDecimal.valueOf(quantity),
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
    }

    /** As GTIN-13 and GLN have it. */
    private static String withCheckDigit(String twelve) {
        int sum = 0;
        for (int i = 0; i < twelve.length(); i++) {
            sum += (twelve.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
        }
        return twelve + (10 - sum % 10) % 10;
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
