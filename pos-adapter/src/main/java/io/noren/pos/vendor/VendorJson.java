package io.noren.pos.vendor;

import io.noren.pos.Reading;
import io.noren.pos.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Vendors' JSON, and what is kept of it: one line for each of the vendor's objects, with the allowed fields alone. Its
 * place is the number of its line.
 */
public final class VendorJson {
    /**
     * Exact with money, and strict: a name that comes twice, or something after the end, is a broken document. Written is
     * ASCII, because texts that a vendor has cut off in the middle of a letter have no other form.
     */
    public static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** In bytes; what a vendor tells at once is much smaller, and it is read as a whole. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private VendorJson() {}

    /** @throws Refusal {@code MALFORMED_DOCUMENT}, {@code DOCUMENT_TOO_LARGE} */
    public static JsonNode read(InputStream received) throws IOException {
        byte[] body = received.readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new Refusal(
                    "DOCUMENT_TOO_LARGE", "A vendor's document may have at most " + MOST_BYTES + " bytes; split it.");
        }
        return read(body);
    }

    /** @throws Refusal {@code MALFORMED_DOCUMENT} */
    public static JsonNode read(byte[] body) {
        try {
            JsonNode document = MAPPER.readTree(body);
            if (document.isObject() || document.isArray()) {
                return document;
            }
        } catch (JacksonException e) {
            // The parser's words quote the document.
        }
        throw new Refusal("MALFORMED_DOCUMENT", "The document is not JSON, or breaks off: send it again, whole.");
    }

    /** What stands at the end of the path, numbers and truths in words; empty where nothing does. */
    public static String text(JsonNode object, String... path) {
        return at(object, path).asString("");
    }

    /** As {@link #text}, but null where nothing stands. */
    public static @Nullable String textOrNull(JsonNode object, String... path) {
        return at(object, path).asString(null);
    }

    private static JsonNode at(JsonNode object, String... path) {
        JsonNode at = object;
        for (String step : path) {
            at = at.path(step);
        }
        return at;
    }

    /** Writes down what is kept of each of them. */
    public static void keep(Iterable<JsonNode> objects, AllowedFields allowed, OutputStream kept) throws IOException {
        for (JsonNode object : objects) {
            kept.write(MAPPER.writeValueAsBytes(allowed.of(object)));
            kept.write('\n');
        }
    }

    /** What one of the vendor's objects tells: none, one or several transactions. */
    @FunctionalInterface
    public interface Interpreter {
        void tell(JsonNode object, int place, Consumer<Reading> transactions);
    }

    /** Hands over what was kept, object by object. */
    public static void read(InputStream kept, Interpreter interpreter, Consumer<Reading> transactions)
            throws IOException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(kept, StandardCharsets.UTF_8));
        int place = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            interpreter.tell(MAPPER.readTree(line), ++place, transactions);
        }
    }
}
