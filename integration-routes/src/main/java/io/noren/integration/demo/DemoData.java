package io.noren.integration.demo;

import io.noren.integration.demo.People.Person;
import io.noren.integration.floor.ItemReviews;
import io.noren.integration.floor.ItemReviews.Review;
import io.noren.integration.floor.ItemReviews.Reviews;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.MovementResult.Outcome;
import io.noren.inventory.ShelfPlaces;
import io.noren.inventory.StockLedger;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Conditional;
import org.springframework.stereotype.Component;

/**
 * Opens the retailer: stores, items, what is on the shelves, members. Each step is known by its key, so a start that
 * was cut short is simply continued by the next one; and where somebody else's stores are, nothing is written at all.
 */
@Component
@Conditional(DemoWanted.class)
class DemoData {
    private static final Logger log = LoggerFactory.getLogger(DemoData.class);

    /** The same whenever it is written: a movement that is told twice must be told with the same words. */
    private static final Instant OPENING = Instant.parse("2024-01-04T01:00:00Z");

    private static final long SEED = 414;
    private static final int MEMBERS_AT_ONCE = 250;
    private static final int AISLES_ON_A_FLOOR = 4;
    private static final int MOST_REVIEWS = 240;

    private final Locations locations;
    private final Items items;
    private final StockLedger ledger;
    private final Members members;
    private final ShelfPlaces places;
    private final ItemReviews reviews;

    DemoData(
            Locations locations,
            Items items,
            StockLedger ledger,
            Members members,
            ShelfPlaces places,
            ItemReviews reviews) {
        this.locations = locations;
        this.items = items;
        this.ledger = ledger;
        this.members = members;
        this.places = places;
        this.reviews = reviews;
    }

    /**
     * Writes what is missing.
     *
     * @return false when this database belongs to a real retailer, and the demo should stay away
     */
    boolean write() {
        if (!isOurs()) {
            log.warn("The demo stays away: this database has stores of its own. Set NOREN_DEMO=false.");
            return false;
        }
        List<Person> people = People.all();
        if (isKnown(people.get(people.size() - 1))) {
            return true;
        }
        log.info("Writing the demo's stores, items, stock and members ...");
        List<Product> products = Catalogue.products();
        Stores.all().forEach(locations::put);
        products.forEach(product -> items.put(product.asItem()));
        Stores.all().forEach(store -> stock(openingStock(store, products)));
        Map<String, String> shelves = shelves(products);
        Stores.all().stream()
                .filter(place -> place.kind() == Location.Kind.STORE)
                .forEach(store -> places.put(store.id(), shelves));
        products.forEach(this::review);
        for (int from = 0; from < people.size(); from += MEMBERS_AT_ONCE) {
            register(people.subList(from, Math.min(from + MEMBERS_AT_ONCE, people.size())));
        }
        return true;
    }

    private boolean isOurs() {
        Set<String> known = new HashSet<>();
        locations.all().forEach(location -> known.add(location.id()));
        Stores.all().forEach(location -> known.remove(location.id()));
        return known.isEmpty();
    }

    private void stock(List<Movement> received) {
        List<MovementResult> refused = ledger.record(received).stream()
                .filter(result -> result.result() != Outcome.RECORDED && result.result() != Outcome.DUPLICATE)
                .toList();
        if (!refused.isEmpty()) {
            throw new IllegalStateException("The opening stock was not taken: " + refused.get(0));
        }
    }

    static List<Movement> openingStock(Location place, List<Product> products) {
        Random random = new Random(SEED + place.id().hashCode());
        boolean warehouse = place.kind() == Location.Kind.WAREHOUSE;
        List<Movement> received = new ArrayList<>();
        for (Product product : products) {
            int quantity = warehouse ? 300 + random.nextInt(200) : 6 + random.nextInt(35);
            received.add(new Movement(
                    "demo/opening/" + place.id() + "/" + product.sku(),
                    ItemReference.sku(product.sku()),
                    place.id(),
                    BigDecimal.valueOf(quantity),
                    MovementReason.RECEIVED,
                    OPENING,
                    "demo/opening",
                    null));
        }
        return received;
    }

    /** A floor, an aisle for each kind of goods, and a shelf: the same in each store, as chains like to have it. */
    static Map<String, String> shelves(List<Product> products) {
        Map<String, Integer> aisles = new LinkedHashMap<>();
        Map<String, Integer> filled = new HashMap<>();
        Map<String, String> shelves = new LinkedHashMap<>();
        for (Product product : products) {
            String category = String.valueOf(product.asItem().category());
            int aisle = aisles.computeIfAbsent(category, any -> aisles.size());
            int shelf = filled.merge(category, 1, Integer::sum);
            shelves.put(
                    product.sku(),
                    "%dF %c-%02d".formatted(1 + aisle / AISLES_ON_A_FLOOR, 'A' + aisle % AISLES_ON_A_FLOOR, shelf));
        }
        return shelves;
    }

    private void review(Product product) {
        Random random = new Random(SEED + product.sku().hashCode());
        int many = random.nextInt(MOST_REVIEWS);
        BigDecimal average = BigDecimal.valueOf(38 + random.nextInt(11), 1);
        reviews.put(
                product.sku(),
                new Reviews(
                        average,
                        many,
                        many < 2
                                ? List.of()
                                : List.of(
                                        new Review(5, "満足です", "贈り物にして喜ばれました。", "ja", LocalDate.of(2024, 3, 12)),
                                        new Review(4, "Just as shown", null, "en", LocalDate.of(2024, 2, 3)))));
    }

    /** All of them or none, so the first one's card tells for all. */
    private void register(List<Person> people) {
        if (!isKnown(people.get(0))) {
            members.registerAll(people.stream().map(DemoData::newMember).toList());
        }
    }

    private boolean isKnown(Person person) {
        return members.findBy(Claim.card(person.card())).isPresent();
    }

    private static NewMember newMember(Person person) {
        List<NewIdentifier> identifiers = new ArrayList<>(List.of(
                new NewIdentifier(IdentifierType.CARD, person.card(), Proof.SIGHTED),
                new NewIdentifier(IdentifierType.PHONE, person.phone(), Proof.SMS_CODE),
                new NewIdentifier(IdentifierType.EMAIL, person.email(), Proof.MAIL_CODE)));
        if (person.usesApp()) {
            identifiers.add(new NewIdentifier(IdentifierType.APP, person.appAccount(), Proof.APP_TOKEN));
        }
        if (person.shopsOnline()) {
            identifiers.add(new NewIdentifier(IdentifierType.WEB_ACCOUNT, person.webAccount(), Proof.APP_TOKEN));
        }
        return new NewMember(
                new Profile(
                        person.familyName(),
                        person.givenName(),
                        person.familyKana(),
                        person.givenKana(),
                        null,
                        person.homeStore(),
                        "ja"),
                identifiers);
    }
}
