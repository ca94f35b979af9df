package io.noren.integration.webshop;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor's shop as far as Noren talks to it, on this machine: what it answers, refuses and forgets is the vendor's
 * documented behaviour. Keeps every request; one request at a time changes it.
 */
public abstract class LocalShop implements AutoCloseable {
    protected static final JsonMapper JSON = JsonMapper.shared();

    private static final HttpClient HOOKS = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> before = new ArrayDeque<>();

    /** What somebody asked this shop. */
    public record Request(String method, String path, Map<String, String> query, Headers headers, String body) {
        public JsonNode json() {
            return JSON.readTree(body);
        }

        public String header(String name) {
            String value = headers.getFirst(name);
            return value == null ? "" : value;
        }
    }

    /** What this shop answers; the body is written as JSON. */
    public record Answer(int status, Object body, Map<String, String> headers) {
        public Answer(int status, Object body) {
            this(status, body, Map.of());
        }
    }

    protected LocalShop() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** What the vendor's system does with this request. */
    protected abstract Answer answer(Request request);

    public final URI address() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** The next requests get these instead, as from something that stands in front of the shop. */
    public final synchronized void answersFirst(Answer... answers) {
        before.addAll(List.of(answers));
    }

    /** Every request so far whose path contains this. */
    public final List<Request> asked(String path) {
        return requests.stream().filter(each -> each.path().contains(path)).toList();
    }

    public final void forgetWhatWasAsked() {
        requests.clear();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            Request request = new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().getPath(),
                    parameters(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders(),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            requests.add(request);
            Answer answer = answered(request);
            byte[] body = JSON.writeValueAsBytes(answer.body());
            exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private synchronized Answer answered(Request request) {
        Answer first = before.poll();
        return first == null ? answer(request) : first;
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        if (query != null) {
            for (String each : query.split("&")) {
                int at = each.indexOf('=');
                found.put(
                        URLDecoder.decode(at < 0 ? each : each.substring(0, at), StandardCharsets.UTF_8),
                        at < 0 ? "" : URLDecoder.decode(each.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /** Base64 of HMAC-SHA256, as several vendors sign. */
    public static String signature(String secret, String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return Base64.getEncoder().encodeToString(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calls a webhook as the vendor does, and waits no longer than the vendor does. */
    protected static HttpResponse<String> call(
            URI target, String type, String body, Map<String, String> headers, Duration patience) {
        HttpRequest.Builder request = HttpRequest.newBuilder(target)
                .timeout(patience)
                .header("Content-Type", type)
                .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        try {
            return HOOKS.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
