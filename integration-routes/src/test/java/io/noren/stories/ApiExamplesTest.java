package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.security.Scope;
import io.noren.integration.webshop.medusa.LocalMedusa;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.loyalty.signin.LinkCodes;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The document of the API says what is true: its examples are sent, as one story, and answered like its examples. What
 * an answer's example calls by a made-up id is called by the real one from there on.
 */
class ApiExamplesTest extends Story {
    /** The examples tell of this day; it stands for yesterday. */
    private static final String DAY = "2026-11-24";

    private final Map<String, String> real = new HashMap<>();
    private final Set<String> sent = new TreeSet<>();
    private final Map<String, Hub> keys = new HashMap<>();
    private Map<String, ToldOperation> operations = Map.of();

    @Autowired
    private LinkCodes links;

    @Autowired
    private PickupRescues rescues;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping mappings;

    @BeforeEach
    void readTheDocument() {
        operations = ToldOperation.all(stranger.get("/v3/api-docs").json()).stream()
                .collect(Collectors.toMap(ToldOperation::id, Function.identity(), (one, other) -> one, TreeMap::new));
    }

    @Test
    void everyOperationIsTold() throws IOException {
        Set<String> there = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/v1/"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> there.add(method + " " + path))));

        assertThat(operations.values().stream().map(each -> each.method() + " " + each.path()))
                .containsExactlyInAnyOrderElementsOf(there);
        assertThat(operations.values().stream().flatMap(each -> each.missing().stream()))
                .isEmpty();
        assertThat(operations.keySet())
                .as("a file about what is not there")
                .containsAll(names("classpath*:api/*/operations/*.json"));
    }

    @Test
    void whoLacksTheScopeIsTurnedAway() {
        operations.values().forEach(operation -> {
            Set<Scope> others = EnumSet.allOf(Scope.class);
            others.removeIf(scope -> scope == Scope.ADMIN || operation.scopes().contains(scope.text()));
            Answer answer = send(operation, keyWith(others), UnaryOperator.identity(), null);

            assertThat(answer.status()).as(operation.id() + " " + answer).isEqualTo(403);
        });
    }

    @Test
    void everyExampleIsAnsweredLikeItsExample() {
        try (WebShop listener = new WebShop();
                LocalMedusa shop = new LocalMedusa()) {
            real.put("https://shop.example/hooks", listener.address());
            aCatalogueIsKept();
            theChannelsRulesAreSet();
            goodsComeAndArePromised();
            ordersAreFetched();
            ordersAreRouted();
            goodsTravel();
            shelvesAreCounted();
            aStoreIsCountedTogether();
            othersFollow();
            aTillReportsAndItsCustomerIsKnown();
            offersAreMade();
            othersAreLetIn();
            aWebShopIsConnected(shop);
            theRulesAreDeletedAgain();
            aMemberIsForgotten();
        }
        assertThat(sent).isEqualTo(operations.keySet());
    }

    private void aCatalogueIsKept() {
        tell("putLocation", "getLocation", "listLocations", "putItem", "getItem", "searchItems");
        tell("putItemLinks", "getItemLinks", "putSharedLinks", "getSharedLinks");
        stranger.get("/01/04912345678904?414=4912345000002");
        tell("listScans", "deleteItemLinks", "deleteSharedLinks");
        tell("putNumberRule", "getNumberRule", "listNumberRules", "deleteNumberRule");
        again("putLocation", Map.of("ginza", "shibuya", "4912345000002", "4912345000019"));
        tell("listLocations");
        labelsArePrinted();
    }

    private void labelsArePrinted() {
        tell("startLabelJob", "getLabelJob", "listLabelJobs", "readLabelJobFile");
        again("putItem", Map.of("\"0\"", "\"1\"", "1980", "2180"));
        tell("listChangedLabels", "cancelLabelJob");
        again("putItem", Map.of("\"0\"", "\"2\""));
    }

    private void theChannelsRulesAreSet() {
        tell("putLocationGroup", "getLocationGroup", "listLocationGroups", "putChannel", "getChannel", "listChannels");
        tell("putAvailabilityRule", "getAvailabilityRule", "listAvailabilityRules");
    }

    private void goodsComeAndArePromised() {
        tell("recordMovements", "listMovements");
        again(
                "recordMovements",
                Map.of("ginza", "shibuya", "delivery-77/1", "delivery-78/1", "delivery-77/2", "delivery-78/2"));
        teaCaddiesComeToo();
        tell("getAvailability", "queryAvailability", "putPromiseLimits", "getPromiseLimits");
        tell("hold", "getReservation", "listReservations", "extendReservation", "commitReservation");
        tell("fulfilReservation", "hold", "releaseReservation", "hold", "transferReservation");
    }

    private void teaCaddiesComeToo() {
        again(
                "putItem",
                Map.of(
                        "YUNOMI-INDIGO", "CHAZUTSU",
                        "4912345678904", "4912345678911",
                        "14912345678901", "14912345678918",
                        "4711", "4712"));
        again(
                "recordMovements",
                Map.of(
                        "YUNOMI-INDIGO",
                        "CHAZUTSU",
                        "delivery-77/1",
                        "delivery-80/1",
                        "delivery-77/2",
                        "delivery-80/2"));
    }

    private void ordersAreFetched() {
        tell("pausePickups", "resumePickups", "putPickupTerms", "getPickupTerms", "findPickupOptions");
        tell("placePickupOrder", "getPickupOrder", "listPickupOrders", "acceptPickupOrder", "startPickingPickupOrder");
        Map<String, String> later = Map.of(
                "2099-11-30T10:00:00Z", Instant.now().plus(Duration.ofDays(6)).toString());
        again("delayPickupOrder", later);
        tell("pickPickupLine", "readyPickupOrder");
        again("extendPickupOrder", later);
        tell("delegatePickupOrder", "putHandoverCheck", "getHandoverCheck", "scanHandoverCode", "replaceHandoverCode");
        tell("arrivePickupOrder", "handOverPickupOrder", "listPickupSteps");
        tell("tellPickupPayment", "listPickupPayments", "recordPickupReturn", "listPickupReturns");
        again("placePickupOrder", Map.of("WEB-1001", "WEB-1002"));
        tell("rejectPickupOrder");
        again("placePickupOrder", Map.of("WEB-1001", "WEB-1003"));
        tell("cancelPickupOrder");
        again("placePickupOrder", Map.of("WEB-1001", "WEB-1005"));
        tell("acceptPickupOrder", "startPickingPickupOrder", "shortPickupLine");
        theCustomerIsAskedAndChooses();
        again("placePickupOrder", Map.of("WEB-1001", "WEB-1007"));
        tell("reroutePickupOrder");
        cancelledAtTheCounter("WEB-1006");
        tell("returnPickupOrderToShelf", "getPickupNumbers");
        anotherStoreSendsTheGoods();
        somebodyCouldNotBeTold();
        tell("listMessages", "sendMessageAgain");
    }

    private void ordersAreRouted() {
        tell("putRoutingRules");
        real.put("1", lastRules());
        tell("activateRoutingRules", "listRoutingRules", "chooseRouting", "getRoutingChoice");
        Instant now = Instant.now();
        again(
                "replayRoutingRules",
                Map.of(
                        "1", lastRules(),
                        "2026-10-24T00:00:00Z", now.minus(Duration.ofHours(1)).toString(),
                        "2026-11-25T00:00:00Z", now.plus(Duration.ofHours(1)).toString()));
        tell("deactivateRoutingRules");
        real.remove("1");
    }

    private String lastRules() {
        return jdbc.sql("select max(version)::text from inventory.routing_rules")
                .query(String.class)
                .single();
    }

    /** By whoever looks for open questions, in its own time. */
    private void theCustomerIsAskedAndChooses() {
        UUID order = UUID.fromString(real.getOrDefault("cbfc6228-51f1-4c4e-9a0b-6a1d2d0a9b11", ""));
        await().atMost(Duration.ofSeconds(30)).until(() -> !rescues.of(order).isEmpty());
        tell("listPickupRescues", "choosePickupRescue");
    }

    /** What the example of cancelling has not: goods that somebody had taken from the shelf. */
    private void cancelledAtTheCounter(String order) {
        again("placePickupOrder", Map.of("WEB-1001", order));
        tell("acceptPickupOrder", "startPickingPickupOrder", "pickPickupLine", "readyPickupOrder");
        ToldOperation cancel = operations.get("cancelPickupOrder");
        UnaryOperator<String> words = text -> real.getOrDefault(text, text);
        assertThat(send(cancel, keyWith("pickup"), words, null).status()).isEqualTo(200);
    }

    private void anotherStoreSendsTheGoods() {
        Answer placed = hub.post("/api/v1/pickup-orders", """
                {"order": "WEB-1008", "location": "ginza", "from": "shibuya",
                 "contact": {"name": "山田 花子", "phone": "+81 90-0000-0000", "email": "hanako@example.com"},
                 "lines": [{"line": "1", "sku": "YUNOMI-INDIGO", "quantity": 1,
                            "unitPrice": {"amount": "1980", "currency": "JPY"}}]}
                """);
        assertThat(placed.status()).as(placed.toString()).isEqualTo(201);
        real.put(
                "5b0c7a52-9b1d-4f0e-8a3c-2d4e6f8a0b1c", placed.json().path("id").asString());
        tell("listPickupsToSend", "sendPickupOrder", "receivePickupOrder");
    }

    private void somebodyCouldNotBeTold() {
        jdbc.sql("""
                with told as (
                    insert into integration.message (id, kind, occasion, pickup, order_number, location, state, reason,
                        planned_at, ended_at)
                    values (gen_random_uuid(), 'READY', gen_random_uuid(), gen_random_uuid(), 'WEB-1007', 'ginza',
                        'FAILED', 'ALL_CHANNELS_FAILED', clock_timestamp(), clock_timestamp())
                    returning id)
                insert into integration.message_attempt
                    (id, message, round, channel, began_at, ended_at, outcome, detail)
                select gen_random_uuid(), id, 1, 'EMAIL', clock_timestamp(), clock_timestamp(), 'REFUSED', 'SMTP 550'
                from told
                """).update();
    }

    private void goodsTravel() {
        tell("askForTransfer", "getTransfer", "listTransfers", "rescheduleTransfer", "dispatchTransfer");
        tell("receiveTransfer", "closeTransfer");
        again("askForTransfer", Map.of("T-2026-0042", "T-2026-0043"));
        tell("cancelTransfer", "announcePurchaseReceipt", "getPurchaseReceipt", "listPurchaseReceipts");
        tell("reschedulePurchaseReceipt", "receivePurchaseReceipt", "closePurchaseReceipt");
        again("announcePurchaseReceipt", Map.of("DN-77120", "DN-77121"));
        tell("cancelPurchaseReceipt");
    }

    private void shelvesAreCounted() {
        tell("reportNotFound", "listNotFound", "reportFound");
        tell("recordCounts", "listHeldChanges", "getHeldChange", "approveHeldChange", "undoHeldChange");
        again("recordCounts", Map.of("count-12/1", "count-13/1", "count-12/2", "count-13/2"));
        tell("dropHeldChange", "importStock", "getImport", "listImportRejections", "listImports");
        theImportIs("CANNOT_BE_DONE", true);
        tell("dropImport");
        theImportIs("CANNOT_BE_DONE", true);
        tell("retryImport");
        theImportIs("IMPORT_DROPPED", false);
    }

    private void theImportIs(String code, boolean setAside) {
        jdbc.sql("""
                update inventory.stock_import set state = 'FAILED', failure_code = :code, failure_detail = 'Story.',
                    finished_at = now(), set_aside = :setAside, leased_by = null, leased_until = null
                where id = :id::uuid
                """)
                .param("code", code)
                .param("setAside", setAside)
                .param("id", real.get("3a1f7f8e-0c5e-4d2b-9f3a-5f0a7f2b6c01"))
                .update();
    }

    private void aStoreIsCountedTogether() {
        tell("openCountSession", "getCountSession", "listCountSessions", "listCountTasks", "countInSession");
        tell("submitCountSession", "listVariances", "rejectCountSession");
        again("countInSession", Map.of("handy-3/17", "handy-3/18"));
        tell("submitCountSession", "approveCountSession");
        again("openCountSession", Map.of("C-2026-0017", "C-2026-0018"));
        tell("cancelCountSession");
    }

    private void othersFollow() {
        // First, while its instant is still that of our own movement: the feed may begin with another story's.
        tell("stockAsOf", "listChanges", "streamChanges", "readSnapshot", "readDigest");
        tell("auditStock", "auditProgress", "repairStock", "subscribe", "listWebhooks", "getWebhook");
    }

    private void aTillReportsAndItsCustomerIsKnown() {
        tell("reportTillDocument", "getTillDocument", "listTillGaps", "listTills", "registerMember", "getMember");
        whenQueuesAreQuiet();
        theirCustomersBuyTeaCaddiesToo();
        tell(
                "findMemberAtTill",
                "getContactAtTill",
                "listLookUps",
                "listTillAlarms",
                "getPoints",
                "getTimeline",
                "getRecommendations");
        tell("putPreference", "listPreferences", "deletePreference", "putPrivacy", "getPrivacy");
        tell("tellConsent", "listConsents", "exportMember");
        tell("putSensitiveGoods", "getSensitiveGoods", "changeMember", "linkIdentifier", "unlinkIdentifier");
        tell("setCardPins");
        real.put(
                "K7PW-3XQ9",
                links.make(UUID.fromString(real.get("a5d67282-3c0e-4f6b-8a77-2f1d9e0c4b10")))
                        .code());
        tell("handInLinkCode");
        tell("reserveRedemption", "getRedemption", "captureRedemption", "giveBackRedemption");
        tell("importMembers");
        tell("replaceTiers", "listTiers", "getTier");
        tell("getMemberCode", "getMemberCodeKeys");
        tell("recordPurchase", "recordPurchaseReturn");
        tell("earnPoints", "returnPoints", "adjustPoints", "auditPoints", "repairPoints", "getLiability");
        tell("getPointsRules", "getPointsRulesVersion", "tryPointsRules", "getPointsRulesDryRun");
        tell("putPointsRules", "listPointsRulesVersions");
        again("reserveRedemption", Map.of("ginza/2026-11-24/1/57", "ginza/2026-11-24/1/58"));
        tell("releaseRedemption");
        real.put("e0b8a5c7-2d1f-4c8e-9f53-7a6b5c4d3e2f", real.get("a5d67282-3c0e-4f6b-8a77-2f1d9e0c4b10"));
        again("registerMember", Map.of("2900000000109", "2900000000208"));
        tell("listClaims", "listMerges", "placeHold", "listHolds", "liftHold");
        tell("proposeMerge", "getMerge", "approveMerge", "undoMerge", "proposeMerge", "rejectMerge");
        tell("getIdentifierRules", "tryIdentifierRules", "getIdentifierRulesDryRun", "putIdentifierRules");
        tell("getIdentifierRulesVersion");
        tell("listDeliveries", "replayWebhook", "unsubscribe", "listParked", "retryParked");
        whenQueuesAreQuiet();
        tell("listParked", "discardParked");
        again("placePickupOrder", Map.of("WEB-1001", "WEB-1004"));
        tell("readStoreBundle");
    }

    private void offersAreMade() {
        tell("putOffer", "getOffer", "listOffers", "quoteBasket", "acceptQuote");
        again("putOffer", Map.of("autumn-tableware", "autumn-coupon"));
        tell("issueCoupons", "getCoupon", "reserveCoupon", "releaseCoupon", "redeemCoupon", "tellOfflineUses");
        tell("listCouponConflicts", "voidCoupon", "withdrawOffer");
    }

    private void theirCustomersBuyTeaCaddiesToo() {
        tell("putSubstitutes", "getSubstitutes");
        tell("putShelfPlaces", "getShelfPlaces", "putReviews", "getReviews");
        tell("beginBasket", "findBaskets", "getBasket", "putBasketLine", "sellBasket");
        jdbc.sql("""
                insert into loyalty.item_relation
                    (item, related, score, together, item_customers, related_customers)
                values ('YUNOMI-INDIGO', 'CHAZUTSU', 20.5, 12, 40, 30)
                """).update();
    }

    private void othersAreLetIn() {
        tell("createApiKey", "listApiKeys", "revokeApiKey", "putStaff");
    }

    private void aWebShopIsConnected(LocalMedusa shop) {
        real.put("https://shop.example", shop.address().toString());
        real.put("sk_…", LocalMedusa.KEY);
        shop.sells("YUNOMI-INDIGO", 0);
        shop.sells("TOTE-BAG", 77);
        shop.minds("YUNOMI-INDIGO");
        again("recordMovements", Map.of("delivery-77/1", "delivery-79/1", "delivery-77/2", "delivery-79/2"));
        tell("putWebshop", "listWebshopItems");
        shop.mindsNothing();
        tell("retryWebshopItems");
        shop.order("YUNOMI-INDIGO", 2);
        tell("reconcileWebshop", "listWebshopReconciles", "listWebshopOrders", "getWebshop", "listWebshops");
        shop.cancels("order_1");
        await().atMost(PATIENCE).until(() -> nothingIsKeptFor("our-shop"));
        tell("deleteWebshop");
    }

    private boolean nothingIsKeptFor(String shop) {
        JsonNode state = hub.get("/api/v1/webshops/" + shop).json().path("state");
        return state.path("openOrders").asInt(-1) == 0;
    }

    private void theRulesAreDeletedAgain() {
        tell("deleteAvailabilityRule", "deleteChannel", "deleteLocationGroup");
    }

    private void aMemberIsForgotten() {
        tell("eraseMember", "listErasures", "answerErasure", "getErasure");
    }

    private void tell(String... ids) {
        for (String id : ids) {
            again(id, Map.of());
        }
    }

    /** The same example with some of its texts replaced. */
    private void again(String id, Map<String, String> otherwise) {
        ToldOperation operation = operations.get(id);
        assertThat(operation).as(id).isNotNull();
        sent.add(id);
        UnaryOperator<String> words = text -> otherwise.containsKey(text)
                ? otherwise.get(text)
                : real.getOrDefault(
                        text,
                        text.replace(
                                DAY, LocalDate.now(ZoneOffset.UTC).minusDays(1).toString()));
        String idempotencyKey =
                operation.takesIdempotencyKey() ? UUID.randomUUID().toString() : null;
        for (String scope : operation.method().equals("GET") ? operation.scopes() : firstOf(operation.scopes())) {
            if (operation.streams()) {
                Hub listener = keyWith(scope);
                compare(operation, listener.firstEvent(operation.request(words).target()));
            } else if (operation.method().equals("GET")) {
                // What it tells may take a moment to come about.
                await().atMost(PATIENCE)
                        .untilAsserted(() -> compare(operation, send(operation, keyWith(scope), words, null)));
            } else {
                compare(operation, send(operation, keyWith(scope), words, idempotencyKey));
            }
            if (idempotencyKey != null) {
                Answer replayed = send(operation, keyWith(scope), words, idempotencyKey);
                assertThat(replayed.status()).as(id).isEqualTo(operation.status());
                assertThat(replayed.header("Idempotency-Replayed"))
                        .as(id + " sent again")
                        .isEqualTo("true");
            }
        }
    }

    private void compare(ToldOperation operation, Answer answer) {
        assertThat(answer.status()).as(operation.id() + " " + answer).isEqualTo(operation.status());
        assertThat(operation.answerHeaders())
                .as(operation.id())
                .allSatisfy(name -> assertThat(answer.header(name)).isNotNull());
        compare(operation, answer.raw().body());
    }

    private void compare(ToldOperation operation, String answer) {
        JsonNode example = operation.answer();
        if (example.isMissingNode()) {
            assertThat(answer).as(operation.id()).isEmpty();
            return;
        }
        if (operation.isFile()) {
            assertThat(answer).as(operation.id()).startsWith("%PDF-");
            return;
        }
        JsonNode told = example.isString() ? Likeness.ofLines(example.asString()) : example;
        JsonNode actual = example.isString()
                ? Likeness.ofLines(answer)
                : JsonMapper.shared().readTree(answer);
        assertThat(Likeness.difference(told, actual)).as(operation.id()).isEmpty();
        Likeness.learn(told, actual, real);
    }

    private Answer send(
            ToldOperation operation, Hub caller, UnaryOperator<String> words, @Nullable String idempotencyKey) {
        ToldOperation.Request request = operation.request(words);
        Hub speaking = caller;
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            speaking = speaking.with(header.getKey(), header.getValue());
        }
        if (idempotencyKey != null) {
            speaking = speaking.with("Idempotency-Key", idempotencyKey);
        }
        return speaking.send(
                operation.method(),
                request.target(),
                request.type(),
                request.body() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(request.body()));
    }

    private Hub keyWith(String scope) {
        return keyWith(EnumSet.of(Arrays.stream(Scope.values())
                .filter(each -> each.text().equals(scope))
                .findFirst()
                .orElseThrow()));
    }

    private Hub keyWith(Set<Scope> scopes) {
        return keys.computeIfAbsent(scopes.toString(), any -> keyFor(scopes));
    }

    private static List<String> firstOf(Set<String> scopes) {
        return scopes.stream().limit(1).toList();
    }

    private static Set<String> names(String pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        for (Resource file : new PathMatchingResourcePatternResolver().getResources(pattern)) {
            names.add(String.valueOf(file.getFilename()).replace(".json", ""));
        }
        return names;
    }
}
