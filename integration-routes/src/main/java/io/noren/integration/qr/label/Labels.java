package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelRefused.Reason;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.math.BigDecimal;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Composes shelf labels from what the stockroom knows of the items and the store. */
@Component
class Labels {
    /** Ten sheets of the smallest template; more is a job of its own. */
    static final int MOST_IN_ONE_REQUEST = 240;

    private final Items items;
    private final Locations locations;

    Labels(Items items, Locations locations) {
        this.items = items;
        this.locations = locations;
    }

    /**
     * How labels are to look.
     *
     * @param base where the codes lead, see {@link io.noren.integration.qr.PublicAddress}
     * @param beforeTax whether the price before tax is printed, too
     */
    record Style(LabelTemplate template, boolean beforeTax, URI base) {}

    /**
     * One label per SKU, in the given order.
     *
     * @throws LabelRefused for an unknown SKU or location, or too many
     */
    List<LabelDrawing> draw(String location, List<String> skus, Style style) {
        if (skus.isEmpty()) {
            throw new LabelRefused(Reason.UNKNOWN_SKU, "sku", "Name at least one sku.");
        }
        if (skus.size() > MOST_IN_ONE_REQUEST) {
            throw new LabelRefused(
                    Reason.TOO_MANY_LABELS,
                    "sku",
                    "At most " + MOST_IN_ONE_REQUEST + " labels fit in one request: start a label job for more.");
        }
        Location store = store(location);
        Map<String, Item> found = items.of(skus.stream().filter(Labels::isText).toList());
        return skus.stream().map(sku -> draw(sku, found.get(sku), store, style)).toList();
    }

    /** @throws LabelRefused {@code NO_SUCH_LOCATION} */
    Location store(String location) {
        return Optional.of(location)
                .filter(Labels::isText)
                .flatMap(locations::find)
                .orElseThrow(() -> new LabelRefused(Reason.NO_SUCH_LOCATION, "location", "There is no such location."));
    }

    /** @throws LabelRefused when there is no such item, or its label cannot be drawn */
    LabelDrawing draw(String sku, @Nullable Item item, Location store, Style style) {
        if (item == null) {
            throw new LabelRefused(
                    Reason.UNKNOWN_SKU, "sku", "There is no item with sku " + sku + ": take its label down.");
        }
        return LabelDrawing.of(label(item, store, style.base()), style.template(), style.beforeTax());
    }

    private static Label label(Item item, Location store, URI base) {
        String gtin = item.gtin();
        Optional<Barcode> barcode = gtin == null ? storeNumber(item) : Barcode.ofGtin(gtin);
        LocalizedName name = item.name();
        return new Label(
                firstOf(name.ja(), name.en()),
                name.ja() == null ? "" : firstOf(name.en(), ""),
                ShelfPrice.of(item).orElse(null),
                store.name(),
                gtin == null ? item.sku() : barcode.map(Barcode::digits).orElse(gtin),
                barcode.orElse(null),
                link(item, store, base));
    }

    /** What the retailer's own tills scan where a manufacturer gave no number: one piece, whoever reads it. */
    private static Optional<Barcode> storeNumber(Item item) {
        return item.codes().stream()
                .filter(code -> code.scheme() == Item.Scheme.RCN
                        && code.source() == null
                        && code.quantity().compareTo(BigDecimal.ONE) == 0)
                .flatMap(code -> Barcode.ofStoreNumber(code.value()).stream())
                .findFirst();
    }

    /** A GS1 Digital Link; without a GTIN, which alone could be its key, the item's page itself. */
    private static URI link(Item item, Location store, URI base) {
        if (item.gtin() == null) {
            return UriComponentsBuilder.fromUri(base)
                    .pathSegment("p", "{sku}")
                    .queryParam("store", "{store}")
                    .encode()
                    .buildAndExpand(item.sku(), store.id())
                    .toUri();
        }
        String gtin = base + "/01/" + item.gtin();
        return URI.create(store.gln() == null ? gtin : gtin + "?414=" + store.gln());
    }

    /** PostgreSQL has no text with a zero in it, and so nothing of such a name. */
    private static boolean isText(String name) {
        return name.indexOf('\0') < 0;
    }

    private static String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second != null ? second : "";
    }
}
