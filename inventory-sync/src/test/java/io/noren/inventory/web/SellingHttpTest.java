package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.inventory.InventoryTest;
import io.noren.inventory.availability.AvailabilityAnswer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import tools.jackson.databind.json.JsonMapper;

/** Channels, groups, rules and what was not found, as a web shop and a clerk send them. */
class SellingHttpTest extends InventoryTest {

    @Autowired
    private MockMvcTester http;

    @Autowired
    private JsonMapper json;

    private final String id = "any-" + UUID.randomUUID();

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theTextThatIsPutTogetherIsTheOneThatTheMapperWouldWrite() throws Exception {
        String shirt = anyItem();
        String ginza = anyStore();
        clock.stop();
        stock(shirt, ginza, 5);
        put("/api/v1/availability-rules/" + id, """
                {"scope":{"sku":"%s"},"safetyStock":1,"buffer":{"share":0.1},"threshold":1,
                 "staleFeed":{"after":"PT1M","bands":[1,3],"pickup":false}}""".formatted(shirt));
        clock.advance(Duration.ofMinutes(2));
        List<String> skus = List.of(shirt, "un\"known\\ 商品");

        MvcTestResult sent = post(
                "/api/v1/availability/query",
                json.writeValueAsString(Map.of("skus", skus, "locations", List.of(ginza, "nowhere"))));

        AvailabilityAnswer answer = availability.forChannel("web", skus, List.of(ginza, "nowhere"));
        assertThat(json.readTree(sent.getResponse().getContentAsByteArray()))
                .isEqualTo(json.readTree(json.writeValueAsBytes(answer)));
        assertThat(answer.items().get(0).locations().get(0).degraded()).isNotNull();
    }

    @Test
    void aRuleIsStoredReadListedAndDeletedByItsVersion() {
        String shirt = anyItem();
        String uri = "/api/v1/availability-rules/" + id;
        String body = """
                {"scope":{"sku":"%s"},"buffer":{"quantity":2.50},"staleFeed":{"after":"PT15M","buffer":{"share":0.2}}}
                """.formatted(shirt);

        assertThat(put(uri, body)).hasStatusOk().hasHeader("ETag", "\"1\"");
        assertThat(put(uri, body)).as("the same again is no change").hasHeader("ETag", "\"1\"");
        assertThat(get(uri)).bodyJson().extractingPath("buffer.quantity").isEqualTo(2.5);
        assertThat(get(uri)).bodyJson().extractingPath("staleFeed.after").isEqualTo("PT15M");
        assertThat(put(uri, body.replace("2.50", "3")))
                .bodyJson()
                .extractingPath("version")
                .isEqualTo(2);
        assertThat(get("/api/v1/availability-rules?limit=1&after=" + id.substring(0, id.length() - 1)))
                .bodyJson()
                .extractingPath("rules[0].id")
                .isEqualTo(id);
        assertProblem(delete(uri, "\"1\""), 412, "STALE_VERSION");
        assertThat(delete(uri, "\"2\"")).hasStatus(204);
        assertProblem(delete(uri, "\"2\""), 404, "NO_SUCH_RULE");
        assertProblem(get(uri), 404, "NO_SUCH_RULE");
    }

    @Test
    void aChannelSellsFromItsGroupsAndLocations() {
        String shirt = anyItem();
        String ginza = anyStore();
        String kobe = anyStore();
        stock(shirt, ginza, 5);
        stock(shirt, kobe, 7);
        String group = "/api/v1/location-groups/" + id;
        String channel = "/api/v1/channels/" + id;

        assertThat(put(group, "{\"name\":\"Tokyo\",\"locations\":[\"" + ginza + "\"]}"))
                .hasStatusOk();
        assertThat(put(channel, "{\"name\":\"Web\",\"locationGroups\":[\"" + id + "\"]}"))
                .hasStatusOk();

        assertThat(get("/api/v1/availability?sku=" + shirt + "&channel=" + id))
                .bodyJson()
                .extractingPath("items[0].available")
                .isEqualTo(5);
        assertProblem(delete(group, "\"1\""), 409, "GROUP_IN_USE");
        assertThat(get(channel)).bodyJson().extractingPath("locationGroups[0]").isEqualTo(id);
        assertThat(delete(channel, "\"1\"")).hasStatus(204);
        assertThat(get("/api/v1/availability?sku=" + shirt + "&channel=" + id))
                .bodyJson()
                .extractingPath("items[0].available")
                .isEqualTo(12);
        assertThat(delete(group, "\"1\"")).hasStatus(204);
        assertProblem(get(group), 404, "NO_SUCH_LOCATION_GROUP");
        assertProblem(get(channel), 404, "NO_SUCH_CHANNEL");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "availability-rules | {}                                                      | EMPTY_RULE",
                "availability-rules | {'safetyStock':-1}                                      | ABSURD_QUANTITY",
                "availability-rules | {'safetyStock':1E+999999999}                            | ABSURD_QUANTITY",
                "availability-rules | {'threshold':0.0001}                                    | TOO_MANY_DECIMALS",
                "availability-rules | {'buffer':{}}                                           | BAD_BUFFER",
                "availability-rules | {'buffer':{'quantity':1,'share':0.1}}                   | BAD_BUFFER",
                "availability-rules | {'buffer':{'share':1.1}}                                | BAD_SHARE",
                "availability-rules | {'staleFeed':{'after':'PT0S'}}                          | BAD_DURATION",
                "availability-rules | {'staleFeed':{'bands':[]}}                              | BAD_BANDS",
                "availability-rules | {'staleFeed':{'bands':[null]}}                          | BAD_BANDS",
                "availability-rules | {'pickup':false,'scope':{'sku':'a','category':'b'}}     | BAD_SCOPE",
                "availability-rules | {'threshold':1,'scope':{'locationGroup':'g'}}           | BAD_SCOPE",
                "availability-rules | {'pickup':false,'scope':{'sku':'nothing'}}              | UNKNOWN_ITEM",
                "availability-rules | {'pickup':false,'scope':{'channel':'nobody'}}           | UNKNOWN_CHANNEL",
                "availability-rules | {'pickup':false,'scope':{'locationGroup':'none'}}       | UNKNOWN_LOCATION_GROUP",
                "availability-rules | {'id':'other','pickup':false}                           | BAD_ID",
                "channels           | {'name':'Web','locationGroups':['none']}                | UNKNOWN_LOCATION_GROUP",
                "channels           | {'name':'Web','locations':['nowhere']}                  | UNKNOWN_LOCATION",
                "location-groups    | {'name':'Tokyo','locations':['nowhere']}                | UNKNOWN_LOCATION",
            })
    void whatCannotBeMeantIsRefusedByName(String what, String body, String code) {
        assertProblem(put("/api/v1/" + what + "/" + id, body.replace('\'', '"')), 400, code);
        assertThat(get("/api/v1/" + what + "/" + id)).hasStatus(404);
    }

    @Test
    void availabilityRefusesWhatItCannotBeAsked() {
        assertProblem(get("/api/v1/availability?sku=a%00b"), 400, "BAD_SKU");
        assertProblem(get("/api/v1/availability?sku=a&location=b%00c"), 400, "BAD_LOCATION");
        assertProblem(get("/api/v1/availability?sku=a&channel=" + "x".repeat(101)), 400, "BAD_CHANNEL");
        assertProblem(post("/api/v1/availability/query", "{\"skus\":[null]}"), 400, "BAD_SKU");
        assertProblem(post("/api/v1/availability/query", "{\"skus\":[\"a\"],\"channel\":\"\"}"), 400, "BAD_CHANNEL");
        assertProblem(
                post("/api/v1/availability/query", "{\"skus\":[\"a\"" + ",\"a\"".repeat(1_000) + "]}"),
                400,
                "TOO_MANY_SKUS");
        assertProblem(get("/api/v1/availability?sku=a" + "&location=b".repeat(101)), 400, "TOO_MANY_LOCATIONS");
        assertProblem(get("/api/v1/availability?location=b"), 400, "TOO_MANY_SKUS"); // or none
    }

    @Test
    void aCommaBelongsToTheItemsNameAndDividesNothing() {
        assertThat(get("/api/v1/availability?sku=RED,XL&channel="))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying(
                        "$.items.length()", items -> assertThat(items).isEqualTo(1))
                .hasPathSatisfying("$.items[0].sku", sku -> assertThat(sku).isEqualTo("RED,XL"))
                .hasPathSatisfying("$.channel", channel -> assertThat(channel).isEqualTo("web"));
    }

    @Test
    void notFoundOnTheShelfIsReportedAndEndedByAClerkOfThatStore() {
        String shirt = anyItem();
        String ginza = anyStore();
        String kobe = anyStore();
        stock(shirt, ginza, 5);
        signIn("location:" + ginza);
        String body = "{\"sku\":\"%s\",\"location\":\"%s\",\"reason\":\"empty hook\"}";

        MvcTestResult reported = post("/api/v1/stock/not-found", body.formatted(shirt, ginza));

        assertThat(reported).hasStatus(201);
        assertThat(reported).bodyJson().extractingPath("countTask").isNotNull();
        assertThat(get("/api/v1/availability?sku=" + shirt + "&location=" + ginza))
                .bodyJson()
                .extractingPath("items[0].locations[0].unavailableParts.notFound")
                .isEqualTo(5);
        assertThat(get("/api/v1/stock/not-found?location=" + ginza))
                .bodyJson()
                .extractingPath("reports[0].reason")
                .isEqualTo("empty hook");
        assertProblem(post("/api/v1/stock/not-found", body.formatted(shirt, kobe)), 403, "LOCATION_FORBIDDEN");
        assertProblem(post("/api/v1/stock/not-found/found", body.formatted(shirt, kobe)), 403, "LOCATION_FORBIDDEN");
        assertProblem(get("/api/v1/stock/not-found?location=" + kobe), 403, "LOCATION_FORBIDDEN");
        assertProblem(put("/api/v1/channels/" + id, "{\"name\":\"Mine\"}"), 403, "LOCATION_FORBIDDEN");
        assertThat(post("/api/v1/stock/not-found/found", body.formatted(shirt, ginza)))
                .hasStatusOk();
        assertProblem(post("/api/v1/stock/not-found/found", body.formatted(shirt, ginza)), 404, "NOT_REPORTED");
        signIn("location:*");
        assertProblem(post("/api/v1/stock/not-found", body.formatted("nothing", ginza)), 400, "UNKNOWN_ITEM");
        assertProblem(post("/api/v1/stock/not-found", body.formatted(shirt, "nowhere")), 400, "UNKNOWN_LOCATION");
        assertProblem(
                post("/api/v1/stock/not-found", body.formatted(shirt, ginza).replace("empty hook", "x".repeat(501))),
                400,
                "BAD_REASON");
    }

    private static void signIn(String authority) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new TestingAuthenticationToken("clerk", null, AuthorityUtils.createAuthorityList(authority)));
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(URI.create(uri)).exchange();
    }

    private MvcTestResult delete(String uri, String ifMatch) {
        return http.delete().uri(uri).header("If-Match", ifMatch).exchange();
    }

    private MvcTestResult put(String uri, String body) {
        return http.put()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private MvcTestResult post(String uri, String body) {
        return http.post()
                .uri(uri)
                .contentType(MediaType.APPLICATION_JSON)
                .content(body)
                .exchange();
    }

    private static void assertProblem(MvcTestResult result, int status, String code) {
        assertThat(result).hasStatus(status).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo(code);
    }
}
