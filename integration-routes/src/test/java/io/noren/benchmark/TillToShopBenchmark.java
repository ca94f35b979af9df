package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.benchmark.Journeys.Journey;
import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import io.noren.packaged.TillSale;
import io.noren.packaged.WebShop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * How long from the till to the web shop, and how many sales a second, beside what the same PostgreSQL does with bare
 * SQL. Not part of the tests: {@code mvn -q -pl integration-routes -am verify -Pbenchmark}.
 *
 * <p>The packaged application, its PostgreSQL (durable), its broker (durable), the tills and the web shop all share
 * this machine. A sale has one to four lines; it has arrived when the shop was told of its last line.
 */
class TillToShopBenchmark {
    private static final int SECONDS = Integer.getInteger("noren.benchmark.seconds", 30);
    private static final int STEADY_RATE = Integer.getInteger("noren.benchmark.rate", 200);
    /** Changes that the shop takes in one request; 1: each alone. */
    private static final int BATCH = Integer.getInteger("noren.benchmark.batch", 100);

    private static final int ITEMS = 300;
    /** Sales under way at the same time when looking for the highest rate. */
    private static final int UNDER_WAY = 64;

    private static final int SQL_CLIENTS = 16;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Journeys journeys = new Journeys();
    private final Retailer retailer = new Retailer(new Random(1), ITEMS);
    private final ExecutorService tills = Executors.newFixedThreadPool(UNDER_WAY);

    @Test
    void fromTillToShop() throws Exception {
        String machine = machine();
        try (PackagedHub hub = new PackagedHub("hub", folder.path(), "nrn_benchmark");
                WebShop shop = new WebShop(journeys::told)) {
            String options = System.getProperty("noren.benchmark.jvm", "");
            Stream.of(options.split(" ")).filter(option -> !option.isEmpty()).forEach(hub::withJvm);
            hub.start();
            shop.subscribe(hub.api(), BATCH);
            retailer.introduceTo(hub.api());

            String warm = WarmUp.with(hub.api(), () -> asFastAsItGoes(hub.api(), 10));
            List<Journey> steady = steadily(hub.api());
            Duration hubBefore = hub.processorTime();
            Duration databaseBefore = hub.processorTimeOfDatabase();
            Rate highest = asFastAsItGoes(hub.api(), SECONDS);
            double hubWork = hub.processorTime().minus(hubBefore).toMillis() / (double) highest.sales();
            double databaseWork =
                    hub.processorTimeOfDatabase().minus(databaseBefore).toMillis() / (double) highest.sales();
            double bare = new BareSql(hub.postgresPort())
                    .run(retailer.cells(), sales(10_000), SQL_CLIENTS, Math.max(5, SECONDS / 2));

            assertThat(shop.forged()).isZero();
            System.out.println(String.join(
                    System.lineSeparator(),
                    "",
                    machine + ", " + warm,
                    "",
                    "| at %d sales/s for %d s | p50 | p99 | longest |".formatted(STEADY_RATE, SECONDS),
                    "|---|---|---|---|",
                    Journeys.row("till to shop", steady, Journey::whole),
                    Journeys.row("… till sends → hub receives", steady, Journey::toHub),
                    Journeys.row("… hub receives → ledger", steady, Journey::toLedger),
                    Journeys.row("… ledger → shop told", steady, Journey::toShop),
                    "",
                    "| sustained for %d s | sales/s |".formatted(SECONDS),
                    "|---|---|",
                    "| the hub, counted when the shop was told; %d sales under way | %.0f |"
                            .formatted(UNDER_WAY, highest.perSecond()),
                    "| bare SQL in the same PostgreSQL, %d clients | %.0f |".formatted(SQL_CLIENTS, bare),
                    "| ratio | 1 : %.1f |".formatted(bare / highest.perSecond()),
                    "",
                    "A sale at the highest rate took %.1f ms of processor time in the hub and %.1f ms in its PostgreSQL."
                            .formatted(hubWork, databaseWork),
                    ""));
        } finally {
            tills.shutdownNow();
        }
    }

    /** Open loop: a sale begins when its time has come, however slow the hub is. */
    private List<Journey> steadily(HubApi hub) {
        List<TillSale> sales = sales(STEADY_RATE * SECONDS);
        long first = System.nanoTime() + 100_000_000;
        for (int n = 0; n < sales.size(); n++) {
            TillSale sale = sales.get(n);
            long due = first + n * 1_000_000_000L / STEADY_RATE;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            journeys.begin(sale, due);
            tills.execute(() -> send(hub, sale));
        }
        awaitArrival();
        journeys.arrivals().drainPermits();
        List<Journey> arrived = journeys.take();
        assertThat(arrived).hasSameSizeAs(sales);
        return arrived;
    }

    private record Rate(int sales, double seconds) {
        double perSecond() {
            return sales / seconds;
        }
    }

    /** Closed loop over the whole way: a new sale begins when one has arrived. */
    private Rate asFastAsItGoes(HubApi hub, int seconds) throws InterruptedException {
        Semaphore arrivals = journeys.arrivals();
        arrivals.drainPermits();
        arrivals.release(UNDER_WAY);
        long began = System.nanoTime();
        long end = began + seconds * 1_000_000_000L;
        while (System.nanoTime() < end) {
            List<TillSale> sales = sales(500);
            for (TillSale sale : sales) {
                if (!arrivals.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                    throw new AssertionError("nothing arrives any more");
                }
                journeys.begin(sale, System.nanoTime());
                tills.execute(() -> send(hub, sale));
            }
        }
        awaitArrival();
        double took = (System.nanoTime() - began) / 1e9;
        return new Rate(journeys.take().size(), took);
    }

    private void awaitArrival() {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> journeys.underway() == 0);
    }

    private static void send(HubApi hub, TillSale sale) {
        try {
            int status = hub.deliver(sale).statusCode();
            if (status != 202) {
                System.out.println("A sale was answered with " + status);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<TillSale> sales(int count) {
        List<TillSale> sales = new ArrayList<>(count);
        while (sales.size() < count) {
            sales.add(retailer.nextSale());
        }
        return sales;
    }

    private static String machine() {
        var system = ManagementFactory.getOperatingSystemMXBean();
        long memory = ((com.sun.management.OperatingSystemMXBean) system).getTotalMemorySize();
        return "%d cores, %d GB, %s, Java %s, load before the run %.1f"
                .formatted(
                        system.getAvailableProcessors(),
                        Math.round(memory / 1e9),
                        system.getName(),
                        Runtime.version(),
                        system.getSystemLoadAverage());
    }
}
