package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies and numbers that are too large are refused before they hurt; bodies that are too short are asked for again. */
class TooMuchTest extends Story {
    private static final int MEGABYTE = 1024 * 1024;

    @Test
    void aLargeJsonBodyIsRefused() {
        Answer answer = hub.post("/api/v1/stock/movements", "{\"movements\":[" + " ".repeat(5 * MEGABYTE) + "]}");

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void aLargeJsonBodyOfUntoldLengthIsRefused() {
        byte[] body = new byte[5 * MEGABYTE];
        Arrays.fill(body, (byte) ' ');

        Answer answer = hub.send(
                "POST",
                "/api/v1/stock/movements",
                "application/json",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.code()).isEqualTo("BODY_TOO_LARGE");
    }

    @Test
    void aTillDocumentOf200MegabytesIsRefusedByItsLength() throws IOException {
        try (Socket till = connect("Content-Length: " + 200L * MEGABYTE)) {
            till.getOutputStream().write("<POSLog>".getBytes(StandardCharsets.UTF_8));
            till.getOutputStream().flush();

            assertThat(answer(till)).startsWith("HTTP/1.1 413").contains("DOCUMENT_TOO_LARGE");
        }
    }

    @Test
    void aTillDocumentThatNeverEndsIsRefusedWhenItPassesTheLimit() throws Exception {
        try (Socket till = connect("Transfer-Encoding: chunked")) {
            Thread writer = new Thread(() -> pour(till));
            writer.setDaemon(true);
            writer.start();

            assertThat(answer(till)).startsWith("HTTP/1.1 413").contains("DOCUMENT_TOO_LARGE");
            writer.join(Duration.ofSeconds(10).toMillis());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/pos/anything/documents", "/api/v1/stock/movements"})
    void whatEndsInTheMiddleIsNotCalledFaultyButToBeSentAgain(String path) throws IOException {
        try (Socket till = connect(path, "Content-Length: 1000")) {
            till.getOutputStream().write("<POSLog>".getBytes(StandardCharsets.UTF_8));
            till.shutdownOutput();

            assertThat(answer(till)).startsWith("HTTP/1.1 503").contains("REQUEST_BROKEN_OFF");
        }
    }

    @Test
    @Timeout(10)
    void aNumberWithAMillionZerosIsRefusedAtOnce() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        for (String delta : new String[] {"1e1000000000", "-1E999999999", "1e-999999999", "9".repeat(900)}) {
            Answer answer = hub.post("/api/v1/stock/movements", """
                    {"movements": [{"id": "%s", "sku": "%s", "location": "%s", "delta": %s, "reason": "RECEIVED",
                                    "occurredAt": "2026-04-01T03:00:00Z"}]}
                    """.formatted(named("m"), shirt, ginza.id, delta));
            assertThat(answer.status()).as(delta).isIn(200, 400);
            if (answer.status() == 200) {
                assertThat(answer.json().path("results").get(0).path("result").asString())
                        .isEqualTo("REJECTED");
            }
            Answer hold = hub.post("/api/v1/reservations", """
                    {"owner": "any", "lines": [{"line": "1", "sku": "%s", "location": "%s", "quantity": %s}]}
                    """.formatted(shirt, ginza.id, delta));
            assertThat(hold.status()).as(delta).isBetween(400, 499);
        }
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("5");
    }

    @Test
    void deeplyNestedJsonIsRefused() {
        Answer answer = hub.post("/api/v1/stock/movements", "[".repeat(100_000));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isIn("MALFORMED_JSON", "INVALID_FIELDS");
    }

    private Socket connect(String length) throws IOException {
        return connect("/api/v1/pos/" + source + "/documents", length);
    }

    private Socket connect(String path, String length) throws IOException {
        Socket till = new Socket("localhost", hub.address().getPort());
        till.setSoTimeout(30_000);
        String head = "POST " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + hub.headers().get("Authorization") + "\r\nContent-Type: application/xml\r\n" + length + "\r\n\r\n";
        till.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        till.getOutputStream().flush();
        return till;
    }

    private static void pour(Socket till) {
        byte[] chunk = new byte[1 << 16];
        Arrays.fill(chunk, (byte) ' ');
        try {
            OutputStream out = till.getOutputStream();
            for (int n = 0; n < 4_000; n++) { // 250 MB
                out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
                out.write(chunk);
                out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // refused, as hoped
        }
    }

    private static String answer(Socket till) throws IOException {
        InputStream in = till.getInputStream();
        StringBuilder answer = new StringBuilder();
        byte[] buffer = new byte[4096];
        try {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                answer.append(new String(buffer, 0, read, StandardCharsets.UTF_8));
                if (answer.toString().contains("\"code\"") && answer.toString().contains("}")) {
                    break;
                }
            }
        } catch (IOException e) {
            // the hub has closed; what it said before counts
        }
        return answer.toString();
    }
}
