package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Money;
import io.noren.loyalty.PointsDryRuns;
import io.noren.loyalty.PointsRules;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.Purchases;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A manager tries other rules of points on last month's purchases, sees what they would have given, and plans them. */
@HubTest
class ProgrammeInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    PointsRules rules;

    @Autowired
    PointsDryRuns dryRuns;

    @Autowired
    PointsTerms terms;

    @Autowired
    Purchases purchases;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void otherRulesAreTriedAndPlanned(Screen screen, Locale language) {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza =
                floor.store("銀座 " + UUID.randomUUID().toString().substring(0, 4));
        StoreStaff.Store umeda =
                floor.store("梅田 " + UUID.randomUUID().toString().substring(0, 4));
        lastMonth(ginza, "19800", "350", "1250");
        lastMonth(umeda, "8800", "90");
        long before = rules.versions().get(0).version();
        long inForce = rules.inForce().version();

        try (Visitor manager = floor.signInAsAdministratorEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager")) {
            Page page = manager.open("/programme");
            Accessibility.isGood(page);
            manager.look("programme");

            Locator last = page.locator("input[name=last]");
            page.locator("input[name=waiting]").fill("400");
            page.locator("input[name=waiting]").press("Enter");
            assertThat(page.locator("small.wrong")).isVisible();
            manager.lookAtRefusal("programme-refused", 422);

            page.locator("input[name=waiting]").fill("14");
            page.locator("input[name=amount]").first().fill("200");
            last.fill("1");
            page.locator("select[name=lastUnit]").selectOption("YEARS");
            last.press("Enter");
            page.waitForURL("**/programme/dry-runs/*");
            assertThat(page.locator("main")).containsText(ginza.name());
            assertThat(page.locator("main")).containsText(japanese ? "¥200 ごとに" : "each full ¥200");
            Locator store = page.locator("tr", new Page.LocatorOptions().setHasText(ginza.name()))
                    .first();
            assertThat(store.locator("td.strong")).containsText("\u2212107");
            Accessibility.isGood(page);
            manager.look("programme-tried");

            page.locator("input[name=beginsAt]").fill("2099-01-01T00:00");
            page.locator("input[name=reason]").fill(japanese ? "来年度の見直し" : "The review of next year");
            page.locator("input[name=reason]").press("Enter");
            assertThat(page.locator("[role=status]")).containsText("2099");
            assertThat(page.locator(".chip.few")).hasText(japanese ? "適用予定" : "Planned");
            Accessibility.isGood(page);
            manager.look("programme-planned");
        }
        assertThat(rules.versions().get(0).version()).isEqualTo(before + 1);
        assertThat(rules.versions().get(0).rules().pointsPer()).containsEntry("JPY", new BigDecimal(200));
        assertThat(rules.inForce().version()).as("not before it begins").isEqualTo(inForce);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whoIsNoManagerReadsTheRulesAndChangesNothing(Screen screen, Locale language) {
        try (Visitor clerk = floor.signInEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "clerk")) {
            Page page = clerk.open("/programme");
            assertThat(page.locator("main section.says").first()).isVisible();
            assertThat(page.locator("main form")).hasCount(0);
            clerk.look("programme-read");
        }
    }

    private void lastMonth(StoreStaff.Store store, String... totals) {
        Instant middle =
                dryRuns.lastMonth().atDay(15).atTime(12, 0).atZone(terms.zone()).toInstant();
        for (String yen : totals) {
            purchases.record(new Purchase(
                    "till",
                    store.id() + "/" + yen,
                    Channel.STORE,
                    Claim.card("88" + UUID.randomUUID().toString().replaceAll("[^0-9]", "")),
                    store.id(),
                    middle,
                    new Money(new BigDecimal(yen), "JPY"),
                    List.of()));
        }
    }
}
