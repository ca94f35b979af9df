package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.noren.loyalty.offer.Benefit;
import io.noren.loyalty.offer.Conditions;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Offers;
import io.noren.loyalty.offer.Stacking;
import io.noren.loyalty.offer.Words;
import io.noren.testing.HubTest;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A manager writes an offer, sees what a basket costs with it, issues codes for it, voids one, and withdraws it. */
@HubTest
class OffersInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Offers offers;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void anOfferIsWrittenTriedGivenByCodeAndWithdrawn(Screen screen, Locale language) {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza =
                floor.store("銀座 " + UUID.randomUUID().toString().substring(0, 4));
        StoreStaff.Goods tea = floor.goods("煎茶", "Sencha", "EACH", ginza, "10");
        String id = "spring-" + UUID.randomUUID().toString().substring(0, 8);

        try (Visitor manager = floor.signInAsAdministratorEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager")) {
            Page page = manager.open("/offers");
            Accessibility.isGood(page);
            manager.look("offers");
            manager.press(japanese ? "入力へ進む" : "Write it");

            page.locator("input[name=id]").fill(id);
            page.locator("input[name=nameJa]").fill("春の煎茶割引");
            page.locator("input[name=nameEn]").fill("Spring sencha");
            page.locator("input[name=percent]").fill("120");
            page.locator("input[name=percent]").press("Enter");
            assertThat(page.locator("small.wrong")).isVisible();
            manager.lookAtRefusal("offer-refused", 422);

            page.locator("input[name=percent]").fill("15");
            page.locator("textarea[name=items]").fill(tea.sku());
            page.locator("input[name=locations][value='" + ginza.id() + "']").check();
            page.locator("input[name=byCoupon]").check();
            Accessibility.isGood(page);
            manager.look("offer-form");
            manager.press(japanese ? "保存する" : "Save");
            assertThat(page.locator("[role=status]")).isVisible();
            assertThat(page.locator("section.says")).containsText(japanese ? "15%引き" : "15% off");
            assertThat(page.locator("section.says")).containsText(ginza.name());
            manager.look("offer");

            page.navigate("/offers/coupons");
            page.locator("select[name=offer]").selectOption(id);
            page.locator("input[name=count]").fill("30");
            page.locator("input[name=until]").fill("2098-12-31T23:59");
            page.locator("input[name=until]").press("Enter");
            page.waitForURL("**/issued/*");
            Locator codes = page.locator("ul.card li");
            assertThat(codes).hasCount(20);
            String code = codes.first().innerText();
            String other = codes.last().innerText();
            Accessibility.isGood(page);
            manager.look("coupons-issued");

            page.navigate("/offers/try");
            page.locator("input[name=item]").first().fill(tea.sku());
            page.locator("input[name=quantity]").first().fill("2");
            page.locator("input[name=price]").first().fill("1000");
            page.locator("select[name=location]").selectOption(ginza.id());
            page.locator("input[name=coupon]").fill(code);
            page.locator("input[name=coupon]").press("Enter");
            assertThat(page.locator("section[role=status]")).containsText("¥1,700");
            assertThat(page.locator("section[role=status]")).containsText(japanese ? "春の煎茶割引" : "Spring sencha");
            Accessibility.isGood(page);
            manager.look("offers-tried");

            page.navigate("/offers/coupons?code=" + other);
            page.locator("input[name=reason]").fill(japanese ? "二重に印刷" : "Printed twice");
            page.locator("input[name=reason]").press("Enter");
            assertThat(page.locator("main .chip.bad")).hasText(japanese ? "無効" : "Void");
            assertThat(page.locator("main q")).hasText(japanese ? "二重に印刷" : "Printed twice");
            Accessibility.isGood(page);
            manager.look("coupon-void");

            page.navigate("/offers/one/" + id);
            page.locator("details.danger-zone summary").click();
            page.locator("details.danger-zone button").click();
            page.waitForURL("**/offers");
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(japanese ? "取り下げ" : "Withdrawn"))
                    .click();
            assertThat(page.locator("main")).containsText(japanese ? "春の煎茶割引" : "Spring sencha");
            page.navigate("/offers/coupons/conflicts");
            manager.look("coupon-conflicts");
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatTheFormDoesNotShowStaysAndAClerkChangesNothing(Screen screen, Locale language) {
        String id = "hours-" + UUID.randomUUID().toString().substring(0, 8);
        Conditions evenings = new Conditions(
                List.of(),
                List.of("tea"),
                List.of(),
                List.of(),
                List.of(),
                null,
                null,
                List.of(DayOfWeek.FRIDAY),
                LocalTime.of(18, 0),
                LocalTime.of(21, 0),
                null);
        Benefit twoFor = new Benefit(Benefit.Kind.MULTI_BUY, null, null, null, 3, 2, null, null, null);
        offers.put(
                new Offer(
                        id,
                        new Words("金曜の夜", "Friday evenings"),
                        twoFor,
                        evenings,
                        new Stacking("evenings", 5, false),
                        null,
                        null,
                        null,
                        null,
                        7),
                0L);
        URI address = URI.create("http://127.0.0.1:" + port);

        try (Visitor manager =
                floor.signInAsAdministratorEverywhere(CHROMIUM.visitor(address, screen, language), "manager")) {
            Page page = manager.open("/offers/one/" + id);
            page.locator("input[name=pay]").fill("1");
            page.locator("input[name=pay]").press("Enter");
            assertThat(page.locator("[role=status]")).isVisible();
        }
        Offer changed = offers.get(id).offer();
        assertThat(changed.benefit().pay()).isEqualTo(1);
        assertThat(changed.conditions()).isEqualTo(evenings);
        assertThat(changed.stacking().group()).isEqualTo("evenings");
        assertThat(changed.offlineCap()).isEqualTo(7);
        assertThat(offers.get(id).version()).isEqualTo(2);

        try (Visitor clerk = floor.signInEverywhere(CHROMIUM.visitor(address, screen, language), "clerk")) {
            Page page = clerk.open("/offers/one/" + id);
            assertThat(page.locator("section.says")).isVisible();
            assertThat(page.locator("main form")).hasCount(0);
            clerk.look("offer-read");
        }
        offers.withdraw(id, null);
    }
}
