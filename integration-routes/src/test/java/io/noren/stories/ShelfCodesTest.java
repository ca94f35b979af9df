package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.noren.integration.qr.gs1.Gs1Vectors;
import io.noren.integration.security.Scope;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What becomes of a scan: the statements of GS1's conformance suite, and those who would use a code for their own ends. */
class ShelfCodesTest extends Story {
    private static final String VOC = "https://ref.gs1.org/voc/";

    @Autowired
    private Items everyItem;

    @Autowired
    private Locations everyStore;

    private String gtin;
    private String sku;
    private String store;
    private String gln;

    @BeforeEach
    void teaHasACodeInGinza() {
        gtin = "0" + anyGtin13();
        gln = anyGtin13(); // of the same form, with the same check digit
        sku = named("TEA");
        store = named("ginza");
        everyItem.put(tea(gtin));
        everyStore.put(new Location(
                store, gln, "銀座店", Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
    }

    // ---- where a code leads

    @Test
    void aScanLeadsToTheItemsPageInItsStoreAndTakesItsWholeQueryAlong() {
        String query = "414=" + gln + "&utm_source=shelf;x=1&flag&linkType=gs1:pip";
        Answer scan = stranger.get("/01/" + gtin + "?" + query);

        assertThat(scan.status()).isEqualTo(307);
        assertThat(scan.header("Location")).isEqualTo(here("/p/" + sku + "?store=" + store + "&" + query));
        assertThat(scan.header("Link"))
                .isEqualTo("<" + here("/01/" + gtin) + "?linkType=linkset>; rel=\"linkset\";"
                        + " type=\"application/linkset+json\"");
        assertThat(scan.header("Vary")).containsIgnoringCase("Accept, Accept-Language");
        assertThat(scan.header("Cache-Control")).contains("max-age=60");
        assertThat(scan.raw().body()).isEmpty();
    }

    @Test
    void aStoreThatThereIsNotLeadsToTheItemWithoutOne() {
        String other = anyGtin13();
        assertThat(stranger.get("/01/" + gtin + "?414=" + other).header("Location"))
                .isEqualTo(here("/p/" + sku + "?414=" + other));
    }

    @Test
    void whateverMethodAsksGetsTheSameHeaders() {
        Answer head = stranger.send("HEAD", "/01/" + gtin, null, BodyPublishers.noBody());
        assertThat(head.status()).isEqualTo(307);
        assertThat(head.header("Location")).isEqualTo(here("/p/" + sku));
        assertThat(stranger.get("/01/" + gtin + "/").header("Location")).isEqualTo(here("/p/" + sku));
        for (String wish : List.of("GET", "GET,HEAD,OPTIONS", "PUT")) {
            Answer options = stranger.with("Origin", "https://reader.example")
                    .with("Access-Control-Request-Method", wish)
                    .send("OPTIONS", "/01/" + gtin, null, BodyPublishers.noBody());
            assertThat(options.status()).isEqualTo(200);
            assertThat(options.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(options.header("Access-Control-Allow-Methods")).isEqualTo("GET, HEAD, OPTIONS");
            assertThat(options.header("Access-Control-Allow-Origin")).isEqualTo("*");
        }
        Answer foreign = stranger.with("Origin", "https://reader.example").get("/01/" + gtin);
        assertThat(foreign.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(foreign.header("Access-Control-Expose-Headers")).contains("Link", "Location");
        Answer refused = stranger.with("Origin", "https://reader.example").get("/01/" + gtin + "/foo");
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo("*");
        Answer posted = stranger.post("/01/" + gtin);
        assertThat(posted.status()).isEqualTo(405);
        assertThat(posted.code()).isEqualTo("METHOD_NOT_ALLOWED");
        assertThat(posted.header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }

    @Test
    void anUnknownLotOrPieceLeadsToWhereItsItemLeadsAndAKnownOneToItsOwn() {
        put("""
                {"linkType": "gs1:recallStatus", "href": "https://brand.example/L7", "title": "Recalled",
                    "qualifiers": {"10": "L/7%"}, "isDefault": true},
                {"linkType": "gs1:dpp", "href": "https://brand.example/S1", "title": "This one", "qualifiers": {"21": "S1"}},
                {"linkType": "gs1:instructions", "href": "https://brand.example/all", "title": "How to"}""");
        for (String unknown : List.of("/10/KL8G", "/21/X", "/22/V/10/L", "/235/T")) {
            assertThat(location("/01/" + gtin + unknown)).as(unknown).isEqualTo(here("/p/" + sku));
        }
        String lot = "/10/L%2F7%25";
        assertThat(location("/01/" + gtin + lot)).isEqualTo("https://brand.example/L7");
        assertThat(location("/01/" + gtin + "/22/V" + lot + "/21/S9")).isEqualTo("https://brand.example/L7");
        assertThat(location("/01/" + gtin + lot + "?linkType=gs1:instructions"))
                .isEqualTo("https://brand.example/all?linkType=gs1:instructions");
        assertThat(stranger.get("/01/" + gtin + "?linkType=gs1:recallStatus").status())
                .isEqualTo(404);
        JsonNode told = linkset("/01/" + gtin + "/22/V" + lot + "/21/S1");
        assertThat(told.path("linkset")
                        .valueStream()
                        .map(entry -> entry.path("anchor").asString()))
                .containsExactly(here("/01/" + gtin + "/21/S1"), here("/01/" + gtin + lot), here("/01/" + gtin));
    }

    @ParameterizedTest
    @CsvSource({
        "%2F, 307",
        "%25, 307",
        "%3B, 307",
        "%2F%2F, 307",
        "%2e%2e, 400",
        "%00, 400",
        "%0A, 400",
        "%5C, 400",
        ";a, 400"
    })
    void aSerialNumberMayHoldWhatGs1AllowsAndNothingThatBreaksOut(String sign, int status) {
        assertThat(stranger.get("/01/" + gtin + "/21/A" + sign + "B").status()).isEqualTo(status);
        assertThat(stranger.get("/p/A" + sign + "B").status()).as("elsewhere").isIn(400, 404);
    }

    // ---- which of several

    @Test
    void languageMediaTypeAndContextChooseAndWhatIsLeftIsAChoice() {
        put("""
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/0", "title": "Certificates", "mediaType": "text/html"},
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/1", "title": "Certificat", "mediaType": "text/html", "languages": ["fr"]},
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/2", "title": "Another", "mediaType": "text/html"},
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/3", "title": "A paper", "mediaType": "application/pdf"},
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/4", "title": "A paper", "mediaType": "application/pdf", "languages": ["en"]},
                {"linkType": "gs1:certificationInfo", "href": "https://brand.example/5", "title": "A paper", "mediaType": "application/pdf", "languages": ["en"], "context": "LK"}""");
        String asked = "/01/" + gtin + "?linkType=gs1:certificationInfo";
        assertThat(stranger.with("Accept", "text/html")
                        .with("Accept-Language", "fr")
                        .get(asked)
                        .header("Location"))
                .startsWith("https://brand.example/1?");
        assertThat(stranger.with("Accept", "application/pdf").get(asked).header("Location"))
                .startsWith("https://brand.example/3?");
        assertThat(stranger.with("Accept", "application/pdf")
                        .with("Accept-Language", "en-GB")
                        .get(asked)
                        .header("Location"))
                .startsWith("https://brand.example/4?");
        assertThat(stranger.with("Accept-Language", "en")
                        .get(asked + "&context=LK")
                        .header("Location"))
                .startsWith("https://brand.example/5?");

        Answer ambiguous = stranger.get(asked.replace("gs1:", VOC) + "&x=1");
        assertThat(ambiguous.status()).isEqualTo(300);
        assertThat(ambiguous.header("Content-Type")).isEqualTo("application/linkset+json");
        assertThat(ambiguous
                        .json()
                        .path("linkset")
                        .path(0)
                        .path(VOC + "certificationInfo")
                        .valueStream()
                        .map(link -> link.path("href").asString()))
                .containsExactly("https://brand.example/0", "https://brand.example/2", "https://brand.example/3");
        Answer page = stranger.with("Accept", "text/html,*/*;q=0.8")
                .with("Accept-Language", "de")
                .get(asked);
        assertThat(page.status()).isEqualTo(300);
        assertThat(page.raw().body())
                .contains("https://brand.example/0", "Another")
                .doesNotContain("brand.example/1\"");
    }

    @Test
    void theDefaultIsOneUnlessTheReadersLanguageHasABetter() {
        put("""
                {"linkType": "gs1:promotion", "href": "https://brand.example/en", "title": "Autumn", "languages": ["en"], "isDefault": true},
                {"linkType": "gs1:promotion", "href": "https://brand.example/ja", "title": "秋", "languages": ["ja"]}""");
        assertThat(location("/01/" + gtin)).isEqualTo("https://brand.example/en");
        assertThat(stranger.with("Accept-Language", "de").get("/01/" + gtin).header("Location"))
                .isEqualTo("https://brand.example/en");
        assertThat(stranger.with("Accept-Language", "ja-JP,en;q=0.5")
                        .get("/01/" + gtin)
                        .header("Location"))
                .isEqualTo("https://brand.example/ja");
        assertThat(location("/01/" + gtin + "?linkType=gs1:pip")).startsWith(here("/p/" + sku));
        JsonNode item = linkset("/01/" + gtin).path("linkset").path(0);
        assertThat(item.path(VOC + "defaultLink")).hasSize(1);
        assertThat(item.path(VOC + "defaultLink").path(0).propertyNames()).containsExactlyInAnyOrder("href", "title");
        assertThat(item.path(VOC + "defaultLinkMulti")).hasSize(2);
        assertThat(item.path(VOC + "promotion")).hasSize(2);

        hub.delete("/api/v1/items/" + sku + "/links");
        assertThat(location("/01/" + gtin)).isEqualTo(here("/p/" + sku));
    }

    // ---- the list of all

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "?linkType=linkset | */* | application/linkset+json",
                "?linkType=all | */* | application/linkset+json",
                "?linktype=linkset | application/json | application/json",
                "'' | application/linkset+json | application/linkset+json",
                "?linkType=all | application/linkset+json | application/linkset+json",
                "'' | application/linkset+json, text/html;q=0.5 | application/linkset+json",
                "'' | application/json | application/json",
                "'' | application/ld+json | application/ld+json",
                "?linkType=linkset | text/html,application/xhtml+xml,*/*;q=0.8 | text/html;charset=UTF-8"
            })
    void isToldToWhoeverAsksForIt(String query, String accept, String type) {
        Answer list = stranger.with("Accept", accept).get("/01/" + gtin + query);
        assertThat(list.status()).isEqualTo(200);
        assertThat(list.header("Content-Type")).isEqualTo(type);
        assertThat(list.header("Vary")).containsIgnoringCase("Accept");
        assertThat(String.join(",", list.raw().headers().allValues("Link"))).contains("rel=\"linkset\"");
        if (!type.startsWith("text")) {
            assertThat(list.header("Link"))
                    .contains("rel=\"http://www.w3.org/ns/json-ld#context\"; type=\"application/ld+json\"");
            assertThat(list.json().has("@context")).isEqualTo(type.equals("application/ld+json"));
        } else {
            assertThat(list.raw().body()).contains("/p/" + sku, "application/ld+json", "\"@context\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/html,application/json;q=0.9,*/*;q=0.8",
                "*/*",
                "application/json, text/plain, */*",
                "image/png"
            })
    void andNobodyElseIsKeptFromThePage(String accept) {
        assertThat(stranger.with("Accept", accept).get("/01/" + gtin).status()).isEqualTo(307);
    }

    @Test
    void itsLinksAreFollowedToWhereItSaysTheyLead() {
        put(
                "{\"linkType\": \"gs1:review\", \"href\": \"https://brand.example/reviews?a=b#top\", \"title\": \"Reviews\"}");
        JsonNode item = linkset("/01/" + gtin).path("linkset").path(0);
        assertThat(item.path("anchor").asString()).isEqualTo(here("/01/" + gtin));
        assertThat(item.path("itemDescription").asString()).isEqualTo("Tea <leaf>");
        assertThat(location("/01/" + gtin))
                .isEqualTo(item.path(VOC + "defaultLink").path(0).path("href").asString());
        item.properties().stream()
                .filter(each -> each.getValue().isArray() && !each.getKey().endsWith("defaultLink"))
                .forEach(each -> {
                    String type = each.getKey().replace(VOC, "gs1:");
                    String href = each.getValue().path(0).path("href").asString();
                    String query = "linkType=" + URLEncoder.encode(type, StandardCharsets.UTF_8);
                    int mark = href.indexOf('#');
                    String plain = mark < 0 ? href : href.substring(0, mark);
                    assertThat(location("/01/" + gtin + "?" + query))
                            .isEqualTo(plain
                                    + (plain.contains("?") ? "&" : "?")
                                    + query
                                    + (mark < 0 ? "" : href.substring(mark)));
                    assertThat(each.getValue().path(0).path("title").asString()).isNotBlank();
                });
    }

    /** What GS1's schema says, in our own words, for where its file is not. */
    @Test
    void itHasTheFormThatTheSchemaAsksFor() {
        theItemHasManyLinks();
        JsonNode told = linkset("/01/" + gtin + "/10/L1");
        assertThat(told.propertyNames()).containsExactly("linkset");
        assertThat(told.path("linkset")).hasSize(2);
        told.path("linkset").forEach(entry -> {
            assertThat(entry.path("anchor").asString()).matches("https?://[A-Za-z0-9./:]+");
            assertThat(entry.path("itemDescription").isString()).isTrue();
            entry.properties().stream()
                    .filter(each -> !Set.of("anchor", "itemDescription").contains(each.getKey()))
                    .forEach(each -> {
                        assertThat(each.getKey()).matches("https://ref\\.gs1\\.org/voc/[A-Za-z]+");
                        each.getValue().forEach(link -> {
                            assertThat(link.propertyNames()).contains("href", "title");
                            assertThat(Set.of("href", "title", "hreflang", "type", "context"))
                                    .containsAll(link.propertyNames());
                            assertThat(link.path("hreflang").valueStream().map(JsonNode::asString))
                                    .allMatch(tag -> tag.matches("\\w{2}(-\\w{2})?"));
                        });
                    });
        });
    }

    @Test
    void itIsValidByGs1sOwnSchema() throws IOException {
        Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(Files.readString(Gs1Vectors.file("gs1-linkset-schema.json")), InputFormat.JSON);
        assertThat(schema.validate(Files.readString(Gs1Vectors.file("valid-gs1-example.json")), InputFormat.JSON))
                .isEmpty();
        assertThat(schema.validate(Files.readString(Gs1Vectors.file("invalid-gs1-example.json")), InputFormat.JSON))
                .isNotEmpty();
        theItemHasManyLinks();
        for (String code : List.of("", "/10/L1", "/10/L9", "?414=" + gln)) {
            String body = stranger.with("Accept", "application/linkset+json")
                    .get("/01/" + gtin + code)
                    .raw()
                    .body();
            assertThat(schema.validate(body, InputFormat.JSON)).as(code).isEmpty();
        }
        String choice =
                stranger.get("/01/" + gtin + "?linkType=gs1:review").raw().body();
        assertThat(schema.validate(choice, InputFormat.JSON)).isEmpty();
    }

    /** Each of the links of GS1's own example entry, asked for by its type and language. */
    @Test
    void everyLinkOfGs1sExampleIsReached() throws IOException {
        JsonNode entry =
                JsonMapper.shared().readTree(Files.readString(Gs1Vectors.file("ce-test_01_09506000134352.json")));
        List<String> links = new ArrayList<>();
        entry.path("links")
                .forEach(link -> links.add("""
                {"linkType": "%s", "href": "%s", "title": "%s", "mediaType": "%s", "languages": ["%s"]}""".formatted(
                                link.path("linktype").asString(),
                                link.path("href").asString(),
                                link.path("title").asString(),
                                link.path("type").asString(),
                                link.path("hreflang").path(0).asString())));
        put(String.join(",", links));
        int followed = 0;
        for (JsonNode link : entry.path("links")) {
            String language = link.path("hreflang").path(0).asString();
            String type = link.path("linktype").asString();
            if (type.equals("gs1:pip") && Set.of("en", "ja").contains(language)) {
                continue; // our own page is one of those, and the default
            }
            Answer answer = stranger.with("Accept-Language", language + ", xx;q=0.5")
                    .with("Accept", "text/html")
                    .get("/01/" + gtin + "?linkType=" + type);
            assertThat(answer.header("Location"))
                    .as(type + " " + language)
                    .startsWith(link.path("href").asString());
            followed++;
        }
        assertThat(followed).isGreaterThan(12);
    }

    @Test
    void theResolverSaysWhatItIs() {
        Answer answer = stranger.get("/.well-known/gs1resolver");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Content-Type")).startsWith("application/json");
        assertThat(answer.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(answer.json().path("resolverRoot").asString()).isEqualTo(here(""));
        assertThat(answer.json().path("supportedPrimaryKeys").valueStream().map(JsonNode::asString))
                .containsExactly("01");
        assertThat(answer.json()
                        .path("supportedLinkType")
                        .path(0)
                        .path("prefix")
                        .asString())
                .isEqualTo("gs1:");
    }

    // ---- what goes wrong

    @Test
    void anItemThatIsGoneIsToldByItsNameAndItsNewCodeIsFound() {
        String newGtin = "0" + anyGtin13();
        everyItem.put(tea(newGtin));
        Answer old = stranger.get("/01/" + gtin);
        assertThat(old.status()).isEqualTo(410);
        assertThat(old.code()).isEqualTo("ITEM_WITHDRAWN");
        assertThat(old.json().path("sku").asString()).isEqualTo(sku);
        Answer page = stranger.with("Accept", "text/html")
                .with("Accept-Language", "en")
                .get("/01/" + gtin);
        assertThat(page.status()).isEqualTo(410);
        assertThat(page.raw().body()).contains("Tea &lt;leaf&gt;", "no longer sold", "/p/" + sku);
        assertThat(stranger.get("/01/" + newGtin).status()).isEqualTo(307);

        jdbc.sql("delete from inventory.item_code where sku = :sku")
                .param("sku", sku)
                .update();
        jdbc.sql("delete from inventory.item where sku = :sku")
                .param("sku", sku)
                .update();
        Answer gone = stranger.with("Accept", "text/html")
                .with("Accept-Language", "ja")
                .get("/01/" + gtin);
        assertThat(gone.status()).isEqualTo(410);
        assertThat(gone.raw().body()).contains("茶葉", "販売は終了しました").doesNotContain("href=\"/p/");
        assertThat(stranger.get("/01/0" + anyGtin13()).code()).isEqualTo("UNKNOWN_GTIN");
    }

    @Test
    void aTargetThatIsNotOnTheListIsNeitherWrittenNorFollowed() {
        for (String evil : List.of(
                "//evil.example",
                "/%2Fevil.example",
                "https:evil.example",
                "https://evil.example",
                "javascript:alert(1)")) {
            Answer refused = hub.put("/api/v1/items/" + sku + "/links", """
                    {"links": [{"linkType": "gs1:pip", "href": "%s", "title": "x", "isDefault": true}]}""".formatted(evil));
            assertThat(refused.status()).as(evil).isEqualTo(422);
            assertThat(refused.code()).isEqualTo("LINK_TARGET_REFUSED");
            assertThat(refused.json().path("errors").path(0).path("field").asString())
                    .isEqualTo("links[0].href");
        }
        put(
                "{\"linkType\": \"gs1:promotion\", \"href\": \"https://brand.example/a\", \"title\": \"x\", \"isDefault\": true}");
        assertThat(location("/01/" + gtin)).isEqualTo("https://brand.example/a");

        // As if the host had been taken off the list; the next write makes this copy read it again.
        jdbc.sql("update integration.item_link set href = 'https://evil.example/a' where sku = :sku")
                .param("sku", sku)
                .update();
        everyItem.put(tea("0" + anyGtin13()));
        everyItem.put(tea(gtin));
        assertThat(location("/01/" + gtin)).isEqualTo(here("/p/" + sku));
        assertThat(stranger.get("/01/" + gtin + "?linkType=gs1:promotion").status())
                .isEqualTo(404);
        assertThat(linkset("/01/" + gtin).toString()).doesNotContain("evil");
    }

    @Test
    void aListIsReplacedAsAWholeByWhoHasSeenIt() {
        String path = "/api/v1/items/" + sku + "/links";
        String body = "{\"links\": [{\"linkType\": \"gs1:faqs\", \"href\": \"/p/" + sku + "\", \"title\": \"FAQ\"}]}";
        assertThat(hub.get(path).json().path("version").asLong()).isZero();
        assertThat(hub.with("If-Match", "\"0\"").put(path, body).header("ETag")).isEqualTo("\"1\"");
        assertThat(hub.put(path, body).header("ETag")).as("the same again").isEqualTo("\"1\"");
        assertThat(hub.with("If-Match", "\"0\"").put(path, body).status()).isEqualTo(412);
        assertThat(hub.with("If-Match", "\"1\"").put(path, "{\"links\": []}").header("ETag"))
                .isEqualTo("\"2\"");
        assertThat(hub.put("/api/v1/items/" + sku + "-NOT/links", body).code()).isEqualTo("NO_SUCH_ITEM");
        assertThat(keyFor(Set.of(Scope.INVENTORY_READ)).put(path, body).status())
                .isEqualTo(403);
        assertThat(hub.delete(path).status()).isEqualTo(204);
        assertThat(hub.delete(path).status()).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"linkType\": \"gs1:nosuchlt\", \"href\": \"/\", \"title\": \"x\"} | BAD_LINK | links[0].linkType",
                "{\"linkType\": \"gs1:defaultLink\", \"href\": \"/\", \"title\": \"x\"} | BAD_LINK | links[0].linkType",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \" \"} | BAD_LINK | links[0].title",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \"x\", \"languages\": [\"japanese\"]} | BAD_LINK | links[0].languages",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \"x\", \"mediaType\": \"html\"} | BAD_LINK | links[0].mediaType",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \"x\", \"context\": \"a b\"} | BAD_LINK | links[0].context",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \"x\", \"qualifiers\": {\"17\": \"261231\"}} | BAD_LINK | links[0].qualifiers",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/\", \"title\": \"x\", \"qualifiers\": {\"10\": \"L\", \"21\": \"S\"}} | BAD_LINK | links[0].qualifiers",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/a\", \"title\": \"x\"}, {\"linkType\": \"gs1:pip\", \"href\": \"/a\", \"title\": \"y\"} | SAME_LINK_TWICE | links[1]",
                "{\"linkType\": \"gs1:pip\", \"href\": \"/a\", \"title\": \"x\", \"isDefault\": true}, {\"linkType\": \"gs1:faqs\", \"href\": \"/b\", \"title\": \"y\", \"isDefault\": true} | TWO_DEFAULT_LINKS | links[1].isDefault"
            })
    void aLinkWithAMistakeIsRefusedWithItsPlace(String links, String code, String field) {
        Answer refused = hub.put("/api/v1/items/" + sku + "/links", "{\"links\": [" + links + "]}");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.json().path("errors").path(0).path("field").asString())
                .isEqualTo(field);
    }

    @Test
    void linksOfEveryItemAreFilledInAndGiveWayToAnItemsOwn() {
        Answer put = hub.put("/api/v1/links", """
                {"links": [{"linkType": "gs1:review", "href": "https://jp.shops.example/r/{gtin}?item={sku}", "title": "Reviews"},
                    {"linkType": "gs1:support", "href": "https://brand.example/help", "title": "Help"}]}""");
        assertThat(put.status()).as(put.toString()).isEqualTo(200);
        try {
            assertThat(location("/01/" + gtin + "?linkType=gs1:review"))
                    .isEqualTo("https://jp.shops.example/r/" + gtin + "?item=" + sku + "&linkType=gs1:review");
            put("{\"linkType\": \"gs1:review\", \"href\": \"https://brand.example/own\", \"title\": \"Reviews\"}");
            assertThat(location("/01/" + gtin + "?linkType=gs1:review")).startsWith("https://brand.example/own");
            assertThat(location("/01/" + gtin + "?linkType=gs1:support")).startsWith("https://brand.example/help");
            assertThat(hub.put("/api/v1/links", """
                    {"links": [{"linkType": "gs1:pip", "href": "https://{sku}.example/", "title": "x"}]}""").code()).isEqualTo("LINK_TARGET_REFUSED");
        } finally {
            hub.delete("/api/v1/links");
        }
    }

    // ---- scanners

    @Test
    void whateverAScannerReadLeadsToTheItem() {
        assertThat(location("/resolve?code=" + encoded("]d201" + gtin + "10L7\u001d414" + gln)))
                .isEqualTo(here("/01/" + gtin + "/10/L7?414=" + gln));
        assertThat(location("/resolve?code=" + gtin.substring(1))).isEqualTo(here("/01/" + gtin));
        assertThat(location("/resolve?code=" + encoded(here("/p/" + sku)))).isEqualTo(here("/p/" + sku));
        assertThat(location("/resolve?code=" + sku)).isEqualTo(here("/p/" + sku));
        assertThat(location("/resolve?code=" + encoded("https://evil.example/01/" + gtin)))
                .isEqualTo(here("/01/" + gtin));
        assertThat(stranger.get("/resolve?code=" + encoded("https://evil.example/p/" + sku))
                        .status())
                .isEqualTo(400);
        assertThat(stranger.get("/resolve").status()).isEqualTo(400);
        assertThat(stranger.get("/resolve?code=" + "1".repeat(3_000)).status()).isEqualTo(400);

        JsonNode read = stranger.with("Accept", "application/json")
                .get("/resolve?code=" + encoded("(01)" + gtin + "(414)" + gln))
                .json();
        assertThat(read.path("sku").asString()).isEqualTo(sku);
        assertThat(read.path("store").asString()).isEqualTo(store);
        assertThat(read.path("page").asString()).isEqualTo("/p/" + sku + "?store=" + store);
        assertThat(read.path("link").asString()).isEqualTo("/01/" + gtin + "?414=" + gln);
        assertThat(read.path("elements").path(1).path("identifier").asString()).isEqualTo("414");
    }

    // ---- counting

    @Test
    void peoplesScansAreCountedByStoreItemAndHourAndNothingElseIs() {
        String code = "/01/" + gtin + "?414=" + gln;
        for (int n = 0; n < 3; n++) {
            stranger.with("User-Agent", "Mozilla/5.0 (iPhone)").get(code);
        }
        stranger.get("/01/" + gtin + "/10/L1");
        stranger.with("User-Agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")
                .get(code);
        stranger.with("Sec-Purpose", "prefetch").get(code);
        stranger.send("HEAD", code, null, BodyPublishers.noBody());
        stranger.send("OPTIONS", code, null, BodyPublishers.noBody());
        stranger.get(code + "&linkType=gs1:pip");
        stranger.get(code + "&linkType=linkset");
        stranger.get("/01/0" + anyGtin13() + "?414=" + gln);
        stranger.get(code + "&17=261399");

        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode rows = hub.get("/api/v1/scans?sku=" + sku).json().path("scans");
            assertThat(rows.valueStream()
                            .filter(row -> row.path("location").asString("").equals(store))
                            .mapToLong(row -> row.path("scans").asLong())
                            .sum())
                    .isEqualTo(3);
            assertThat(rows.valueStream()
                            .filter(row -> !row.has("location"))
                            .mapToLong(row -> row.path("scans").asLong())
                            .sum())
                    .isEqualTo(1);
        });
        assertThat(jdbc.sql("select column_name from information_schema.columns where table_name = 'shelf_scan'")
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("hour", "location", "sku", "scans");
        Hub ofGinza = keyFor(Set.of(Scope.INVENTORY_READ), store);
        assertThat(ofGinza.get("/api/v1/scans?location=" + store).json().path("scans"))
                .isNotEmpty();
        assertThat(ofGinza.get("/api/v1/scans").code()).isEqualTo("LOCATION_FORBIDDEN");
        assertThat(ofGinza.get("/api/v1/scans?location=elsewhere").code()).isEqualTo("LOCATION_FORBIDDEN");
        assertThat(hub.get("/api/v1/scans?after=nonsense").code()).isEqualTo("BAD_CURSOR");
    }

    @Test
    void scansAreReadPageByPage() {
        jdbc.sql("""
                insert into integration.shelf_scan (hour, location, sku, scans)
                select timestamptz '2026-11-24T05:00Z' + n * interval '1 hour', :location, 'S' || m, 1
                from generate_series(0, 4) as h (n), generate_series(0, 2) as i (m)
                """).param("location", store).update();
        String asked =
                "/api/v1/scans?location=" + store + "&since=2026-11-24T05:00:00Z&until=2026-11-24T09:00:00Z&limit=5";
        List<String> read = new ArrayList<>();
        String next = "";
        do {
            JsonNode page = hub.get(asked + next).json();
            page.path("scans")
                    .forEach(row -> read.add(
                            row.path("hour").asString() + row.path("sku").asString()));
            next = page.has("next") ? "&after=" + page.path("next").asString() : "";
        } while (!next.isEmpty());
        assertThat(read).hasSize(12).doesNotHaveDuplicates().isSorted();
    }

    // ---- words

    private void theItemHasManyLinks() {
        put("""
                {"linkType": "gs1:review", "href": "https://brand.example/1", "title": "One", "mediaType": "text/html"},
                {"linkType": "gs1:review", "href": "https://brand.example/2?a=b", "title": "Two", "mediaType": "text/html"},
                {"linkType": "gs1:promotion", "href": "https://brand.example/ja", "title": "秋", "languages": ["ja", "en-US"],
                    "mediaType": "application/pdf", "context": "JP", "isDefault": true},
                {"linkType": "gs1:recallStatus", "href": "/p/L1", "title": "Recalled", "qualifiers": {"10": "L1"}, "isDefault": true}""");
    }

    private Item tea(String code) {
        return new Item(
                sku, code, List.of(), new LocalizedName("茶葉", "Tea <leaf>"), Item.EACH, null, null, null, null, true);
    }

    private void put(String links) {
        Answer put = hub.put("/api/v1/items/" + sku + "/links", "{\"links\": [" + links + "]}");
        assertThat(put.status()).as(put.toString()).isEqualTo(200);
    }

    private String location(String path) {
        Answer answer = stranger.get(path);
        assertThat(answer.status()).as(path + " " + answer).isEqualTo(307);
        return String.valueOf(answer.header("Location"));
    }

    private JsonNode linkset(String path) {
        Answer answer = stranger.with("Accept", "application/linkset+json")
                .with("Accept-Language", "en")
                .get(path);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
        return answer.json();
    }

    private String here(String path) {
        return stranger.address() + path;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
