package io.noren.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.packaged.PackagedHub;
import io.noren.packaged.Reckoning;
import io.noren.packaged.Retailer;
import io.noren.packaged.Spenders;
import io.noren.packaged.TestFolder;
import io.noren.packaged.TillSale;
import io.noren.packaged.Tills;
import io.noren.packaged.WebShop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The promise: what was answered with 202 is done once, whatever happens. The packaged application runs as a process,
 * tills sell, and the process is killed at random moments; a red run prints its seed and keeps its folder.
 * {@code -Dnoren.crash.kills=10} for a long run.
 */
class CrashIT {
    private static final int KILLS = Integer.getInteger("noren.crash.kills", 2);
    private static final int SALES = 500 * KILLS;
    private static final int ITEMS = 50;
    private static final double DELIVERED_TWICE = 0.1;

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-crash");

    @Test
    void whatWasAcknowledgedIsDoneOnceThoughTheHubIsKilledAgainAndAgain() throws Exception {
        long seed = Long.getLong("noren.crash.seed", System.nanoTime());
        System.out.println("Crash test: seed " + seed + " (-Dnoren.crash.seed), " + folder.path());
        long began = System.nanoTime();
        Random random = new Random(seed);
        Retailer retailer = new Retailer(random, ITEMS);
        List<TillSale> sales = Stream.generate(retailer::nextSale).limit(SALES).toList();
        List<TillSale> deliveries = someTwice(sales, random);
        List<Duration> starts = new ArrayList<>();

        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_crash").withJvm("-XX:TieredStopAtLevel=1");
                WebShop shop = new WebShop();
                Tills tills = new Tills(List.of(hub.api()), deliveries);
                Spenders spenders = new Spenders(List.of(hub.api()), seed)) {
            starts.add(hub.start());
            shop.subscribe(hub.api());
            retailer.introduceTo(hub.api());
            tills.open();
            spenders.open();

            int part = SALES / (KILLS + 2);
            int databaseDiesAt = random.nextInt(KILLS);
            for (int death = 0; death < KILLS; death++) {
                tills.awaitAcknowledged(part * (death + 1) + random.nextInt(part / 2));
                LockSupport.parkNanos(random.nextInt(50_000_000));
                if (death == databaseDiesAt) {
                    hub.killWithDatabase();
                } else {
                    hub.kill();
                }
                starts.add(hub.start());
            }
            tills.awaitAcknowledged(part * (KILLS + 1) + random.nextInt(part / 2));
            int exitCode = hub.terminate();
            // 128 + SIGTERM: how a Java machine says that it was asked to end and did.
            assertThat(exitCode).isIn(0, 143);
            starts.add(hub.start());

            tills.awaitAll();
            spenders.stop().haveWhatIsTheirs();
            new Reckoning(hub.api(), retailer, sales, shop)
                    .whenQuiet()
                    .stockIsWhatWasSold()
                    .auditFindsNothing()
                    .pointsAreEarnedOnce()
                    .feedIsWithoutHoles()
                    .shopWasToldEverything()
                    .nothingIsParked();
            System.out.printf(
                    "Crash test: %d kills (the %d. with its database), 1 stop; starts took %s; %,d documents delivered,"
                            + " %,d of them known already, %,d deliveries unanswered; the shop was told %,d times, %,d of"
                            + " them again; %s; %d s%n",
                    KILLS,
                    databaseDiesAt + 1,
                    starts.stream()
                            .map(start -> start.toMillis() / 100 / 10.0 + " s")
                            .toList(),
                    deliveries.size(),
                    tills.duplicates(),
                    tills.unanswered(),
                    shop.deliveries(),
                    shop.repeated(),
                    spenders,
                    Duration.ofNanos(System.nanoTime() - began).toSeconds());
            assertThat(tills.duplicates()).isGreaterThanOrEqualTo(deliveries.size() - sales.size());
        }
    }

    /** In their order, and some of them again: at once or much later. */
    private static List<TillSale> someTwice(List<TillSale> sales, Random random) {
        List<TillSale> deliveries = new ArrayList<>(sales);
        for (int n = 0; n < sales.size() * DELIVERED_TWICE; n++) {
            int first = random.nextInt(deliveries.size());
            int again = random.nextBoolean() ? first + 1 : first + 1 + random.nextInt(deliveries.size() - first);
            deliveries.add(again, deliveries.get(first));
        }
        return deliveries;
    }
}
