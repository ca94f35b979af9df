package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import io.noren.integration.security.FirstAccess;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.testing.HubTest;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.client.RestClient;

/** What a shopper sees of a code that leads to several places, or to none any more, and a manager of all scans. */
@HubTest
class ShelfCodesInABrowserTest {
    private static final String GTIN = "09521900000071";
    private static final String OLD = "09521900000088";
    private static final String SKU = "BROWSER-GYOKURO";

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Items items;

    @Autowired
    FirstAccess access;

    @Autowired
    JdbcClient jdbc;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @BeforeEach
    void gyokuroHasTwoReviewsAndANewCode() {
        items.put(gyokuro(OLD));
        items.put(gyokuro(GTIN));
        RestClient.create(address().toString())
                .put()
                .uri("/api/v1/items/" + SKU + "/links")
                .header(HttpHeaders.AUTHORIZATION, "Bearer " + access.adminKey())
                .contentType(MediaType.APPLICATION_JSON)
                .body("""
                        {"links": [
                            {"linkType": "gs1:review", "href": "https://brand.example/1", "title": "お客様の声 Vol. 1"},
                            {"linkType": "gs1:review", "href": "https://brand.example/2", "title": "Tea Journal 2026"}]}""")
                .retrieve()
                .toBodilessEntity();
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aShopperChoosesAndIsToldWhatIsGone(Screen screen, Locale language) {
        try (Visitor shopper = CHROMIUM.visitor(address(), screen, language)) {
            Page page = shopper.open("/01/" + GTIN + "?linkType=gs1:review");
            assertThat(page.locator("#choices a")).hasCount(2);
            assertThat(page.locator("h1")).hasText(in(language, "玉露", "Gyokuro"));
            shopper.lookAtRefusal("shelf-code-choices", 300);
            shopper.open("/01/" + GTIN + "?linkType=linkset");
            assertThat(page.locator("#choices a")).hasCount(4);
            shopper.look("shelf-code-links");
            shopper.open("/01/" + OLD);
            assertThat(page.locator("h1")).containsText(in(language, "販売は終了", "no longer sold"));
            shopper.lookAtRefusal("shelf-code-withdrawn", 410);
            page.locator("a.button.primary").click();
            assertThat(page.locator("h1")).hasText(in(language, "玉露", "Gyokuro"));
            shopper.isContent();
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aManagerSeesWhenAndWhatIsScanned(Screen screen, Locale language) {
        StoreStaff.Store ginza = floor.store(in(language, "銀座店", "Ginza"));
        try (Visitor manager = floor.signIn(CHROMIUM.visitor(address(), screen, language), "manager", ginza)) {
            Page page = manager.open("/shelf-codes");
            assertThat(page.locator("main .empty")).isVisible();
            manager.look("shelf-codes-none");
            jdbc.sql("""
                    insert into integration.shelf_scan (hour, location, sku, scans)
                    select date_trunc('hour', now()) - n * interval '1 hour', :store, :sku,
                        1 + (n * n) % 37
                    from generate_series(1, 160) as past (n) where n % 24 > 10
                    """).param("store", ginza.id()).param("sku", SKU).update();
            page = manager.open("/shelf-codes");
            assertThat(page.locator("#week td.heat-5").first()).isVisible();
            assertThat(page.locator("#most li")).hasCount(1);
            assertThat(page.locator("#most li")).containsText(in(language, "玉露", "Gyokuro"));
            manager.look("shelf-codes");
            manager.isContent();
        }
    }

    private static Item gyokuro(String gtin) {
        return new Item(
                SKU, gtin, List.of(), new LocalizedName("玉露", "Gyokuro"), "EACH", null, null, null, "tea", true);
    }

    private static String in(Locale language, String japanese, String english) {
        return language.equals(Locale.JAPANESE) ? japanese : english;
    }

    private URI address() {
        return URI.create("http://localhost:" + port);
    }
}
