package io.noren.integration.screens;

import io.noren.inventory.Item;
import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.Receiving;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/**
 * What leaves, comes or comes back, as it is typed: a row for each line, and rows for what nobody had sent. A row without a
 * number says nothing.
 */
record ReceiptForm(MultiValueMap<String, String> typed) {
    private static final BigDecimal NONE = BigDecimal.ZERO;
    private static final Pattern PLACE = Pattern.compile("(lines|unexpected)\\[(?<row>[0-9]+)]\\..*");

    private static final Set<String> ALONE = Set.of("expectedAt", "reason");

    /** The fields of one line. */
    record Row(String line, String quantity, String damaged, String over, String note) {
        static final Row EMPTY = new Row("", "", "", "", "");
    }

    /** What is on no line. */
    record Extra(String sku, String quantity, String note) {}

    /** The row of this line, for the page; an empty one when nothing was typed. */
    public Row of(String line) {
        return rows().stream()
                .filter(row -> row.line().equals(line))
                .findFirst()
                .orElse(Row.EMPTY);
    }

    /** As many as the page has rows for, for the page. */
    public List<Extra> extras(int most) {
        List<Extra> extras = new ArrayList<>();
        for (int i = 0; i < Math.max(most, all("extra").size()); i++) {
            extras.add(new Extra(at("extra", i), at("extraQuantity", i), at("extraNote", i)));
        }
        return extras;
    }

    /** A field that there is once. */
    public String one(String name) {
        return at(name, 0);
    }

    /** By line, what leaves; null when the form does not say, and all does. */
    @Nullable
    Map<String, BigDecimal> sent() {
        if (all("line").isEmpty()) {
            return null;
        }
        Map<String, BigDecimal> sent = new LinkedHashMap<>();
        for (Row row : rows()) {
            BigDecimal quantity = number(row.quantity(), line(row.line()));
            if (quantity.signum() != 0) {
                sent.put(row.line(), quantity);
            }
        }
        return sent;
    }

    /**
     * What came.
     *
     * @param location where; null for where it goes
     * @throws Refusal {@code NO_QUANTITY}, {@code UNKNOWN_ITEM} with the row; {@code NOTHING_CAME}
     */
    Receiving receiving(@Nullable String location, TypedItems items) {
        List<Receiving.Line> lines = lines();
        List<Receiving.Unexpected> unexpected = unexpected(items);
        if (lines.isEmpty() && unexpected.isEmpty()) {
            throw new Refusal("NOTHING_CAME", "Say of at least one line what came.");
        }
        String receipt = one("receipt");
        return new Receiving(
                receipt.isBlank() ? UUID.randomUUID().toString() : receipt, location, null, lines, unexpected);
    }

    private List<Receiving.Line> lines() {
        List<Receiving.Line> lines = new ArrayList<>();
        for (Row row : rows()) {
            Receiving.Line line = new Receiving.Line(
                    row.line(),
                    number(row.quantity(), line(row.line())),
                    number(row.damaged(), line(row.line())),
                    number(row.over(), line(row.line())),
                    note(row.note()));
            if (line.quantity().add(line.damaged()).add(line.over()).signum() != 0) {
                lines.add(line);
            }
        }
        return lines;
    }

    private List<Receiving.Unexpected> unexpected(TypedItems items) {
        List<Receiving.Unexpected> unexpected = new ArrayList<>();
        for (int row : filledExtras()) {
            String typed = at("extra", row);
            String sku = items.find(typed)
                    .map(Item::sku)
                    .orElseThrow(() -> Wrong.typed("UNKNOWN_ITEM", extra(row), typed.strip()));
            BigDecimal quantity = ShelfReports.quantity(at("extraQuantity", row), extra(row));
            unexpected.add(new Receiving.Unexpected(sku, quantity, NONE, note(at("extraNote", row))));
        }
        return unexpected;
    }

    /** The field on the page that a refusal is about: {@code line/1}, {@code extra/0}, or as it is called; or none. */
    String field(Refusal refusal) {
        String field = Objects.requireNonNullElse(refusal.field(), Wrong.WHOLE);
        Matcher place = PLACE.matcher(field);
        if (!place.matches()) {
            boolean shown = field.startsWith("line/") || field.startsWith("extra/") || ALONE.contains(field);
            return shown ? field : Wrong.WHOLE;
        }
        int row = Integer.parseInt(place.group("row"));
        if (field.startsWith("unexpected")) {
            return extra(filledExtras().get(row));
        }
        Map<String, BigDecimal> sent = sent();
        List<String> named = one("step").equals("SEND") && sent != null
                ? List.copyOf(sent.keySet())
                : lines().stream().map(Receiving.Line::line).toList();
        return row < named.size() ? line(named.get(row)) : Wrong.WHOLE;
    }

    static String line(String name) {
        return "line/" + name;
    }

    private static String extra(int row) {
        return "extra/" + row;
    }

    private List<Integer> filledExtras() {
        List<Integer> filled = new ArrayList<>();
        for (int i = 0; i < all("extra").size(); i++) {
            if (!at("extra", i).isBlank() || !at("extraQuantity", i).isBlank()) {
                filled.add(i);
            }
        }
        return filled;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all("line").size(); i++) {
            rows.add(new Row(at("line", i), at("quantity", i), at("damaged", i), at("over", i), at("note", i)));
        }
        return rows;
    }

    private List<String> all(String name) {
        return typed.getOrDefault(name, List.of());
    }

    private String at(String name, int row) {
        List<String> all = all(name);
        return row < all.size() ? all.get(row) : "";
    }

    private static BigDecimal number(String typed, String field) {
        return typed.isBlank() ? NONE : ShelfReports.quantity(typed, field);
    }

    private static @Nullable String note(String typed) {
        return typed.isBlank() ? null : typed.strip();
    }
}
