package io.noren.integration.webshop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a local shop as anybody may: what its own tests use. */
public record ShopClient(URI address, Map<String, String> headers) {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** What it answered. */
    public record Answered(int status, String body, Map<String, String> headers) {
        public JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    public ShopClient(URI address) {
        this(address, Map.of());
    }

    public ShopClient with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new ShopClient(address, all);
    }

    public Answered get(String path) {
        return send(HttpRequest.newBuilder(address.resolve(path)).GET());
    }

    public Answered post(String path, Object body) {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body))));
    }

    private Answered send(HttpRequest.Builder request) {
        headers.forEach(request::header);
        try {
            HttpResponse<String> answer = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
            Map<String, String> first = new LinkedHashMap<>();
            answer.headers().map().forEach((name, values) -> first.put(name, values.get(0)));
            return new Answered(answer.statusCode(), answer.body(), first);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
