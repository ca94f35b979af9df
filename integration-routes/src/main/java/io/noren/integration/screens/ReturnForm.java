package io.noren.integration.screens;

import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.NewReturn;
import io.noren.inventory.pickup.PickupReturn.Condition;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;

/**
 * What a customer brings back, as it is typed: for each line how much can be sold again, and how much is damaged. A field
 * without a number says nothing.
 */
record ReturnForm(MultiValueMap<String, String> typed) {
    private static final Pattern PLACE = Pattern.compile("lines\\[(?<place>[0-9]+)]\\..*");

    private static final Set<String> ALONE = Set.of("reason", "tillTransaction");

    /** The fields of one line. */
    record Row(String line, String quantity, String damaged) {}

    /** With a key of its own: a form that is sent twice is one return. */
    static ReturnForm fresh() {
        ReturnForm form = new ReturnForm(new LinkedMultiValueMap<>());
        form.typed.add("key", "desk/" + UUID.randomUUID());
        return form;
    }

    /** The row of this line, for the page; an empty one when nothing was typed. */
    public Row of(String line) {
        return rows().stream()
                .filter(row -> row.line().equals(line))
                .findFirst()
                .orElseGet(() -> new Row(line, "", ""));
    }

    /** A field that there is once. */
    public String one(String name) {
        return at(name, 0);
    }

    /** @throws Refusal {@code NO_QUANTITY} with the line */
    NewReturn toReturn() {
        String transaction = one("tillTransaction").strip();
        return new NewReturn(one("key"), lines(), transaction.isEmpty() ? null : transaction);
    }

    private List<NewReturn.Line> lines() {
        List<NewReturn.Line> lines = new ArrayList<>();
        for (Row row : rows()) {
            add(lines, row.line(), row.quantity(), Condition.RESELLABLE);
            add(lines, row.line(), row.damaged(), Condition.DAMAGED);
        }
        return lines;
    }

    private static void add(List<NewReturn.Line> lines, String line, String typed, Condition condition) {
        BigDecimal quantity = typed.isBlank() ? BigDecimal.ZERO : ShelfReports.quantity(typed, field(line));
        if (quantity.signum() != 0) {
            lines.add(new NewReturn.Line(line, quantity, condition));
        }
    }

    /** The field on the page that a refusal is about: {@code line/1}, or as it is called; or none. */
    String field(Refusal refusal) {
        String named = Objects.requireNonNullElse(refusal.field(), Wrong.WHOLE);
        Matcher place = PLACE.matcher(named);
        if (place.matches()) {
            return field(lines().get(Integer.parseInt(place.group("place"))).line());
        }
        return named.startsWith(field("")) || ALONE.contains(named) ? named : Wrong.WHOLE;
    }

    static String field(String line) {
        return "line/" + line;
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < all("line").size(); i++) {
            rows.add(new Row(at("line", i), at("quantity", i), at("damaged", i)));
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
}
