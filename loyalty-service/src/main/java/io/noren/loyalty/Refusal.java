package io.noren.loyalty;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something was asked that cannot be done, and nothing was changed. The code is stable and may be relied upon; the
 * message says what to do. Neither ever contains personal data.
 */
public class Refusal extends RuntimeException {
    private final String code;
    private final @Nullable String field;
    private final Map<String, Object> properties;
    private final List<Refusal> parts;

    public Refusal(String code, String detail) {
        this(code, detail, null, Map.of(), List.of());
    }

    private Refusal(
            String code, String detail, @Nullable String field, Map<String, Object> properties, List<Refusal> parts) {
        super(detail);
        this.code = code;
        this.field = field;
        this.properties = properties;
        this.parts = parts;
    }

    /** Because of the value of one field of the request. */
    public static Refusal at(String field, String code, String detail) {
        return new Refusal(code, detail, field, Map.of(), List.of());
    }

    /** With what the caller needs in order to go on. */
    public static Refusal with(String code, String detail, Map<String, Object> properties) {
        return new Refusal(code, detail, null, properties, List.of());
    }

    /** For several reasons at once, so that the caller need not find them one by one. */
    public static Refusal several(String code, String detail, List<Refusal> parts) {
        return new Refusal(code, detail, null, Map.of(), List.copyOf(parts));
    }

    /** Stable name, upper case with underscores. */
    public String code() {
        return code;
    }

    /** The request's field that was wrong, if one was. */
    public @Nullable String field() {
        return field;
    }

    /** Further facts for the answer, by name. */
    public Map<String, Object> properties() {
        return properties;
    }

    /** The single reasons where there are several. */
    public List<Refusal> parts() {
        return parts;
    }
}
