package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FilePayload;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Members;
import io.noren.loyalty.tier.Tier;
import io.noren.loyalty.tier.Tiers;
import io.noren.testing.HubTest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A manager takes over members of another system, and names the tiers. */
@HubTest
class MemberImportInABrowserTest {
    private static final int DUPLICATES = 3_000;

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    Members members;

    @Autowired
    Tiers tiers;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aFileOfAnotherSystemIsCheckedAndThenTakenOver(Screen screen, Locale language) throws IOException {
        boolean japanese = language.equals(Locale.JAPANESE);
        String old = "old-" + UUID.randomUUID() + "-";
        String card = "55" + Long.toUnsignedString(UUID.randomUUID().getMostSignificantBits());
        StringBuilder rows = new StringBuilder("external,familyName,familyKana,birthDate,card\n");
        rows.append(old).append("1,髙橋,タカハシ,1990-03-14,").append(card).append('\n');
        rows.append(old).append("2,佐藤,佐藤,1990-03-14,\n");
        rows.append(old).append("3,鈴木,スズキ,昨日,\n");
        for (int n = 0; n < DUPLICATES; n++) {
            rows.append(old).append("1,髙橋,タカハシ,1990-03-14,\n");
        }
        byte[] file = rows.toString().getBytes(Charset.forName("windows-31j"));

        try (Visitor manager = floor.signInAsAdministratorEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager")) {
            Page page = manager.open("/members/import");
            Accessibility.isGood(page);
            manager.look("members-import");
            page.locator("#file").setInputFiles(new FilePayload("members.csv", "text/csv", file));

            Locator result = page.locator("#result");
            assertThat(result.locator("#book")).isVisible();
            assertThat(result).containsText("3,002");
            assertThat(result.locator(".rejected").last().locator("li")).hasCount(50);
            Accessibility.isGood(page);
            manager.look("members-checked");
            assertThat(members.findBy(Claim.card(card))).as("only checked").isEmpty();

            Download download =
                    page.waitForDownload(() -> result.locator("a[download]").click());
            assertThat(Files.readAllLines(download.path())).hasSize(DUPLICATES + 3);

            result.locator("#book").focus();
            page.keyboard().press("Enter");
            assertThat(result.locator("[role=status]")).hasText(japanese ? "1 名を登録しました。" : "Registered: 1.");
            manager.look("members-taken-over");
        }
        assertThat(members.get(members.findBy(Claim.card(card)).orElseThrow()).familyName())
                .isEqualTo("髙橋");
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void tiersAreReplacedAllTogether(Screen screen, Locale language) {
        List<Tier> before = tiers.all();
        try (Visitor manager = floor.signInAsAdministratorEverywhere(
                CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language), "manager")) {
            tiers.replace(List.of(new Tier("SILVER", 1_000, "シルバー", "Silver")));
            Page page = manager.open("/programme/tiers");
            assertThat(page.locator("ul.stores li")).hasCount(1);
            page.locator("input[name=code]").nth(1).fill("GOLD");
            page.locator("input[name=threshold]").nth(1).fill("1000");
            page.locator("input[name=nameJa]").nth(1).fill("ゴールド");
            page.locator("input[name=nameEn]").nth(1).fill("Gold");
            page.locator("input[name=nameEn]").nth(1).press("Enter");
            assertThat(page.locator("[role=alert]")).isVisible();
            manager.lookAtRefusal("tiers-refused", 422);

            page.locator("input[name=threshold]").nth(1).fill("5000");
            page.locator("input[name=threshold]").nth(1).press("Enter");
            assertThat(page.locator("ul.stores li")).hasCount(2);
            Accessibility.isGood(page);
            manager.look("tiers");
            assertThat(tiers.all())
                    .containsExactly(
                            new Tier("SILVER", 1_000, "シルバー", "Silver"), new Tier("GOLD", 5_000, "ゴールド", "Gold"));
        } finally {
            tiers.replace(before);
        }
    }
}
