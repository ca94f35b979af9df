package io.noren.integration.demo;

import io.noren.integration.demo.NorenApi.PickupOrder;
import io.noren.integration.demo.People.Person;
import io.noren.integration.demo.WebShop.Shelf;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Orders online what the web shop offers, to collect it in a store, and keeps the code that the store will ask for. */
final class OnlineShopper {
    /** How the demo's orders are told from those that a visitor places. */
    static final String ORDER_PREFIX = "demo-";

    /** In the item's unit; a shop that offers the last one disappoints too many. */
    private static final int ENOUGH = 5;

    private final NorenApi noren;
    private final WebShop shop;
    private final Map<String, Product> products;
    private final List<Person> people;
    private final Random random;
    private final Map<String, String> handoverCodes = new ConcurrentHashMap<>();
    private int orders;

    OnlineShopper(NorenApi noren, WebShop shop, List<Product> products, List<Person> people, Random random) {
        this.noren = noren;
        this.shop = shop;
        this.products = products.stream().collect(Collectors.toMap(Product::sku, Function.identity()));
        this.people = people;
        this.random = random;
    }

    /** Places one order, if the shop has heard of any stock yet. */
    void orderSomething() {
        List<Shelf> offers = shop.offering(ENOUGH);
        if (offers.isEmpty()) {
            return;
        }
        Shelf chosen = offers.get(random.nextInt(offers.size()));
        Person shopper = people.get(random.nextInt(people.size()));
        Product product = Objects.requireNonNull(products.get(chosen.sku()), "the shop offers only what it knows");
        PickupOrder placed = noren.placePickupOrder(
                ORDER_PREFIX + shortNumber(), chosen.location(), product, 1 + random.nextInt(2), shopper);
        orders++;
        if (placed.handoverCode() != null) {
            handoverCodes.put(placed.id(), placed.handoverCode());
        }
    }

    /** What the shopper shows at the desk; empty for an order from before a restart. */
    Optional<String> handoverCode(String order) {
        return Optional.ofNullable(handoverCodes.get(order));
    }

    void hasCollected(String order) {
        handoverCodes.remove(order);
    }

    /** How many orders this shopper has placed since the start. */
    int orders() {
        return orders;
    }

    /** Short enough to be read out at the desk; in a demo it is never the same twice. */
    private static String shortNumber() {
        return UUID.randomUUID().toString().substring(0, 8);
    }
}
