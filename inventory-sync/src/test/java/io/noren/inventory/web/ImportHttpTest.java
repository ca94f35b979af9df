package io.noren.inventory.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.InventoryTest;
import io.noren.inventory.imports.ImportsByHand;
import java.io.UnsupportedEncodingException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class ImportHttpTest extends InventoryTest {

    private static final String IMPORTS = "/api/v1/stock/imports";

    @Autowired
    private MockMvcTester http;

    @Autowired
    private ImportsByHand byHand;

    @Test
    void aFileIsTakenAndItsProgressAndItsBadRowsCanBeAskedFor() throws UnsupportedEncodingException {
        String shirt = anyItem();
        String ginza = anyStore();
        String file = "sku,location,delta,reason\n" + shirt + "," + ginza + ",5,received\nnothing," + ginza
                + ",1,received\n" + shirt + "," + ginza + ",=1,received\n";

        MvcTestResult taken = send(file, "text/csv", "?mode=movements", "key-" + shirt);

        assertThat(taken).hasStatus(202);
        String id = JsonPath.read(taken.getResponse().getContentAsString(), "$.id");
        assertThat(taken).hasHeader("Location", IMPORTS + "/" + id);
        assertThat(get("/" + id)).bodyJson().extractingPath("state").isEqualTo("RUNNING");
        byHand.work();
        MvcTestResult progress = get("/" + id);
        assertThat(progress).bodyJson().extractingPath("state").isEqualTo("COMPLETED");
        assertThat(progress).bodyJson().extractingPath("rows").isEqualTo(3);
        assertThat(progress).bodyJson().extractingPath("recorded").isEqualTo(1);
        assertThat(progress).bodyJson().extractingPath("unchanged").isEqualTo(0);
        assertThat(progress).bodyJson().extractingPath("rejected").isEqualTo(2);
        MvcTestResult first = get("/" + id + "/rejections?limit=1");
        assertThat(first).bodyJson().extractingPath("items[0].line").isEqualTo(3);
        assertThat(first).bodyJson().extractingPath("items[0].code").isEqualTo("UNKNOWN_ITEM");
        assertThat(get("/" + id + "/rejections?after=" + JsonPath.read(body(first), "$.next")))
                .bodyJson()
                .extractingPath("items[*].code")
                .asArray()
                .containsExactly("SPREADSHEET_FORMULA");
        String csv = body(http.get()
                .uri(IMPORTS + "/" + id + "/rejections")
                .accept("text/csv")
                .exchange());
        assertThat(csv.lines().map(line -> line.split(",", 3)[1]))
                .containsExactly("code", "UNKNOWN_ITEM", "SPREADSHEET_FORMULA");
        assertThat(get("?limit=1")).bodyJson().extractingPath("items[0].id").isEqualTo(id);

        MvcTestResult again = send(file, "text/csv", "?mode=movements", "key-" + shirt);
        assertThat(again).hasStatus(202).hasHeader("Idempotency-Replayed", "true");
        assertThat(again).bodyJson().extractingPath("id").isEqualTo(id);
        assertProblem(send(file + "\n,", "text/csv", "?mode=movements", "key-" + shirt), 422, "IDEMPOTENCY_KEY_REUSED");
    }

    @Test
    void whatIsWrongWithARequestIsSaidBeforeAnythingStarts() {
        String rows = "a,b,1,received\n";
        assertProblem(send("sku,place\n" + rows, "text/csv", "?mode=movements", null), 400, "WRONG_HEADER");
        assertThat(send("sku,place\n" + rows, "text/csv", "?mode=movements", null))
                .bodyJson()
                .extractingPath("expected")
                .asArray()
                .containsExactly("sku", "location", "delta", "reason");
        assertProblem(send(rows, "application/json", "?mode=movements", null), 415, "UNSUPPORTED_IMPORT_TYPE");
        assertProblem(send(rows, "text/csv", "?mode=everything", null), 400, "UNKNOWN_MODE");
        assertProblem(send(rows, "text/csv;charset=koi8-r", "?mode=movements", null), 415, "UNSUPPORTED_CHARSET");
        assertProblem(send(rows, "text/csv", "?mode=movements", " "), 400, "IDEMPOTENCY_KEY_INVALID");
        assertProblem(
                http.post()
                        .uri(IMPORTS + "?mode=movements")
                        .header("Content-Encoding", "br")
                        .contentType("text/csv")
                        .content(rows)
                        .exchange(),
                415,
                "UNSUPPORTED_CONTENT_ENCODING");
        assertProblem(
                http.post()
                        .uri(IMPORTS + "?mode=movements")
                        .header("Content-Encoding", "gzip")
                        .contentType("text/csv")
                        .content(rows)
                        .exchange(),
                400,
                "BROKEN_GZIP");
        assertProblem(get("/" + UUID.randomUUID()), 404, "NO_SUCH_IMPORT");
        assertProblem(get("?after=x"), 400, "BAD_CURSOR");
    }

    private MvcTestResult send(String file, String type, String query, @Nullable String key) {
        var request = http.post()
                .uri(IMPORTS + query)
                .contentType(MediaType.parseMediaType(type))
                .content(file.getBytes(UTF_8));
        return (key == null ? request : request.header("Idempotency-Key", key)).exchange();
    }

    private MvcTestResult get(String path) {
        return http.get().uri(IMPORTS + path).exchange();
    }

    private static String body(MvcTestResult answer) throws UnsupportedEncodingException {
        return answer.getResponse().getContentAsString();
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
