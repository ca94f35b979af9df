package io.noren.pos.epcis;

import io.noren.pos.GoodsLine;
import io.noren.pos.ItemCode;
import io.noren.pos.Plausibility;
import io.noren.pos.SoldLine;
import io.noren.pos.dialect.ItemCodes;
import io.noren.pos.dialect.TillWords;
import io.noren.pos.dialect.Unreadable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an event names, added up for each item: lots and serial numbers are not kept apart in stock. In the order of the
 * items' numbers, so that the same event in another order has the same lines.
 */
final class EventGoods {
    private static final int MOST_LINES = 5_000;

    private final int place;
    private final Map<Goods, BigDecimal> quantities =
            new TreeMap<>(Comparator.comparing(Goods::gtin).thenComparing(goods -> String.valueOf(goods.unit())));

    private record Goods(String gtin, @Nullable String unit) {}

    private EventGoods(int place) {
        this.place = place;
    }

    static EventGoods of(JsonNode event, int place) throws Unreadable {
        EventGoods goods = new EventGoods(place);
        goods.singles(event.path("epcList"));
        goods.classes(event.path("quantityList"));
        if (goods.quantities.isEmpty() && event.path("parentID").isString()) {
            goods.item(event.path("parentID").asString(""));
        }
        if (goods.quantities.size() > MOST_LINES) {
            throw new Unreadable(
                    "TOO_MANY_LINES",
                    "The event names more than " + MOST_LINES + " items: tell them in several events.",
                    place);
        }
        return goods;
    }

    private void singles(JsonNode list) throws Unreadable {
        for (JsonNode told : list) {
            Epc epc = item(told.asString(""));
            if (epc.gtin() != null) {
                add(epc.gtin(), Unit.EA, "1");
            }
        }
    }

    private void classes(JsonNode list) throws Unreadable {
        for (JsonNode told : list) {
            Epc epc = item(told.path("epcClass").asString(""));
            if (epc.gtin() != null) {
                add(
                        epc.gtin(),
                        Unit.of(told.path("uom").asString(""), place),
                        told.path("quantity").asString(""));
            }
        }
    }

    /** Crates and trolleys are no stock; anything else that is no trade item stands for goods that nobody named. */
    private Epc item(String told) throws Unreadable {
        Epc epc = Epc.of(told)
                .orElseThrow(() -> new Unreadable(
                        "UNIDENTIFIED_ITEM",
                        "The event names something that is no trade item: send sgtin, lgtin or a GS1 Digital Link.",
                        place));
        if (epc.kind() == Epc.Kind.LOGISTIC_UNIT) {
            throw new Unreadable(
                    "CONTENT_UNKNOWN",
                    "The event names a logistic unit (SSCC) and not what is in it. Have the items told, too.",
                    place);
        }
        return epc;
    }

    private void add(String gtin, Unit unit, String told) throws Unreadable {
        BigDecimal quantity = unit.converted(told, place);
        BigDecimal sum = quantities.merge(new Goods(gtin, unit.ours()), quantity, BigDecimal::add);
        if (quantity.signum() < 0 || sum.compareTo(Plausibility.MOST_AT_ONCE) > 0) {
            throw new Unreadable(
                    "ABSURD_QUANTITY",
                    "A quantity is below zero, or more than " + Plausibility.MOST_AT_ONCE.toPlainString()
                            + " of one item in one event.",
                    place);
        }
    }

    /** None of what there is none of. */
    List<SoldLine> moved() {
        return lines().stream()
                .filter(line -> line.quantity().signum() > 0)
                .map(line -> new SoldLine(line.line(), line.codes(), line.quantity(), line.unit(), null))
                .toList();
    }

    /** @throws Unreadable {@code UNSUPPORTED_UNIT} for an item that is counted in two: neither is all of it */
    List<GoodsLine> counted() throws Unreadable {
        if (quantities.keySet().stream().map(Goods::gtin).distinct().count() < quantities.size()) {
            throw new Unreadable("UNSUPPORTED_UNIT", "One item is counted in two units.", place);
        }
        return lines();
    }

    private List<GoodsLine> lines() {
        List<GoodsLine> lines = new ArrayList<>();
        quantities.forEach((goods, quantity) ->
                lines.add(new GoodsLine(lines.size() + 1, codes(goods.gtin()), plain(quantity), goods.unit())));
        return lines;
    }

    private static BigDecimal plain(BigDecimal quantity) {
        return TillWords.plain(quantity);
    }

    private static List<ItemCode> codes(String gtin) {
        return ItemCodes.of(List.of(new ItemCodes.Told("GTIN", gtin, false)));
    }
}
