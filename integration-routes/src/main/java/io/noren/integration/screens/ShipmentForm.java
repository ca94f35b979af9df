package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.NewShipment;
import io.noren.inventory.shipment.Shipment.Kind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * A transfer or a delivery as it is typed.
 *
 * @param from of a transfer
 * @param supplier of a delivery
 * @param expectedAt by the clock of the place that it goes to
 * @param rows items with quantities; empty ones say nothing
 */
record ShipmentForm(
        Kind kind, String reference, String from, String supplier, String to, String expectedAt, List<Row> rows) {

    private static final int ROWS = 5;
    private static final int LONGEST_LIST = 500;

    private static final Set<String> FIELDS = Set.of("reference", "from", "supplier", "to", "expectedAt", "lines");

    /** @param item a SKU, a bar code or a name */
    record Row(String item, String quantity) {
        static final Row EMPTY = new Row("", "");

        boolean isEmpty() {
            return item.isBlank() && quantity.isBlank();
        }
    }

    static ShipmentForm empty(Kind kind, String reference, String from, String to, String item) {
        return new ShipmentForm(kind, reference, from, "", to, "", padded(List.of(new Row(item, "")), 0));
    }

    static ShipmentForm of(Kind kind, MultiValueMap<String, String> form) {
        List<String> items = form.getOrDefault("item", List.of());
        List<String> quantities = form.getOrDefault("quantity", List.of());
        List<Row> rows = IntStream.range(0, Math.min(items.size(), quantities.size()))
                .mapToObj(i -> new Row(items.get(i), quantities.get(i)))
                .filter(row -> !row.isEmpty())
                .toList();
        return new ShipmentForm(
                kind,
                one(form, "reference"),
                one(form, "from"),
                one(form, "supplier"),
                one(form, "to"),
                one(form, "expectedAt"),
                padded(rows, form.containsKey("more") ? ROWS : 0));
    }

    private static String one(MultiValueMap<String, String> form, String name) {
        String first = form.getFirst(name);
        return first == null ? "" : first.strip();
    }

    private static List<Row> padded(List<Row> rows, int more) {
        List<Row> padded = new ArrayList<>(rows);
        while (padded.size() < Math.min(Math.max(ROWS, rows.size() + 1) + more, LONGEST_LIST)) {
            padded.add(Row.EMPTY);
        }
        return padded;
    }

    /** Whether the page has a field of this name. */
    boolean shows(String field) {
        return FIELDS.contains(field) || field.matches("lines\\[[0-9]+]\\.(sku|quantity)");
    }

    /**
     * What is meant; each line is called after its row.
     *
     * @param at when it is expected, as {@link #expectedAt} says
     * @param objections takes what cannot be read, row by row
     */
    NewShipment toShipment(@Nullable Instant at, TypedItems known, Consumer<Refusal> objections) {
        List<NewShipment.Line> lines = new ArrayList<>();
        for (int i = 0; i < rows.size() && !rows.get(i).isEmpty(); i++) {
            Row row = rows.get(i);
            String where = "lines[" + i + "].";
            Optional<Item> item = known.find(row.item());
            if (item.isEmpty()) {
                objections.accept(
                        Wrong.typed("UNKNOWN_ITEM", where + "sku", row.item().strip()));
            }
            quantity(row, where + "quantity", objections)
                    .ifPresent(quantity -> lines.add(new NewShipment.Line(
                            String.valueOf(lines.size() + 1),
                            item.map(Item::sku).orElse(row.item()),
                            quantity,
                            null)));
        }
        boolean transfer = kind == Kind.TRANSFER;
        return new NewShipment(kind, reference, transfer ? from : null, transfer ? null : supplier, to, at, lines);
    }

    private static Optional<BigDecimal> quantity(Row row, String field, Consumer<Refusal> objections) {
        try {
            return Optional.of(ShelfReports.quantity(row.quantity(), field));
        } catch (Refusal refusal) {
            objections.accept(refusal);
            return Optional.empty();
        }
    }
}
