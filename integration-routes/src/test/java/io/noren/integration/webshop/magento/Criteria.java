package io.noren.integration.webshop.magento;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Magento's search criteria: groups joined by and, the filters of one group by or. */
record Criteria(Map<String, Map<String, Filter>> groups, String sortedBy) {
    private static final Pattern FILTER = Pattern.compile(
            "searchCriteria\\[filter_?[gG]roups]\\[(\\d+)]\\[filters]\\[(\\d+)]\\[(field|value|condition_?[tT]ype)]");

    private static final class Filter {
        private String field = "";
        private String value = "";
        private String condition = "eq";

        boolean takes(Map<String, Object> row) {
            Object there = row.get(field);
            if (there instanceof Number number && !condition.equals("in")) {
                int compared = Long.compare(number.longValue(), Long.parseLong(value));
                return switch (condition) {
                    case "eq" -> compared == 0;
                    case "gt" -> compared > 0;
                    case "gteq" -> compared >= 0;
                    default -> throw new IllegalArgumentException(condition);
                };
            }
            String found = String.valueOf(there);
            return switch (condition) {
                case "eq" -> found.equals(value);
                case "in" -> Arrays.asList(value.split(",")).contains(found);
                case "gt" -> found.compareTo(value) > 0;
                case "gteq" -> found.compareTo(value) >= 0;
                default -> throw new IllegalArgumentException(condition);
            };
        }
    }

    static Criteria of(Map<String, String> query) {
        Map<String, Map<String, Filter>> groups = new LinkedHashMap<>();
        query.forEach((name, value) -> {
            Matcher part = FILTER.matcher(name);
            if (part.matches()) {
                Filter filter = groups.computeIfAbsent(part.group(1), group -> new LinkedHashMap<>())
                        .computeIfAbsent(part.group(2), number -> new Filter());
                switch (part.group(3)) {
                    case "field" -> filter.field = value;
                    case "value" -> filter.value = value;
                    default -> filter.condition = value;
                }
            }
        });
        return new Criteria(groups, query.getOrDefault("searchCriteria[sortOrders][0][field]", ""));
    }

    /** Those that are taken, in the order that was asked for; else as they were added. */
    List<Map<String, Object>> found(List<Map<String, Object>> rows) {
        List<Map<String, Object>> found = new ArrayList<>(rows);
        found.removeIf(row -> !take(row));
        found.sort((one, other) -> compare(one.get(sortedBy), other.get(sortedBy)));
        return found;
    }

    private static int compare(@Nullable Object one, @Nullable Object other) {
        return one instanceof Number first && other instanceof Number second
                ? Long.compare(first.longValue(), second.longValue())
                : String.valueOf(one).compareTo(String.valueOf(other));
    }

    private boolean take(Map<String, Object> row) {
        return groups.values().stream()
                .allMatch(group -> group.values().stream().anyMatch(filter -> filter.takes(row)));
    }
}
