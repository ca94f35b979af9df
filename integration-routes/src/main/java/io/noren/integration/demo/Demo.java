package io.noren.integration.demo;

import io.noren.integration.security.FirstAccess;
import java.net.http.HttpClient;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

/**
 * Opens the demo's stores once the web server listens, and closes them before anything else goes down. A day of it is
 * about 29,000 sales and 3,000 pickup orders.
 */
@Component
@Conditional(DemoWanted.class)
class Demo implements ApplicationRunner, SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Demo.class);

    /** Longer than any answer of a healthy Noren takes. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);

    /** Quickly at first, so that a visitor soon finds pickup orders in every state. */
    private static final int HURRIED_ORDERS = 16;

    private final DemoData data;
    private final WebShop shop;
    private final FirstAccess access;
    private final Environment environment;
    private final OnlyOneCopy onlyOneCopy;
    private final Clock clock;
    private final Random random = new Random();

    private @Nullable Town town;

    Demo(DemoData data, WebShop shop, FirstAccess access, Environment environment, DataSource database, Clock clock) {
        this.data = data;
        this.shop = shop;
        this.access = access;
        this.environment = environment;
        this.onlyOneCopy = new OnlyOneCopy(database);
        this.clock = clock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (data.write()) {
            start();
        }
    }

    /** No: not before {@link #run} has seen to the data. */
    @Override
    public boolean isAutoStartup() {
        return false;
    }

    @Override
    public synchronized void start() {
        if (town != null) {
            return;
        }
        String address = address();
        NorenApi noren = noren(address);
        List<Product> products = Catalogue.products();
        List<String> skus = products.stream().map(Product::sku).toList();
        Tills tills = new Tills(noren, new Customers(products, random), random, clock);
        Shelves shelves = new Shelves(noren, skus, clock);
        OnlineShopper shopper = new OnlineShopper(noren, shop, products, People.all(), random);
        StoreStaff staff = new StoreStaff(noren, shopper, random);

        Town opened = new Town();
        town = opened;
        opened.letLive(
                "The web shop",
                () -> shop.hasSubscribed() ? 60_000 : 5_000,
                here(() -> shop.listenAndLook(noren, address, skus, Stores.ids(Stores.SELLING))));
        opened.letLive("A till", pause(2_000, 4_000), here(tills::serveNext));
        opened.letLive("The warehouse", pause(15_000, 25_000), here(shelves::refill));
        opened.letLive("Store staff", pause(1_000, 3_000), here(staff::takeAStep));
        IntSupplier early = pause(2_000, 4_000);
        IntSupplier later = pause(20_000, 40_000);
        opened.letLive(
                "An online shopper",
                () -> (shopper.orders() < HURRIED_ORDERS ? early : later).getAsInt(),
                here(shopper::orderSomething));
    }

    /** Before anything else ends, so that whoever is being served still gets an answer. */
    @Override
    public synchronized void stop() {
        if (town == null) {
            return;
        }
        try {
            if (!town.close(ANSWER_LIMIT)) {
                log.warn("Somebody in the demo's stores did not finish in time.");
            }
            onlyOneCopy.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            log.warn("The demo's lock was not given back; the database drops it with the connection.", e);
        }
        town = null;
    }

    @Override
    public synchronized boolean isRunning() {
        return town != null;
    }

    /** Of several copies of the application, only one lets people act. */
    private Town.Action here(Town.Action action) {
        return () -> {
            if (onlyOneCopy.isHere()) {
                action.run();
            }
        };
    }

    private IntSupplier pause(int least, int most) {
        return () -> random.nextInt(least, most);
    }

    private String address() {
        return "http://127.0.0.1:" + environment.getRequiredProperty("local.server.port");
    }

    private NorenApi noren(String address) {
        JdkClientHttpRequestFactory requests = new JdkClientHttpRequestFactory(
                HttpClient.newBuilder().connectTimeout(ANSWER_LIMIT).build());
        requests.setReadTimeout(ANSWER_LIMIT);
        return new NorenApi(RestClient.builder()
                .baseUrl(address)
                .requestFactory(requests)
                .defaultHeader(HttpHeaders.AUTHORIZATION, "Bearer " + access.adminKey())
                .build());
    }
}
