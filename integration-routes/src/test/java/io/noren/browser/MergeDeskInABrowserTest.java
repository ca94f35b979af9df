package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.testing.HubTest;
import java.net.URI;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Hanako has a card from the store and an account of the shop; a clerk sees both side by side, makes them one, and parts them. */
@HubTest
class MergeDeskInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Members members;

    @Autowired
    PointsByWord points;

    @Autowired
    PointsLedger ledger;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void twoProfilesAreSeenSideBySideMadeOneAndParted(Screen screen, Locale language) {
        boolean japanese = language.equals(Locale.JAPANESE);
        String mail = "hanako-" + UUID.randomUUID() + "@example.jp";
        Member store = member("花子", null, new NewIdentifier(IdentifierType.EMAIL, mail, Proof.SIGHTED));
        Member shop = member(
                "はな子",
                LocalDate.of(1990, 3, 14),
                new NewIdentifier(IdentifierType.WEB_ACCOUNT, "shop-" + UUID.randomUUID(), Proof.APP_TOKEN));
        gives(store, 120);
        gives(shop, 80);
        IdentifierClaim claim = (IdentifierClaim)
                members.link(shop.id(), new NewIdentifier(IdentifierType.EMAIL, mail, Proof.MAIL_CODE));

        try (Visitor clerk = floor.signInEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "clerk")) {
            Page page = clerk.open("/members/merges");
            clerk.look("merges");
            page.locator("a[href$='" + claim.merge() + "']").click();
            Locator sides = page.locator("main .two").first().locator("article");
            assertThat(sides).hasCount(2);
            assertThat(page.locator("main")).containsText(japanese ? "メールの認証コード" : "a code in an e-mail");
            assertThat(page.locator("main")).not().containsText(mail);
            clerk.look("merge");

            clerk.press(japanese ? "同じお客様です" : "They are one");
            assertThat(page.locator("[role=status]")).hasText(japanese ? "一つの会員に統合しました。" : "They are one member now.");
            assertThat(sides).hasCount(1);
            assertThat(ledger.balance(members.get(store.id()).id()).spendable()).isEqualTo(200);
            clerk.look("merged");

            page.locator("input[name=reason]").fill(japanese ? "姉妹" : "They are sisters");
            clerk.press(japanese ? "統合を取り消す" : "Part them");
            assertThat(page.locator("[role=status]"))
                    .hasText(japanese ? "二つの会員に戻しました。" : "They are two members again.");
            assertThat(ledger.balance(store.id()).spendable()).isEqualTo(120);
            assertThat(ledger.balance(shop.id()).spendable()).isEqualTo(80);
        }
    }

    private Member member(String given, LocalDate born, NewIdentifier identifier) {
        return members.register(
                new NewMember(new Profile("山田", given, "ヤマダ", "ハナコ", born, null, "ja"), List.of(identifier)));
    }

    private void gives(Member member, long given) {
        points.earn(
                member.id(),
                given,
                new PointsByWord.Key("shop", UUID.randomUUID().toString()));
    }
}
