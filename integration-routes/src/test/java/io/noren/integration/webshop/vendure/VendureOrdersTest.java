package io.noren.integration.webshop.vendure;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.webshop.ConnectedShop;
import io.noren.integration.webshop.ConnectedShop.Page;
import io.noren.integration.webshop.Lines;
import io.noren.integration.webshop.ShopOrder;
import java.time.Clock;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whatever changes in the shop while it is read, every order is told. */
class VendureOrdersTest {
    private static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
    private static final int MOST_PAGES = 60;

    private final LocalVendure vendure = new LocalVendure();

    @AfterEach
    void close() {
        vendure.close();
    }

    private ConnectedShop shop() {
        return Lines.to(
                new VendureSystem(Clock.systemUTC()),
                Lines.shop("vendure", vendure.address(), Map.of("", "1"), Map.of("requestsPerSecond", "1000")),
                Map.of(VendureSystem.USER, "any", VendureSystem.PASSWORD, "any"));
    }

    /** The ids of all that is told, page by page. */
    private Set<String> read(Runnable betweenPages) {
        ConnectedShop shop = shop();
        Set<String> read = new HashSet<>();
        String next = null;
        int pages = 0;
        do {
            Page<ShopOrder> page = shop.orders(START.minusSeconds(1), next);
            page.rows().forEach(order -> read.add(order.id()));
            next = page.next();
            betweenPages.run();
            assertThat(++pages).as("it ends").isLessThan(MOST_PAGES);
        } while (next != null);
        return read;
    }

    private static String id(int number) {
        return String.format("%04d", number);
    }

    @Test
    void anOrderThatChangesBetweenTwoPagesHidesNoOther() {
        for (int n = 0; n < 350; n++) {
            vendure.has(id(n), START.plusSeconds(n), START.plusSeconds(n));
        }
        int[] changes = {0};

        Set<String> read = read(() -> {
            for (int n = 0; n < 20 && changes[0] < 100; n++) {
                vendure.changes(id(changes[0]), START.plusSeconds(1_000 + changes[0]));
                changes[0]++;
            }
        });

        assertThat(read).hasSize(350);
    }

    @Test
    void placedLongAfterItsLastChangeItIsReadAllTheSame() {
        for (int n = 0; n < 150; n++) {
            vendure.has(id(n), START.plusSeconds(n), START.minusSeconds(3_600));
        }
        for (int n = 150; n < 300; n++) {
            vendure.has(id(n), START.minusSeconds(3_600), START.plusSeconds(n));
        }

        assertThat(read(() -> {})).hasSize(300);
    }

    @Test
    void whatIsUpdatedWhileThePlacedOnesAreReadIsToldInTheSameReading() {
        for (int n = 0; n < 150; n++) {
            vendure.has(id(n), START.plusSeconds(n), START.minusSeconds(3_600));
        }
        int[] pages = {0};

        Set<String> read = read(() -> {
            if (++pages[0] == 3) {
                vendure.has("late", START.minusSeconds(7_200), START.plusSeconds(10));
            }
        });

        assertThat(read).contains("late");
    }

    @Test
    void moreThanAPageOfOneMomentAreAllRead() {
        for (int n = 0; n < 1_250; n++) {
            vendure.has(id(n), START, START);
        }
        int[] pages = {0};

        Set<String> read = read(() -> {
            if (++pages[0] == 4) {
                vendure.changes(id(0), START.plusSeconds(5)); // all of that moment move up
            }
        });

        assertThat(read).hasSize(1_250);
    }
}
