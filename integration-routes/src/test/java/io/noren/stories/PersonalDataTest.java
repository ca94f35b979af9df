package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.PosSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** What a till's log says about people is nowhere afterwards, whatever went wrong with the sale. */
@ExtendWith(OutputCaptureExtension.class)
class PersonalDataTest extends Story {
    private static final String CARD = "4900000777017";
    private static final List<String> PERSONAL = List.of(
            "Ichiro Suzuki-Clerk",
            "Hanako Customer-Name",
            "ハナコカナ",
            "090-7777-1234",
            "hanako.private@example.com",
            "4111111111111111",
            "1-2-3 Ginza Private");

    @Autowired
    PosSettings settings;

    @Test
    void namesPhonesAndPaymentCardsAreKeptNowhereAndTheMembersCardOnlyWherePointsNeedIt(CapturedOutput output) {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Broken ledger = broken("inventory.stock_movement", "new.sku = '" + shirt + "'");
        String people = """
                <OperatorID OperatorName="Ichiro Suzuki-Clerk">94</OperatorID>
                <Customer><Name>Hanako Customer-Name</Name><NameKana>ハナコカナ</NameKana>
                  <Telephone>090-7777-1234</Telephone><EMail>hanako.private@example.com</EMail>
                  <Address>1-2-3 Ginza Private</Address></Customer>
                <LineItem><SequenceNumber>9</SequenceNumber><Tender TenderType="CreditDebit">
                  <CreditDebit><PrimaryAccountNumber>4111111111111111</PrimaryAccountNumber></CreditDebit>
                  <Remark>paid with 4111111111111111</Remark></Tender></LineItem>
                """;

        ginza.till(1).reports(sale(1).of(1, shirt).withCard(CARD).with(people)); // cannot be booked at first
        ginza.till(1).reports(sale(2).of(1, named("UNKNOWN")).withCard(CARD).with(people));
        ginza.till(1).reports(sale(2).of(2, named("UNKNOWN")).withCard(CARD).with(people)); // conflicts
        ginza.till(1).reports(sale(3).of("1E9", shirt, "1").withCard(CARD).with(people)); // unreadable
        report("<POSLog>" + people); // malformed
        whenQueuesAreQuiet();

        assertThat(parkedCodes())
                .as("every way to fail was gone")
                .contains("UNEXPECTED", "UNKNOWN_ITEM", "TRANSACTION_CONFLICT", "UNREADABLE_QUANTITY");
        String documents = storedDocuments();
        String said = output.getAll();
        String waiting = allParked().toString();
        for (String value : PERSONAL) {
            assertThat(documents).as(value).doesNotContain(value);
            assertThat(said).as(value).doesNotContain(value);
            assertThat(waiting).as(value).doesNotContain(value);
        }
        Map<String, List<String>> columns = columnsThatHold(with(PERSONAL, CARD));
        assertThat(columns).doesNotContainKeys(PERSONAL.toArray(String[]::new));
        Map<String, List<String>> files = filesThatHold(with(PERSONAL, shirt));
        assertThat(files).doesNotContainKeys(PERSONAL.toArray(String[]::new));
        assertThat(files.getOrDefault(shirt, List.of()))
                .as("what is on the broker's disk is seen")
                .anyMatch(file -> file.startsWith("broker") || !Files.isDirectory(data().resolve("broker")));
        assertThat(columns.getOrDefault(CARD, List.of()))
                .as("only with the member, and in what waits to be tried again")
                .isSubsetOf("loyalty.identifier.value", "integration.parked.payload");
        assertThat(output.getAll()).doesNotContain(CARD);
        assertThat(allParked().toString()).doesNotContain(CARD);
        ledger.mend();
        allParked().forEach(each -> hub.post("/api/v1/parked/" + each.path("id").asString() + "/discard"));
    }

    /** As it was before is looked for, too: what is not found must have been there. */
    @Test
    void aMemberWhoIsForgottenIsInNoTableFileQueueOrLogAndTheirCardIsSoldToLikeNone(CapturedOutput output) {
        String card = "4900000778014";
        List<String> personal = List.of("鷺ノ宮ヶ原", "珠璃絵", "サギノミヤガハラ", "ジュリエ", "70864297", "juri.sagi@forget.example");
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Hub once = hub.with("Idempotency-Key", named("register"));
        String request = """
                        {"familyName": "鷺ノ宮ヶ原", "givenName": "珠璃絵", "familyKana": "サギノミヤガハラ", "givenKana": "ジュリエ",
                         "birthDate": "1931-07-23", "locale": "ja", "identifiers": [
                           {"type": "CARD", "value": "%s", "provenBy": "SIGHTED"},
                           {"type": "PHONE", "value": "070-8642-9700", "provenBy": "SMS_CODE"},
                           {"type": "EMAIL", "value": "Juri.Sagi@forget.example", "provenBy": "MAIL_CODE"}]}
                        """.formatted(card);
        String member = once.post("/api/v1/members", request).json().path("id").asString();
        ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(card));
        assertThat(lookedUp(card).status()).isEqualTo(200);
        hub.put("/api/v1/members/" + member + "/preferences/SIZE", """
                {"values": ["M, as 珠璃絵 says"], "source": "STAFF"}""");
        hub.with("Idempotency-Key", named("pickup"))
                .post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "member": "%s", "lines": [{"line": "1", "sku": "%s", "quantity": 1}],
                 "contact": {"name": "鷺ノ宮ヶ原 珠璃絵", "phone": "07086429700", "email": "juri.sagi@forget.example"}}
                """.formatted(named("order"), ginza.id, member, shirt));
        whenQueuesAreQuiet();
        String known = hub.get("/api/v1/members/" + member).raw().body();
        assertThat(personal).as("is there").allMatch(known::contains);
        Map<String, List<String>> before = columnsThatHold(personal);
        assertThat(before).containsOnlyKeys(personal);
        for (String value : personal) {
            assertThat(before.get(value))
                    .as(value + " in clear: in what staff typed, and in the answer that the client may ask for again")
                    .isSubsetOf(
                            "loyalty.preference.wanted",
                            "loyalty.till_lookup.reason",
                            "inventory.pickup_order.contact_name",
                            "inventory.pickup_order.contact_phone",
                            "inventory.pickup_order.contact_email",
                            "integration.idempotent_request.answer");
        }

        try (WebShop shop = new WebShop()) {
            JsonNode made =
                    hub.post("/api/v1/webhooks", """
                            {"url": "%s", "events": ["member.erased"]}""".formatted(shop.address())).json();
            shop.trust(made.path("secret").asString());
            Answer erased = hub.post("/api/v1/members/" + member + "/erasure", """
                    {"reason": "MEMBER_ASKED"}""");
            assertThat(erased.status()).as(erased.toString()).isEqualTo(200);
            await().untilAsserted(() -> assertThat(shop.aboutSubject(member)).hasSize(1));
            hub.delete("/api/v1/webhooks/" + made.path("id").asString());
        }
        ginza.till(1).reports(sale(2).of("1", shirt, "1980").withCard(card)); // they still have it
        whenQueuesAreQuiet();

        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
        assertThat(parked()).isEmpty();
        assertThat(lookedUp(card).code()).isEqualTo("IDENTIFIER_ERASED");
        assertThat(hub.get("/api/v1/members/" + member).code()).isEqualTo("MEMBER_ERASED");
        assertThat(once.post("/api/v1/members", request).code()).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(columnsThatHold(with(personal, card))).isEmpty();
        assertThat(filesThatHold(personal)).isEmpty();
        String said = output.getAll();
        for (String value : with(personal, card)) {
            assertThat(said).as(value).doesNotContain(value);
        }
    }

    private Answer lookedUp(String card) {
        return hub.get("/api/v1/till/members?till=1&location=ginza&card=" + card + "&reason="
                + URLEncoder.encode("珠璃絵 asks for points", StandardCharsets.UTF_8));
    }

    @Test
    void aRowThatTheDatabaseRefusesIsNotQuotedInTheLog() {
        try {
            jdbc.sql("insert into integration.staff select 'x', 'x', ?, null, '{}', now()")
                    .param("Hanako Customer-Name")
                    .update();
        } catch (RuntimeException refused) {
            StringBuilder said = new StringBuilder();
            for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
                said.append(cause);
            }
            assertThat(said).contains("admin").doesNotContain("Hanako");
        }
    }

    private List<String> parkedCodes() {
        return allParked().stream().map(each -> each.path("code").asString()).toList();
    }

    private static List<String> with(List<String> values, String another) {
        return Stream.concat(values.stream(), Stream.of(another)).toList();
    }

    /** By value, the columns of all tables that it stands in; without those that stand nowhere. */
    private Map<String, List<String>> columnsThatHold(List<String> values) {
        Map<String, List<String>> found = new HashMap<>();
        jdbc
                .sql("""
                        select table_schema || '.' || table_name as relation, array_agg(column_name::text) as columns
                        from information_schema.columns
                        where table_schema in ('pos', 'inventory', 'loyalty', 'integration')
                          and data_type in ('text', 'character varying', 'ARRAY', 'json', 'jsonb', 'bytea')
                        group by 1
                        """)
                .query((row, number) -> new Table(row.getString("relation"), List.of((String[])
                        row.getArray("columns").getArray())))
                .list()
                .stream()
                .filter(table -> holds(table.name(), "t", values)) // as a rule none of its columns does
                .forEach(table -> table.columns()
                        .forEach(column -> values.stream()
                                .filter(value -> holds(table.name(), column, List.of(value)))
                                .forEach(value -> found.computeIfAbsent(value, none -> new ArrayList<>())
                                        .add(table.name() + "." + column))));
        return found;
    }

    private record Table(String name, List<String> columns) {}

    private Path data() {
        return settings.data();
    }

    /**
     * By value, the files of the whole data folder that hold it, the broker's journal among them; a text may be written
     * with one byte a letter or with two.
     */
    private Map<String, List<String>> filesThatHold(List<String> values) {
        Map<String, List<String>> found = new HashMap<>();
        try (Stream<Path> files = Files.walk(data())) {
            files.filter(Files::isRegularFile).forEach(file -> {
                String bytes = bytesOf(file);
                values.stream()
                        .filter(value -> isWrittenIn(bytes, value))
                        .forEach(value -> found.computeIfAbsent(value, none -> new ArrayList<>())
                                .add(data().relativize(file).toString()));
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static boolean isWrittenIn(String bytes, String value) {
        return Stream.of(StandardCharsets.UTF_8, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE)
                .anyMatch(written -> bytes.contains(new String(value.getBytes(written), StandardCharsets.ISO_8859_1)));
    }

    private static String bytesOf(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            return ""; // a journal's file that was done with
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean holds(String table, String column, List<String> values) {
        return jdbc.sql("select exists (select 1 from " + table + " t where cast(" + column + " as text) like any (?))")
                .param(values.stream()
                        .flatMap(value -> Stream.of(
                                "%" + value + "%",
                                "%" + HexFormat.of().formatHex(value.getBytes(StandardCharsets.UTF_8)) + "%"))
                        .toArray(String[]::new))
                .query(Boolean.class)
                .single();
    }

    private String storedDocuments() {
        StringBuilder all = new StringBuilder();
        jdbc.sql("""
                        select string_agg(content, '' order by part) as content from pos.document_part p
                        join pos.document d on d.id = p.document where d.source = ? group by d.id
                        """)
                .param(source)
                .query((row, n) -> row.getBytes(1))
                .list()
                .forEach(zipped -> all.append(unzipped(zipped)));
        assertThat(all).isNotEmpty();
        return all.toString();
    }

    private static String unzipped(byte[] zipped) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
            in.transferTo(text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString(StandardCharsets.UTF_8);
    }
}
