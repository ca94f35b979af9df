package io.noren.benchmark;

import io.noren.realshops.RealMedusa;
import io.noren.realshops.RealShop;
import io.noren.realshops.RealVendure;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import tools.jackson.databind.json.JsonMapper;

/** A real shop with a PostgreSQL of its own, which has the settings of Noren's. */
final class PeerSystem implements StockSystem {
    private static final Pattern NOT_ENOUGH = Pattern.compile("(?i)insufficient|not enough|does not have");

    /** What this shop has that keeps one piece of an item. */
    private interface Keeping {
        void keep(String sku) throws Exception;
    }

    private final String name;
    private final EmbeddedPostgres postgres;
    private final RealShop shop;
    private final Keeping keeping;

    private PeerSystem(String name, EmbeddedPostgres postgres, RealShop shop, Keeping keeping) {
        this.name = name;
        this.postgres = postgres;
        this.shop = shop;
        this.keeping = keeping;
    }

    /** Medusa; a reservation of its own keeps a piece. */
    static PeerSystem medusa(Path below) throws Exception {
        EmbeddedPostgres postgres = postgres();
        RealMedusa shop = new RealMedusa(below, postgres.getJdbcUrl("postgres", "postgres"));
        String name = "Medusa " + version(below.resolve("medusa/node_modules/@medusajs/medusa"));
        return new PeerSystem(name, postgres, shop, sku -> shop.reserves(sku, 1));
    }

    /** Vendure; it knows no reservation, so a placed order (seven requests of a shopper) keeps a piece. */
    static PeerSystem vendure(Path below) throws Exception {
        EmbeddedPostgres postgres = postgres();
        RealVendure shop = new RealVendure(below, postgres.getJdbcUrl("postgres", "postgres"));
        String name = "Vendure " + version(below.resolve("vendure/node_modules/@vendure/core"));
        return new PeerSystem(
                name, postgres, shop, sku -> shop.fillsABasket(sku, 1).call());
    }

    /** The test library's defaults are not durable; these are Noren's. */
    private static EmbeddedPostgres postgres() throws Exception {
        return EmbeddedPostgres.builder()
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("max_connections", "120")
                .setServerConfig("shared_buffers", "128MB")
                .setServerConfig("max_wal_size", "1GB")
                .start();
    }

    private static String version(Path module) throws Exception {
        return JsonMapper.shared()
                .readTree(Files.readString(module.resolve("package.json")))
                .path("version")
                .asString();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void start() throws Exception {
        shop.start();
        shop.furnish();
    }

    @Override
    public void sells(String sku, int quantity) {
        shop.sells(sku);
        shop.counts(sku, quantity);
        if (shop.onHand(sku) != quantity) {
            throw new IllegalStateException(name + " has not written down " + sku);
        }
    }

    @Override
    public void write(String sku) {
        shop.counts(sku, PeersBenchmark.PLENTY + 1 + (int) (System.nanoTime() % 1_000));
    }

    @Override
    public void read(String sku) {
        String offered = shop.offers(sku);
        if (offered.isEmpty()) {
            throw new IllegalStateException("no word about " + sku);
        }
    }

    @Override
    public boolean reserve(String sku) throws Exception {
        try {
            keeping.keep(sku);
            return true;
        } catch (IllegalStateException e) {
            if (NOT_ENOUGH.matcher(String.valueOf(e.getMessage())).find()) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public int kept(String sku) {
        return shop.onHand(sku) - shop.available(sku);
    }

    @Override
    public void close() throws Exception {
        shop.close();
        postgres.close();
    }
}
