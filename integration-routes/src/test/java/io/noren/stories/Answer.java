package io.noren.stories;

import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the hub answered. */
record Answer(int status, HttpResponse<String> raw) {
    private static final JsonMapper JSON = JsonMapper.shared();

    JsonNode json() {
        return JSON.readTree(raw.body());
    }

    /** The problem's stable name, or null where there is none. */
    @Nullable
    String code() {
        return raw.body().isBlank() ? null : json().path("code").asString(null);
    }

    @Nullable
    String header(String name) {
        return raw.headers().firstValue(name).orElse(null);
    }

    @Override
    public String toString() {
        return status + " " + raw.body();
    }
}
