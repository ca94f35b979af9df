package io.noren.inventory;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * No, and why. The code is stable and for programs; the message is for people and says what to do. Further properties
 * carry what a caller needs to do better, e.g. what is available instead.
 */
public class Refusal extends RuntimeException {

    private final String code;
    private final @Nullable String field;
    private final transient Map<String, Object> properties;

    public Refusal(String code, String detail) {
        this(code, detail, null, Map.of());
    }

    public Refusal(String code, String detail, @Nullable String field, Map<String, ?> properties) {
        super(detail);
        this.code = code;
        this.field = field;
        this.properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    }

    public static Refusal ofField(String code, String field, String detail) {
        return new Refusal(code, detail, field, Map.of());
    }

    /** Upper snake case, never renamed. */
    public String code() {
        return code;
    }

    /** The part of the request that is wrong, if one is. */
    public @Nullable String field() {
        return field;
    }

    /** What else the caller should know, by name; kept in the given order. */
    public Map<String, Object> properties() {
        return properties;
    }
}
