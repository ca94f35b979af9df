package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import tools.jackson.databind.JsonNode;

/** A message that cannot be done now is tried again; one that cannot be done at all waits for a person. None vanishes. */
class RetriedThenParkedTest extends Story {
    private static final String SALES = "noren.pos.sale-recorded";

    @Autowired
    ActiveMQConnectionFactory connections;

    @Test
    void aTroubleThatGoesAwayIsNobodysBusiness() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        jdbc.sql("create sequence public.story_tries").update();
        broken("inventory.stock_movement", "new.sku = '" + shirt + "' and nextval('public.story_tries') <= 2");

        ginza.till(1).reports(sale(1).of(1, shirt));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
        assertThat(jdbc.sql("select last_value from public.story_tries")
                        .query(Long.class)
                        .single())
                .as("tried three times")
                .isEqualTo(3);
        jdbc.sql("drop sequence public.story_tries cascade").update();
    }

    @Test
    void aDatabaseThatGoesAwayWhileSomethingElseIsTriedAgainIsNobodysBusinessEither() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        jdbc.sql("create sequence public.story_troubles").update();
        jdbc.sql("""
                create function public.story_trouble() returns trigger language plpgsql as $$
                declare
                    tried bigint := case when new.sku = '%s' then nextval('public.story_troubles') else 99 end;
                begin
                    if tried = 1 then
                        raise exception 'broken by a story';
                    elsif tried <= 5 then
                        raise exception 'broken by a story' using errcode = 'connection_failure';
                    end if;
                    return new;
                end $$
                """.formatted(shirt)).update();
        jdbc.sql("""
                create trigger story_trouble before insert on inventory.stock_movement
                for each row execute function public.story_trouble()
                """).update();

        ginza.till(1).reports(sale(1).of(1, shirt));

        await("the broker brings it again until it is done")
                .atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4"));
        whenQueuesAreQuiet();
        assertThat(parked()).isEmpty();
        jdbc.sql("drop function public.story_trouble cascade").update();
        jdbc.sql("drop sequence public.story_troubles").update();
    }

    @Test
    void aTroubleThatStaysIsParkedOnceAndDoneWhenItIsMended() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        Broken ledger = broken("inventory.stock_movement", "new.sku = '" + shirt + "'");

        Answer receipt = ginza.till(1).reports(sale(1).of(1, shirt).withCard("4900000000017"));

        String document = receipt.json().path("document").asString();
        JsonNode entry = awaitParked(document, 1);
        assertThat(entry.path("code").asString()).isEqualTo("UNEXPECTED");
        assertThat(entry.path("flow").asString()).isEqualTo("sale-to-stock");
        assertThat(entry.path("retryable").asBoolean()).isTrue();
        assertThat(entry.toString())
                .as("what a person sees is about the trouble, not about people")
                .doesNotContain("4900000000017", "broken by a story");
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("5");

        retry(entry);
        JsonNode again = awaitParked(document, 2);
        assertThat(again.path("id")).as("the same entry, not a second one").isEqualTo(entry.path("id"));

        ledger.mend();
        retry(entry);
        whenQueuesAreQuiet();
        assertThat(parkedAbout(document)).isEmpty();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void whatAForeignClientPutsOnAQueueUnreadablyIsParkedByEveryReader() {
        String about = UUID.randomUUID().toString();

        send(context -> text(context, "SaleRecorded", about, "{\"not\": \"a sale\""));

        List<JsonNode> parked = awaitParkedAbout(about, 2);
        assertThat(parked)
                .extracting(each -> each.path("flow").asString())
                .containsExactlyInAnyOrder("sale-to-stock", "sale-to-points");
        assertThat(parked).allMatch(each -> each.path("code").asString().equals("UNREADABLE_MESSAGE"));
        assertThat(parked.toString()).doesNotContain("not a sale");
        discardAll(about);
    }

    @Test
    void aForeignMessageWithoutAFactsNameOrWithAForeignIdOrWithNulIsParkedToo() {
        String about = UUID.randomUUID().toString();

        send(context -> text(context, "Surprise", about, "{}"));
        send(context -> {
            Message message = text(context, null, about, "\0 \0");
            message.setStringProperty("_AMQ_DUPL_ID", "not a uuid " + about);
            message.setStringProperty("event", "not a uuid either");
            return message;
        });

        awaitParkedAbout(about, 4);
        whenQueuesAreQuiet();
        discardAll(about);
    }

    @Test
    void bytesAreReadAsTextIs() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String sale = soldByAStranger(1, ginza, shirt);
        String about = UUID.randomUUID().toString();

        send(context -> bytes(context, about, sale));
        send(context -> bytes(context, about, "[]"));

        List<JsonNode> parked = awaitParkedAbout(about, 2);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(payloadOf(parked.get(0))).as("kept as it was").isEqualTo("[]");
        discardAll(about);
    }

    @Test
    void whatCannotEvenBeParkedStaysWithTheBrokerUntilItCan() {
        String about = UUID.randomUUID().toString();
        Broken parking = broken("integration.parked", "new.correlation = '" + about + "'");

        send(context -> text(context, "SaleRecorded", about, "{"));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(failuresOf("sale-to-stock")).isPositive());
        assertThat(parkedAbout(about)).isEmpty();
        assertThat(queues.read().get("sale-to-stock")).as("it did not vanish").isPositive();
        parking.mend();
        awaitParkedAbout(about, 2);
        whenQueuesAreQuiet();
        discardAll(about);
    }

    @Test
    void whatIsBadAmongManyIsSetApartAndItsNeighboursAreDoneUnderTheirOwnNames() throws Exception {
        String shirt = item("SHIRT");
        String cursed = item("CURSED");
        Store ginza = store("ginza").has(500, shirt).has(5, cursed);
        whenQueuesAreQuiet();
        Subscribed web = webShop();
        broken("inventory.stock_movement", "new.sku = '" + cursed + "'");
        String about = UUID.randomUUID().toString();
        camel.getRouteController().stopRoute("sale-to-stock");

        List<String> documents = new ArrayList<>();
        for (int n = 1; n <= 60; n++) {
            String sku = n == 23 ? cursed : shirt;
            documents.add(ginza.till(1)
                    .reports(sale(n).of(1, sku))
                    .json()
                    .path("document")
                    .asString());
        }
        send(context -> text(context, "SaleRecorded", about, "{\"not\": \"a sale\""));
        await().atMost(PATIENCE).until(() -> queues.read().get("sale-to-stock") == 61);
        camel.getRouteController().startRoute("sale-to-stock");

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("441");
        assertThat(ginza.onHand(cursed)).isEqualByComparingTo("5");
        assertThat(awaitParked(documents.get(22), 1).path("code").asString()).isEqualTo("UNEXPECTED");
        assertThat(awaitParkedAbout(about, 2))
                .allMatch(each -> each.path("code").asString().equals("UNREADABLE_MESSAGE"));
        List<String> others = new ArrayList<>(documents);
        others.remove(22);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(web.shop.about(shirt, ginza.id).stream()
                                .map(told -> told.event().path("correlation").asString("")))
                        .as("every sale's own thread from the till's document to the web shop")
                        .containsExactlyInAnyOrderElementsOf(others));
        discardAll(about);
        discardAll(documents.get(22));
    }

    // A till that was offline sends its day; its sales travel in a few messages.
    @Test
    void whatIsBadAmongManyInOneMessageIsParkedAlone() {
        String shirt = item("SHIRT");
        String cursed = item("CURSED");
        Store ginza = store("ginza").has(500, shirt).has(5, cursed);
        whenQueuesAreQuiet();
        Broken ledger = broken("inventory.stock_movement", "new.sku = '" + cursed + "'");
        Receipt[] day = IntStream.rangeClosed(1, 250)
                .mapToObj(n -> sale(n).of(1, n == 123 ? cursed : shirt))
                .toArray(Receipt[]::new);

        String document = ginza.till(1).reports(day).json().path("document").asString();

        JsonNode entry = awaitParked(document, 1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("251");
        assertThat(ginza.onHand(cursed)).isEqualByComparingTo("5");
        ledger.mend();
        retry(entry);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(cursed)).isEqualByComparingTo("4");
        assertThat(parkedAbout(document)).isEmpty();
    }

    @Test
    void aForeignPackIsReadAndWhatOnlySaysItIsOneIsParkedAsItCame() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String about = UUID.randomUUID().toString();
        String good = "{\"event\": \"%s\", \"correlation\": \"%s\", \"fact\": %s}"
                .formatted(UUID.randomUUID(), about, soldByAStranger(1, ginza, shirt));
        String bad = "{\"event\": \"%s\", \"correlation\": \"%s\", \"fact\": [\"no sale\"]}"
                .formatted(UUID.randomUUID(), about);

        send(context -> pack(context, about, "[" + good + "," + bad + "]"));
        List<JsonNode> parked = awaitParkedAbout(about, 2);
        assertThat(payloadOf(parked.get(0))).isEqualTo("[\"no sale\"]");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        discardAll(about);

        String noPack = UUID.randomUUID().toString();
        send(context -> pack(context, noPack, "[" + good + ","));
        assertThat(payloadOf(awaitParkedAbout(noPack, 2).get(0))).isEqualTo("[" + good + ",");
        discardAll(noPack);
    }

    private String soldByAStranger(int sequenceNumber, Store store, String item) {
        return """
                {"id": "%s", "document": "%s", "currency": "JPY",
                 "transaction": {"source": "%s", "location": "%s", "businessDay": "2026-04-01", "workstation": "1",
                                 "sequenceNumber": %d},
                 "occurredAt": "2026-04-01T03:30:00Z", "receivedAt": "2026-04-01T03:30:01Z",
                 "lines": [{"line": 1, "codes": [{"scheme": "SOURCE", "value": "%s"}], "quantity": 1}]}
                """.formatted(UUID.randomUUID(), UUID.randomUUID(), source, store.id, sequenceNumber, item);
    }

    private String payloadOf(JsonNode entry) {
        return jdbc.sql("select payload from integration.parked where id = cast(? as uuid)")
                .param(entry.path("id").asString())
                .query(String.class)
                .single();
    }

    private double failuresOf(String flow) {
        return hub.get("/actuator/prometheus")
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith("noren_flow_seconds_count") && line.contains("\"" + flow + "\""))
                .filter(line -> line.contains("outcome=\"failed\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void retry(JsonNode entry) {
        assertThat(hub.post("/api/v1/parked/" + entry.path("id").asString() + "/retry")
                        .status())
                .isEqualTo(202);
    }

    private JsonNode awaitParked(String correlation, int attempts) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(parkedAbout(correlation))
                        .singleElement()
                        .matches(each -> each.path("attempts").asInt() == attempts));
        return parkedAbout(correlation).get(0);
    }

    private List<JsonNode> awaitParkedAbout(String correlation, int entries) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(parkedAbout(correlation)).hasSize(entries));
        return parkedAbout(correlation);
    }

    private List<JsonNode> parkedAbout(String correlation) {
        return allParked().stream()
                .filter(each -> each.path("correlation").asString("").equals(correlation))
                .toList();
    }

    private void discardAll(String correlation) {
        parkedAbout(correlation)
                .forEach(each -> hub.post("/api/v1/parked/" + each.path("id").asString() + "/discard"));
    }

    /** Writes one message. */
    private interface Letter {
        Message write(JMSContext context) throws jakarta.jms.JMSException;
    }

    private void send(Letter letter) {
        try (JMSContext context = connections.createContext()) {
            Topic sales = context.createTopic(SALES);
            context.createProducer().send(sales, letter.write(context));
        } catch (jakarta.jms.JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message text(JMSContext context, String fact, String correlation, String text)
            throws jakarta.jms.JMSException {
        Message message = context.createTextMessage(text);
        message.setJMSCorrelationID(correlation);
        if (fact != null) {
            message.setStringProperty("fact", fact);
        }
        return message;
    }

    private static Message pack(JMSContext context, String correlation, String text) throws jakarta.jms.JMSException {
        Message message = text(context, "SaleRecorded", correlation, text);
        message.setIntProperty("facts", 2);
        return message;
    }

    private static Message bytes(JMSContext context, String correlation, String text) throws jakarta.jms.JMSException {
        BytesMessage message = context.createBytesMessage();
        message.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        message.setJMSCorrelationID(correlation);
        message.setStringProperty("fact", "SaleRecorded");
        return message;
    }
}
