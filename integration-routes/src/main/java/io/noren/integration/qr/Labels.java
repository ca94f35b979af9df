package io.noren.integration.qr;

import io.noren.integration.qr.CodeRefused.Reason;
import io.noren.integration.qr.gs1.DigitalLink;
import io.noren.integration.qr.gs1.Element;
import io.noren.integration.qr.gs1.Elements;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

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
     * One label per SKU, in the given order.
     *
     * @param base where the codes lead, see {@link PublicAddress}
     * @throws CodeRefused for an unknown SKU or location, an item without GTIN, or too many
     */
    List<LabelDrawing> draw(String location, List<String> skus, LabelTemplate template, URI base) {
        if (skus.isEmpty()) {
            throw new CodeRefused(Reason.UNKNOWN_SKU, "Name at least one sku.");
        }
        if (skus.size() > MOST_IN_ONE_REQUEST) {
            throw new CodeRefused(
                    Reason.TOO_MANY_LABELS, "At most " + MOST_IN_ONE_REQUEST + " labels fit in one request.");
        }
        Location store = locations
                .find(location)
                .orElseThrow(() -> new CodeRefused(Reason.UNKNOWN_LOCATION, "There is no such location."));
        return skus.stream()
                .map(sku -> LabelDrawing.of(label(sku, store, base), template))
                .toList();
    }

    private Label label(String sku, Location store, URI base) {
        Item item = items.find(sku)
                .orElseThrow(() -> new CodeRefused(Reason.UNKNOWN_SKU, "There is no item with sku " + sku + "."));
        if (item.gtin() == null) {
            throw new CodeRefused(
                    Reason.ITEM_WITHOUT_GTIN, "Item " + sku + " has no GTIN, so it has no GS1 Digital Link.");
        }
        Gtin gtin = Gtin.read(item.gtin());
        List<Element> code = new ArrayList<>(List.of(new Element("01", gtin.digits())));
        if (store.gln() != null) {
            code.add(new Element("414", store.gln()));
        }
        LocalizedName name = item.name();
        Money price = item.price();
        return new Label(
                firstOf(name.ja(), name.en()),
                name.ja() == null ? "" : firstOf(name.en(), ""),
                price == null ? null : PriceText.of(price),
                store.name(),
                gtin,
                URI.create(DigitalLink.of(new Elements(code)).under(base.toString())));
    }

    private static String firstOf(@Nullable String first, @Nullable String second) {
        return first != null ? first : second != null ? second : "";
    }
}
