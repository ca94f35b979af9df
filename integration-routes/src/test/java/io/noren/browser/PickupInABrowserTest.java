package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;
import static io.noren.browser.Visitor.take;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.inventory.Money;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.Sending;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverCode;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * An order on which everything goes wrong that can: not found, taken over by another store, wrong codes, a closed desk. And
 * one that comes from another store and in part goes back.
 */
@HubTest
class PickupInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    PickupDesk desk;

    @Autowired
    PickupHandovers handovers;

    @Autowired
    PickupRescues rescues;

    @Autowired
    HandoverCodes codes;

    @Autowired
    HandoverChecks checks;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatGinzaDoesNotFindTheCustomerFetchesInShibuya(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store shibuya = floor.store(says.in("渋谷店", "Shibuya"));
        StoreStaff.Goods sake = floor.goods("純米大吟醸 720ml", "Junmai daiginjo, 720 ml", "EACH", ginza, "2");
        StoreStaff.Goods cup = floor.goods("盃 有田焼", "Sake cup, Arita", "EACH", ginza, "3");
        floor.moreOf(sake, shibuya, "4");
        checks.put(sake.sku(), 20, false);
        Pickup order = ordered(ginza, sake, cup);

        try (Visitor taro = floor.signIn(visitor(screen, language), "taro", ginza);
                Visitor hanako = visitor(Screen.PHONE, language);
                Visitor jiro = floor.signIn(visitor(screen, language), "jiro", shibuya)) {
            Page page = taro.open("/pickup");
            Locator card = page.locator("article.order", having(order.order()));
            taro.look("pickup-new");
            take(card, says.in("受け付ける", "Accept"));
            take(card, says.in("商品を準備する", "Start picking"));
            Locator line = card.locator(
                    "li.pick", new Locator.LocatorOptions().setHasText(says.in(sake.japanese(), sake.english())));
            line.locator("summary").click();
            line.locator("select[name=found]").selectOption("0");
            line.locator("select[name=variance]").selectOption("ALL_MISSING");
            taro.look("pickup-short");
            take(line, says.in("保存する", "Save"));
            take(
                    card.locator(
                            "li.pick", new Locator.LocatorOptions().setHasText(says.in(cup.japanese(), cup.english()))),
                    says.in("見つかった", "Found"));
            assertThat(card).containsText(says.in("一部のみ確保", "Partly found"));
            taro.look("pickup-partly");
            card.locator("a.ref").click();
            assertThat(page.locator("#lines")).containsText(says.in("一つも見当たらない", "None are there at all"));

            Page link = hanako.open("/r/" + rescueOf(order));
            assertThat(link.locator("form.card")).hasCount(3);
            hanako.look("rescue");
            hanako.press(says.in("この店舗で受け取る", "Pick it up there"));
            String pin = link.locator("#handover-code").innerText();
            String number = link.locator("#pickup-number").innerText();
            hanako.look("rescue-elsewhere");
            link.reload();
            assertThat(link.locator("#handover-code")).hasCount(0);
            hanako.look("rescue-decided");
            page.reload();
            assertThat(page.locator("#asked .chip.good")).hasCount(1);
            taro.look("pickup-order-asked");
            Accessibility.isGood(page);
            taro.open("/pickup");

            Page there = jiro.open("/pickup");
            Locator takenOver = there.locator("article.order", having(number));
            take(takenOver, says.in("受け付ける", "Accept"));
            take(takenOver, says.in("商品を準備する", "Start picking"));
            take(takenOver, says.in("準備完了", "All picked, ready"));
            String qr = qrOf(number, shibuya);
            scan(page, qr, says);
            assertThat(page.locator("#orders .notice.bad")).containsText(shibuya.name());
            scan(there, "4901234567894", says);
            assertThat(there.locator("#orders .notice.bad")).isVisible();
            jiro.look("pickup-scan-refused");
            scan(there, qr, says);
            Locator first = there.locator("article.order").first();
            assertThat(first).containsText(number);
            assertThat(first.locator("input[name=code]")).hasValue(qr);
            first.locator("input[name=checked]").check();
            jiro.look("pickup-scanned");
            first.locator("input[name=code]").fill(pin.equals("000000") ? "000001" : "000000");
            take(first, says.in("受け渡す", "Hand over"));
            assertThat(there.locator("#orders .notice.bad")).containsText(number);
            scan(there, qr, says);
            assertThat(first.locator("input[name=code]")).hasValue(qr);
            first.locator("input[name=checked]").check();
            take(first, says.in("受け渡す", "Hand over"));
            assertThat(there.locator("#orders .notice.good")).containsText(number);
            scan(there, qr, says);
            assertThat(there.locator("#orders .notice.bad")).containsText(says.in("使用済み", "used before"));

            there.locator("summary", having(says.in("対応が追いつかない", "Too much"))).click();
            jiro.press(says.in("停止する", "Pause"));
            assertThat(there.locator(".notice.few")).isVisible();
            jiro.look("pickup-paused");
            jiro.press(says.in("受付を再開する", "Take new orders again"));
            assertThat(there.locator(".notice.few")).hasCount(0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatUenoSendsIsCollectedInGinzaAndSomeOfItComesBack(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store ueno = floor.store(says.in("上野店", "Ueno"));
        StoreStaff.Goods sake = floor.goods("純米大吟醸 720ml", "Junmai daiginjo, 720 ml", "EACH", ueno, "5");
        StoreStaff.Goods cup = floor.goods("盃 有田焼", "Sake cup, Arita", "EACH", ueno, "5");
        PickupDesk.Placed placed = place(ginza, Payment.PAY_IN_STORE, new Sending(ueno.id(), null), sake, cup);
        Pickup order = placed.pickup();

        try (Visitor jiro = floor.signIn(visitor(screen, language), "jiro", ueno);
                Visitor taro = floor.signIn(visitor(screen, language), "taro", ginza)) {
            Page there = jiro.open("/pickup");
            there.locator("#orders .steps a").first().click();
            Locator toSend = there.locator("article.order", having(order.order()));
            assertThat(toSend).containsText(ginza.name());
            there.locator("summary", having(says.in("そろわないとき", "Not all of it")))
                    .click();
            jiro.look("to-send");
            Accessibility.isGood(there);
            take(toSend, says.in("発送した", "It has left"));
            assertThat(there.locator("#to-send .notice.good")).containsText(order.order());
            assertThat(toSend).hasCount(0);
            jiro.look("to-send-sent");

            Page page = taro.open("/pickup");
            Locator card = page.locator("article.order", having(order.order()));
            assertThat(card).containsText(ueno.name());
            taro.look("pickup-on-its-way");
            Accessibility.isGood(page);
            card.locator("a.ref").click();
            assertThat(page.locator("#held")).containsText(ueno.name());
            assertThat(page.locator("#pay-here")).isVisible();
            taro.look("pickup-order-on-its-way");
            Accessibility.isGood(page);
            taro.open("/pickup");
            card.locator("a", new Locator.LocatorOptions().setHasText(says.in("受け取りを記録", "Receive")))
                    .click();
            page.locator("form:has(input[value=RECEIVE]) input[name=quantity]")
                    .all()
                    .forEach(quantity -> quantity.fill("1"));
            taro.press(says.in("受け取りを記録", "Enter what came"));
            assertThat(page.locator(".notice.good")).isVisible();

            desk.startPicking(order.id(), StepNote.NONE);
            desk.markReady(order.id(), new StepNote("handheld-7", says.in("二袋", "two bags")));
            handovers.handOver(
                    order.id(),
                    HandoverProof.of(Objects.requireNonNull(placed.code()).pin()),
                    StepNote.NONE);
            search(taro.open("/pickup"), order.order());
            assertThat(page.locator("#steps li").last()).containsText(says.in("受渡済み", "Collected"));
            taro.look("pickup-order-collected");
            Locator back = page.locator("#take-back fieldset", having(says.in(cup.japanese(), cup.english())));
            back.locator("input[name=quantity]").fill("２");
            taro.press(says.in("返品を記録する", "Take it back"));
            assertThat(back.locator("small.wrong")).containsText(says.in("1個", "1 pcs"));
            taro.lookAtRefusal("pickup-order-too-much", 422);
            Accessibility.isGood(page);
            back.locator("input[name=quantity]").fill("");
            back.locator("input[name=damaged]").fill("1");
            page.locator("#take-back input[name=reason]").fill(says.in("欠けていた", "it was chipped"));
            taro.press(says.in("返品を記録する", "Take it back"));
            assertThat(page.locator("#returns")).containsText(says.in("欠けていた", "it was chipped"));
            assertThat(back).hasCount(0);
            taro.look("pickup-order-brought-back");

            search(jiro.open("/pickup"), order.order());
            assertThat(there.locator(".notice.few")).containsText(ginza.name());
            jiro.look("pickup-found-elsewhere");
            Accessibility.isGood(there);
        }
    }

    private static void search(Page page, String number) {
        Locator form = page.locator("form[role=search]");
        form.locator("input[name=order]").fill(number);
        form.locator("button").click();
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatGinzaDoesNotFindIsBroughtThereForTheCustomer(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store shibuya = floor.store(says.in("渋谷店", "Shibuya"));
        StoreStaff.Goods sake = floor.goods("純米大吟醸 720ml", "Junmai daiginjo, 720 ml", "EACH", ginza, "2");
        StoreStaff.Goods cup = floor.goods("盃 有田焼", "Sake cup, Arita", "EACH", ginza, "3");
        floor.moreOf(sake, shibuya, "4");
        Pickup order = ordered(ginza, sake, cup);
        desk.accept(order.id(), StepNote.NONE);
        desk.startPicking(order.id(), StepNote.NONE);
        desk.fallShort(order.id(), sake.sku(), BigDecimal.ZERO, ShortReason.ALL_MISSING, StepNote.NONE);
        desk.pick(order.id(), cup.sku(), StepNote.NONE);

        try (Visitor hanako = visitor(screen, language);
                Visitor taro = floor.signIn(visitor(screen, language), "taro", ginza)) {
            Page link = hanako.open("/r/" + rescueOf(order));
            Locator later = link.locator("form.card").last();
            assertThat(later).containsText(ginza.name());
            assertThat(later).not().containsText(shibuya.name());
            take(later, says.in("取り寄せてもらう", "Bring it there for me"));
            assertThat(link.locator("#handover-code")).isVisible();
            String number = link.locator("#pickup-number").innerText();
            hanako.look("rescue-sent");
            Accessibility.isGood(link);
            link.reload();
            assertThat(link.locator("section.card").last()).containsText(ginza.name());
            hanako.look("rescue-sent-decided");

            Page page = taro.open("/pickup");
            assertThat(page.locator("article.order", having(number)))
                    .containsText(says.in("他拠点からの発送待ち", "To be sent here"));
        }
    }

    private Pickup ordered(StoreStaff.Store store, StoreStaff.Goods... goods) {
        return place(store, Payment.PAID_ONLINE, null, goods).pickup();
    }

    private PickupDesk.Placed place(
            StoreStaff.Store store, Payment payment, @Nullable Sending sending, StoreStaff.Goods... goods) {
        List<NewPickup.Line> lines = List.of(goods).stream()
                .map(one -> new NewPickup.Line(
                        one.sku(), one.sku(), BigDecimal.ONE, new Money(new BigDecimal(3300), "JPY")))
                .toList();
        return desk.place(new NewPickup(
                "W-" + UUID.randomUUID().toString().substring(0, 8),
                "web",
                store.id(),
                null,
                new Contact("山田 花子", null, null),
                lines,
                null,
                payment,
                null,
                sending));
    }

    private UUID rescueOf(Pickup order) {
        await("the customer is asked")
                .atMost(Duration.ofSeconds(60))
                .until(() -> !rescues.of(order.id()).isEmpty());
        return rescues.of(order.id()).get(0).id();
    }

    private String qrOf(String number, StoreStaff.Store store) {
        UUID id = desk.list(store.id(), List.of(), null, 50).stream()
                .filter(order -> order.order().equals(number))
                .findFirst()
                .orElseThrow()
                .id();
        return codes.of(id, store.id()).map(HandoverCode::qr).orElseThrow();
    }

    private static void scan(Page page, String code, Says says) {
        Locator form = page.locator("form[action='/pickup/scan']");
        form.locator("input[name=code]").fill(code);
        take(form, says.in("注文を探す", "Find the order"));
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
