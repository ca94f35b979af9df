package io.noren.stories;

import static io.noren.integration.security.Scope.INVENTORY_READ;
import static io.noren.integration.security.Scope.INVENTORY_WRITE;
import static io.noren.integration.security.Scope.MEMBERS_CONTACT;
import static io.noren.integration.security.Scope.MEMBERS_LINK;
import static io.noren.integration.security.Scope.MEMBERS_READ;
import static io.noren.integration.security.Scope.MEMBERS_WRITE;
import static io.noren.integration.security.Scope.OFFERS;
import static io.noren.integration.security.Scope.PICKUP;
import static io.noren.integration.security.Scope.POINTS;
import static io.noren.integration.security.Scope.POS;
import static io.noren.integration.security.Scope.RESERVATIONS;
import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;

import io.noren.integration.security.FirstAccess;
import io.noren.integration.security.Scope;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** Who may not come in. */
class ClosedDoorsTest extends Story {
    /** One operation of the API, as its own document lists it. */
    private record Operation(String method, String path, List<Parameter> parameters) {
        String address() {
            return path.replaceAll("\\{[^}]*}", new UUID(0, 0).toString());
        }

        /** The narrow scopes that open it; none where only an administrator may enter. */
        Set<Scope> scopes() {
            boolean reads = method.equals("GET");
            if (Set.of("/api/v1/stock/audit/repair", "/api/v1/points/audit/repair", "/api/v1/points/adjustments")
                    .contains(path)) {
                return Set.of();
            }
            if (path.matches(
                    "/api/v1/(items|locations|location-groups|channels|availability-rules|number-rules|stock|transfers"
                            + "|purchase-receipts|count-sessions|label-jobs|links|scans|routing-rules)(/.*)?")) {
                return reads ? Set.of(INVENTORY_READ, INVENTORY_WRITE) : Set.of(INVENTORY_WRITE);
            }
            if (path.startsWith("/api/v1/store-bundles/")) {
                return Set.of(POS);
            }
            if (path.matches("/api/v1/availability(/.*)?")) {
                return Set.of(INVENTORY_READ, INVENTORY_WRITE, RESERVATIONS);
            }
            if (path.matches("/api/v1/(reservations|routing-choices)(/.*)?")) {
                return Set.of(RESERVATIONS);
            }
            if (path.matches("/api/v1/baskets(/.*)?")) {
                return Set.of(RESERVATIONS, POS);
            }
            if (path.startsWith("/api/v1/pickup-terms/")) {
                return reads
                        ? Set.of(INVENTORY_READ, INVENTORY_WRITE, PICKUP)
                        : method.equals("PUT") ? Set.of(INVENTORY_WRITE) : Set.of(PICKUP);
            }
            if (path.equals("/api/v1/pickup-options")) {
                return Set.of(INVENTORY_READ, INVENTORY_WRITE);
            }
            if (path.matches("/api/v1/pickup-orders(/.*)?|/api/v1/pickup-numbers")) {
                return Set.of(PICKUP);
            }
            if (path.matches("/api/v1/pos/.*")) {
                return Set.of(POS);
            }
            if (path.equals("/api/v1/till/alarms")) {
                return Set.of();
            }
            if (path.matches("/api/v1/till/members/[^/]*/contact")) {
                return Set.of(MEMBERS_CONTACT);
            }
            if (path.matches("/api/v1/till/.*")) {
                return Set.of(POS, MEMBERS_READ);
            }
            if (path.equals("/api/v1/tiers") && !reads) {
                return Set.of();
            }
            if (path.matches("/api/v1/(members/[^/]*/(points|tier)|tiers)")) {
                return Set.of(POINTS, MEMBERS_READ);
            }
            if (path.matches("/api/v1/members/[^/]*/(code|export)")) {
                return Set.of(MEMBERS_WRITE);
            }
            if (path.matches("/api/v1/points/rules(/dry-runs.*)?") && (!reads || path.contains("dry-runs"))) {
                return Set.of();
            }
            if (path.matches("/api/v1/(points|purchases)(/.*)?")) {
                return Set.of(POINTS);
            }
            if (path.matches("/api/v1/quotes(/.*)?")) {
                return Set.of(POINTS, POS);
            }
            if (path.matches("/api/v1/coupons(/conflicts|/[^/]*/void)?")) {
                return Set.of(OFFERS);
            }
            if (path.matches("/api/v1/coupons/.*")) {
                return reads ? Set.of(OFFERS, POINTS, POS) : Set.of(POINTS, POS);
            }
            if (path.matches("/api/v1/offers(/.*)?")) {
                return reads ? Set.of(OFFERS, POINTS, POS) : Set.of(OFFERS);
            }
            if (path.matches("/api/v1/erasures/[^/]*/receipts")) {
                return Set.of(POS, MEMBERS_WRITE);
            }
            if (path.equals("/api/v1/members/links")) {
                return Set.of(MEMBERS_LINK, MEMBERS_WRITE);
            }
            if (path.matches("/api/v1/(cards|merges|erasures)(/.*)?")) {
                return Set.of(MEMBERS_WRITE);
            }
            if (path.matches("/api/v1/members(/.*)?")) {
                return reads ? Set.of(MEMBERS_READ, MEMBERS_WRITE) : Set.of(MEMBERS_WRITE);
            }
            if (path.matches(
                    "/api/v1/(api-keys|identifier-rules|messages|parked|webhooks|webshops|staff|sensitive-goods)(/.*)?")) {
                return Set.of();
            }
            throw new AssertionError("this test does not know who may use " + path);
        }
    }

    /** What an operation takes in its address. */
    private record Parameter(String name, boolean date, boolean needed) {
        String filled() {
            return name + "=" + (date ? "2026-04-01" : "1");
        }
    }

    @Autowired
    FirstAccess access;

    @Test
    void noOperationOfTheApiAnswersWithoutAKeyOrWithAWrongOne() {
        Hub wrong = stranger.withKey("nrn_" + UUID.randomUUID());
        List<Operation> operations = operations();

        assertThat(operations).hasSizeGreaterThan(30);
        for (Operation operation : operations) {
            for (Hub caller : List.of(stranger, wrong)) {
                Answer answer = ask(caller, operation);
                assertThat(answer.status()).as(operation.toString()).isEqualTo(401);
                assertThat(answer.code()).isEqualTo("UNAUTHENTICATED");
                assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
                assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
            }
        }
    }

    @Test
    void everyOperationIsClosedToEveryScopeButItsOwn() {
        for (Scope scope : EnumSet.complementOf(EnumSet.of(Scope.ADMIN))) {
            Hub caller = keyFor(Set.of(scope));
            for (Operation operation : operations()) {
                if (!operation.scopes().contains(scope)) {
                    Answer answer = ask(caller, operation);
                    assertThat(answer.status()).as(scope + " at " + operation).isEqualTo(403);
                    assertThat(answer.code()).isEqualTo("FORBIDDEN");
                }
            }
        }
    }

    @Test
    void aCloudTillIsBelievedForItsSignatureAloneAndNobodyElseIsLetInByThatDoor() {
        String path = "/api/v1/pos/signed-tills/documents";
        String event = "{\"event_id\":\"%s\",\"data\":{\"object\":{\"order_updated\":{\"order_id\":\"O1\"}}}}"
                .formatted(UUID.randomUUID());
        String signature = "https://tills.example/hook" + event;

        for (Hub caller : List.of(stranger, hub, keyFor(Set.of(POS)), keyFor(Set.of(INVENTORY_READ)))) {
            Answer unsigned = caller.post(path, event);
            assertThat(unsigned.status()).isEqualTo(401);
            assertThat(unsigned.code()).isEqualTo("SIGNATURE_INVALID");
            Answer signed = caller.with("x-square-hmacsha256-signature", hmac("the-vendors-secret", signature))
                    .post(path, event);
            assertThat(signed.status()).as(signed.toString()).isEqualTo(202);
            assertThat(signed.json().path("toFetch").asInt()).isEqualTo(1);
        }
        Hub withSignature = stranger.with("x-square-hmacsha256-signature", hmac("the-vendors-secret", signature));
        for (String other : List.of(
                "/api/v1/pos/other-tills/documents",
                "/api/v1/pos/Signed-tills/documents",
                "/api/v1/pos/signed-tills/documents/",
                "/api/v1/pos/signed-tills/../other/documents",
                "/api/v1/pos/documents")) {
            assertThat(withSignature.post(other, event).status()).as(other).isIn(400, 401);
        }
        assertThat(stranger.get(path).status()).isEqualTo(401);
        assertThat(stranger.get("/api/v1/pos/tills").status()).isEqualTo(401);
    }

    @Test
    void aCloudTillThatSendsFormsIsHeardByTheFormAsItWasSent() {
        String path = "/api/v1/pos/form-tills/documents";
        String form = "domain_prefix=a+b%20c&payload=%7B%22id%22%3A%22" + UUID.randomUUID()
                + "%22%2C%22sale_date%22%3A%22x%22%7D&payload=second";
        String signature = HexFormat.of().formatHex(mac("the-vendors-secret", form));

        Answer unsigned =
                stranger.send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form));
        Answer signed = stranger.with("X-Signature", "signature=" + signature + ",algorithm=HMAC-SHA256")
                .send("POST", path, "application/x-www-form-urlencoded", BodyPublishers.ofString(form));

        assertThat(unsigned.code()).isEqualTo("SIGNATURE_INVALID");
        assertThat(signed.status()).as(signed.toString()).isEqualTo(202);
        assertThat(signed.json().path("toFetch").asInt()).isEqualTo(1);
    }

    private static String hmac(String secret, String signed) {
        return Base64.getEncoder().encodeToString(mac(secret, signed));
    }

    private static byte[] mac(String secret, String signed) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/actuator/prometheus", "/actuator/info", "/actuator/env", "/actuator/heapdump", "/actuator"})
    void operationsAreForAdministrators(String path) {
        assertThat(stranger.get(path).status()).isEqualTo(401);
        assertThat(keyFor(Set.of(POS)).get(path).status()).isEqualTo(403);
    }

    @Test
    void theApiDoesNotTakeACookieForAKey() {
        String session = signIn();

        assertThat(stranger.with("Cookie", session).get("/api/v1/parked").status())
                .isEqualTo(401);
        assertThat(stranger.with("Cookie", session).get("/parked").status()).isEqualTo(200);
    }

    @Test
    void aRevokedKeyIsAStrangersAtOnce() {
        Answer made = hub.post("/api/v1/api-keys", "{\"name\":\"till\",\"scopes\":[\"inventory:read\"]}");
        Hub caller = stranger.withKey(made.json().path("key").asString());
        assertThat(caller.get("/api/v1/availability?sku=any").status()).isEqualTo(200);
        String id = made.json().path("details").path("id").asString();
        assertThat(hub.get("/api/v1/api-keys").raw().body())
                .doesNotContain(made.json().path("key").asString());

        assertThat(hub.delete("/api/v1/api-keys/" + id).status()).isEqualTo(204);

        assertThat(caller.get("/api/v1/availability?sku=any").status()).isEqualTo(401);
    }

    @Test
    void aTillsKeySpendsNobodysPointsWithoutWhatTheCustomerShowed() {
        String member = hub.post("/api/v1/members", """
                        {"familyName":"山田","familyKana":"ヤマダ","identifiers":[]}
                        """).json().path("id").asString();
        String wanted = """
                {"member":"%s","points":1,"source":"%s","sourceTransaction":"1"}
                """.formatted(member, source);

        Answer till = keyFor(Set.of(POINTS), store("ginza").id).post("/api/v1/points/redemptions", wanted);
        Answer shop = keyFor(Set.of(POINTS)).post("/api/v1/points/redemptions", wanted);

        assertThat(till.status()).isEqualTo(422);
        assertThat(till.json().path("code").asString()).isEqualTo("PRESENTED_BY_REQUIRED");
        assertThat(shop.json().path("code").asString()).isEqualTo("POINTS_NOT_ENOUGH");
    }

    @Test
    void aTillThatAsksForOneCustomerAfterTheOtherIsToldToWait() {
        String asked = "/api/v1/till/members?card=2900000000017&location=ginza&reason=purchase&till=" + named("till");

        // Two minutes' worth, if a minute ends just now.
        Answer refused = Stream.generate(() -> hub.get(asked))
                .limit(125)
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseThrow();

        assertThat(refused.status()).isEqualTo(429);
        assertThat(refused.json().path("code").asString()).isEqualTo("TOO_MANY_LOOK_UPS");
        assertThat(refused.raw().headers().firstValueAsLong("Retry-After").orElseThrow())
                .isBetween(1L, 60L);
    }

    @Test
    void aKeyBoundToOneStoreCannotReportForAnother() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Store kobe = store("kobe").has(5, shirt);
        Hub till = keyFor(Set.of(POS), ginza.id);

        Answer answer = till.postXml(
                "/api/v1/pos/" + source + "/documents",
                Receipt.document(
                        ginza.till(1).write(sale(1).of(1, shirt)), kobe.till(1).write(sale(1).of(1, shirt))));

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.json().path("parked").get(0).path("code").asString()).isEqualTo("LOCATION_NOT_ALLOWED");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(kobe.onHand(shirt)).isEqualByComparingTo("5");
        assertThat(theParked().path("code").asString()).isEqualTo("LOCATION_NOT_ALLOWED");

        String retry = "/api/v1/parked/" + theParked().path("id").asString() + "/retry";
        assertThat(hub.post(retry).status()).isEqualTo(202);
        whenQueuesAreQuiet();
        assertThat(kobe.onHand(shirt)).as("a retry does not widen the key").isEqualByComparingTo("5");
        assertThat(theParked().path("code").asString()).isEqualTo("LOCATION_NOT_ALLOWED");
    }

    @Test
    void aKeyBoundToOneStoreCannotWriteOrLookElsewhere() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Store kobe = store("kobe").has(5, shirt);
        Hub clerk = keyFor(Set.of(INVENTORY_WRITE, PICKUP, POS), ginza.id);
        String movement = """
                {"movements": [{"id": "%s", "sku": "%s", "location": "%s", "delta": 100, "reason": "RECEIVED",
                                "occurredAt": "2026-04-01T03:00:00Z"}]}
                """;

        Answer moved = clerk.post("/api/v1/stock/movements", movement.formatted(named("m"), shirt, kobe.id));

        assertThat(moved.json().path("results").get(0).path("result").asString())
                .isEqualTo("REJECTED");
        assertThat(kobe.onHand(shirt)).isEqualByComparingTo("5");
        Answer order = hub.post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "lines": [{"line": "1", "sku": "%s", "quantity": 1}]}
                """.formatted(named("order"), kobe.id, shirt));
        String path = "/api/v1/pickup-orders/" + order.json().path("id").asString();
        assertThat(clerk.get(path).status()).isEqualTo(403);
        assertThat(clerk.post(path + "/accept").status()).isEqualTo(403);
        assertThat(clerk.get("/api/v1/pickup-orders?location=" + kobe.id).status())
                .isEqualTo(403);
        assertThat(clerk.get("/api/v1/pickup-orders").status()).isEqualTo(403);
        isForbidden(clerk.get("/api/v1/pickup-numbers?location=" + kobe.id));
        isForbidden(clerk.get("/api/v1/pickup-numbers"));
        assertThat(clerk.get("/api/v1/pickup-numbers?location=" + ginza.id).status())
                .isEqualTo(200);
        assertThat(clerk.get("/api/v1/pickup-orders?location=" + ginza.id).status())
                .isEqualTo(200);
        assertThat(clerk.get("/api/v1/pos/gaps?location=" + kobe.id + "&businessDay=2026-04-01")
                        .status())
                .isEqualTo(403);
        assertThat(clerk.get("/api/v1/till/members?card=1&till=1&reason=ASKED&location=" + kobe.id)
                        .status())
                .isEqualTo(403);
        whenQueuesAreQuiet();
    }

    @Test
    void everyOperationThatIsAskedAboutALocationIsClosedToAKeyForAnother() {
        Store ginza = store("ginza");
        Store kobe = store("kobe");
        Hub clerk = keyFor(EnumSet.complementOf(EnumSet.of(Scope.ADMIN)), ginza.id);
        Hub manager = keyFor(Set.of(Scope.ADMIN), ginza.id);
        List<Operation> asked = operations().stream()
                .filter(operation -> operation.parameters().stream()
                        .anyMatch(parameter -> parameter.name().equals("location")))
                .toList();

        assertThat(asked)
                .extracting(Operation::path)
                .contains(
                        "/api/v1/availability",
                        "/api/v1/members/{id}/recommendations",
                        "/api/v1/pickup-orders",
                        "/api/v1/pos/gaps",
                        "/api/v1/stock/movements",
                        "/api/v1/till/members");
        for (Operation operation : asked) {
            String others = operation.parameters().stream()
                    .filter(parameter -> parameter.needed() && !parameter.name().equals("location"))
                    .map(Parameter::filled)
                    .collect(Collectors.joining("&"));
            for (Hub caller : List.of(clerk, manager)) {
                assertThat(caller.send(
                                        operation.method(),
                                        operation.address() + "?location=" + kobe.id + "&" + others,
                                        "application/json",
                                        BodyPublishers.ofString(
                                                operation.method().equals("GET") ? "" : "{}"))
                                .status())
                        .as(operation.toString())
                        .isEqualTo(403);
            }
        }
    }

    @Test
    void aKeyBoundToOneStoreNeitherReservesNorRenamesNorFollowsTheOthers() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Store kobe = store("kobe").has(5, shirt);
        Hub clerk = keyFor(Set.of(INVENTORY_WRITE, RESERVATIONS), ginza.id);
        String hold = """
                {"owner": "%s", "lines": [{"line": "1", "sku": "%s", "location": "%s", "quantity": 1}]}
                """;

        isForbidden(clerk.post("/api/v1/reservations", hold.formatted(named("cart"), shirt, kobe.id)));
        String held = hub.post("/api/v1/reservations", hold.formatted(named("other"), shirt, kobe.id))
                .json()
                .path("id")
                .asString();
        isForbidden(clerk.get("/api/v1/reservations/" + held));
        isForbidden(clerk.post("/api/v1/reservations/" + held + "/release"));
        isForbidden(clerk.put(
                "/api/v1/locations/" + kobe.id, "{\"name\":\"Mine\",\"kind\":\"STORE\",\"zone\":\"Asia/Tokyo\"}"));
        isForbidden(clerk.get("/api/v1/locations/" + kobe.id));
        isForbidden(clerk.post(
                "/api/v1/availability/query", "{\"skus\":[\"" + shirt + "\"],\"locations\":[\"" + kobe.id + "\"]}"));
        isForbidden(clerk.get("/api/v1/stock/audit"));
        isForbidden(clerk.get("/api/v1/stock/changes"));
        isForbidden(clerk.with("Accept", "text/event-stream").get("/api/v1/stock/changes/stream"));
        assertThat(clerk.post("/api/v1/reservations", hold.formatted(named("mine"), shirt, ginza.id))
                        .status())
                .isEqualTo(201);
    }

    @Test
    void anAdministratorOfOneStoreCannotBecomeOneOfAll() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Hub manager = keyFor(Set.of(Scope.ADMIN), ginza.id);
        int keysBefore = hub.get("/api/v1/api-keys").json().size();

        isForbidden(manager.post("/api/v1/api-keys", "{\"name\":\"all\",\"scopes\":[\"admin\"]}"));
        isForbidden(manager.put(
                "/api/v1/staff/" + named("me"),
                "{\"password\":\"12345678\",\"displayName\":\"Me\",\"admin\":true," + "\"locations\":[\"*\"]}"));
        for (String path : List.of("api-keys", "parked", "webhooks")) {
            isForbidden(manager.get("/api/v1/" + path));
        }
        assertThat(hub.get("/api/v1/api-keys").json().size()).isEqualTo(keysBefore);
        assertThat(manager.get("/api/v1/stock/movements?sku=" + shirt + "&location=" + ginza.id)
                        .status())
                .isEqualTo(200);
    }

    private static void isForbidden(Answer answer) {
        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.code()).isEqualTo("LOCATION_FORBIDDEN");
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/till",
                "/pickup",
                "/pickup/handover",
                "/pickup/numbers",
                "/labels",
                "/shelf-codes",
                "/labels/jobs/1/file",
                "/parked",
                "/board/stream",
                "/no-such-page"
            })
    void aScreenSendsStrangersToTheSignIn(String page) {
        Answer answer = stranger.with("Accept", "text/html").get(page);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).endsWith("/sign-in");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/me", "/me/code.svg", "/me/links", "/me/consents", "/me/data", "/me/export", "/me/no-such-page"
            })
    void aMembersOwnPageSendsStrangersToItsOwnSignIn(String page) {
        Answer answer = stranger.with("Accept", "text/html").get(page);

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).endsWith("/me/sign-in");
    }

    @Test
    void staffDoNotComeInByTheMembersDoor() {
        Hub staff = stranger.with("Cookie", signIn()).with("Accept", "text/html");

        for (String page : List.of("/me", "/me/code.svg")) {
            assertThat(staff.get(page).status()).as(page).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/01/09521234000013",
                "/01/09521234000013/21/A%2FB",
                "/resolve?code=09521234000013",
                "/p/no-such-item",
                "/basket",
                "/b/no-such-key",
                "/scan",
                "/shopper.webmanifest",
                "/r/7d1d3bb1-9c55-4a0d-8f3e-0b6f5f6a2c11",
                "/sign-in",
                "/me/sign-in",
                "/.well-known/gs1resolver",
                "/v3/api-docs"
            })
    void publicPagesAskForNothing(String page) {
        Answer answer = stranger.with("Accept", "text/html,*/*").get(page);

        assertThat(answer.status()).isNotIn(401, 403, 500);
        assertThat(String.valueOf(answer.header("Location"))).doesNotContain("sign-in");
    }

    @Test
    void everyAnswerCarriesTheHeadersThatKeepBrowsersSafe() {
        Answer page = stranger.with("Accept", "text/html").get("/sign-in");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'self'", "frame-ancestors 'none'");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("X-Frame-Options")).isEqualTo("DENY");
        assertThat(page.header("Referrer-Policy")).isEqualTo("same-origin");
        assertThat(stranger.get("/api/v1/parked").header("X-Content-Type-Options"))
                .isEqualTo("nosniff");
    }

    @Test
    void aFormWithoutItsTokenIsRefusedAndOneWithItSignsIn() {
        Answer refused = stranger.send(
                "POST",
                "/sign-in",
                "application/x-www-form-urlencoded",
                BodyPublishers.ofString("username=staff&password=" + access.firstPassword()));
        assertThat(refused.status()).isEqualTo(403);

        String session = signIn();

        Hub staff = stranger.with("Cookie", session).with("Accept", "text/html");
        assertThat(staff.get("/").status()).isEqualTo(200);
        assertThat(staff.post("/sign-out").status())
                .as("nor can others sign one out")
                .isEqualTo(403);
    }

    @Test
    void aWrongPasswordDoesNotSignIn() {
        Answer answer = tryToSignIn("wrong");

        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).contains("/sign-in?error");
    }

    private String signIn() {
        Answer answer = tryToSignIn(String.valueOf(access.firstPassword()));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).doesNotContain("error");
        String cookie = String.valueOf(answer.header("Set-Cookie"));
        assertThat(cookie).contains("HttpOnly").containsIgnoringCase("SameSite=Lax");
        return cookie.substring(0, cookie.indexOf(';'));
    }

    private Answer tryToSignIn(String password) {
        Answer form = stranger.get("/sign-in");
        Matcher token = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"")
                .matcher(form.raw().body());
        assertThat(token.find()).isTrue();
        String cookie = String.valueOf(form.header("Set-Cookie"));
        return stranger.with("Cookie", cookie.substring(0, cookie.indexOf(';')))
                .send(
                        "POST",
                        "/sign-in",
                        "application/x-www-form-urlencoded",
                        BodyPublishers.ofString("username=staff&password=" + password + "&_csrf=" + token.group(1)));
    }

    private static Answer ask(Hub caller, Operation operation) {
        return operation.method.equals("GET")
                ? caller.get(operation.address())
                : caller.send(operation.method, operation.address(), "application/json", BodyPublishers.ofString("{}"));
    }

    private List<Operation> operations() {
        JsonNode document = stranger.get("/v3/api-docs").json();
        List<Operation> all = new ArrayList<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(operation -> all.add(new Operation(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                parameters(operation.getValue())))));
        return all.stream().filter(each -> each.path.startsWith("/api/")).toList();
    }

    private static List<Parameter> parameters(JsonNode operation) {
        return StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asString().equals("query"))
                .map(parameter -> new Parameter(
                        parameter.path("name").asString(),
                        parameter.path("schema").path("format").asString("").equals("date"),
                        parameter.path("required").asBoolean(false)))
                .toList();
    }
}
