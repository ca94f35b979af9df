package io.noren.integration.storebundle;

import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import io.noren.inventory.PickupLine;
import io.noren.inventory.StockSnapshot;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverCodes;
import io.noren.loyalty.CardHashes;
import io.noren.loyalty.Channel;
import io.noren.loyalty.code.MemberCodes;
import io.noren.loyalty.offer.Conditions;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Offers;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes all that a till may keep of its store, as lines of JSON: items with their prices, what is available here and
 * nearby, which cards are members', which orders wait to be fetched, what is offered. Nothing of it is held in memory or kept open while
 * it is sent; stock is at least as new as the cursor, from which the change feed goes on.
 */
@Component
class StoreBundle {
    static final int MOST_NEARBY = 10;

    private static final int PAGE = 1_000;
    private static final int SALT_BYTES = 16;

    private final StockSnapshot snapshot;
    private final Items items;
    private final PickupDesk pickups;
    private final HandoverCodes handoverCodes;
    private final HandoverChecks handoverChecks;
    private final CardHashes cards;
    private final MemberCodes codes;
    private final Offers offers;
    private final NearbyStores nearby;
    private final JsonMapper json;
    private final SecureRandom random = new SecureRandom();

    StoreBundle(
            StockSnapshot snapshot,
            Items items,
            PickupDesk pickups,
            HandoverCodes handoverCodes,
            HandoverChecks handoverChecks,
            CardHashes cards,
            MemberCodes codes,
            Offers offers,
            NearbyStores nearby,
            JsonMapper json) {
        this.snapshot = snapshot;
        this.items = items;
        this.pickups = pickups;
        this.handoverCodes = handoverCodes;
        this.handoverChecks = handoverChecks;
        this.cards = cards;
        this.codes = codes;
        this.offers = offers;
        this.nearby = nearby;
        this.json = json;
    }

    /**
     * The first line.
     *
     * @param cursor where to go on in the change feed
     * @param nearby the stores whose stock is in it, too, the nearest first
     * @param cardSalt what stands before a card's number when it is hashed
     * @param memberCodeKeys by which the codes are checked that members show
     * @param handoverCodeKeys by which the codes are checked of those who fetch an order
     */
    record Begin(
            String location,
            String name,
            String cursor,
            Instant at,
            List<String> nearby,
            String cardSalt,
            List<MemberCodes.PublicKey> memberCodeKeys,
            List<HandoverCodes.PublicKey> handoverCodeKeys) {}

    record ItemLine(ToldItem item) {}

    /** What a till needs to sell it. */
    record ToldItem(
            String sku,
            @Nullable String gtin,
            List<Item.Code> codes,
            LocalizedName name,
            String unit,
            @Nullable Money price,
            List<Item.Part> parts) {

        static ToldItem of(Item item) {
            return new ToldItem(
                    item.sku(), item.gtin(), item.codes(), item.name(), item.unit(), item.price(), item.parts());
        }
    }

    record StockLine(Available stock) {}

    record Available(String sku, String location, BigDecimal available, long sequence) {}

    /** @param card SHA-256 of the salt and the number, in hexadecimal digits */
    record CardLine(String card) {}

    record PickupLineOf(Waiting pickup) {}

    /**
     * An order that waits, without whose it is.
     *
     * @param checks what is to be looked at before it is handed over
     */
    record Waiting(
            UUID id,
            String order,
            PickupState state,
            Instant readyBy,
            List<PickupLine> lines,
            List<HandoverChecks.Check> checks) {

        static Waiting of(Pickup pickup, List<HandoverChecks.Check> checks) {
            return new Waiting(pickup.id(), pickup.order(), pickup.state(), pickup.readyBy(), pickup.goods(), checks);
        }
    }

    /** An offer that the store's tills give; a quote names it by its id and version. */
    record OfferLine(Offer offer, long version) {}

    /** The last line: who has not seen it has not seen everything. */
    record End(boolean end, long items, long stock, long cards, long pickups, long offers) {}

    void write(Location store, int mostNearby, OutputStream out) throws IOException {
        List<Location> near = nearby.of(store, mostNearby);
        StockSnapshot.Begin begin = snapshot.begin(store.id());
        String salt = salt();
        line(
                out,
                new Begin(
                        store.id(),
                        store.name(),
                        begin.cursor(),
                        begin.at(),
                        near.stream().map(Location::id).toList(),
                        salt,
                        codes.publicKeys(),
                        handoverCodes.publicKeys()));
        long itemsTold = items(out);
        long stockTold = stock(store.id(), out);
        for (Location other : near) {
            stockTold += stock(other.id(), out);
        }
        long cardsTold = cards(salt, out);
        // What is only to be put back on the shelf is nothing that a till hands over.
        List<Pickup> waiting = pickups.workList(store.id()).stream()
                .filter(pickup -> !pickup.toReturn())
                .toList();
        for (Pickup pickup : waiting) {
            line(out, new PickupLineOf(Waiting.of(pickup, checks(pickup))));
        }
        long offersTold = offers(store.id(), begin.at(), out);
        line(out, new End(true, itemsTold, stockTold, cardsTold, waiting.size(), offersTold));
    }

    private List<HandoverChecks.Check> checks(Pickup pickup) {
        return handoverChecks.of(pickup.goods().stream().map(PickupLine::sku).toList());
    }

    /** Those of today and those to come, so that a till that stays alone has them in time. */
    private long offers(String location, Instant now, OutputStream out) throws IOException {
        long told = 0;
        List<Offer.Versioned> page = offers.after("", Offers.MOST);
        while (!page.isEmpty()) {
            for (Offer.Versioned offer : page) {
                if (isFor(offer.offer(), location, now)) {
                    line(out, new OfferLine(offer.offer(), offer.version()));
                    told++;
                }
            }
            page = offers.after(page.get(page.size() - 1).offer().id(), Offers.MOST);
        }
        return told;
    }

    private static boolean isFor(Offer offer, String location, Instant now) {
        Conditions asked = offer.conditions();
        return (asked.channels().isEmpty() || asked.channels().contains(Channel.STORE))
                && (asked.locations().isEmpty() || asked.locations().contains(location))
                && (offer.until() == null || offer.until().isAfter(now));
    }

    private long items(OutputStream out) throws IOException {
        long told = 0;
        List<Item> page = items.after("", PAGE);
        while (!page.isEmpty()) {
            for (Item item : page) {
                line(out, new ItemLine(ToldItem.of(item)));
            }
            told += page.size();
            page = items.after(page.get(page.size() - 1).sku(), PAGE);
        }
        return told;
    }

    private long stock(String location, OutputStream out) throws IOException {
        long told = 0;
        List<StockSnapshot.Row> page = snapshot.page(location, Set.of(), "");
        while (!page.isEmpty()) {
            for (StockSnapshot.Row row : page) {
                line(out, new StockLine(new Available(row.sku(), location, row.available(), row.sequence())));
            }
            told += page.size();
            page = snapshot.page(location, Set.of(), page.get(page.size() - 1).sku());
        }
        return told;
    }

    private long cards(String salt, OutputStream out) throws IOException {
        long told = 0;
        List<CardHashes.Card> page = cards.page(salt, null, PAGE);
        while (!page.isEmpty()) {
            for (CardHashes.Card card : page) {
                line(out, new CardLine(card.hash()));
            }
            told += page.size();
            page = cards.page(salt, page.get(page.size() - 1).identifier(), PAGE);
        }
        return told;
    }

    /** A new one each time: two bundles cannot be compared, and no list of hashes can be made in advance. */
    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return HexFormat.of().formatHex(salt);
    }

    private void line(OutputStream out, Object line) throws IOException {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }
}
