package io.noren.pos.vendor;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a vendor's objects that are kept; everything else, people's names and addresses among it, is dropped
 * before anything is stored. A list of what is allowed also drops what the vendor adds tomorrow.
 */
public final class AllowedFields {
    private final Map<String, AllowedFields> fields = new LinkedHashMap<>();

    private AllowedFields() {}

    /** @param paths from the object down, {@code line_items.quantity}; arrays have no step of their own */
    public static AllowedFields of(String... paths) {
        AllowedFields root = new AllowedFields();
        for (String path : paths) {
            AllowedFields at = root;
            for (String step : path.split("\\.", -1)) {
                at = at.fields.computeIfAbsent(step, name -> new AllowedFields());
            }
        }
        return root;
    }

    /** A copy of what is allowed of it. Where a plain value is allowed, an object in its place is not. */
    JsonNode of(JsonNode told) {
        if (told.isArray()) {
            ArrayNode kept = VendorJson.MAPPER.createArrayNode();
            told.forEach(each -> kept.add(of(each)));
            return kept;
        }
        if (told.isObject()) {
            ObjectNode kept = VendorJson.MAPPER.createObjectNode();
            fields.forEach((name, below) -> {
                if (told.has(name)) {
                    kept.set(name, below.of(told.path(name)));
                }
            });
            return kept;
        }
        return fields.isEmpty() ? told : VendorJson.MAPPER.nullNode();
    }
}
