package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Money;
import io.noren.testing.HubTest;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Somebody prints the labels of a shelf; a price changes; only that label is printed again. */
@HubTest
class LabelsInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Items items;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aShelfIsLabelledAndOnlyAChangedPriceIsPrintedAgain(Screen screen, Locale language) throws Exception {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Goods tea = floor.goods("深蒸し煎茶 缶入り 80g", "Deep-steamed sencha, 80 g tin", "EACH", ginza, "9");
        StoreStaff.Goods cup = floor.goods("湯のみ（大）", "Tea cup, large", "EACH", ginza, "9");
        costs(tea, 1080, new Item.Content(BigDecimal.valueOf(80), Item.Measure.G));
        costs(cup, 1980, null);
        try (Visitor hanako = floor.signIn(visitor(screen, language), "hanako", ginza)) {
            Page page = hanako.open("/labels");
            hanako.look("labels-none");
            page.locator("input[type=checkbox][name=beforeTax]").check();
            page.locator("input[name=q]").fill(tea.sku());
            find(page);
            page.locator("input[type=checkbox][name=sku][value='" + tea.sku() + "']")
                    .check();
            page.locator("input[name=q]").fill(cup.sku());
            find(page);
            page.locator("input[type=checkbox][name=sku][value='" + cup.sku() + "']")
                    .check();
            find(page);
            assertThat(page.locator("figure.preview img")).hasCount(2);
            page.locator("figure.preview img").first().scrollIntoViewIfNeeded();
            hanako.look("labels-chosen");

            page.locator("#print").click();
            page.waitForURL("**/labels/jobs/*");
            isReady(page);
            hanako.look("labels-ready");
            String text = text(page);
            assertThat(text).contains("¥1,080", "税込", "本体 ¥1,000（税率8%）", "100gあたり ¥1,350", "¥1,980");

            hanako.open("/labels");
            assertThat(page.locator("#changed button")).hasCount(0);
            assertThat(page.locator("#jobs .hits li")).hasCount(1);
            costs(tea, 1188, new Item.Content(BigDecimal.valueOf(80), Item.Measure.G));
            hanako.open("/labels");
            assertThat(page.locator("#changed .chip")).hasText("1");
            hanako.look("labels-changed");
            page.locator("#changed button").click();
            page.waitForURL("**/labels/jobs/*");
            isReady(page);
            String changed = text(page);
            assertThat(changed).contains("¥1,188").doesNotContain("¥1,980");
            assertThat(QrReader.read(picture(page))).isEqualTo(address() + "/p/" + tea.sku() + "?store=" + ginza.id());

            hanako.open("/labels");
            assertThat(page.locator("#changed button")).hasCount(0);
            page.goBack();
            page.locator("#progress form button").click();
            assertThat(page.locator("#progress .notice.few")).isVisible();
            hanako.look("labels-thrown-away");
            hanako.open("/labels");
            assertThat(page.locator("#changed .chip")).hasText("1");
            hanako.open("/labels/jobs/00000000-0000-0000-0000-000000000000");
            hanako.lookAtRefusal("labels-missing", 404);
        }
    }

    private static void find(Page page) {
        Locator form = page.locator("main form[method=get]");
        page.waitForNavigation(() -> form.locator("button").click());
    }

    private static void isReady(Page page) {
        assertThat(page.locator("#progress .notice.good"))
                .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(Chromium.PATIENCE_MILLIS));
    }

    private static byte[] file(Page page) {
        String href = page.locator("#progress a[download]").getAttribute("href");
        APIResponse answer = page.request().get(href);
        assertThat(answer.status()).isEqualTo(200);
        return answer.body();
    }

    private static String text(Page page) throws Exception {
        try (PDDocument sheet = Loader.loadPDF(file(page))) {
            return new PDFTextStripper().getText(sheet);
        }
    }

    private static BufferedImage picture(Page page) throws Exception {
        try (PDDocument sheet = Loader.loadPDF(file(page))) {
            return new PDFRenderer(sheet).renderImageWithDPI(0, 300);
        }
    }

    private void costs(StoreStaff.Goods goods, int yen, Item.@Nullable Content content) {
        Item item = items.find(goods.sku()).orElseThrow();
        items.put(new Item(
                        item.sku(),
                        null,
                        List.of(),
                        item.name(),
                        item.unit(),
                        null,
                        null,
                        new Money(BigDecimal.valueOf(yen), "JPY"),
                        item.category(),
                        true)
                .withTaxAndContent(BigDecimal.valueOf(8), content));
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(address(), screen, language);
    }
}
