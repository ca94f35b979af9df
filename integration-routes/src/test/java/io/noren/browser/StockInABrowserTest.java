package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.Visitor.having;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Money;
import io.noren.inventory.routing.RoutingChoices;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store manager's day with the stock, in both languages, at a desk and on a phone. */
@HubTest
class StockInABrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger TINS = new AtomicInteger();
    private static final String MANAGER = "manager";

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Items items;

    @Autowired
    RoutingChoices routing;

    @Autowired
    JdbcClient jdbc;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    /** Whatever became of the story: all others know of no rules. */
    @AfterEach
    void noRulesAreActive() {
        jdbc.sql("update inventory.routing_rules set state = 'RETIRED' where state = 'ACTIVE'")
                .update();
    }

    /** Whatever became of the story: all others find books that add up. */
    @AfterEach
    void theBooksAddUp() {
        jdbc.sql("""
                        update inventory.stock_level l set on_hand = sums.delta from (
                            select sku, location, sum(delta) as delta from inventory.stock_movement
                            where sku like 'TIN-%' and quantity_name = 'ON_HAND' group by sku, location) sums
                        where l.sku = sums.sku and l.location = sums.location and l.on_hand <> sums.delta
                        """).update();
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aManagerFindsCountsApprovesAndReadsItInTheLedger(Screen screen, Locale language) {
        Texts says = new Texts(language);
        Tin tin = aNewTin(78);
        List<StoreStaff.Store> branches = Stream.of("Shibuya", "Umeda", "Kyoto", "Hakata")
                .map(floor::store)
                .toList();
        branches.forEach(branch -> floor.moreOf(tin.goods(), branch, "5"));
        StoreStaff.Store[] all =
                Stream.concat(Stream.of(tin.ginza()), branches.stream()).toArray(StoreStaff.Store[]::new);
        try (Visitor manager = floor.signIn(visitor(screen, language), MANAGER, all)) {
            Page page = manager.open("/stock");
            manager.look("stock");
            page.locator("input[name=q]").pressSequentially("深蒸し玉");
            Locator hit = page.locator("#found li", having(tin.sku()));
            assertThat(hit).containsText("98");
            manager.look("stock-found");
            hit.click();
            assertThat(page.locator("tbody tr", having("Ginza"))).containsText("78");
            manager.look("stock-item");

            page.locator("tbody a", having("Ginza")).click();
            Locator newest = page.locator(".ledger li").first();
            assertThat(newest).containsText(says.in("入荷", "Delivery received"));
            assertThat(newest).containsText("+78");

            page.locator("input[name=counted]").fill("５"); // full-width, as Japanese keyboards give it
            manager.press(says.in("棚卸を記録", "Enter the count"));
            assertThat(page.locator(".notice.few")).containsText(says.in("承認待ち", "waits for approval"));
            assertThat(page.locator("#on-hand")).hasText("78");
            manager.look("stock-count-held");
            page.locator("a.button.primary").click();
            assertThat(page.locator("tbody tr")).containsText(says.minus(73));
            manager.look("stock-held");
            manager.press(says.in("数えた数が正しい", "The count is right"));
            assertThat(page.locator(".notice.good")).isVisible();

            page.locator("tbody a").click();
            assertThat(page.locator("#on-hand")).hasText("5");
            assertThat(newest).containsText(says.in("棚卸に合わせて調整", "Adjusted to a count"));
            assertThat(newest).containsText(says.minus(73));
            assertThat(newest).containsText(MANAGER);

            page.locator("summary").first().click();
            page.locator("select[name=what]").selectOption("DAMAGED");
            page.locator("input[name=quantity]").fill("2");
            page.locator("input[name=note]").fill("棚から落下");
            manager.press(says.in("記録する", "Enter it"));
            assertThat(newest).containsText(says.in("破損のため取り分け", "Damaged, put aside"));
            assertThat(newest).containsText("棚から落下");
            assertThat(page.locator("#available")).hasText("3");
            manager.look("stock-shelf");

            manager.press(says.in("棚に見当たらない", "Cannot find it on the shelf"));
            assertThat(page.locator("#available")).hasText("0");
            manager.open("/stock/counts");
            assertThat(page.locator("#sought li", having(tin.sku()))).hasCount(1);
            manager.look("stock-counts");
            page.locator("#sought a", having(tin.sku())).click();
            manager.press(says.in("見つかりました", "It is there after all"));
            assertThat(page.locator("#available")).hasText("3");
            manager.open("/stock/item?sku=" + tin.sku()); // in all stores
            assertThat(page.locator("tbody tr")).hasCount(5);
            manager.look("stock-item-everywhere");
            manager.open("/stock/shipments");
            manager.look("stock-shipments");
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aFileIsCheckedFirstAndBookedThen(Screen screen, Locale language) {
        Texts says = new Texts(language);
        Tin tin = aNewTin(10);
        String csv = "sku,location,counted\n" + tin.sku() + "," + tin.ginza().id() + ",12\nNO-SUCH-TIN,"
                + tin.ginza().id() + ",3\n" + tin.sku() + ",ueno-after-all,1\n";
        try (Visitor manager = everywhere(screen, language)) {
            Page page = manager.open("/stock/imports");
            choose(page, "sku,store,count\nA,ginza,1\n");
            assertThat(page.locator("#result .notice.bad")).containsText("sku, location, counted");
            manager.lookAtRefusal("stock-file-refused", 422);

            choose(page, csv);
            Locator book = page.locator("#book");
            assertThat(book).containsText("1");
            Locator rejected = page.locator("#result .rejected li");
            assertThat(rejected).hasCount(2);
            assertThat(rejected.first()).containsText(says.in("この SKU の商品がありません", "no item with this SKU"));
            assertThat(onHand(tin)).isEqualByComparingTo("10");
            manager.look("stock-file-checked");
            String rows = page.request()
                    .get(page.locator("a[download]").getAttribute("href"))
                    .text();
            assertThat(rows).startsWith("\uFEFF").contains("NO-SUCH-TIN").hasLineCount(3);

            book.click();
            assertThat(page.locator("#result .notice.good")).isVisible();
            assertThat(onHand(tin)).isEqualByComparingTo("12");
            manager.look("stock-file-booked");
            manager.open("/stock/shelf?location=" + tin.ginza().id() + "&sku=" + tin.sku());
            page.locator(".ledger a").first().click();
            assertThat(page.locator("#progress")).containsText(says.in("完了", "Done"));
            manager.look("stock-file");
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aRuleKeepsSomethingBack(Screen screen, Locale language) {
        Texts says = new Texts(language);
        Tin tin = aNewTin(10);
        try (Visitor manager = everywhere(screen, language)) {
            Page page = manager.open("/stock/rules");
            page.locator("a.button.primary").click();
            manager.press(says.in("ルールを保存", "Save the rule"));
            assertThat(page.locator(".notice.bad")).isVisible();
            page.locator("input[name=sku]").fill(tin.sku());
            page.locator("input[name=safetyStock]").fill("3");
            page.locator("input[name=buffer]").fill("12.5");
            page.locator("select[name=bufferIn]").selectOption("percent");
            page.locator("select[name=ship]").selectOption("no");
            manager.lookAtRefusal("stock-rule-form", 422);
            manager.press(says.in("ルールを保存", "Save the rule"));
            Locator rule = page.locator("article", having(tin.sku()));
            assertThat(rule).containsText("12.5 %");
            manager.look("stock-rules");
            manager.open("/stock/shelf?location=" + tin.ginza().id() + "&sku=" + tin.sku());
            assertThat(page.locator("#available")).hasText("7");
            manager.open("/stock/rules");
            rule.locator("a").click();
            assertThat(page.locator("input[name=buffer]")).hasValue("12.5");
            manager.look("stock-rule");
            page.locator("summary").click();
            page.locator("button.danger").click();
            assertThat(page.locator(".notice.good")).isVisible();
            assertThat(rule).hasCount(0);
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void rulesForRoutingAreTriedOnLastOrdersBeforeTheyAreSwitchedOn(Screen screen, Locale language) {
        Texts says = new Texts(language);
        StoreStaff.Store ginza = floor.store(says.in("銀座店", "Ginza"));
        StoreStaff.Store umeda = floor.store(says.in("梅田店", "Umeda"));
        StoreStaff.Goods tin = floor.goods("茶缶 桜皮", "Tea caddy, cherry bark", "EACH", ginza, "2");
        floor.moreOf(tin, umeda, "9");
        try (Visitor manager = everywhere(screen, language)) {
            Page page = manager.open("/stock/routing");
            write(page, "many", "0", "0", "1");
            assertThat(page.locator("small.wrong")).isVisible();
            manager.lookAtRefusal("routing-refused", 422);
            Accessibility.isGood(page);
            write(page, "0", "1", "0", "1");
            manager.press(says.in("このルールを適用する", "Switch these rules on"));
            assertThat(page.locator(".notice.good")).isVisible();
            String reference = "W-" + tin.sku() + language;
            routing.choose(
                    new RoutingChoices.Question("web", Map.of(tin.sku(), BigDecimal.valueOf(3)), null, reference));
            routing.choose(
                    new RoutingChoices.Question("web", Map.of(tin.sku(), BigDecimal.valueOf(11)), null, reference));

            manager.open("/stock/routing");
            page.locator("#choices summary").first().click();
            manager.look("routing");
            Accessibility.isGood(page);
            write(page, "0", "0.5", "2", "2");
            manager.press(says.in("過去28日間の注文で試す", "Try them on the orders of the last 28 days"));
            assertThat(page.locator("#replay tbody tr").first()).isVisible();
            manager.look("routing-tried");
            Accessibility.isGood(page);
            manager.press(says.in("このルールを適用する", "Switch these rules on"));
            manager.press(says.in("ルールを停止する", "Switch the rules off"));
            assertThat(page.locator("#active")).containsText(says.in("ありません", "No rules"));
            manager.look("routing-off");
        }
    }

    private static void write(Page page, String distance, String stock, String load, String splitLimit) {
        page.locator("input[name=distance]").fill(distance);
        page.locator("input[name=stock]").fill(stock);
        page.locator("input[name=load]").fill(load);
        page.locator("select[name=splitLimit]").selectOption(splitLimit);
        page.locator("form:has(select[name=splitLimit]) button").click();
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatDoesNotAddUpIsReadAndRepairedInTheOpen(Screen screen, Locale language) {
        Texts says = new Texts(language);
        Tin tin = aNewTin(10);
        jdbc.sql("update inventory.stock_level set on_hand = 14 where sku = :sku")
                .param("sku", tin.sku())
                .update();
        jdbc.sql("update inventory.audit_progress set after_sku = '', after_location = '', pass_ended_at = null")
                .update(); // the auditor begins a round now, not within the hour
        try (Visitor manager = everywhere(screen, language)) {
            Page page = manager.page();
            Locator difference = page.locator("article.difference", having(tin.sku()));
            await("the auditor")
                    .atMost(PATIENCE)
                    .pollInSameThread()
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        manager.open("/stock/audit");
                        return difference.count() == 1;
                    });
            assertThat(difference).containsText("14");
            manager.look("stock-audit");
            page.locator("input[name=reason]").fill("月曜日に手作業で変更");
            manager.press(says.in("この理由で修正する", "Repair with this reason"));
            assertThat(page.locator(".notice.good")).containsText("1");
            assertThat(difference).hasCount(0);
            manager.look("stock-audit-repaired");
            manager.open("/stock/shelf?location=" + tin.ginza().id() + "&sku=" + tin.sku());
            assertThat(page.locator("#on-hand")).hasText("10");
            assertThat(page.locator(".ledger li").first()).containsText(says.in("帳簿の修正", "Books corrected"));
            manager.look("stock-shelf-repaired");
        }
    }

    /** An item that no other story has. */
    private record Tin(String sku, StoreStaff.Store ginza) {
        StoreStaff.Goods goods() {
            return new StoreStaff.Goods(sku, "", "");
        }
    }

    private Tin aNewTin(int opening) {
        int number = TINS.incrementAndGet();
        Tin tin = new Tin("TIN-%03d".formatted(number), floor.store("Ginza"));
        items.put(new Item(
                tin.sku(),
                null,
                List.of(new Item.Code(Item.Scheme.PLU, "71" + number, null)),
                new LocalizedName("深蒸し玉露 缶 " + number, "Deep-steamed gyokuro, tin " + number),
                Item.EACH,
                null,
                null,
                new Money(new BigDecimal(1080), "JPY"),
                "tea",
                true));
        floor.moreOf(tin.goods(), tin.ginza(), String.valueOf(opening));
        return tin;
    }

    private BigDecimal onHand(Tin tin) {
        return jdbc.sql("select on_hand from inventory.stock_level where sku = :sku and location = :ginza")
                .param("sku", tin.sku())
                .param("ginza", tin.ginza().id())
                .query(BigDecimal.class)
                .single();
    }

    private static void choose(Page page, String csv) {
        page.locator("#file")
                .setInputFiles(new FilePayload("counts.csv", "text/csv", csv.getBytes(StandardCharsets.UTF_8)));
    }

    /** Rules, files for any store and the auditor's findings concern all stores. */
    private Visitor everywhere(Screen screen, Locale language) {
        return floor.signInAsAdministratorEverywhere(visitor(screen, language), MANAGER);
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }

    /** What the page says in the reader's language. */
    private record Texts(Locale language) {
        String in(String japanese, String english) {
            return language.equals(Locale.JAPANESE) ? japanese : english;
        }

        String minus(int quantity) {
            return "\u2212" + quantity;
        }
    }
}
