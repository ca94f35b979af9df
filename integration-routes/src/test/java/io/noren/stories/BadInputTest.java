package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** What is wrong is named, with its place, and its neighbours do not notice. */
class BadInputTest extends Story {

    static Stream<Arguments> brokenDocuments() {
        String good = "<POSLog><Transaction><RetailStoreID>1</RetailStoreID></Transaction></POSLog>";
        return Stream.of(
                Arguments.of("cut off", good.substring(0, 40), "MALFORMED_DOCUMENT"),
                Arguments.of("a tag that closes another", "<POSLog><a></b></POSLog>", "MALFORMED_DOCUMENT"),
                Arguments.of("no XML at all", "{\"a\":1}", "MALFORMED_DOCUMENT"),
                Arguments.of("another kind of XML", "<html/>", "NOT_A_POSLOG"),
                Arguments.of("nothing", "", "EMPTY_DOCUMENT"),
                Arguments.of(
                        "an entity bomb",
                        "<!DOCTYPE POSLog [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><POSLog>&b;</POSLog>",
                        "DTD_NOT_ALLOWED"),
                Arguments.of(
                        "a look at our files",
                        "<!DOCTYPE POSLog [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><POSLog>&x;</POSLog>",
                        "DTD_NOT_ALLOWED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenDocuments")
    void aDocumentThatCannotBeReadIsRefusedAsAWhole(String what, String document, String code) {
        Answer answer = report(document);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.json().path("detail").asString()).isNotBlank();
        assertThat(answer.raw().body()).doesNotContain("Exception", "root:");
        assertThat(parked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "-1, ABSURD_QUANTITY",
        "99999999, ABSURD_QUANTITY",
        "0.0001, QUANTITY_TOO_FINE",
        "1E9, UNREADABLE_QUANTITY",
        "many, UNREADABLE_QUANTITY",
    })
    void anOddQuantityParksItsTransactionAndNotTheOnesBesideIt(String quantity, String code) {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        Answer answer = report(Receipt.document(
                ginza.till(1).write(sale(1).of(1, shirt)),
                ginza.till(1).write(sale(2).of(quantity, shirt, "100")),
                ginza.till(1).write(sale(3).of(1, shirt))));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("recorded").asInt()).as(answer.toString()).isEqualTo(2);
        JsonNode parked = answer.json().path("parked").get(0);
        assertThat(parked.path("place").asInt()).isPositive();
        assertThat(parked.path("code").asString()).isEqualTo(code);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
        assertThat(theParked().path("code")).isEqualTo(parked.path("code"));
        assertThat(theParked().path("place")).isEqualTo(parked.path("place"));
    }

    @Test
    void aWordThatIsNoneOfThoseThereAreIsAnsweredWithThem() {
        Answer answer = hub.post("/api/v1/pickup-orders", """
                {"order": "o", "location": "l", "lines": [], "payment": {"method": "CASH"}}""");

        assertThat(answer.code()).isEqualTo("INVALID_FIELDS");
        assertThat(answer.json().path("errors").get(0).path("field").asString()).isEqualTo("payment.method");
        assertThat(answer.json().path("errors").get(0).path("detail").asString())
                .isEqualTo("Give one of: PAID_ONLINE, PAY_IN_STORE.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST | /api/v1/stock/movements | {                      | 400 | MALFORMED_JSON",
                "POST | /api/v1/stock/movements | []                     | 400 | INVALID_FIELDS,MALFORMED_JSON",
                "POST | /api/v1/stock/movements | {\"movements\":\"a\"}  | 400 | INVALID_FIELDS",
                "POST | /api/v1/stock/movements | {}                     | 400 | INVALID_FIELDS",
                "POST | /api/v1/reservations    | {\"owner\":1,\"lines\":{}} | 400 | INVALID_FIELDS",
                "POST | /api/v1/pickup-orders   | {\"order\":\"\"}       | 400 | INVALID_FIELDS",
                "POST | /api/v1/reservations    | {\"owner\":\"o\",\"lines\":[null]} | 400 | INVALID_FIELDS",
                "POST | /api/v1/pickup-orders   | {\"order\":\"o\",\"location\":\"l\",\"lines\":[null]} | 400 | INVALID_FIELDS",
                "POST | /api/v1/stock/movements | {\"movements\":[null]} | 400 | INVALID_FIELDS",
                "POST | /api/v1/webhooks        | {\"url\":\"https://a.example\",\"events\":[null]} | 400 | INVALID_FIELDS",
                "PUT  | /api/v1/items/A         | {\"name\":{\"ja\":\"a\"},\"unit\":\"EACH\",\"codes\":[null]} | 400 | INVALID_FIELDS",
                "PUT  | /api/v1/items/A         | {\"name\":null}        | 400 | INVALID_FIELDS",
                "GET  | /api/v1/pickup-orders/x |                        | 400 | BAD_REQUEST,INVALID_FIELDS",
                "GET  | /api/v1/parked?after=x  |                        | 400 | BAD_REQUEST,INVALID_FIELDS",
                "GET  | /api/v1/parked?limit=x  |                        | 400 | BAD_REQUEST,INVALID_FIELDS",
                "GET  | /api/v1/pos/gaps        |                        | 400 | BAD_REQUEST,INVALID_FIELDS",
                "GET  | /api/v1/webshops/none/items?state=x | | 400 | BAD_REQUEST,INVALID_FIELDS",
                "GET  | /api/v1/nothing         |                        | 404 | UNKNOWN_PATH",
                "DELETE | /api/v1/availability  |                        | 405 | METHOD_NOT_ALLOWED",
                "POST | /api/v1/parked/00000000-0000-0000-0000-000000000000/retry | {} | 404 | NOT_PARKED",
            })
    void aRequestOfTheWrongShapeIsAProblemWithAName(String method, String path, String body, int status, String codes) {
        Answer answer = hub.send(
                method,
                path,
                body == null ? null : "application/json",
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));

        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(codes.split(",")).contains(answer.code());
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.raw().body()).doesNotContain("Exception", "io.noren", "org.springframework");
    }

    @Test
    void jsonWhereXmlIsReadIsRefusedByItsType() {
        Answer answer = hub.post("/api/v1/pos/" + source + "/documents", "{}");

        assertThat(answer.status()).isEqualTo(415);
        assertThat(answer.code()).isEqualTo("UNSUPPORTED_DOCUMENT_TYPE");
    }
}
