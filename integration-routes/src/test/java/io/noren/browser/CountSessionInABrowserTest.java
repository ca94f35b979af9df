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

/** A shop assistant counts blind on a phone; the manager compares, has one item counted again, and approves. */
@HubTest
class CountSessionInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    /** @param screen the manager's; the assistant has a phone */
    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void anAssistantCountsBlindAndTheManagerApproves(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Goods tin = floor.goods("深蒸し煎茶 缶入り 100g", "Deep-steamed sencha, 100 g tin", "EACH", ginza, "784");
        StoreStaff.Goods cup = floor.goods("湯のみ（大）", "Tea cup, large", "EACH", ginza, "12");
        StoreStaff.Goods tea = floor.goods("ほうじ茶 量り売り", "Roasted tea, by weight", "KG", ginza, "2.5");
        try (Visitor hanako = floor.signIn(visitor(Screen.PHONE, language), "hanako", ginza);
                Visitor manager = floor.signIn(visitor(screen, language), "manager", ginza)) {
            Page page = hanako.open("/stock/sessions");
            hanako.look("sessions-none");
            page.locator("a.button.primary").click();
            hanako.press(says.in("棚卸を始める", "Begin to count"));
            assertThat(page.locator("small.wrong")).containsText(says.in("1つ以上", "at least one"));
            hanako.lookAtRefusal("session-new-refused", 422);
            page.locator("input[name=name]").fill(says.in("月曜・お茶の棚", "Monday, tea shelf"));
            page.locator("textarea[name=items]").fill(tin.sku() + "\nNO-SUCH");
            hanako.press(says.in("棚卸を始める", "Begin to count"));
            assertThat(page.locator("small.wrong")).containsText("NO-SUCH");
            page.locator("textarea[name=items]").fill(String.join("\n", tin.sku(), cup.sku(), tea.sku()));
            hanako.lookAtRefusal("session-new", 422);
            hanako.press(says.in("棚卸を始める", "Begin to count"));
            assertThat(page.locator("form.count-task")).hasCount(3);
            assertThat(page.locator("body")).not().containsText("784");
            assertThat(page.locator("body")).not().containsText("2.5");
            hanako.look("session-counting");
            String session = page.url();

            scan(page, tin.sku());
            Locator alone = page.locator("form.count-task");
            assertThat(alone).hasCount(1);
            assertThat(alone.locator("input[name=counted]")).isFocused();
            enter(alone, "78.5");
            assertThat(alone.locator("small.wrong")).containsText(says.in("整数で", "whole number"));
            hanako.lookAtRefusal("session-count-refused", 422);
            enter(alone, "７８０");
            assertThat(page.locator(".notice.good")).containsText("780");
            assertThat(page.locator("form.count-task")).hasCount(2);
            enter(page.locator("form.count-task", having(cup.sku())), "12");
            assertThat(page.locator("form.count-task")).hasCount(1);
            hanako.look("session-counting-last");
            scan(page, "NO-SUCH");
            assertThat(page.locator(".notice.few")).isVisible();
            hanako.open(session.substring(session.indexOf("/stock")));
            enter(page.locator("form.count-task", having(tea.sku())), "2.35");
            assertThat(page.locator("form.count-task")).hasCount(0);
            assertThat(page.locator("body")).not().containsText("784");
            hanako.look("session-counted");

            hanako.press(says.in("数え終わる", "Finish counting"));
            assertThat(page.locator(".notice.good")).isVisible();

            Page desk = manager.open("/stock");
            manager.look("stock-with-a-session-waiting");
            desk.locator("a.tile[href='/stock/sessions']").click();
            manager.look("sessions");
            desk.locator(".hits a", having(says.in("月曜", "Monday"))).click();
            Locator differing = desk.locator("form#again > section tbody tr");
            assertThat(differing).hasCount(2);
            assertThat(row(differing, tin)).containsText("\u22124");
            assertThat(row(differing, tea)).containsText("\u22120.15");
            desk.locator("summary").first().click();
            manager.look("session-review");
            row(differing, tin).locator("input[type=checkbox]").check();
            manager.press(says.in("数え直す", "Count again"));
            assertThat(desk.locator("form.count-task")).hasCount(1);
            manager.look("session-again");

            hanako.open(session.substring(session.indexOf("/stock")));
            enter(page.locator("form.count-task", having(tin.sku())), "783");
            hanako.press(says.in("数え終わる", "Finish counting"));
            assertThat(page.locator(".notice.few")).containsText(says.in("ほかの担当者", "somebody else"));
            assertThat(page.locator("input[value=approve]")).hasCount(0);
            hanako.look("session-own-counts");

            manager.open(session.substring(session.indexOf("/stock")));
            manager.press(says.in("この結果を承認", "Approve the counts"));
            assertThat(desk.locator(".notice.good")).isVisible();
            manager.look("session-approved");
            desk.locator(".hits a", having(tin.sku())).click();
            assertThat(desk.locator("#on-hand")).hasText("783");
            Locator newest = desk.locator(".ledger li").first();
            assertThat(newest).containsText(says.in("棚卸に合わせて調整", "Adjusted to a count"));
            assertThat(newest).containsText("\u22121");
            manager.look("session-in-the-ledger");
            newest.locator("a").click();
            desk.waitForURL("**/stock/sessions/**");

            hanako.open(session.substring(session.indexOf("/stock")));
            assertThat(page.locator(".chip.good")).containsText(says.in("承認済み", "Approved"));
            hanako.look("session-ended");
        }
    }

    private static void scan(Page page, String code) {
        page.locator("input[name=q]").fill(code);
        page.locator("input[name=q]").press("Enter");
        page.waitForURL("**q=*");
    }

    private static void enter(Locator task, String counted) {
        task.locator("input[name=counted]").fill(counted);
        task.locator("button").click();
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }

    private static Locator row(Locator rows, StoreStaff.Goods goods) {
        return rows.filter(new Locator.FilterOptions().setHasText(goods.sku()));
    }
}
