package io.noren.pos;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A document or a question that we do not accept, by name. The message says what to do, in English, and carries nothing
 * personal from the document.
 */
public class Refusal extends RuntimeException {
    private final String code;
    private final @Nullable String field;
    private final transient Map<String, Object> properties;

    public Refusal(String code, String detail) {
        this(code, detail, null, Map.of());
    }

    /**
     * @param code stable, upper case
     * @param field the part of the request that is wrong, if one is
     * @param properties more for the caller's program, e.g. {@code line} and {@code column}
     */
    public Refusal(String code, String detail, @Nullable String field, Map<String, Object> properties) {
        super(detail);
        this.code = code;
        this.field = field;
        this.properties = Map.copyOf(properties);
    }

    public String code() {
        return code;
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    public @Nullable String field() {
        return field;
    }

    public Map<String, Object> properties() {
        return properties;
    }

    /** The line in the document at which reading stopped; null when the refusal is not about a place. */
    public @Nullable Integer line() {
        return properties.get("line") instanceof Integer line ? line : null;
    }
}
