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
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.testing.HubTest;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Taro at the counter with a phone: sake for grown-ups, six digits, and customers who come while the network is away. */
@HubTest
class HandoverInABrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    PickupDesk desk;

    @Autowired
    PickupHandovers handovers;

    @Autowired
    HandoverChecks checks;

    private StoreStaff staff;
    private PickupFloor floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        staff = hub.createBean(StoreStaff.class);
        floor = hub.createBean(PickupFloor.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whoShowsTheCodeGetsTheGoodsOnceADocumentIsLookedAt(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods sake = staff.goods("純米大吟醸 720ml", "Junmai daiginjo, 720 ml", "EACH", ginza, "5");
        StoreStaff.Goods cup = staff.goods("盃 有田焼", "Sake cup, Arita", "EACH", ginza, "5");
        checks.put(sake.sku(), 20, false);
        Pickup drink = floor.ready(ginza, wanted("1", sake), wanted("2", cup));
        Pickup plain = floor.ready(ginza, wanted("1", cup));
        handovers.delegate(drink.id(), "山田 一郎", StepNote.NONE);

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup");
            page.locator("a", having(says.in("携帯端末で受け渡す", "Hand over with the phone")))
                    .click();
            assertThat(page.locator("#waiting li")).hasCount(2);
            taro.look("handover");
            Accessibility.isGood(page);

            scan(page, floor.codeOf(drink).qr());
            Locator give = page.locator("#give");
            assertThat(give).containsText(drink.order());
            assertThat(give).containsText("山田 一郎");
            assertThat(give.locator(".pin")).isHidden();
            taro.look("handover-scanned");
            Accessibility.isGood(page);
            give.locator("button[type=submit]").click();
            assertThat(state(drink)).isEqualTo(PickupState.READY);
            give.locator(".age input").check();
            give.locator("button[type=submit]").click();
            assertThat(told(page)).containsText(says.in("受け渡しが完了しました", "handed over"));
            assertThat(state(drink)).isEqualTo(PickupState.COLLECTED);
            scan(page, floor.codeOf(drink).qr());
            assertThat(told(page)).containsText(says.in("使用済み", "used before"));

            String pin = floor.codeOf(plain).pin();
            scan(page, pin);
            assertThat(told(page)).containsText(says.in("先に注文を選んでください", "Choose the order first"));
            page.locator("#waiting button").click();
            scan(page, pin.equals("000000") ? "000001" : "000000");
            give.locator("button[type=submit]").click();
            assertThat(told(page)).hasClass("notice bad loud");
            taro.lookAtRefusal("handover-pin", 409);
            give.locator("input[name=pin]").fill(pin);
            give.locator("button[type=submit]").click();
            assertThat(page.locator("#waiting .none")).isVisible();
            assertThat(state(plain)).isEqualTo(PickupState.COLLECTED);
            assertThat(desk.steps(plain.id())).last().satisfies(step -> {
                assertThat(step.step()).isEqualTo("handover");
                assertThat(step.device()).startsWith("phone ");
            });
            taro.lookAtRefusal("handover-done", 409);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void withoutANetworkOnlyASignedCodeOfAnOrderThatWaitedHereIsEnough(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store shibuya = staff.store(says.in("渋谷店", "Shibuya"));
        StoreStaff.Goods cup = staff.goods("盃 有田焼", "Sake cup, Arita", "EACH", ginza, "5");
        staff.moreOf(cup, shibuya, "2");
        Pickup waits = floor.ready(ginza, wanted("1", cup));
        Pickup givenAwayElsewhere = floor.ready(ginza, wanted("1", cup));
        Pickup elsewhere = floor.ready(shibuya, wanted("1", cup));
        Pickup notReady = floor.ordered(ginza, wanted("1", cup));

        try (Visitor taro = staff.signIn(visitor(screen, language), "taro", ginza)) {
            Page page = taro.open("/pickup/handover");
            isKept(page);
            page.context().setOffline(true);
            page.reload();
            assertThat(page.locator("#waiting li")).hasCount(2);

            String qr = floor.codeOf(waits).qr();
            scan(page, forged(qr));
            assertThat(told(page)).containsText(says.in("店舗受取のコードではありません", "no pickup code of ours"));
            scan(page, floor.codeOf(elsewhere).qr());
            assertThat(told(page)).containsText(says.in("別の店舗", "another store"));
            scan(page, floor.codeOf(notReady).qr());
            assertThat(told(page)).containsText(says.in("準備完了になっていない", "was not ready here"));
            page.locator("#waiting button", having(waits.order())).click();
            scan(page, floor.codeOf(waits).pin());
            page.locator("#give button[type=submit]").click();
            assertThat(told(page)).containsText(says.in("6桁の番号は通信がないと", "Six digits cannot be checked"));

            scan(page, qr);
            taro.lookWithoutNetwork("handover-offline");
            page.locator("#give button[type=submit]").click();
            assertThat(page.locator("#steps-waiting strong"))
                    .hasText(says.in("1件の操作が通信待ちです。", "1 step waits for the network."));
            taro.lookWithoutNetwork("handover-later");
            Accessibility.isGood(page);
            scan(page, qr);
            assertThat(told(page)).containsText(says.in("この端末で受け渡し済み", "This phone has handed this order over"));
            page.reload();
            assertThat(page.locator("#waiting li")).hasCount(1);
            scan(page, floor.codeOf(givenAwayElsewhere).qr());
            page.locator("#give button[type=submit]").click();
            assertThat(page.locator("#steps-waiting li")).hasCount(2);
            handovers.handOver(
                    givenAwayElsewhere.id(),
                    HandoverProof.of(floor.codeOf(givenAwayElsewhere).qr()),
                    StepNote.NONE);

            page.context().setOffline(false);
            await().atMost(PATIENCE).until(() -> state(waits) == PickupState.COLLECTED);
            assertThat(desk.steps(waits.id())).last().extracting(DoneStep::step).isEqualTo("handover while offline");
            Locator refused = page.locator("#steps-refused .notice");
            assertThat(refused).containsText(givenAwayElsewhere.order());
            assertThat(refused).containsText(says.in("責任者", "whoever is in charge"));
            taro.lookAtRefusal("handover-refused", 409);
            Accessibility.isGood(page);
        }
    }

    /** The same words with another signature. */
    private static String forged(String qr) {
        int last = qr.lastIndexOf('.') + 1;
        char other = qr.charAt(last) == 'A' ? 'B' : 'A';
        return qr.substring(0, last) + other + qr.substring(last + 1);
    }

    private PickupState state(Pickup order) {
        return desk.find(order.id()).orElseThrow().state();
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
