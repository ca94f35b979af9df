package io.noren.integration.webshop.google;

import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.StockSnapshot;
import io.noren.inventory.availability.Availability;
import io.noren.inventory.availability.AvailabilityAnswer.AtLocation;
import io.noren.inventory.availability.AvailabilityAnswer.OfItem;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Writes Google's local inventory file: a line for each item that a store has ever had, tabs between the fields. Read and
 * written a thousand items at a time, so that its size costs no memory; each line is as new as the moment it was read.
 */
@Component
class LocalInventoryFile {
    private static final Logger log = LoggerFactory.getLogger(LocalInventoryFile.class);

    /** Of an id or a store code, by Google. */
    private static final int LONGEST_ID = 50;
    /** The most that Google takes for a quantity. */
    private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

    private final Locations locations;
    private final StockSnapshot snapshot;
    private final Availability availability;
    private final Items items;

    LocalInventoryFile(Locations locations, StockSnapshot snapshot, Availability availability, Items items) {
        this.locations = locations;
        this.snapshot = snapshot;
        this.availability = availability;
        this.items = items;
    }

    /**
     * What the file is to say.
     *
     * @param channel decides what may be promised
     * @param few a quantity up to this is {@code limited_availability}
     * @param pickup Google's pickup method where an item can be handed over
     * @param sla how soon, in Google's words; null leaves out both pickup fields
     */
    record Wish(
            String channel,
            int few,
            String pickup,
            @Nullable String sla) {}

    /** @param mayBeTold by the location's id */
    void write(Wish wish, Predicate<String> mayBeTold, Writer out) throws IOException {
        out.write("store_code\tid\tquantity\tprice\tavailability\tpickup_method\tpickup_sla\n");
        for (Location location : locations.all()) {
            if (location.kind() == Location.Kind.STORE && mayBeTold.test(location.id())) {
                write(wish, location.id(), out);
            }
        }
    }

    private void write(Wish wish, String store, Writer out) throws IOException {
        List<String> page = skusAfter(store, "");
        while (!page.isEmpty()) {
            Map<String, Money> prices = items.prices(page);
            for (OfItem item : availability
                    .forChannel(wish.channel(), page, List.of(store))
                    .items()) {
                for (AtLocation at : item.locations()) {
                    write(wish, item.sku(), at, prices.get(item.sku()), out);
                }
            }
            out.flush();
            page = skusAfter(store, page.get(page.size() - 1));
        }
    }

    private List<String> skusAfter(String store, String sku) {
        return snapshot.page(store, List.of(), sku).stream()
                .map(StockSnapshot.Row::sku)
                .toList();
    }

    private static void write(Wish wish, String sku, AtLocation at, @Nullable Money price, Writer out)
            throws IOException {
        if (sku.length() > LONGEST_ID || at.location().length() > LONGEST_ID || sku.indexOf('\t') >= 0) {
            log.warn("Item {} at {} cannot be told to Google: its id is too long or has a tab", sku, at.location());
            return;
        }
        BigDecimal quantity = at.promisable().setScale(0, RoundingMode.FLOOR).min(MOST);
        boolean pickup = wish.sla() != null && at.pickup();
        out.write(String.join(
                        "\t",
                        at.location(),
                        sku,
                        quantity.toPlainString(),
                        price == null ? "" : price.amount().toPlainString() + " " + price.currency(),
                        availability(quantity, wish.few()),
                        wish.sla() == null ? "" : pickup ? wish.pickup() : "not_supported",
                        pickup ? String.valueOf(wish.sla()) : "")
                + "\n");
    }

    private static String availability(BigDecimal quantity, int few) {
        if (quantity.signum() <= 0) {
            return "out_of_stock";
        }
        return quantity.compareTo(BigDecimal.valueOf(few)) <= 0 ? "limited_availability" : "in_stock";
    }
}
