package io.noren.pos.vendor;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A vendor's cloud as far as its tills are asked for, on this machine. It answers more than it is asked for, so that
 * whatever is kept of that is seen.
 */
public abstract class LocalVendor {
    protected static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII) // so that half a letter can be sent, as vendors do
            .build();

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Queue<Answer> first = new ArrayDeque<>();
    private int goodAnswers = Integer.MAX_VALUE;

    public record Request(
            String path,
            Map<String, String> query,
            @Nullable String token,
            JsonNode body) {}

    /** @param text as it goes out, so that it may be broken */
    public record Answer(int status, String text, Map<String, String> headers) {
        public static Answer of(int status) {
            return new Answer(status, "{}", Map.of());
        }

        public static Answer json(Object body) {
            return new Answer(200, JSON.writeValueAsString(body), Map.of());
        }
    }

    protected LocalVendor() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    protected abstract Answer answer(Request request);

    /** The header that lets somebody in. */
    protected abstract String door();

    protected abstract void forgetAll();

    public final String address() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** The next requests are answered so, as by something that stands in front of the vendor. */
    public final synchronized void answersFirst(Answer... answers) {
        first.addAll(List.of(answers));
    }

    /** After so many more good answers one breaks off. */
    public final synchronized void breaksOnceAfter(int answers) {
        goodAnswers = answers;
    }

    public final int timesAsked() {
        return requests.size();
    }

    public final List<Request> requests() {
        return List.copyOf(requests);
    }

    public final synchronized void beginAnew() {
        first.clear();
        requests.clear();
        goodAnswers = Integer.MAX_VALUE;
        forgetAll();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] told = exchange.getRequestBody().readAllBytes();
            Request request = new Request(
                    exchange.getRequestURI().getPath(),
                    parameters(exchange.getRequestURI().getRawQuery()),
                    exchange.getRequestHeaders().getFirst(door()),
                    body(exchange.getRequestHeaders().getFirst("Content-Type"), told));
            requests.add(request);
            Answer answer = answered(request);
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            answer.headers().forEach(exchange.getResponseHeaders()::set);
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    /** A form is told as an object of its fields. */
    private static JsonNode body(@Nullable String type, byte[] told) {
        if (told.length == 0) {
            return JSON.createObjectNode();
        }
        return "application/x-www-form-urlencoded".equals(type)
                ? JSON.valueToTree(parameters(new String(told, StandardCharsets.UTF_8)))
                : JSON.readTree(told);
    }

    private synchronized Answer answered(Request request) {
        Answer before = first.poll();
        Answer answer = before == null ? answer(request) : before;
        if (goodAnswers-- > 0) {
            return answer;
        }
        goodAnswers = Integer.MAX_VALUE;
        return new Answer(200, answer.text().substring(0, answer.text().length() / 2), Map.of());
    }

    private static Map<String, String> parameters(@Nullable String query) {
        Map<String, String> found = new LinkedHashMap<>();
        if (query != null) {
            for (String each : query.split("&")) {
                int at = each.indexOf('=');
                found.put(each.substring(0, at), URLDecoder.decode(each.substring(at + 1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /** Base64 of an HMAC, as several vendors sign. */
    public static String signature(String algorithm, String secret, String signed) {
        return Base64.getEncoder().encodeToString(hmac(algorithm, secret, signed));
    }

    /** The same in hexadecimal digits. */
    public static String hexSignature(String algorithm, String secret, String signed) {
        return HexFormat.of().formatHex(hmac(algorithm, secret, signed));
    }

    private static byte[] hmac(String algorithm, String secret, String signed) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
