package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.testing.HubTest;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Goods go from one store to another and do not all arrive; a supplier's delivery is announced, comes and is closed. */
@HubTest
class ShipmentInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aTransferIsAskedForSentAndPartlyReceivedWithWhatDiffersNamed(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store ueno = floor.store(says.in("上野店", "Ueno"));
        StoreStaff.Goods tin = floor.goods("深蒸し煎茶 缶入り 100g", "Deep-steamed sencha, 100 g tin", "EACH", ginza, "10");
        StoreStaff.Goods tea = floor.goods("ほうじ茶 量り売り", "Roasted tea, by weight", "KG", ginza, "2.5");
        try (Visitor sender = floor.signIn(visitor(screen, language), "hanako", ginza);
                Visitor receiver = floor.signIn(visitor(Screen.PHONE, language), "taro", ueno)) {
            Page from = sender.open("/stock/shipments");
            sender.look("shipments-none");
            from.locator("a.button.primary").click();
            from.locator("select[name=to]").selectOption(ueno.id());
            from.locator("input[name=reference]").fill("T-" + tin.sku());
            from.locator("input[name=expectedAt]").fill("2026-12-01T14:00");
            type(from, 0, tin.sku(), "12");
            type(from, 1, "NO-SUCH", "1.5");
            sender.press(says.in("移動を登録", "Note the transfer"));
            assertThat(from.locator("small.wrong")).containsText("NO-SUCH");
            sender.lookAtRefusal("transfer-new-refused", 422);
            type(from, 1, tea.sku(), "1.5");
            sender.press(says.in("移動を登録", "Note the transfer"));
            assertThat(from.locator(".notice.good")).isVisible();
            sender.look("transfer-draft");
            String transfer = from.url().substring(from.url().indexOf("/stock"));

            sender.press(says.in("この数で発送する", "These leave now"));
            assertThat(from.locator("small.wrong").last()).containsText(says.in("10個", "10 pcs"));
            sender.lookAtRefusal("transfer-lacking", 422);
            from.locator("input[name=quantity]").first().fill("8");
            sender.press(says.in("この数で発送する", "These leave now"));
            assertThat(from.locator(".chip.few").first()).containsText(says.in("輸送中", "On its way"));
            sender.look("transfer-sent");

            Page to = receiver.open("/stock/shipments");
            receiver.look("shipments");
            to.locator(".hits a").first().click();
            receiver.look("transfer-to-receive");
            Locator line = to.locator("fieldset.arrived").first();
            line.locator("input[name=quantity]").fill("9");
            receiver.press(says.in("受け取りを記録", "Enter what came"));
            assertThat(line.locator("small.wrong")).containsText(says.in("8個", "8 pcs"));
            receiver.lookAtRefusal("transfer-too-much", 422);
            line.locator("input[name=quantity]").fill("６");
            line.locator("input[name=damaged]").fill("1");
            line.locator("input[name=note]").fill(says.in("箱の角がつぶれていた", "a corner of the box was crushed"));
            receiver.press(says.in("受け取りを記録", "Enter what came"));
            assertThat(to.locator(".chip.few").first()).containsText(says.in("一部受領", "Partly here"));
            Locator differs = to.locator(".differs").first();
            assertThat(differs).containsText(says.in("破損", "Damaged"));
            assertThat(differs).containsText(says.in("つぶれていた", "crushed"));
            receiver.look("transfer-partly-received");

            to.locator("summary", having(says.in("残りは届かない", "The rest does not come")))
                    .click();
            to.locator("input[name=reason]").fill(says.in("箱に入っていなかった", "was not in the box"));
            receiver.press(says.in("締め切る", "Close it"));
            assertThat(differs).containsText(says.in("届かなかった", "Never came"));
            receiver.look("transfer-closed");
            receiver.open("/stock/shipments");
            assertThat(to.locator(".ended .lack")).containsText(says.in("差異 3 件", "3 differences"));
            receiver.look("shipments-ended");
            to.locator(".ended a").first().click();
            to.waitForURL("**" + transfer);
            sender.open("/stock/shipments");
            assertThat(from.locator(".ended .chip.good")).containsText(says.in("受領済み", "Received"));
            sender.look("shipments-ended-at-the-sender");
            sender.open(transfer);
            assertThat(from.locator(".differs").first()).containsText(says.in("届かなかった", "Never came"));
            sender.look("transfer-closed-at-the-sender");
            receiver.open("/stock/shelf?sku=" + tin.sku() + "&location=" + ueno.id());
            assertThat(to.locator("#on-hand")).hasText("7");
            assertThat(to.locator("#available")).hasText("6");
            to.locator(".ledger a").first().click();
            to.waitForURL("**" + transfer);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aDeliveryIsAnnouncedPutOffReceivedAndClosed(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods tin = floor.goods("抹茶 30g", "Matcha 30 g", "EACH", ginza, "1");
        try (Visitor hanako = floor.signIn(visitor(screen, language), "hanako", ginza)) {
            Page page = hanako.open("/stock/shipments");
            page.locator("a.button", having(says.in("入荷の予定を登録", "Announce a delivery")))
                    .click();
            page.locator("input[name=supplier]").fill(says.in("宇治茶園", "Uji Tea Gardens"));
            page.locator("input[name=reference]").fill("D-" + tin.sku());
            page.locator("input[name=expectedAt]").fill("2026-12-01T14:00");
            type(page, 0, tin.sku(), "24");
            hanako.press(says.in("行を増やす", "More rows"));
            assertThat(page.locator("input[name=item]")).hasCount(10);
            hanako.look("delivery-new");
            hanako.press(says.in("入荷の予定を登録", "Announce it"));
            page.locator("summary", having(says.in("到着予定を変更", "another time"))).click();
            Locator when = page.locator("details[open] input[name=expectedAt]");
            when.fill("2026-12-02T09:30");
            hanako.press(says.in("新しい日時を記録", "Note the new time"));
            assertThat(page.locator("dl.facts")).containsText("9:30");
            hanako.look("delivery-expected");
            page.locator("input[name=quantity]").fill("24");
            hanako.press(says.in("受け取りを記録", "Enter what came"));
            assertThat(page.locator(".chip.good").first()).containsText(says.in("受領済み", "Received"));
            page.locator("summary", having(says.in("あとから届いた", "turned up"))).click();
            page.locator("input[name=over]").fill("2");
            hanako.press(says.in("受け取りを記録", "Enter what came"));
            assertThat(page.locator(".differs").first()).containsText(says.in("多く届いた", "More than was sent"));
            hanako.look("delivery-received");
        }
    }

    private static void type(Page page, int row, String item, String quantity) {
        page.locator("input[name=item]").nth(row).fill(item);
        page.locator("input[name=quantity]").nth(row).fill(quantity);
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
