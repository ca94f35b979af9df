package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merges;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.privacy.ConsentChannel;
import io.noren.loyalty.privacy.ConsentPurpose;
import io.noren.loyalty.privacy.Consents;
import io.noren.loyalty.privacy.NewConsent;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A manager finds Hanako at the members' desk, sees all that is kept of her, puts points right, and forgets her. */
@HubTest
class MemberDeskInABrowserTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(71_000);

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsByWord points;

    @Autowired
    Redemptions redemptions;

    @Autowired
    Consents consents;

    @Autowired
    JdbcClient sql;

    private final int number = NUMBERS.incrementAndGet();
    private final String card = "29640" + number;
    private final String email = "hanako.desk." + number + "@mail.example.com";
    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aMemberIsFoundSeenPutRightAndForgotten(Screen screen, Locale language) {
        boolean japanese = language.equals(Locale.JAPANESE);
        UUID hanako = hanakoOfManyChannels(japanese);

        try (Visitor manager = floor.signInAsAdministratorEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager")) {
            Page page = manager.open("/members");
            manager.look("desk-find");
            Accessibility.isGood(page);
            // By keyboard alone.
            page.locator("select[name=reason]").first().selectOption("CORRECTION");
            page.locator("input[name=card]").focus();
            page.keyboard().type(card);
            page.keyboard().press("Enter");
            page.waitForURL("**/members/" + hanako);

            assertThat(page.locator("h1")).hasText("山田 花子");
            assertThat(page.locator("main")).not().containsText(email);
            assertThat(page.locator("#purchases li")).hasCount(2);
            page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)");
            manager.look("desk-member");
            Accessibility.isGood(page);

            page.locator("form[action$='/contact'] input[name=reason]").fill(japanese ? "忘れ物の連絡" : "lost property");
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).containsText(email);
            page.locator("form[action$='/points']").evaluate("form => form.closest('details').open = true");
            page.locator("input[name=points]").fill("-20");
            page.locator("form[action$='/points'] input[name=reason]").fill(japanese ? "二重計上" : "counted twice");
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.good")).isVisible();
            assertThat(page.locator("main")).not().containsText(email);
            manager.look("desk-put-right");
            Accessibility.isGood(page);

            page.locator("form[action$='/erasure']").evaluate("form => form.closest('details').open = true");
            page.locator("input[name=confirmed]").fill("123");
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            page.locator("form[action$='/erasure']").evaluate("form => form.closest('details').open = true");
            page.locator("input[name=confirmed]").fill(hanako.toString().substring(30));
            page.keyboard().press("Enter");
            assertThat(page.locator("h1")).hasText(japanese ? "退会済みの会員です" : "This member is forgotten");
            manager.look("desk-forgotten");
            Accessibility.isGood(page);
            assertThat(members.find(hanako)).isEmpty();

            sql.sql("""
                            insert into loyalty.erasure_receipt (erasure, system)
                            select id, unnest(array['webshop', 'mailing']) from loyalty.erasure where member = ?
                            """).param(hanako).update();
            sql.sql("update loyalty.erasure set erased_at = erased_at - interval '5 days' where member = ?")
                    .param(hanako)
                    .update();
            page = manager.open("/members/erasures");
            assertThat(page.locator(".chip.bad").first()).isVisible();
            manager.look("desk-erasures");
            Accessibility.isGood(page);
            page.locator(
                            "article",
                            new Page.LocatorOptions()
                                    .setHasText(hanako.toString().substring(24)))
                    .locator("form[action$='/tell-again'] button")
                    .focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.good")).isVisible();
            page.locator(
                            "article",
                            new Page.LocatorOptions()
                                    .setHasText(hanako.toString().substring(24)))
                    .locator("form[action$='/answers'] button")
                    .first()
                    .click();
            assertThat(page.locator(
                                    "article",
                                    new Page.LocatorOptions()
                                            .setHasText(hanako.toString().substring(24)))
                            .locator("form[action$='/answers']"))
                    .hasCount(1);
            sql.sql("update loyalty.erasure_receipt set answered_at = now(), actor = 'test' where answered_at is null")
                    .update();
        }
    }

    private UUID hanakoOfManyChannels(boolean japanese) {
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Goods tin = floor.goods("煎茶 缶入り", "Sencha tin", "EACH", ginza, "78");
        UUID member = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", LocalDate.of(1990, 4, 12), ginza.id(), "ja"),
                        List.of(
                                new NewIdentifier(IdentifierType.EMAIL, email, Proof.MAIL_CODE),
                                new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED),
                                new NewIdentifier(IdentifierType.WEB_ACCOUNT, "desk-" + number, Proof.APP_TOKEN))))
                .id();
        UUID other = members.register(new NewMember(
                        new Profile("山田", "はな子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.CARD, card + "1", Proof.SIGHTED))))
                .id();
        merges.approve(merges.propose(member, other, "same person", "clerk").id(), "clerk");
        buy("s-" + number, Channel.STORE, ginza.id(), "12800", tin);
        buy("w-" + number, Channel.WEB, null, "4320", tin);
        points.earn(member, 500, new PointsByWord.Key("campaign", "autumn-" + number));
        redemptions.capture(
                redemptions.reserve(member, 30, "till", "pay-" + number).id());
        UUID mail = members.get(member).identifiers().stream()
                .filter(each -> each.type() == IdentifierType.EMAIL)
                .findFirst()
                .orElseThrow()
                .id();
        consents.tell(
                member,
                new NewConsent(
                        mail,
                        ConsentChannel.EMAIL,
                        ConsentPurpose.MARKETING,
                        true,
                        "2026-04",
                        "ja",
                        "webshop",
                        "consent-" + number,
                        null),
                "webshop");
        return member;
    }

    private void buy(String transaction, Channel channel, String store, String yen, StoreStaff.Goods goods) {
        purchases.record(new Purchase(
                "desk browser",
                transaction,
                channel,
                Claim.card(card),
                store,
                Instant.now().minusSeconds(7_200),
                new Money(new BigDecimal(yen), "JPY"),
                List.of(new PurchaseLine(1, goods.sku(), BigDecimal.ONE, null))));
    }
}
