package io.noren.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.noren.browser.PickupFloor.wanted;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupHandovers;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverProof;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.net.URI;
import java.util.Locale;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store manager looks at what became of the orders of the last days. */
@HubTest
class PickupNumbersInABrowserTest {
    @RegisterExtension
    static final SharedChromium CHROMIUM = new SharedChromium();

    @LocalServerPort
    int port;

    @Autowired
    PickupDesk desk;

    @Autowired
    PickupHandovers handovers;

    @Autowired
    JdbcClient jdbc;

    private StoreStaff staff;
    private PickupFloor floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        staff = hub.createBean(StoreStaff.class);
        floor = hub.createBean(PickupFloor.class);
    }

    @ParameterizedTest
    @MethodSource("io.noren.browser.Screen#phonesInBothLanguages")
    void aStoresDaysAreDrawnAndWrittenDown(Screen screen, Locale language) {
        Says says = new Says(language);
        StoreStaff.Store ginza = staff.store(says.in("銀座店", "Ginza"));
        for (int days = 0; days < 12; days++) {
            for (int n = 0; n <= days % 3; n++) {
                collected(ginza, days, 2 + days % 5 + n);
            }
        }
        fellShort(ginza, 1, ShortReason.SOME_MISSING, "2");
        fellShort(ginza, 1, ShortReason.NO_VARIANCE, "1");
        fellShort(ginza, 4, ShortReason.ALL_MISSING, "0");

        try (Visitor manager = staff.signIn(visitor(screen, language), "hanako", ginza)) {
            Page page = manager.open("/pickup");
            page.locator("main a", new Page.LocatorOptions().setHasText(says.in("実績", "Numbers")))
                    .click();
            Locator total = page.locator("#total .counter dd");
            assertThat(total.nth(0)).hasText("27");
            assertThat(total.nth(3)).containsText(says.in("27件中3件", "3 of 27"));
            assertThat(total.nth(5)).hasText("6");
            assertThat(page.locator(".chart")).hasCount(5);
            assertThat(page.locator("#chart-on-time rect")).hasCount(12);
            assertThat(page.locator("#chart-accept rect")).hasCount(24);
            assertThat(page.locator("#chart-short rect")).hasCount(3);
            assertThat(page.locator("#chart-phantom rect")).hasCount(12);
            assertThat(page.locator("table tbody tr")).hasCount(12);
            manager.look("pickup-numbers");
            Accessibility.isGood(page);
            page.locator("select[name=days]").selectOption("7");
            assertThat(page.locator("table tbody tr")).hasCount(7);
            manager.isContent();
        }
    }

    private void collected(StoreStaff.Store store, int daysAgo, int acceptedAfterMinutes) {
        Pickup order = floor.ready(store, wanted("1", goods(store)));
        handovers.handOver(order.id(), HandoverProof.of(floor.codeOf(order).pin()), StepNote.NONE);
        wasDaysAgo(order, daysAgo, acceptedAfterMinutes);
    }

    private void fellShort(StoreStaff.Store store, int daysAgo, ShortReason why, String found) {
        Pickup order = floor.ordered(store, wanted("4", goods(store)));
        desk.accept(order.id(), StepNote.NONE);
        desk.startPicking(order.id(), StepNote.NONE);
        desk.fallShort(order.id(), "1", new BigDecimal(found), why, StepNote.NONE);
        wasDaysAgo(order, daysAgo, 3);
    }

    private StoreStaff.Goods goods(StoreStaff.Store store) {
        return staff.goods("煎茶", "Sencha", "EACH", store, "4");
    }

    /** The hub's clock runs; so what has happened is told as if it had then. */
    private void wasDaysAgo(Pickup order, int days, int acceptedAfterMinutes) {
        jdbc.sql("""
                update inventory.pickup_order set placed_at = placed_at - make_interval(days => :days),
                    accepted_at = placed_at - make_interval(days => :days) + make_interval(mins => :minutes),
                    promised_by = promised_by - make_interval(days => :days),
                    ready_at = ready_at - make_interval(days => :days),
                    expires_at = greatest(expires_at - make_interval(days => :days), now() + interval '1 hour')
                where id = :id
                """)
                .param("days", days)
                .param("minutes", acceptedAfterMinutes)
                .param("id", order.id())
                .update();
    }

    private Visitor visitor(Screen screen, Locale language) {
        return CHROMIUM.visitor(URI.create("http://127.0.0.1:" + port), screen, language);
    }
}
