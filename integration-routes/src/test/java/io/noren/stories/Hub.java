package io.noren.stories;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The hub as others reach it: over HTTP, with a key. */
record Hub(URI address, Map<String, String> headers) {
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    static Hub at(int port) {
        return new Hub(URI.create("http://localhost:" + port), Map.of());
    }

    Hub with(String header, String value) {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.put(header, value);
        return new Hub(address, all);
    }

    Hub withKey(String key) {
        return with("Authorization", "Bearer " + key);
    }

    Answer get(String path) {
        return send("GET", path, null, BodyPublishers.noBody());
    }

    Answer delete(String path) {
        return send("DELETE", path, null, BodyPublishers.noBody());
    }

    Answer post(String path) {
        return send("POST", path, null, BodyPublishers.noBody());
    }

    Answer post(String path, String json) {
        return send("POST", path, "application/json", BodyPublishers.ofString(json));
    }

    Answer put(String path, String json) {
        return send("PUT", path, "application/json", BodyPublishers.ofString(json));
    }

    Answer postXml(String path, String xml) {
        return send("POST", path, "application/xml", BodyPublishers.ofString(xml));
    }

    /** A stream of events up to the end of the first one. */
    String firstEvent(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(60));
        headers.forEach(request::header);
        StringBuilder heard = new StringBuilder();
        try (var lines = HTTP.send(request.build(), BodyHandlers.ofLines()).body()) {
            lines.peek(line -> heard.append(line).append('\n'))
                    .filter(line -> line.startsWith("data:"))
                    .findFirst();
            return heard.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer send(String method, String path, @Nullable String type, BodyPublisher body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .method(method, body);
        headers.forEach(request::header);
        if (type != null) {
            request.header("Content-Type", type);
        }
        try {
            var answer = sent(request.build());
            return new Answer(answer.statusCode(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Once more where the server closed a kept connection at the moment when it was taken for another request. */
    private static HttpResponse<String> sent(HttpRequest request) throws IOException, InterruptedException {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            if (e.getMessage() != null && e.getMessage().contains("received no bytes")) {
                return HTTP.send(request, BodyHandlers.ofString());
            }
            throw e;
        }
    }
}
