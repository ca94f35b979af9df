package io.noren.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.packaged.HubApi;
import io.noren.packaged.OutsideServers;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Reckoning;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import io.noren.packaged.WebShop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two copies of the packaged application over one PostgreSQL and one Artemis, worked with by many clients, while each of
 * the four is killed or stopped dead again and again. At the end everything that was acknowledged is there, once, and
 * nothing else. {@code -Dtorture.minutes=15} for a long run; with every build a short one.
 */
class TortureIT {
    private static final Duration LENGTH = Long.getLong("torture.minutes") == null
            ? Duration.ofSeconds(Long.getLong("torture.seconds", 30))
            : Duration.ofMinutes(Long.getLong("torture.minutes"));
    private static final int CLIENTS = Integer.getInteger("torture.clients", 64);
    private static final int ITEMS = 20;
    /** A client that waits for a server that is just being started again. */
    private static final Duration LAST_WORD = Duration.ofMinutes(7);

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-torture");

    @Test
    void nothingIsLostNothingIsDoneTwiceAndNothingIsPromisedTwice() throws Exception {
        long seed = Long.getLong("torture.seed", System.nanoTime());
        System.out.println("Torture: seed " + seed + " (-Dtorture.seed), " + folder.path());
        Random random = new Random(seed);
        Retailer retailer = new Retailer(random, ITEMS);
        Limits limits = new Limits(retailer.cells());
        Acknowledged acknowledged = new Acknowledged();
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try (OutsideServers servers = new OutsideServers(folder.path());
                PackagedHub first = servers.usedBy(copy("first"));
                PackagedHub second = servers.usedBy(copy("second"));
                WebShop shop = new WebShop()) {
            CompletableFuture<Duration> other = CompletableFuture.supplyAsync(second::start);
            first.start();
            other.join();
            shop.subscribe(first.api());
            retailer.introduceTo(second.api());
            limits.introduceTo(second.api());

            List<HubApi> hubs = List.of(first.api(), second.api());
            Instant end = Instant.now().plus(LENGTH);
            List<Future<?>> clients = new ArrayList<>();
            for (int n = 0; n < CLIENTS; n++) {
                clients.add(threads.submit(new Client(hubs, retailer, acknowledged, random.nextLong(), end)));
            }
            Havoc havoc = new Havoc(List.of(first, second, servers.database(), servers.broker()), random);
            havoc.until(end);
            for (Future<?> client : clients) {
                client.get(LAST_WORD.toSeconds(), TimeUnit.SECONDS);
            }

            new Reckoning(first.api(), retailer, List.of(), shop).whenQuiet().nothingIsParked();
            Checker checker = new Checker(first.api(), retailer.cells(), Retailer.OPENING_STOCK, limits, acknowledged);
            Map<String, List<String>> findings = checker.check(shop.told());
            print(acknowledged, havoc, checker, findings, shop);
            assertThat(findings.values()).allSatisfy(kind -> assertThat(kind).isEmpty());
            assertThat(shop.forged()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }

    private PackagedHub copy(String name) {
        PackagedHub copy = new PackagedHub(name, folder.path(), "nrn_torture");
        // In a short run a copy is killed before it would have gained by the slow compiler.
        return Long.getLong("torture.minutes") == null ? copy.withJvm("-XX:TieredStopAtLevel=1") : copy;
    }

    private static void print(
            Acknowledged acknowledged, Havoc havoc, Checker checker, Map<String, List<String>> findings, WebShop shop) {
        System.out.printf(
                "Torture: %d clients for %s; %s; %,d requests had to be sent again; acknowledged %s; %,d changes in the"
                        + " feed, the shop was told %,d times, %,d of them again%n",
                CLIENTS,
                LENGTH,
                havoc.done(),
                acknowledged.unansweredRequests(),
                acknowledged.operations(),
                checker.feedChanges(),
                shop.deliveries(),
                shop.repeated());
        findings.forEach((kind, found) -> {
            System.out.printf("Torture: %s: %d%n", kind, found.size());
            found.stream().limit(20).forEach(each -> System.out.println("    " + each));
        });
    }
}
