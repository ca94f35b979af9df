package io.noren.pos.epcis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.pos.FuzzedDialect;
import io.noren.pos.Reading;
import io.noren.pos.Refusal;
import io.noren.pos.TillTransaction;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What events say, and that a broken document is read or refused by name. */
class EpcisDialectTest {
    private static final List<String> SAMPLES = List.of(
            "receiving.json",
            "shipping.json",
            "counting.json",
            "selling.json",
            "declared.json",
            "transactions.json",
            "packing.json");

    private final EpcisDialect dialect = Events.dialect();

    @Test
    void goodsThatCameAreAddedUpForEachItem() {
        String received = Events.sample("receiving.json");

        assertThat(Events.told(dialect, received))
                .containsExactly("1 RECEIVED 9521000000018 2026-04-01:"
                        + " +12 09521000000018 +1 09521000000025 +3KG 09521000000032 [DA-12, PO-4711]");
        TillTransaction transaction = transaction(received);
        assertThat(transaction.vendorId()).isEqualTo("urn:uuid:5d7f1c1e-6f0f-4a7c-9c53-2f6a1d0b7e01");
        assertThat(transaction.key().numbered()).isFalse();
        assertThat(transaction.occurredAt().in(ZoneOffset.UTC)).isEqualTo(Instant.parse("2026-04-01T00:30:00.250Z"));
    }

    @Test
    void goodsThatLeftLeftWhereTheReaderIs() {
        assertThat(Events.told(dialect, Events.sample("shipping.json")))
                .containsExactly("1 SHIPPED 9521000000018 2026-04-01: -1 09521000000018 [T-9]");
    }

    @Test
    void aCountSaysAlsoOfWhatThereIsNone() {
        assertThat(Events.told(dialect, Events.sample("counting.json")))
                .containsExactly("1 COUNTED 9521000000018 2026-04-01:"
                        + " =2 09521000000018 =0 09521000000025 =1.75KG 09521000000032");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "urn:epcglobal:cbv:bt:9521000000018:PO-1 | [PO-1]",
                "https://shop.example/orders/PO-1 | [PO-1]",
                "https://shop.example/orders/PO-1/ | [PO-1]",
                "urn:epc:id:gdti:9521000.12345.PO1 | [urn:epc:id:gdti:9521000.12345.PO1]",
                "PO\\u0000 | ''",
                "PO\\ud800 | ''"
            })
    void aPaperIsCalledByTheLastPartOfItsAddress(String told, String papers) {
        assertThat(Events.told(dialect, Events.sample("shipping.json").replace("T-9", told)))
                .containsExactly(("1 SHIPPED 9521000000018 2026-04-01: -1 09521000000018 " + papers).strip());
    }

    @Test
    void aByteOrderMarkIsNoPartOfADocumentAndOtherCharacterSetsAreNotGuessed() {
        assertThat(Events.told(dialect, "\uFEFF" + Events.sample("selling.json")))
                .hasSize(1);
        byte[] utf16 = Events.sample("selling.json").getBytes(StandardCharsets.UTF_16);
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() ->
                        dialect.check(Events.SOURCE, new ByteArrayInputStream(utf16), OutputStream.nullOutputStream()))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("MALFORMED_DOCUMENT"));
    }

    @Test
    void oneEventAloneIsADocumentAndItsContentIsItsName() {
        String sold = Events.sample("selling.json");

        assertThat(Events.told(dialect, sold)).containsExactly("1 SALE 9521000000018 2026-03-31: -2 09521000000018");
        String name = transaction(sold).vendorId();
        assertThat(name).matches("sha-256:[0-9a-f]{64}");
        assertThat(transaction(sold.replace("2026-03-31T23:59:00+09:00", "2026-03-31T14:59:00.000Z"))
                        .vendorId())
                .as("the same moment")
                .isEqualTo(name);
        assertThat(transaction(
                                sold.replace(
                                        "\"https://id.gs1.org/01/09521000000018/21/1003\", \"https://id.gs1.org/01/09521000000018/21/1004\"",
                                        "\"https://id.gs1.org/01/09521000000018/21/1004\", \"https://id.gs1.org/01/09521000000018/21/1003\""))
                        .vendorId())
                .as("the same pieces")
                .isEqualTo(name);
        assertThat(transaction(sold.replace("/21/1004", "/21/1005")).vendorId())
                .as("another piece")
                .isNotEqualTo(name);
    }

    @Test
    void aDeclarationTakesBackTheEventThatItIsOtherwiseEqualTo() {
        List<Reading> told = Events.read(dialect, Events.sample("declared.json"));

        assertThat(Events.told(dialect, Events.sample("declared.json")))
                .containsExactly(
                        "1 RECEIVED 9521000000018 2026-04-01: +100 09521000000018",
                        "2 POST_VOID 9521000000018 2026-04-01:",
                        "3 RECEIVED 9521000000018 2026-04-01: +10 09521000000018");
        TillTransaction original = (TillTransaction) told.get(0);
        TillTransaction declaration = (TillTransaction) told.get(1);
        assertThat(declaration.original()).isEqualTo(original.key());
        assertThat(declaration.key()).isNotEqualTo(original.key());
        assertThat(declaration.occurredAt()).isEqualTo(original.occurredAt());
    }

    @Test
    void aDeclarationOfAnEventWithoutAnIdFindsItByItsContent() {
        String sold = Events.sample("selling.json");
        String declared = sold.replace(
                "\"action\"", "\"errorDeclaration\": {\"declarationTime\": \"2026-04-02T00:00:00Z\"}, \"action\"");

        assertThat(transaction(declared).original()).isEqualTo(transaction(sold).key());
    }

    @Test
    void aTransactionEventAddsAndConfirmsAndIsNotGuessedAt() {
        assertThat(Events.told(dialect, Events.sample("transactions.json")))
                .containsExactly(
                        "1 RECEIVED 9521000000018 2026-04-01: +1 09521000000018 [urn:epc:id:gdti:9521000.12345.PO7]",
                        "3 ACTION_DOES_NOT_FIT");
    }

    @Test
    void whatWasPackedCarriedOrTaggedIsNoneOfStocksBusiness() {
        assertThat(Events.told(dialect, Events.sample("packing.json"))).isEmpty();
    }

    @Test
    void whatAnotherSystemTellsIsPassedOver() {
        assertThat(Events.told(Events.dialect(Effect.COUNTED), Events.sample("selling.json")))
                .isEmpty();
        assertThat(Events.told(Events.dialect(Effect.COUNTED), Events.sample("counting.json")))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "receiving | DELETE | ACTION_DOES_NOT_FIT",
                "shipping | ADD | ACTION_DOES_NOT_FIT",
                "stock_taking | ADD | ACTION_DOES_NOT_FIT",
                "retail_selling | ADD | ACTION_DOES_NOT_FIT",
                "retail_selling | '' | ACTION_DOES_NOT_FIT",
                "accepting | OBSERVE | UNSUPPORTED_BIZ_STEP",
                "destroying | DELETE | UNSUPPORTED_BIZ_STEP",
                "void_shipping | OBSERVE | UNSUPPORTED_BIZ_STEP",
                "https://rfid.example/step/sold | OBSERVE | UNSUPPORTED_BIZ_STEP",
                "'' | OBSERVE | UNSUPPORTED_BIZ_STEP"
            })
    void whatAStepMeansIsKnownOrAPersons(String step, String action, String code) {
        assertThat(Events.told(dialect, Events.event("urn:x:1", step, action))).containsExactly("1 " + code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "\"type\": \"ObjectEvent\" | \"type\": \"TransformationEvent\" | UNSUPPORTED_EVENT",
                "\"type\": \"ObjectEvent\" | \"type\": \"AggregationEvent\" | UNSUPPORTED_EVENT",
                "\"action\" | \"disposition\": \"damaged\", \"action\" | NOT_FOR_SALE",
                "\"action\" | \"persistentDisposition\": {\"set\": [\"recalled\"]}, \"action\" | NOT_FOR_SALE",
                "\"action\" | \"epcList\": [\"urn:epc:id:sscc:9521000.0000000001\"], \"action\" | CONTENT_UNKNOWN",
                "\"action\" | \"epcList\": [\"https://id.gs1.org/00/095210000000000012\"], \"action\" | CONTENT_UNKNOWN",
                "\"action\" | \"epcList\": [\"urn:epc:id:gsrn:9521000.0000000042\"], \"action\" | UNIDENTIFIED_ITEM",
                "idpat:sgtin:9521000.000001.* | idpat:sgtin:9521000.*.* | UNIDENTIFIED_ITEM",
                "urn:epc:idpat:sgtin:9521000.000001.* | https://id.gs1.org/01/09521000000019 | UNIDENTIFIED_ITEM",
                "\"quantity\": 10 | \"quantity\": 10, \"uom\": \"DZN\" | UNSUPPORTED_UNIT",
                "\"quantity\": 10 | \"quantity\": -1 | ABSURD_QUANTITY",
                "\"quantity\": 10 | \"quantity\": 1000001 | ABSURD_QUANTITY",
                "\"quantity\": 10 | \"quantity\": 1e999999999 | UNREADABLE_QUANTITY",
                "\"quantity\": 10 | \"quantity\": 0.5, \"uom\": \"GRM\" | QUANTITY_TOO_FINE",
                ", \"quantity\": 10 | '' | UNREADABLE_QUANTITY",
                "sgln:9521000.00001.0 | sgln:9521000.1.0 | UNREADABLE_KEY",
                "urn:epc:id:sgln:9521000.00001.0 | https://id.gs1.org/414/9521000000019 | UNREADABLE_KEY",
                "urn:x:1 | '' | UNREADABLE_KEY",
                "01:00:00Z | 01:00:00 | UNREADABLE_TIME",
                "2026-04-01T | yesterday T | UNREADABLE_TIME"
            })
    void whatWouldHaveToBeGuessedIsAPersons(String there, String instead, String code) {
        String good = Events.event("urn:x:1", "receiving", "OBSERVE");

        assertThat(good).contains(there);
        assertThat(Events.told(dialect, good.replace(there, instead))).containsExactly("1 " + code);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sgln:9521000.00001.0 | sgln:9521000.00001.shelf-3 | COUNT_OF_A_PART",
                "\"action\" | \"disposition\": \"sellable_not_accessible\", \"action\" | COUNT_OF_A_PART",
                "\"quantity\": 10} | \"quantity\": 10}, {\"epcClass\": \"urn:epc:class:lgtin:9521000.000001.L\", \"quantity\": 1, \"uom\": \"KGM\"} | UNSUPPORTED_UNIT"
            })
    void aCountOfAPartIsNoCount(String there, String instead, String code) {
        String good = Events.event("urn:x:1", "stock_taking", "OBSERVE");

        assertThat(Events.told(dialect, good))
                .containsExactly("1 COUNTED 9521000000018 2026-04-01: =10 09521000000018");
        assertThat(Events.told(dialect, good.replace(there, instead))).containsExactly("1 " + code);
    }

    @Test
    void ofPeopleNothingIsKept() {
        String kept = Events.kept(
                dialect,
                Events.sample("receiving.json")
                        .replace(
                                "urn:epc:id:grai:9521000.12345.400",
                                "urn:epc:id:gsrn:9521000.0000000042\", \"https://id.gs1.org/8018/952100000000000042"));

        assertThat(kept)
                .contains("urn:epc:id:sgtin:9521000.000002.77")
                .doesNotContain("gsrn", "8018", "receivedBy", "\\u5c71", "sourceList", "9521999");
        assertThat(Events.kept(dialect, Events.sample("packing.json"))).doesNotContain("geo:");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "<POSLog/> | MALFORMED_DOCUMENT",
                "'' | MALFORMED_DOCUMENT",
                "{\"type\": \"EPCISDocument\" | MALFORMED_DOCUMENT",
                "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": []}} {} | MALFORMED_DOCUMENT",
                "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": [], \"eventList\": []}} | MALFORMED_DOCUMENT",
                "[] | NOT_EPCIS",
                "7 | NOT_EPCIS",
                "{\"receipts\": []} | NOT_EPCIS",
                "{\"type\": \"EPCISDocument\", \"epcisBody\": {}} | NOT_EPCIS",
                "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": [7]}} | NOT_EPCIS",
                "{\"type\": \"EPCISMasterDataDocument\", \"epcisBody\": {\"eventList\": []}} | NOT_EPCIS"
            })
    void whatIsNoEpcisIsRefusedAsAWhole(String document, String code) {
        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Events.kept(dialect, document))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    @ParameterizedTest
    @ValueSource(strings = {"depth", "identifiers", "extension", "text", "texts", "around"})
    void noPartOfADocumentIsEndless(String what) {
        String good = Events.event("urn:x:1", "receiving", "OBSERVE");
        String epc = "\"urn:epc:id:sgtin:9521000.000001.1\"";
        String document = switch (what) {
            case "depth" -> good.replace("\"action\"", "\"x:y\": " + "[".repeat(40) + "]".repeat(40) + ", \"action\"");
            case "identifiers" ->
                good.replace("\"action\"", "\"epcList\": [" + repeated(epc, 50_001) + "], \"action\"");
            case "extension" -> good.replace("\"action\"", "\"x:y\": [" + repeated("7", 500_001) + "], \"action\"");
            case "text" -> good.replace("urn:x:1", "urn:x:" + "1".repeat(2_001));
            default ->
                "{\"type\": \"EPCISDocument\", \"x:y\": [" + repeated("7", 500_001)
                        + "], \"epcisBody\": {\"eventList\": []}}";
        };

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> Events.kept(dialect, document))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("JSON_LIMIT_EXCEEDED"));
    }

    @Test
    void aThousandEventsEachWithinTheLimitsAreRead() {
        String many = "{\"type\": \"EPCISDocument\", \"epcisBody\": {\"eventList\": ["
                + repeated(Events.sample("selling.json").replaceFirst("\"@context\"[^\n]*\n", ""), 30_000) + "]}}";

        assertThat(Events.read(dialect, many)).hasSize(30_000);
    }

    @Test
    void aDocumentThatBreaksOffTellsNothing() {
        String whole = Events.sample("declared.json").strip();

        for (int length = 0; length < whole.length(); length += 7) {
            String part = whole.substring(0, length);
            assertThatExceptionOfType(Refusal.class).isThrownBy(() -> Events.kept(dialect, part));
        }
    }

    @Test
    void whateverABrokenDocumentSaysItIsReadOrRefusedByName() {
        assertThat(new FuzzedDialect(
                                dialect,
                                Events.SOURCE,
                                SAMPLES.stream().map(Events::sample).toList())
                        .fuzz())
                .containsKeys("RECEIVED", "SHIPPED", "COUNTED", "SALE", "POST_VOID", "MALFORMED_DOCUMENT", "NOT_EPCIS");
    }

    private TillTransaction transaction(String document) {
        return (TillTransaction) Events.read(dialect, document).get(0);
    }

    private static String repeated(String part, int times) {
        return String.join(",", Stream.generate(() -> part).limit(times).toList());
    }
}
