package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.PickupFloor.isKept;
import static io.noren.browser.PickupFloor.scan;
import static io.noren.browser.PickupFloor.told;
import static io.noren.browser.PickupFloor.wanted;
import static io.noren.browser.Visitor.having;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.inventory.pickup.DoneStep;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupLineState;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.Substitutes;
import io.noren.testing.HubTest;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Taro picks with a phone: the wrong tin, half of what is wanted, a bag to be weighed, and a network that goes. */
@HubTest
class PickingInABrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    PickupDesk desk;

    @Autowired
    Substitutes substitutes;

    private StoreStaff staff;
    private PickupFloor floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        staff = hub.createBean(StoreStaff.class);
        floor = hub.createBean(PickupFloor.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatIsScannedIsCountedAndTheWrongItemIsRefused(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods sencha = staff.goods("煎茶 100g 缶", "Sencha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods hojicha = staff.goods("ほうじ茶 100g 缶", "Hojicha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods genmaicha = staff.goods("玄米茶 100g 缶", "Genmaicha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods loose = staff.goods("量り売り 玉露", "Gyokuro by weight", "KG", ginza, "2.5");
        String senchaCode = floor.gtin(sencha);
        String hojichaCode = floor.gtin(hojicha);
        String otherCode = floor.gtin(genmaicha);
        substitutes.put(hojicha.sku(), List.of(genmaicha.sku()));
        Pickup order = floor.ordered(ginza, wanted("3", sencha), wanted("2", hojicha), wanted("0.5", loose));

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup");
            page.locator("article.order a", having(says.in("携帯端末で商品を集める", "Pick with the phone")))
                    .click();
            taro.press(says.in("商品を準備する", "Start picking"));
            Locator now = page.locator("#now");
            assertThat(now).containsText(says.in(sencha.japanese(), sencha.english()));
            taro.look("picking");
            Accessibility.isGood(page);

            scan(page, otherCode);
            assertThat(told(page)).containsText(says.in(genmaicha.japanese(), genmaicha.english()));
            assertThat(told(page)).containsText(says.in(sencha.japanese(), sencha.english()));
            assertThat(told(page)).hasClass("notice bad loud");
            taro.look("picking-wrong");
            Accessibility.isGood(page);
            scan(page, "no-such-code");
            assertThat(told(page)).containsText("no-such-code");

            scan(page, senchaCode);
            assertThat(now.locator(".count")).containsText("1 / 3");
            scan(page, "0" + senchaCode);
            assertThat(now.locator(".count")).containsText("2 / 3");
            page.reload();
            assertThat(now.locator(".count")).containsText("2 / 3");
            scan(page, "https://id.gs1.org/01/0" + senchaCode + "/10/LOT-7");
            assertThat(row(page, sencha)).containsText(says.in("確保済み", "Found"));
            await().atMost(PATIENCE).until(() -> line(order, 0).state() == PickupLineState.PICKED);
            scan(page, senchaCode);
            assertThat(told(page)).hasClass("notice bad loud");

            scan(page, loose.sku());
            Locator weight = page.locator("input[name=weight]");
            weight.fill("0.2");
            taro.press(says.in("追加", "Add"));
            assertThat(now.locator(".count")).containsText("0.2 / 0.5");
            taro.look("picking-weighed");
            scan(page, loose.sku());
            weight.fill("0,3");
            weight.press("Enter");
            await().atMost(PATIENCE).until(() -> line(order, 2).state() == PickupLineState.PICKED);

            scan(page, "]C101" + "0" + hojichaCode);
            assertThat(now.locator(".count")).containsText("1 / 2");
            taro.press(says.in("見つからない", "Not found"));
            assertThat(page.locator("[data-why=ALL_MISSING]")).isDisabled();
            taro.look("picking-why");
            taro.press(says.in("一部が見当たらない", "Some are missing"));
            await().atMost(PATIENCE).until(() -> line(order, 1).state() == PickupLineState.SHORT);
            assertThat(line(order, 1).missing()).isEqualByComparingTo("1");
            assertThat(line(order, 1).shortReason()).isEqualTo(ShortReason.SOME_MISSING);

            Locator instead = page.locator("#instead");
            assertThat(instead).containsText(says.in(genmaicha.japanese(), genmaicha.english()));
            assertThat(instead.locator(".notice")).isVisible();
            taro.look("picking-done");
            Accessibility.isGood(page);
            taro.press(says.in("準備完了", "All picked, ready"));
            assertThat(page.locator("#is-ready")).isVisible();
            await().atMost(PATIENCE).until(() -> state(order) == PickupState.READY);
            page.reload();
            taro.look("picking-over");
            assertThat(desk.steps(order.id()))
                    .extracting(DoneStep::device)
                    .filteredOn(device -> device != null && device.startsWith("phone "))
                    .hasSize(6);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void withoutANetworkThePhoneWorksOnAndTellsItLater(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods sencha = staff.goods("煎茶 100g 缶", "Sencha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods hojicha = staff.goods("ほうじ茶 100g 缶", "Hojicha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods genmaicha = staff.goods("玄米茶 100g 缶", "Genmaicha, 100 g tin", "EACH", ginza, "5");
        String senchaCode = floor.gtin(sencha);
        String otherCode = "0" + floor.gtin(genmaicha);
        Pickup order = floor.ordered(ginza, wanted("1", sencha), wanted("2", hojicha));

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup/" + order.id() + "/pick");
            taro.press(says.in("商品を準備する", "Start picking"));
            await().atMost(PATIENCE).until(() -> state(order) == PickupState.PICKING);
            isKept(page);

            page.context().setOffline(true);
            assertThat(page.locator("#steps-waiting")).containsText(says.in("通信がありません", "No network"));
            scan(page, "4901234567894");
            assertThat(told(page)).hasClass("notice bad loud");
            scan(page, senchaCode);
            taro.press(says.in("見つからない", "Not found"));
            scan(page, otherCode);
            assertThat(told(page)).containsText(otherCode);
            taro.press(says.in("一つも見当たらない", "None are there at all"));
            taro.press(says.in("準備完了", "All picked, ready"));
            assertThat(page.locator("#steps-waiting li").nth(1)).containsText(otherCode);
            assertThat(page.locator("#steps-waiting strong"))
                    .hasText(says.in("3件の操作が通信待ちです。", "3 steps wait for the network."));
            taro.lookWithoutNetwork("picking-offline");
            Accessibility.isGood(page);
            page.reload();
            assertThat(page.locator("#steps-waiting li")).hasCount(3);
            assertThat(page.locator("#is-ready")).isVisible();
            assertThat(state(order)).isEqualTo(PickupState.PICKING);

            page.context().setOffline(false);
            await().atMost(PATIENCE).until(() -> state(order) == PickupState.READY);
            assertThat(page.locator("#steps-waiting")).isHidden();
            assertThat(line(order, 1).shortReason()).isEqualTo(ShortReason.ALL_MISSING);
            assertThat(line(order, 1).instead()).isEqualTo(genmaicha.sku());
            assertThat(desk.steps(order.id()))
                    .extracting(DoneStep::step)
                    .containsExactly("place", "accept", "start-picking", "picked", "short", "ready");
            taro.lookWithoutNetwork("picking-told");
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatIsRefusedWhenItIsToldAtLastIsShownWithWhatToDo(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods sencha = staff.goods("煎茶 100g 缶", "Sencha, 100 g tin", "EACH", ginza, "5");
        Pickup order = floor.ordered(ginza, wanted("1", sencha));

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup/" + order.id() + "/pick");
            taro.press(says.in("商品を準備する", "Start picking"));
            await().atMost(PATIENCE).until(() -> state(order) == PickupState.PICKING);
            page.context().setOffline(true);
            scan(page, sencha.sku());
            taro.press(says.in("準備完了", "All picked, ready"));
            assertThat(page.locator("#steps-waiting li")).hasCount(2);
            desk.cancel(order.id(), StepNote.NONE);
            page.context().setOffline(false);

            Locator refused = page.locator("#steps-refused .notice");
            assertThat(refused).hasCount(2);
            assertThat(refused.first()).containsText(order.order());
            assertThat(refused.first()).containsText(says.in("売場に戻してください", "back on the shelf"));
            assertThat(refused.last()).containsText(says.in("送信していません", "Not told"));
            taro.lookAtRefusal("picking-refused", 409);
            Accessibility.isGood(page);
            page.reload();
            assertThat(refused).hasCount(2);
            refused.first().locator("button").click();
            refused.first().locator("button").click();
            assertThat(refused).hasCount(0);
        }
    }

    /** There is no hojicha. Genmaicha is on the list, of bancha there is none, and Taro holds a tin of sencha that was not asked for. */
    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatIsInHandInsteadIsProposedWithTheReason(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods hojicha = staff.goods("ほうじ茶 100g 缶", "Hojicha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods genmaicha = staff.goods("玄米茶 100g 缶", "Genmaicha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods bancha = staff.goods("番茶 100g 缶", "Bancha, 100 g tin", "EACH", ginza, "1");
        StoreStaff.Goods sencha = staff.goods("煎茶 100g 缶", "Sencha, 100 g tin", "EACH", ginza, "5");
        StoreStaff.Goods cup = staff.goods("湯呑 藍", "Tea cup, indigo", "EACH", ginza, "5");
        String banchaCode = floor.gtin(bancha);
        String senchaCode = floor.gtin(sencha);
        substitutes.put(hojicha.sku(), List.of(bancha.sku(), genmaicha.sku()));
        Pickup order = floor.ordered(ginza, wanted("2", hojicha), wanted("1", cup));

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup/" + order.id() + "/pick");
            taro.press(says.in("商品を準備する", "Start picking"));
            taro.press(says.in("見つからない", "Not found"));
            Locator choices = page.locator("#choices button");
            assertThat(choices).hasCount(1);
            choices.click();
            assertThat(told(page)).containsText(says.in(genmaicha.japanese(), genmaicha.english()));
            assertThat(choices).hasAttribute("aria-pressed", "true");
            taro.look("picking-instead");
            Accessibility.isGood(page);
            choices.click();
            assertThat(choices).hasAttribute("aria-pressed", "false");

            scan(page, banchaCode);
            assertThat(told(page)).containsText(says.in(bancha.japanese(), bancha.english()));
            taro.press(says.in("一つも見当たらない", "None are there at all"));
            Locator refused = page.locator("#steps-refused .notice");
            assertThat(refused).containsText(says.in(bancha.japanese(), bancha.english()));
            assertThat(refused).containsText(says.in("もう一度「見つからない」", "Say once more that the item was not found"));
            assertThat(row(page, hojicha).locator(".how-much")).hasText("0 / 2");
            taro.lookAtRefusal("picking-instead-refused", 409);
            Accessibility.isGood(page);
            refused.locator("button").click();

            taro.press(says.in("見つからない", "Not found"));
            scan(page, hojicha.sku());
            assertThat(page.locator("#now .count")).containsText("1 / 2");
            assertThat(page.locator("#why")).isVisible();
            scan(page, senchaCode);
            assertThat(choices.last()).containsText(says.in(sencha.japanese(), sencha.english()));
            assertThat(choices.last()).hasAttribute("aria-pressed", "true");
            taro.look("picking-instead-scanned");
            taro.press(says.in("一部が見当たらない", "Some are missing"));
            await().atMost(PATIENCE).until(() -> line(order, 0).state() == PickupLineState.SHORT);
            assertThat(line(order, 0).instead()).isEqualTo(sencha.sku());
            assertThat(line(order, 0).missing()).isEqualByComparingTo("1");
            assertThat(page.locator("#instead")).containsText(says.in("売場からの提案", "Proposed from the shelf"));
            scan(page, cup.sku());
            assertThat(page.locator("#instead .notice")).isVisible();
            taro.look("picking-instead-asked");
        }
    }

    @Test
    void whoeverIsSignedOutLosesNothingAndNobodyElseTellsItForThem() {
        StoreStaff.Store ginza = staff.store("Ginza");
        StoreStaff.Goods sencha = staff.goods("煎茶", "Sencha", "EACH", ginza, "5");
        Pickup order = floor.ordered(ginza, wanted("2", sencha));

        try (Visitor taro = staff.signIn(visitor(Screen.PHONE, Locale.ENGLISH), "taro", ginza)) {
            Page page = taro.open("/pickup/" + order.id() + "/pick");
            taro.press("Start picking");
            await().atMost(PATIENCE).until(() -> state(order) == PickupState.PICKING);
            page.context().clearCookies();
            page.locator("summary").click();
            page.locator("#by-hand").click();
            page.locator("#by-hand").click();
            assertThat(page.locator("#steps-waiting")).containsText("You are signed out");
            assertThat(page.locator("#steps-waiting a")).isVisible();

            staff.signIn(taro, "hanako", ginza);
            taro.open("/pickup/" + order.id() + "/pick");
            assertThat(page.locator("#steps-waiting")).containsText("taro");
            assertThat(line(order, 0).state()).isEqualTo(PickupLineState.TO_PICK);
        }
    }

    /** This machine has no camera, and its browser reads no codes: both are played here, and the page's part is real. */
    @Test
    void theCameraCountsACodeOnceForEachLook() {
        StoreStaff.Store ginza = staff.store("Ginza");
        StoreStaff.Goods sencha = staff.goods("煎茶", "Sencha", "EACH", ginza, "5");
        Pickup order = floor.ordered(ginza, wanted("2", sencha));

        try (Visitor taro = staff.signIn(visitor(Screen.PHONE, Locale.ENGLISH), "taro", ginza)) {
            Page page = taro.open("/pickup/" + order.id() + "/pick");
            assertThat(page.locator(".by-camera")).isHidden();
            page.addInitScript("""
                    window.seen = [];
                    window.looks = 0;
                    window.BarcodeDetector = class {
                      static async getSupportedFormats() { return ["ean_13", "pdf417"]; }
                      async detect() {
                        window.looks += window.seen.length;
                        return window.seen.map((rawValue) => ({ rawValue }));
                      }
                    };
                    navigator.mediaDevices.getUserMedia = async () => {
                      const canvas = document.createElement("canvas");
                      const context = canvas.getContext("2d");
                      setInterval(() => context.fillRect(0, 0, 9, 9), 50);
                      return canvas.captureStream(20);
                    };
                    """);
            page.reload();
            taro.press("Start picking");
            taro.press("Camera");
            page.evaluate("code => { window.seen = [code]; }", sencha.sku());
            assertThat(page.locator("#now .count")).containsText("1 / 2");
            page.waitForFunction("() => window.looks > 8");
            page.evaluate("() => { window.seen = []; }");
            assertThat(page.locator("#now .count")).containsText("1 / 2");
            taro.press("Camera");
            assertThat(page.locator("video")).isHidden();
            taro.isContent();
        }
    }

    @Test
    void staffOfAnotherStoreLearnNothingAndTellNothing() {
        StoreStaff.Store ginza = staff.store("Ginza");
        StoreStaff.Store shibuya = staff.store("Shibuya");
        StoreStaff.Goods sencha = staff.goods("煎茶", "Sencha", "EACH", ginza, "5");
        Pickup order = floor.ordered(ginza, wanted("2", sencha));
        String base = "/pickup/" + order.id();

        try (Visitor jiro = staff.signIn(visitor(Screen.PHONE, Locale.ENGLISH), "jiro", shibuya)) {
            Page page = jiro.open("/pickup");
            for (String path : List.of(
                    base + "/pick",
                    base + "/pick/instead",
                    base + "/pick/scanned?code=1",
                    "/pickup/handover?location=" + ginza.id(),
                    "/pickup/handover/waiting?location=" + ginza.id(),
                    "/pickup/numbers?location=" + ginza.id())) {
                assertThat(status(page, "GET", path)).as(path).isEqualTo(403);
            }
            assertThat(status(page, "POST", base + "/told/start")).isEqualTo(403);
            assertThat(status(page, "POST", "/pickup/handover/scan?location=" + ginza.id()))
                    .isEqualTo(403);
            assertThat(status(page, "GET", "/pickup/" + UUID.randomUUID() + "/pick"))
                    .isEqualTo(404);
            assertThat(state(order)).isEqualTo(PickupState.PLACED);
        }
    }

    private static int status(Page page, String method, String path) {
        return (int) page.evaluate("""
                async ([method, path]) => {
                  const csrf = document.querySelector("meta[name=csrf]");
                  const answer = await fetch(path, { method, headers: { [csrf.dataset.header]: csrf.content } });
                  return answer.status;
                }
                """, List.of(method, path));
    }

    private static Locator row(Page page, StoreStaff.Goods goods) {
        return page.locator("[data-sku='" + goods.sku() + "']");
    }

    private Pickup.Line line(Pickup order, int index) {
        return desk.find(order.id()).orElseThrow().lines().get(index);
    }

    private PickupState state(Pickup order) {
        return desk.find(order.id()).orElseThrow().state();
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
