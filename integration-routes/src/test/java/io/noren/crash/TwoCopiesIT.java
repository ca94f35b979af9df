package io.noren.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.OutsideServers;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Reckoning;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import io.noren.packaged.TillSale;
import io.noren.packaged.Tills;
import io.noren.packaged.WebShop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two copies of the packaged application, started at the same moment over one empty PostgreSQL and one Artemis that run
 * outside of them. Tills sell to both; one is killed in the middle, and the other goes on with what it left behind.
 */
class TwoCopiesIT {
    private static final int SALES = 800;
    private static final int ITEMS = 30;
    private static final Duration TAKEN_OVER = Duration.ofSeconds(20);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-two-copies");

    @Test
    void oneCopyIsKilledAndTheOtherGoesOnWithoutAnyEffectTwice() throws Exception {
        long seed = Long.getLong("noren.crash.seed", System.nanoTime());
        System.out.println("Two copies: seed " + seed + " (-Dnoren.crash.seed), " + folder.path());
        long began = System.nanoTime();
        Random random = new Random(seed);
        Retailer retailer = new Retailer(random, ITEMS);
        List<TillSale> sales = Stream.generate(retailer::nextSale).limit(SALES).toList();
        List<TillSale> deliveries = new ArrayList<>();
        for (TillSale sale : sales) {
            deliveries.add(sale);
            if (random.nextInt(5) == 0) {
                deliveries.add(sale); // at the same moment, to the other copy
            }
        }

        try (OutsideServers servers = new OutsideServers(folder.path());
                PackagedHub first = servers.usedBy(copy("first"));
                PackagedHub second = servers.usedBy(copy("second"));
                WebShop shop = new WebShop();
                Tills tills = new Tills(List.of(first.api(), second.api()), deliveries)) {
            CompletableFuture<Duration> other = CompletableFuture.supplyAsync(second::start);
            Duration start = first.start();
            other.join();
            shop.subscribe(first.api());
            retailer.introduceTo(second.api());
            tills.open();

            tills.awaitAcknowledged(SALES / 3 + random.nextInt(SALES / 3));
            first.kill();
            tills.awaitAll();
            // Much sooner than the broker gives up on a client that is merely silent, after a minute.
            await("the other takes over what the dead one had before it")
                    .atMost(TAKEN_OVER)
                    .untilAsserted(() -> new Reckoning(second.api(), retailer, sales, shop).stockIsWhatWasSold());

            new Reckoning(second.api(), retailer, sales, shop)
                    .whenQuiet()
                    .stockIsWhatWasSold()
                    .auditFindsNothing()
                    .pointsAreEarnedOnce()
                    .feedIsWithoutHoles()
                    .shopWasToldEverything()
                    .nothingIsParked();
            System.out.printf(
                    "Two copies: one killed; start took %.1f s; %,d documents delivered, %,d of them known already, %,d"
                            + " deliveries unanswered; the shop was told %,d times, %,d of them again; %d s%n",
                    start.toMillis() / 1e3,
                    deliveries.size(),
                    tills.duplicates(),
                    tills.unanswered(),
                    shop.deliveries(),
                    shop.repeated(),
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            assertThat(tills.duplicates()).isGreaterThanOrEqualTo(deliveries.size() - sales.size());
        }
    }

    private PackagedHub copy(String name) {
        return new PackagedHub(name, folder.path(), "nrn_two_copies").withJvm("-XX:TieredStopAtLevel=1");
    }
}
