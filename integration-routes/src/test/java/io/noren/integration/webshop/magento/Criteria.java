package io.noren.integration.webshop.magento;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Magento's search criteria: groups joined by and, the filters of one group by or. */
record Criteria(Map<String, Map<String, Filter>> groups) {
    private static final Pattern FILTER = Pattern.compile(
            "searchCriteria\\[filter_?[gG]roups]\\[(\\d+)]\\[filters]\\[(\\d+)]\\[(field|value|condition_?[tT]ype)]");

    private static final class Filter {
        private String field = "";
        private String value = "";
        private String condition = "eq";

        boolean takes(Map<String, Object> row) {
            String found = String.valueOf(row.get(field));
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
        return new Criteria(groups);
    }

    boolean take(Map<String, Object> row) {
        return groups.values().stream()
                .allMatch(group -> group.values().stream().anyMatch(filter -> filter.takes(row)));
    }
}
