package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.integration.security.FirstAccess;
import io.noren.testing.HubTest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Staff see what their customers were told, and let what could not be sent go again. */
@HubTest
class MessagesInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    JdbcClient jdbc;

    @Autowired
    FirstAccess access;

    private StoreStaff floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(StoreStaff.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void whatCouldNotBeSentIsFoundAndSentAgain(Screen screen, Locale language) throws Exception {
        boolean japanese = language.equals(Locale.JAPANESE);
        StoreStaff.Store ginza = floor.store(japanese ? "銀座店" : "Ginza");
        StoreStaff.Store ueno = floor.store(japanese ? "上野店" : "Ueno");
        StoreStaff.Goods tea = floor.goods("深蒸し煎茶", "Deep-steamed sencha", "EACH", ginza, "10");
        UUID pickup = order(tea, ginza, "WEB-" + tea.sku());
        tried(told("PLACED", pickup, ginza, "WEB-" + tea.sku(), "SENT", null), "EMAIL", "TAKEN", null);
        told("READY", pickup, ginza, "WEB-" + tea.sku(), "WITHHELD", "NOT_TRUE_ANY_MORE");
        UUID failed = told("CANCELLED", pickup, ginza, "WEB-" + tea.sku(), "FAILED", "ALL_CHANNELS_FAILED");
        tried(failed, "EMAIL", "REFUSED", "SMTP 550");
        tried(failed, "SMS", "UNDELIVERED", "no receipt");
        told("READY", UUID.randomUUID(), ueno, "WEB-UENO", "FAILED", "ALL_CHANNELS_FAILED");
        try (Visitor hanako = floor.signIn(visitor(screen, language), "hanako", ginza)) {
            Page page = hanako.open("/pickup");
            page.locator("main a[href*='/messages']").click();
            assertThat(page.locator("article.message")).hasCount(3);
            hanako.look("messages");

            page.locator("select[name=state]").selectOption("FAILED");
            hanako.press(japanese ? "表示" : "Show");
            Locator message = page.locator("article.message");
            assertThat(message).hasCount(1);
            assertThat(message).containsText("SMTP 550");
            message.locator("summary").click();
            assertThat(message.locator(".letter")).containsText("山田 花子 様");
            hanako.look("messages-failed");

            message.locator("form button").click();
            assertThat(page.locator(".notice.good")).containsText(japanese ? "もう一度送っています" : "being sent again");
            hanako.look("messages-sent-again");
        }
    }

    private UUID order(StoreStaff.Goods tea, StoreStaff.Store store, String number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v1/pickup-orders"))
                .header("Authorization", "Bearer " + access.adminKey())
                .header("Idempotency-Key", number)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"order": "%s", "location": "%s", "channel": "web", "contact": {"name": "山田 花子"},
                         "lines": [{"line": "1", "sku": "%s", "quantity": 2}]}
                        """.formatted(number, store.id(), tea.sku())))
                .build();
        String placed = HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
        return UUID.fromString(JsonMapper.shared().readTree(placed).path("id").asString());
    }

    private UUID told(
            String kind, UUID pickup, StoreStaff.Store store, String order, String state, @Nullable String reason) {
        return jdbc.sql("""
                        insert into integration.message (id, kind, occasion, pickup, order_number, location, state, reason,
                            planned_at, ended_at)
                        values (gen_random_uuid(), :kind, gen_random_uuid(), :pickup, :order, :store, :state, :reason,
                            now(), now())
                        returning id
                        """)
                .param("kind", kind)
                .param("pickup", pickup)
                .param("order", order)
                .param("store", store.id())
                .param("state", state)
                .param("reason", reason)
                .query(UUID.class)
                .single();
    }

    private void tried(UUID message, String channel, String outcome, @Nullable String detail) {
        jdbc.sql("""
                        insert into integration.message_attempt
                            (id, message, round, channel, began_at, ended_at, outcome, detail)
                        values (gen_random_uuid(), :message, 1, :channel, clock_timestamp(), clock_timestamp(), :outcome,
                            :detail)
                        """)
                .param("message", message)
                .param("channel", channel)
                .param("outcome", outcome)
                .param("detail", detail)
                .update();
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
