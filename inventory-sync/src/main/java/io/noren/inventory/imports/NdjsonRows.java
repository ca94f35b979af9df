package io.noren.inventory.imports;

import io.noren.inventory.imports.RawRow.Column;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A JSON object on each line; the names are those of the columns. */
final class NdjsonRows implements RowSource {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final BufferedReader text;
    private final StockImport.Mode mode;
    private long line;

    NdjsonRows(BufferedReader text, StockImport.Mode mode) {
        this.text = text;
        this.mode = mode;
    }

    @Override
    public @Nullable RawRow next() throws IOException {
        String next = text.readLine();
        line++;
        while (next != null && next.isBlank()) {
            next = text.readLine();
            line++;
        }
        return next == null ? null : row(next);
    }

    private RawRow row(String json) {
        JsonNode object;
        try {
            object = JSON.readTree(json);
        } catch (JacksonException e) {
            return RawRow.unreadable(line, "BROKEN_JSON", "The line is no JSON.");
        }
        if (!object.isObject()) {
            return RawRow.unreadable(line, "BROKEN_JSON", "The line is no JSON object.");
        }
        Map<Column, String> cells = new EnumMap<>(Column.class);
        for (Map.Entry<String, JsonNode> property : object.properties()) {
            Column column = Column.titled(property.getKey(), mode);
            JsonNode value = property.getValue();
            if (column == null) {
                return RawRow.unreadable(line, "UNKNOWN_FIELD", "A name in this object is none that is read here.");
            }
            if (!value.isString() && !value.isNumber() && !value.isNull()) {
                return new RawRow(
                        line,
                        Map.of(),
                        new RawRow.Problem("WRONG_TYPE", column.title(), "Give a text or a number, nothing nested."));
            }
            String cell = value.isNull() ? "" : value.asString().strip();
            if (!cell.isEmpty()) {
                cells.put(column, cell);
            }
        }
        return RawRow.of(line, cells);
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
