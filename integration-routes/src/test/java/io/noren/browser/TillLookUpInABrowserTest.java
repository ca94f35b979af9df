package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.integration.security.FirstAccess;
import io.noren.testing.HubTest;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.client.RestClient;

/**
 * Somebody who shops in the store with a card, online with an account, and has the app is one customer at the till; who
 * serves them needs a scanner and a keyboard, and no mouse.
 */
@HubTest
class TillLookUpInABrowserTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final AtomicInteger NUMBERS = new AtomicInteger(4100);
    private static final String MEMBERS = "/api/v1/members";

    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    FirstAccess access;

    private StoreStaff floor;

    @Autowired
    void floor(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void cardAccountAndAppAreOneCustomerWhoIsFoundWithScannerAndKeyboardAlone(Screen screen, Locale language) {
        boolean japanese = language.equals(Locale.JAPANESE);
        String number = String.valueOf(NUMBERS.incrementAndGet());
        String four = "7" + number.substring(1);
        StoreStaff.Store store = floor.storeWithTill(japanese ? "銀座店" : "Ginza", "9");
        StoreStaff.Goods tea = floor.goods("煎茶 80g 缶入り", "Sencha, 80 g tin", "EACH", store, "50");
        StoreStaff.Goods cup = floor.goods("湯のみ", "Tea cup", "EACH", store, "20");
        String card = "295290000" + number;
        String account = "shopper-" + number;
        String app = "app-" + number;
        sold(store, tea, card);
        UUID inStore = member("""
                {"familyName": "石黒", "givenName": "遥", "familyKana": "イシグロ", "givenKana": "ハルカ",
                 "birthDate": "1988-04-12", "homeLocation": "%s", "identifiers": [
                   {"type": "CARD", "value": "%s", "provenBy": "CARD_PIN"},
                   {"type": "PHONE", "value": "0901%s%s", "provenBy": "SMS_CODE"}]}
                """.formatted(store.id(), card, "111", four));
        UUID online = member("""
                {"familyName": "石黒", "givenName": "遥", "familyKana": "イシグロ", "givenKana": "ハルカ", "identifiers": [
                   {"type": "WEB_ACCOUNT", "value": "%s", "provenBy": "APP_TOKEN"},
                   {"type": "EMAIL", "value": "haruka%s@example.com", "provenBy": "MAIL_CODE"}]}
                """.formatted(account, number));
        member("""
                {"familyName": "石黒", "givenName": "健", "familyKana": "イシグロ", "givenKana": "ケン", "identifiers": [
                   {"type": "PHONE", "value": "0801%s%s", "provenBy": "SMS_CODE"}]}
                """.formatted("222", four));
        boughtOnline(account, cup, number);
        merged(inStore, online);
        post(MEMBERS + "/" + inStore + "/identifiers", """
                {"type": "APP", "value": "%s", "provenBy": "APP_TOKEN"}""".formatted(app));
        whatTheyLikeAndHave(inStore, store, cup, number);
        await("points").atMost(PATIENCE).until(() -> points(inStore) == 12 + 39);

        try (Visitor staff = manager(screen, language, store)) {
            Page page = staff.open("/till");
            Locator scanner = page.locator("input[name=card]");
            Locator answer = page.locator("#answer");
            Locator profile = answer.locator(".product-name");
            Locator refused = answer.locator(".notice.bad");
            assertThat(scanner).isFocused();
            Accessibility.isGood(page);

            for (String scanned : List.of("00" + card, app)) {
                scan(page, scanned);
                assertThat(profile).hasText("石黒 遥");
                assertThat(scanner).isFocused();
                assertThat(scanner).hasValue("");
            }
            assertThat(answer).containsText(japanese ? "51 ポイント" : "51 points");
            assertThat(answer).containsText(japanese ? tea.japanese() : tea.english());
            assertThat(answer).containsText(japanese ? cup.japanese() : cup.english());
            for (String channel :
                    japanese ? List.of("カード", "電話", "アプリ", "オンライン") : List.of("Card", "Phone", "App", "Web shop")) {
                assertThat(answer).containsText(channel);
            }
            assertThat(answer).containsText(japanese ? "この店舗での受取待ち" : "Waiting here");
            assertThat(answer).containsText("TEA-" + number);
            assertThat(answer).containsText("M · L");
            assertThat(answer).not().containsText("+81");
            assertThat(answer).not().containsText("example.com");
            staff.look("till-one-customer");
            Accessibility.isGood(page);

            scan(page, "e30.e30." + "A".repeat(86));
            assertThat(refused).containsText(japanese ? "当店の会員コードではありません" : "no code of ours");
            assertThat(scanner).isFocused();
            scan(page, card); // replaces what was wrong
            assertThat(profile).hasText("石黒 遥");

            press(page, "Tab", "Tab");
            page.keyboard().type("いしぐろ");
            press(page, "Tab");
            page.keyboard().type(four);
            press(page, "Enter");
            assertThat(answer.locator("input[type=radio]")).hasCount(2);
            assertThat(answer.locator("input[type=radio]").first()).isFocused();
            assertThat(answer).not().containsText("石黒");
            staff.lookAtRefusal("till-whom", 422);
            Accessibility.isGood(page);
            press(page, "ArrowDown", "Tab");
            page.keyboard().type("0412");
            press(page, "Enter");
            assertThat(profile).hasText("石黒 遥");
            assertThat(scanner).isFocused();

            Locator why = page.locator("input[name=why]");
            for (int i = 0;
                    i < 30 && !Boolean.TRUE.equals(why.evaluate("field => field === document.activeElement"));
                    i++) {
                press(page, "Tab");
            }
            page.keyboard().type(japanese ? "お忘れ物" : "Left a bag");
            press(page, "Enter");
            assertThat(page.locator("#contact")).containsText("+81901111" + four);
            assertThat(page.locator("#contact")).containsText("haruka" + number + "@example.com");

            staff.open("/till/alarms");
            staff.look("till-alarms");
            Accessibility.isGood(page);
            staff.isContent();
        }
    }

    /** As a scanner does it: what it read, then Enter. */
    private static void scan(Page page, String read) {
        page.keyboard().type(read);
        page.keyboard().press("Enter");
    }

    private static void press(Page page, String... keys) {
        for (String key : keys) {
            page.keyboard().press(key);
        }
    }

    private Visitor manager(Screen screen, Locale language, StoreStaff.Store store) {
        return floor.signInAsAdministrator(CHROMIUM.visitor(address(), screen, language), "manager", store);
    }

    private void sold(StoreStaff.Store store, StoreStaff.Goods goods, String card) {
        noren().post()
                .uri("/api/v1/pos/{source}/documents", TillReceipt.TILL_SYSTEM)
                .contentType(MediaType.APPLICATION_XML)
                .body(TillReceipt.of(goods.sku(), 1, 1296, card).posLog(store.id()))
                .retrieve()
                .toBodilessEntity();
    }

    private void boughtOnline(String account, StoreStaff.Goods goods, String number) {
        post("/api/v1/purchases", """
                {"source": "shop", "sourceTransaction": "WEB-%s", "channel": "WEB",
                 "by": {"type": "WEB_ACCOUNT", "value": "%s"}, "occurredAt": "%s",
                 "total": {"amount": "3960", "currency": "JPY"},
                 "lines": [{"line": 1, "item": "%s", "quantity": 2, "amount": 3960}]}
                """.formatted(number, account, Instant.now(), goods.sku()));
    }

    private void merged(UUID survivor, UUID absorbed) {
        Map<?, ?> proposed = post("/api/v1/merges", """
                {"survivor": "%s", "absorbed": "%s", "reason": "Both logins were shown."}
                """.formatted(survivor, absorbed));
        Object merge = Objects.requireNonNull((Map<?, ?>) proposed.get("merge")).get("id");
        post("/api/v1/merges/" + merge + "/approve", "");
    }

    private void whatTheyLikeAndHave(UUID member, StoreStaff.Store store, StoreStaff.Goods goods, String number) {
        send(
                "PUT",
                MEMBERS + "/" + member + "/preferences/SIZE",
                "{\"values\": [\"M\", \"L\"], \"source\": \"MEMBER\"}");
        send("PUT", "/api/v1/offers/till-page-" + number, """
                {"name": {"ja": "ほうじ茶 10%%引き", "en": "10%% off roasted tea"},
                 "benefit": {"kind": "PERCENTAGE", "percent": 10}, "conditions": {"items": ["NOTHING-%s"]},
                 "stacking": {"group": "till-page", "priority": 1}, "byCoupon": true}
                """.formatted(number));
        post("/api/v1/coupons", """
                {"offer": "till-page-%1$s", "codes": ["TEA-%1$s"], "member": "%2$s", "expiresAt": "2099-01-01T00:00:00Z",
                 "source": "browser", "sourceTransaction": "till-page-%1$s"}
                """.formatted(number, member));
        post("/api/v1/pickup-orders", """
                {"order": "TEA-ORDER-%s", "location": "%s", "channel": "web", "member": "%s",
                 "contact": {"name": "石黒 遥"}, "lines": [{"line": "1", "sku": "%s", "quantity": 1}],
                 "payment": {"method": "PAID_ONLINE"}}
                """.formatted(number, store.id(), member, goods.sku()));
    }

    private UUID member(String body) {
        return UUID.fromString(String.valueOf(post(MEMBERS, body).get("id")));
    }

    private long points(UUID member) {
        Map<?, ?> points = Objects.requireNonNull(
                noren().get().uri(MEMBERS + "/" + member + "/points").retrieve().body(Map.class));
        return ((Number) Objects.requireNonNull(points.get("spendable"))).longValue();
    }

    private Map<?, ?> post(String path, String body) {
        return send("POST", path, body);
    }

    private Map<?, ?> send(String method, String path, String body) {
        RestClient.RequestBodySpec request = noren().method(HttpMethod.valueOf(method))
                .uri(path)
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .contentType(MediaType.APPLICATION_JSON);
        Map<?, ?> answer =
                (body.isEmpty() ? request : request.body(body)).retrieve().body(Map.class);
        return answer == null ? Map.of() : answer;
    }

    private RestClient noren() {
        return RestClient.builder()
                .baseUrl(address().toString())
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + access.adminKey())
                .build();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }
}
