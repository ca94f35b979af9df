package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LookUpQuery;
import io.noren.loyalty.Members;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.TillLookUp;
import io.noren.loyalty.code.MemberCodes;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import io.noren.loyalty.signin.CardPins;
import io.noren.loyalty.signin.LinkCodes;
import io.noren.testing.HubTest;
import io.noren.testing.Mailboxes;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A member signs in by the code in their mailbox and finds all that is theirs. */
@HubTest
class MemberInABrowserTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(20_000);

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    TillLookUp tills;

    @Autowired
    Preferences preferences;

    @Autowired
    MemberCodes codes;

    @Autowired
    CardPins pins;

    @Autowired
    LinkCodes links;

    private final int number = NUMBERS.incrementAndGet();
    private final String email = "hanako.yamada." + number + "@mail.example.com";
    private final String card = "2990" + number + "7";
    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aMemberSignsInByMailAndSeesWhatIsTheirs(Screen screen, Locale language) throws Exception {
        boolean japanese = language.equals(Locale.JAPANESE);
        UUID hanako = hanakoWhoBought(japanese, language);

        try (Visitor member = CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language)) {
            Page page = member.open("/me");
            assertThat(page).hasURL(Pattern.compile(".*/me/sign-in$"));
            member.look("me-sign-in");
            Accessibility.isGood(page);
            // By keyboard alone.
            page.keyboard().type(email);
            page.keyboard().press("Enter");
            page.waitForURL("**/me/sign-in/code");
            String code = mailed();
            page.keyboard().type("%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000));
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.bad")).isVisible();
            Accessibility.isGood(page);
            member.lookAtRefusal("me-wrong-code", 422);
            page.keyboard().type(code);
            page.keyboard().press("Enter");
            page.waitForURL("**/me");

            assertThat(page.locator("h1")).hasText("山田 花子");
            assertThat(page.locator("body")).not().containsText(email);
            assertThat(page.locator("#purchases li")).hasCount(2);
            assertThat(page.locator("#purchases")).containsText(japanese ? "オンラインショップ" : "Web shop");
            assertThat(page.locator("#privacy li")).hasCount(1);
            assertThat(page.locator("#privacy")).containsText(japanese ? "銀座店" : "Ginza");
            Locator picture = page.locator("#member-code");
            assertThat(picture).isVisible();
            assertThat(codes.memberOf(QrReader.read(ImageIO.read(new ByteArrayInputStream(picture.screenshot())))))
                    .isEqualTo(hanako);
            page.locator("#points summary").click();
            member.look("me");
            Accessibility.isGood(page);

            member.press(japanese ? "オンラインでのお買い物をスタッフに表示しない" : "Hide my online purchases from staff");
            assertThat(page.locator(".notice.good")).isVisible();
            assertThat(page.locator("#purchases li")).hasCount(2);
            member.press(japanese ? "オンラインでのお買い物をスタッフに表示する" : "Let staff see my online purchases");
            member.press(japanese ? "サインアウト" : "Sign out");
            page.waitForURL("**/me/sign-in?out");
            member.open("/me");
            assertThat(page).hasURL(Pattern.compile(".*/me/sign-in$"));
        }
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aMemberAddsWhatIsTheirsAgreesTakesItAlongAndLeaves(Screen screen, Locale language) throws Exception {
        boolean japanese = language.equals(Locale.JAPANESE);
        UUID hanako = hanakoWhoBought(japanese, language);
        String second = "2991" + number + "5";
        pins.set(List.of(new CardPins.Issued(second, "4071")), "card maker");

        try (Visitor member = CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language)) {
            Page page = signedIn(member);
            page.locator(".tabs a[href='/me/links']").click();
            page.waitForURL("**/me/links");
            member.look("me-links");
            Accessibility.isGood(page);

            // By keyboard alone, and wrong first.
            page.locator("input[name=card]").focus();
            page.keyboard().type(second);
            page.keyboard().press("Tab");
            page.keyboard().type("4072");
            page.keyboard().press("Enter");
            assertThat(page.locator("#card .notice.bad")).isVisible();
            assertThat(page.locator("input[name=card]")).hasValue(second);
            Accessibility.isGood(page);
            member.look("me-links-wrong-pin");
            page.locator("input[name=pin]").focus();
            page.keyboard().type("4071");
            page.keyboard().press("Enter");
            assertThat(page.locator("#card .notice.good")).isVisible();
            assertThat(page.locator("#known li")).hasCount(4);

            page.locator("#login button").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#link-code")).isVisible();
            member.look("me-links-code");
            Accessibility.isGood(page);
            links.handIn(page.locator("#link-code").innerText(), IdentifierType.APP, "app-" + number, "app");
            member.open("/me/links");
            assertThat(page.locator("#known li")).hasCount(5);
            assertThat(page.locator("#link-code")).hasCount(0);

            String further = "further." + email;
            page.locator("input[name=contact]").fill(further);
            page.keyboard().press("Enter");
            assertThat(page.locator("#contact input[name=code]")).isVisible();
            Accessibility.isGood(page);
            member.look("me-links-contact");
            page.locator("#contact input[name=code]").fill(mailed(further));
            page.keyboard().press("Enter");
            assertThat(page.locator("#known li")).hasCount(6);
            Locator cardGone =
                    page.locator("#known li").filter(new Locator.FilterOptions().setHasText("…" + tail(second)));
            cardGone.locator("summary").focus();
            page.keyboard().press("Enter");
            cardGone.locator("button").focus();
            page.keyboard().press("Enter");
            assertThat(page.locator("#known li")).hasCount(5);

            page.locator(".tabs a[href='/me/consents']").click();
            Locator mail = page.locator("details[open]").first();
            mail.locator("button").first().focus();
            page.keyboard().press("Enter");
            assertThat(page.locator(".notice.good")).isVisible();
            assertThat(page.locator("details[open] .chip.good")).hasCount(1);
            member.look("me-consents");
            Accessibility.isGood(page);
            page.locator("details[open] button").first().click();
            assertThat(page.locator("details[open] .chip.good")).hasCount(0);

            page.locator(".tabs a[href='/me']").first().click();
            page.locator("#preferences select").selectOption("COLOUR");
            page.locator("#preferences .stack input[name=values]").fill(japanese ? "藍、生成り" : "indigo, cream");
            page.keyboard().press("Enter");
            page.waitForURL("**/me?saved#preferences");
            assertThat(preferences.of(hanako)).hasSize(2);
            member.look("me-preferences");
            Accessibility.isGood(page);

            page.locator(".tabs a[href='/me/data']").click();
            Download file =
                    page.waitForDownload(() -> page.locator("a[download]").click());
            assertThat(Files.readString(file.path())).contains(email, "noren-member-export/1");
            page.locator("input[name=word]").fill("leave me");
            page.keyboard().press("Enter");
            assertThat(page.locator("#leave .notice.bad")).isVisible();
            member.look("me-leave");
            Accessibility.isGood(page);
            page.locator("input[name=word]").fill(japanese ? "退会する" : "leave");
            page.keyboard().press("Enter");
            page.waitForURL("**/me/sign-in?left");
            member.look("me-left");
            assertThat(members.find(hanako)).isEmpty();
            member.open("/me");
            assertThat(page).hasURL(Pattern.compile(".*/me/sign-in$"));
        }
    }

    private Page signedIn(Visitor member) throws Exception {
        Page page = member.open("/me");
        page.locator("input[name=contact]").fill(email);
        page.keyboard().press("Enter");
        page.waitForURL("**/me/sign-in/code");
        page.locator("input[name=code]").fill(mailed(email));
        page.keyboard().press("Enter");
        page.waitForURL("**/me");
        return page;
    }

    private static String tail(String card) {
        return card.substring(card.length() - Math.min(4, card.length() / 4));
    }

    private UUID hanakoWhoBought(boolean japanese, Locale language) {
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Goods tin = floor.goods("煎茶 缶入り", "Sencha tin", "EACH", ginza, "78");
        StoreStaff.Goods cup = floor.goods("湯のみ 藍色の市松模様", "Tea cup, indigo checkers", "EACH", ginza, "9");
        UUID member = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, ginza.id(), language.toLanguageTag()),
                        List.of(
                                new NewIdentifier(IdentifierType.EMAIL, email, Proof.IMPORT),
                                new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED),
                                new NewIdentifier(IdentifierType.WEB_ACCOUNT, "w-" + number, Proof.APP_TOKEN))))
                .id();
        buy("s-" + number, Channel.STORE, ginza.id(), "12800", tin, cup);
        buy("w-" + number, Channel.WEB, null, "4320", cup);
        preferences.put(member, "SIZE", List.of("M", "L"), Preference.Source.STAFF);
        tills.find(LookUpQuery.byCard(card, "1", ginza.id(), "FORGOTTEN_CARD", "sato"));
        return member;
    }

    private void buy(String transaction, Channel channel, String store, String yen, StoreStaff.Goods... goods) {
        List<PurchaseLine> lines = IntStream.range(0, goods.length)
                .mapToObj(line -> new PurchaseLine(line + 1, goods[line].sku(), BigDecimal.ONE, null))
                .toList();
        purchases.record(new Purchase(
                "browser",
                transaction,
                channel,
                Claim.card(card),
                store,
                Instant.now().minusSeconds(7_200),
                new Money(new BigDecimal(yen), "JPY"),
                lines));
    }

    private String mailed() throws Exception {
        return mailed(email);
    }

    private static String mailed(String address) throws Exception {
        await().until(() -> !Mailboxes.of(address).isEmpty());
        Matcher digits = Pattern.compile("\\b[0-9]{6}\\b")
                .matcher(Mailboxes.of(address).get(0).getContent().toString());
        assertThat(digits.find()).isTrue();
        return digits.group();
    }
}
