package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.noren.inventory.InventoryTest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

/** What a key for Ginza may do in Ginza, and not in Kobe. */
class LocationKeysTest extends InventoryTest {

    private static final String RESERVATION = """
            {"owner": "%s", "expiresIn": "PT30M", "allowPartial": %s, "lines": [
              {"line": "1", "sku": "%s", "location": "%s", "quantity": %s},
              {"line": "2", "sku": "%s", "location": "%s", "quantity": 1}]}
            """;

    @Autowired
    private MockMvcTester http;

    private String shirt = "";
    private String cap = "";
    private String ginza = "";
    private String kobe = "";

    @BeforeEach
    void bothStoresHaveShirts() {
        shirt = anyItem();
        cap = anyItem();
        ginza = anyStore();
        kobe = anyStore();
        stock(shirt, ginza, 5);
        stock(cap, ginza, 5);
        stock(shirt, kobe, 50);
        stock(cap, kobe, 50);
        signIn("location:" + ginza);
    }

    @AfterEach
    void signOut() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void theLedgerOfAnotherStoreIsClosed() {
        assertThat(get("/api/v1/stock/movements?sku=" + shirt + "&location=" + ginza))
                .hasStatusOk();
        assertForbidden(get("/api/v1/stock/movements?sku=" + shirt + "&location=" + kobe));
        assertForbidden(get("/api/v1/stock/movements?sku=" + shirt + "&location=" + ginza + "&location=" + kobe));
        assertForbidden(get("/api/v1/stock/movements?sku=" + shirt + "&location=*"));
    }

    @Test
    void whatTellsOfEveryStoreIsClosedToAKeyForOne() {
        for (String path : List.of("audit", "changes", "changes/stream")) {
            assertForbidden(get("/api/v1/stock/" + path));
        }
        assertForbidden(get("/api/v1/stock/audit?location=" + kobe));
        assertThat(get("/api/v1/stock/audit?location=" + ginza)).bodyJson().doesNotHavePath("auditor");
        signIn("location:*");
        assertThat(get("/api/v1/stock/audit")).hasStatusOk();
        assertThat(get("/api/v1/stock/changes")).hasStatusOk();
    }

    @Test
    void availabilityIsToldOfTheStoresThatTheKeyIsFor() {
        String ask = "/api/v1/availability?sku=" + shirt;
        assertThat(get(ask + "&location=" + ginza)).hasStatusOk();
        assertForbidden(get(ask + "&location=" + kobe));
        assertForbidden(get(ask + "&location=" + ginza + "," + kobe));
        assertForbidden(get(ask));
        String query = "{\"skus\":[\"" + shirt + "\"],\"locations\":[%s]}";
        assertThat(post("/api/v1/availability/query", query.formatted("\"" + ginza + "\"")))
                .hasStatusOk();
        assertForbidden(post("/api/v1/availability/query", query.formatted("\"" + ginza + "\",\"" + kobe + "\"")));
        assertForbidden(post("/api/v1/availability/query", query.formatted("")));
    }

    @Test
    void anotherStoreIsNeitherReadNorChangedNorListed() {
        String body = "{\"name\":\"Mine now\",\"kind\":\"STORE\",\"zone\":\"Asia/Tokyo\"}";
        assertForbidden(put("/api/v1/locations/" + kobe, body));
        assertForbidden(get("/api/v1/locations/" + kobe));
        assertThat(locations.find(kobe).orElseThrow().name()).isEqualTo("Any store");
        assertThat(put("/api/v1/locations/" + ginza, body)).hasStatusOk();
        assertThat(get("/api/v1/locations"))
                .bodyJson()
                .extractingPath("locations[*].id")
                .asArray()
                .containsExactly(ginza);
    }

    @Test
    void nothingIsReservedWhereTheKeyIsNotFor() {
        MvcTestResult refused = post("/api/v1/reservations", lines("1", kobe));

        assertForbidden(refused);
        assertThat(refused).bodyJson().extractingPath("errors[0].field").isEqualTo("lines[1].location");
        assertThat(level(shirt, ginza).reserved()).isZero();
        assertThat(level(cap, kobe).reserved()).isZero();
    }

    @Test
    void aReservationInAnotherStoreIsNeitherSeenNorMoved() {
        signIn("location:*");
        String owner = "basket-" + UUID.randomUUID();
        String id = text(post("/api/v1/reservations", lines(owner, false, "1", kobe)), "id");
        String mine = text(post("/api/v1/reservations", lines("mine-" + owner, false, "1", ginza)), "id");
        signIn("location:" + ginza);

        for (String step : List.of("commit", "extend", "release", "fulfil")) {
            assertForbidden(post("/api/v1/reservations/" + id + "/" + step, ""));
        }
        assertForbidden(get("/api/v1/reservations/" + id));
        assertThat(get("/api/v1/reservations?owner=" + owner))
                .bodyJson()
                .extractingPath("reservations")
                .asArray()
                .isEmpty();
        assertThat(get("/api/v1/reservations/" + mine)).hasStatusOk();
        assertThat(get("/api/v1/reservations?owner=mine-" + owner))
                .bodyJson()
                .extractingPath("reservations[0].id")
                .isEqualTo(mine);
        assertThat(post("/api/v1/reservations/" + mine + "/release", "")).hasStatusOk();
        assertThat(get("/api/v1/reservations/" + UUID.randomUUID())).hasStatus(404);
        signIn("location:*");
        assertThat(get("/api/v1/reservations/" + id))
                .bodyJson()
                .extractingPath("state")
                .isEqualTo("HELD");
    }

    @Test
    void whatIsMissingIsNotOfferedFromOtherStores() {
        MvcTestResult refused = post("/api/v1/reservations", lines("9", ginza));
        MvcTestResult partly = post("/api/v1/reservations", lines("b" + UUID.randomUUID(), true, "9", ginza));

        assertThat(refused).hasStatus(409);
        assertThat(refused).bodyJson().extractingPath("lines[0].available").isEqualTo(5);
        assertThat(refused)
                .bodyJson()
                .extractingPath("lines[0].otherLocations")
                .asArray()
                .isEmpty();
        assertThat(partly).hasStatus(201);
        assertThat(partly)
                .bodyJson()
                .extractingPath("missing[0].otherLocations")
                .asArray()
                .isEmpty();
        signIn("location:" + ginza, "location:" + kobe);
        assertThat(post("/api/v1/reservations", lines("9", ginza)))
                .bodyJson()
                .extractingPath("lines[0].otherLocations[*].location")
                .asArray()
                .containsExactly(kobe);
    }

    private String lines(String quantity, String second) {
        return lines("basket-" + UUID.randomUUID(), false, quantity, second);
    }

    private String lines(String owner, boolean partly, String quantity, String second) {
        return RESERVATION.formatted(owner, partly, shirt, ginza, quantity, cap, second);
    }

    private static void signIn(String... locations) {
        SecurityContextHolder.getContext()
                .setAuthentication(
                        new TestingAuthenticationToken("key", "", AuthorityUtils.createAuthorityList(locations)));
    }

    private MvcTestResult get(String uri) {
        return http.get().uri(uri).exchange();
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

    private static String text(MvcTestResult result, String path) {
        return JsonPath.read(new String(result.getResponse().getContentAsByteArray(), StandardCharsets.UTF_8), path);
    }

    private static void assertForbidden(MvcTestResult result) {
        assertThat(result).hasStatus(403).hasContentType(MediaType.APPLICATION_PROBLEM_JSON);
        assertThat(result).bodyJson().extractingPath("code").isEqualTo("LOCATION_FORBIDDEN");
    }
}
