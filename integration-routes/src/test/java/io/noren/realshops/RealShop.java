package io.noren.realshops;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A shop as its maker ships it, from the npm registry, in a process of its own with a database of its own. */
public abstract class RealShop implements AutoCloseable {
    static final JsonMapper JSON = JsonMapper.shared();
    static final String PASSWORD = "only-for-this-run";

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final Duration INSTALLING = Duration.ofMinutes(20);
    private static final Duration STARTING = Duration.ofMinutes(5);

    final Path folder;
    final String address;
    private final int port = freePort();
    private final Map<String, String> environment;
    private @Nullable Process process;

    /**
     * @param name of the folder with its files among the test resources
     * @param files which those are, {@code package.json} first
     * @param database an empty one, as a JDBC URL with user and password
     */
    RealShop(Path below, String name, List<String> files, String database) throws IOException, InterruptedException {
        folder = below.resolve(name).toAbsolutePath();
        address = "http://127.0.0.1:" + port;
        environment = Map.of(
                "DATABASE_URL",
                postgresUrl(database),
                "PORT",
                Integer.toString(port),
                "SHOP_PASSWORD",
                PASSWORD,
                "MEDUSA_DISABLE_TELEMETRY",
                "true",
                "VENDURE_DISABLE_TELEMETRY",
                "true",
                "NODE_ENV",
                "production");
        Files.createDirectories(folder);
        for (String file : files) {
            try (InputStream content = RealShop.class.getResourceAsStream("/real-shops/" + name + "/" + file)) {
                Files.write(folder.resolve(file), content.readAllBytes());
            }
        }
        if (!Files.exists(folder.resolve("node_modules"))) {
            run(INSTALLING, "npm", "install", "--no-audit", "--no-fund");
        }
    }

    // jdbc:postgresql://host:port/name?user=u&password=p, as Node writes it
    private static String postgresUrl(String jdbc) {
        URI url = URI.create(jdbc.substring("jdbc:".length()));
        Map<String, String> given = new HashMap<>();
        for (String part : url.getQuery().split("&")) {
            given.put(part.replaceAll("=.*", ""), part.replaceAll("^[^=]*=", ""));
        }
        return "postgres://" + given.get("user") + ":" + given.getOrDefault("password", "") + "@" + url.getHost() + ":"
                + url.getPort() + url.getPath();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The command that serves the shop. */
    abstract List<String> command();

    /** Makes the shop's administrator, channel, shipping and payment. */
    public abstract void furnish();

    /** Its settings for Noren. */
    public abstract String settings();

    /** Puts an item on sale with nothing in stock. */
    public abstract void sells(String sku);

    /** What the shop lets its shoppers buy. */
    public abstract int available(String sku);

    /** What it has written down as being there. */
    public abstract int onHand(String sku);

    /**
     * A shopper buys.
     *
     * @return does the last step, after which the order is placed, and answers its id
     */
    public abstract Callable<String> fillsABasket(String sku, int quantity);

    /** Writes down how many are there: one item at its one location, by the shop's own call for that. */
    public abstract void counts(String sku, int quantity);

    /** Asks, as a storefront does, what the shop offers of one product; the shop's own word for it. */
    public abstract String offers(String sku);

    public abstract void sends(String order, int quantity);

    public abstract void cancels(String order);

    /** One of the commands that were installed with the shop. */
    final String installed(String command) {
        return folder.resolve("node_modules/.bin").resolve(command).toString();
    }

    final void run(Duration limit, String... command) throws IOException, InterruptedException {
        Process running = started(List.of(command), command[1]);
        if (!running.waitFor(limit.toSeconds(), TimeUnit.SECONDS) || running.exitValue() != 0) {
            running.destroyForcibly();
            throw new IllegalStateException(String.join(" ", command) + " did not end well; see " + folder);
        }
    }

    private Process started(List<String> command, String log) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.directory(folder.toFile());
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve(log.replaceAll("\\W", "") + ".log").toFile()));
        return builder.start();
    }

    /** Starts it and waits until it answers. */
    public void start() throws IOException {
        process = started(command(), "server");
        await().atMost(STARTING).pollInterval(Duration.ofMillis(250)).until(this::isUp);
    }

    /** Kills it. */
    public void stop() throws InterruptedException {
        Process running = process;
        if (running != null) {
            running.descendants().forEach(ProcessHandle::destroyForcibly);
            running.destroyForcibly().waitFor();
            process = null;
        }
    }

    private boolean isUp() {
        try {
            return HTTP.send(request("GET", "/health", null, Map.of()), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    HttpResponse<String> send(String method, String path, @Nullable Object body, Map<String, String> headers) {
        try {
            HttpResponse<String> answer = HTTP.send(request(method, path, body, headers), BodyHandlers.ofString());
            if (answer.statusCode() / 100 != 2) {
                throw new IllegalStateException(method + " " + path + ": " + answer.statusCode() + " " + answer.body());
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode json(String method, String path, @Nullable Object body, Map<String, String> headers) {
        return JSON.readTree(send(method, path, body, headers).body());
    }

    private HttpRequest request(String method, String path, @Nullable Object body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path))
                .timeout(Duration.ofMinutes(2))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? BodyPublishers.noBody()
                                : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        headers.forEach(request::setHeader);
        return request.build();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }
}
