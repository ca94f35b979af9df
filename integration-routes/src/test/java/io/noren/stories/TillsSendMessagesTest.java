package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.noren.integration.NorenSettings;
import io.noren.integration.broker.QueueDepths;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.builder.AdviceWith;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.util.TestSocketUtils;
import tools.jackson.databind.JsonNode;

/** Tills that speak AMQP 1.0, with a client that is not ours: Qpid JMS. */
class TillsSendMessagesTest extends Story {
    private static final int PORT = TestSocketUtils.findAvailableTcpPort();
    private static final String SOURCE = "amqp-tills";
    private static final String OTHER_SOURCE = "other-amqp-tills";
    private static final String ROUTE = "till-messages";
    private static final int LARGEST = 200_000;

    /** Each test has a workstation of its own: all tests speak of the same till system. */
    private static final AtomicInteger WORKSTATIONS = new AtomicInteger();

    @Autowired
    NorenSettings settings;

    @Autowired
    ActiveMQConnectionFactory hubsOwnConnections;

    private Store ginza;
    private Store kobe;
    private Till till;

    @DynamicPropertySource
    static void tillsHaveAccounts(DynamicPropertyRegistry properties) {
        properties.add("noren.pos.amqp.port", () -> PORT);
        properties.add("noren.pos.amqp.host", () -> "127.0.0.1");
        properties.add("noren.pos.amqp.max-message-size", () -> LARGEST + "B");
        account(properties, 0, "ginza-1", SOURCE, "amqp-ginza");
        account(properties, 1, "kobe-1", OTHER_SOURCE, "amqp-kobe");
        account(properties, 2, "flood-1", SOURCE, "amqp-ginza");
    }

    private static void account(
            DynamicPropertyRegistry properties, int n, String name, String source, String location) {
        String till = "noren.pos.amqp.tills[" + n + "].";
        properties.add(till + "name", () -> name);
        properties.add(till + "source", () -> source);
        properties.add(till + "locations", () -> location);
        properties.add(till + "password-sha256", () -> sha256(passwordOf(name)));
    }

    @BeforeEach
    void openStores() {
        Assumptions.assumeTrue(settings.brokerIsEmbedded(), "the tills' port belongs to the embedded broker");
        ginza = storeCalled("amqp-ginza");
        ginza.opens();
        kobe = storeCalled("amqp-kobe");
        kobe.opens();
        till = ginza.till(WORKSTATIONS.incrementAndGet());
    }

    @AfterEach
    void nothingWaits() {
        whenQueuesAreQuiet();
        parkedFrom(SOURCE)
                .forEach(each -> hub.post("/api/v1/parked/" + each.path("id").asString() + "/discard"));
    }

    @Test
    void aSaleSentAsAMessageIsRecordedOnceHoweverOftenAndByWhicheverDoorItComes() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String document = till.document(sale(1).of(1, shirt));

        send("ginza-1", document);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");

        send("ginza-1", document);
        Answer again = hub.postXml("/api/v1/pos/" + SOURCE + "/documents", document);

        assertThat(again.json().path("duplicates").asInt()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parkedFrom(SOURCE)).isEmpty();
    }

    @Test
    void theSampleInTheDocumentsIsReadAsItStands() throws Exception {
        byte[] sample = Files.readAllBytes(documents().resolve("samples/sale.xml"));

        as("ginza-1", session -> {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(sample);
            sendTo(session, session.createQueue(addressOf("ginza-1")), message);
        });

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(parkedFrom(SOURCE))
                        .as("its store is ginza, which this account may not speak for")
                        .singleElement()
                        .matches(
                                each -> each.path("code").asString().matches("UNKNOWN_LOCATION|LOCATION_NOT_ALLOWED")));
    }

    @Test
    void aTextIsReadWhateverEncodingItOnceHad() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String document = till.document(sale(1).of(1, shirt).with("<!-- 領収書 ＜控え＞ -->"))
                .replace("encoding=\"UTF-8\"", "encoding=\"Shift_JIS\"");

        as(
                "ginza-1",
                session -> sendTo(
                        session, session.createQueue(addressOf("ginza-1")), session.createTextMessage(document)));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parkedFrom(SOURCE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "ginza-1, guessed",
        "ginza-1, ''",
        "ginza-1, password of kobe-1",
        "GINZA-1, password of ginza-1",
        "nobody, password of ginza-1",
        "this process, this process",
        "ACTIVEMQ.CLUSTER.ADMIN.USER, CHANGE ME!!",
        "admin, admin",
    })
    void whoeverIsNotATillWithItsPasswordIsNotLetIn(String user, String password) {
        assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(() -> {
            try (Connection connection = new JmsConnectionFactory(user, password, url()).createConnection()) {
                connection.start();
            }
        });
    }

    @Test
    void nobodyIsLetInWithoutAName() {
        assertThatExceptionOfType(JMSException.class).isThrownBy(() -> {
            try (Connection connection = new JmsConnectionFactory(url()).createConnection()) {
                connection.start();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "noren.till.kobe-1.documents",
        "noren.pos.sale-recorded",
        "noren.pos.till-document-again",
        "activemq.management",
        "noren.till.new.documents",
        "noren.till.#",
        "anything",
        "noren.till.ginza-1.documents::noren.till.kobe-1.documents",
        "noren.till.ginza-1.documents::another",
        "$ACTIVEMQ_ARTEMIS_MIRROR_noren",
    })
    void aTillCannotSendWhereItIsNotMeantTo(String address) {
        List<Function<Session, Destination>> places =
                List.of(session -> queue(session, address), session -> topic(session, address));
        // Each on a connection of its own: the broker ends some of them.
        for (Function<Session, Destination> place : places) {
            assertThatExceptionOfType(JMSException.class)
                    .isThrownBy(
                            () -> as("ginza-1", session -> sendTo(session, place.apply(session), anyText(session))));
            assertThatExceptionOfType(JMSException.class)
                    .as("by a producer for any address")
                    .isThrownBy(() -> as("ginza-1", session -> {
                        try (MessageProducer any = session.createProducer(null)) {
                            any.send(place.apply(session), anyText(session));
                        }
                    }));
        }
        whenQueuesAreQuiet();
        assertThat(parkedFrom(SOURCE)).isEmpty();
        assertThat(parkedFrom(OTHER_SOURCE)).isEmpty();
    }

    @Test
    void aTillCannotMakeAnAddressATopicToBeHeardByThoseWhoListenToAll() throws JMSException {
        as(
                "ginza-1",
                session -> assertThatExceptionOfType(JMSException.class)
                        .isThrownBy(() -> sendTo(
                                session,
                                session.createTopic(addressOf("ginza-1")),
                                session.createTextMessage("<POSLog/>"))));
    }

    @ParameterizedTest
    @CsvSource({
        "noren.till.ginza-1.documents",
        "noren.till.kobe-1.documents",
        "noren.pos.sale-recorded",
        "noren.#",
        "activemq.notifications",
        "noren.pos.sale-recorded::noren.sale-to-stock",
    })
    void aTillCannotReadAnything(String address) throws Exception {
        camel.getRouteController().stopRoute(ROUTE);
        try {
            send("ginza-1", "<POSLog/>");
            for (Function<Session, Destination> place : List.<Function<Session, Destination>>of(
                    session -> queue(session, address), session -> topic(session, address))) {
                assertThatExceptionOfType(JMSException.class)
                        .isThrownBy(() -> as("ginza-1", session -> {
                            try (MessageConsumer consumer = session.createConsumer(place.apply(session))) {
                                consumer.receiveNoWait();
                            }
                        }));
            }
            assertThatExceptionOfType(JMSException.class)
                    .as("browsing")
                    .isThrownBy(() -> as(
                            "ginza-1",
                            session -> session.createBrowser(session.createQueue(address))
                                    .getEnumeration()
                                    .hasMoreElements()));
        } finally {
            camel.getRouteController().startRoute(ROUTE);
        }
    }

    @Test
    void aTillCannotMakeAQueueOfItsOwn() throws JMSException {
        as("ginza-1", session -> {
            assertThatExceptionOfType(JMSException.class).isThrownBy(session::createTemporaryQueue);
            assertThatExceptionOfType(JMSException.class).isThrownBy(session::createTemporaryTopic);
        });
    }

    @Test
    void whatAMessageSaysOfItsSenderIsNotBelieved() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        kobe.has(5, shirt);
        String document =
                Receipt.document(till.write(sale(1).of(1, shirt)), kobe.till(1).write(sale(1).of(1, shirt)));

        as("ginza-1", session -> {
            Message message = bytes(session, document);
            for (Map.Entry<String, String> claim : Map.of(
                            "_AMQ_VALIDATED_USER", "kobe-1",
                            "_AMQ_ORIG_ADDRESS", addressOf("kobe-1"),
                            "JMSXUserID", "kobe-1",
                            "source", OTHER_SOURCE,
                            "fact", "SaleRecorded",
                            "CamelFileName", "../../kobe",
                            "camelJmsDestinationName", addressOf("kobe-1"))
                    .entrySet()) {
                message.setStringProperty(claim.getKey(), claim.getValue());
            }
            message.setJMSReplyTo(session.createQueue(addressOf("kobe-1")));
            sendTo(session, session.createQueue(addressOf("ginza-1")), message);
        });

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(kobe.onHand(shirt)).isEqualByComparingTo("5");
        assertThat(parkedFrom(SOURCE))
                .singleElement()
                .matches(each -> each.path("code").asString().equals("LOCATION_NOT_ALLOWED"));
        assertThat(parkedFrom(OTHER_SOURCE)).isEmpty();
    }

    @Test
    void anUnreadableDocumentWaitsForAPersonAndHoldsUpNobody() throws Exception {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String good = till.document(sale(2).of(1, shirt));
        String whole = till.document(sale(1).of(1, shirt));
        String cutOff = whole.substring(0, whole.length() / 2);

        send("ginza-1", cutOff);
        send("ginza-1", good);
        send("ginza-1", cutOff);

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).as("the next one is done").isEqualByComparingTo("4");
        JsonNode entry = parkedFrom(SOURCE).get(0);
        assertThat(parkedFrom(SOURCE)).as("one entry, however often").hasSize(1);
        assertThat(entry.path("code").asString()).isEqualTo("MALFORMED_DOCUMENT");
        assertThat(entry.path("reason").asString()).contains(SOURCE + "/parked/ginza-1-");
        Path file = parkedFile(entry);
        assertThat(file).content(StandardCharsets.UTF_8).isEqualTo(cutOff);
        assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(file.resolveSibling(file.getFileName().toString().replace(".message", ".2.message")))
                .as("and one file")
                .doesNotExist();

        Files.writeString(file, whole);
        Files.move(file, settings.data().resolve("inbox").resolve(SOURCE).resolve("mended.xml"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3"));
    }

    @Test
    void aFileThatSomebodyIsMendingIsNotWrittenOver() throws Exception {
        String cutOff = till.document(sale(1).of(1, item("SHIRT"))).substring(0, 200);
        send("ginza-1", cutOff);
        whenQueuesAreQuiet();
        Path file = parkedFile(parkedFrom(SOURCE).get(0));
        Files.writeString(file, "half mended");

        send("ginza-1", cutOff);

        Path second = file.resolveSibling(file.getFileName().toString().replace(".message", ".2.message"));
        await().atMost(PATIENCE).until(() -> Files.exists(second));
        assertThat(file).content().isEqualTo("half mended");
        assertThat(second).content().isEqualTo(cutOff);
    }

    @Test
    void whatIsNoDocumentAtAllIsKeptAndExplained() throws JMSException {
        as("ginza-1", session -> {
            Destination own = session.createQueue(addressOf("ginza-1"));
            sendTo(session, own, session.createMapMessage());
            sendTo(session, own, session.createObjectMessage("a sale"));
            sendTo(session, own, session.createMessage());
            sendTo(session, own, session.createTextMessage(""));
            sendTo(session, own, session.createTextMessage("a sale"));
            sendTo(session, own, session.createTextMessage("PK\u0003\u0004 a day's sales"));
        });

        whenQueuesAreQuiet();
        assertThat(parkedFrom(SOURCE))
                .isNotEmpty()
                .extracting(each -> each.path("code").asString())
                .contains("PACKED_DOCUMENT")
                .containsOnly("UNREADABLE_MESSAGE", "MALFORMED_DOCUMENT", "PACKED_DOCUMENT");
        assertThat(queues.read().get(QueueDepths.TILL_MESSAGES)).isZero();
    }

    @Test
    void aMessageThatARestartWouldLoseIsRefusedAndTheTillIsToldWhy() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String document = till.document(sale(1).of(1, shirt));

        // Qpid JMS does not wait for a word on such a message unless it is told to.
        as("ginza-1", "?jms.forceSyncSend=true", session -> {
            try (MessageProducer producer = session.createProducer(session.createQueue(addressOf("ginza-1")))) {
                producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
                assertThatExceptionOfType(JMSException.class)
                        .isThrownBy(() -> producer.send(bytes(session, document)))
                        .withMessageContaining("durable");
            }
        });
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("5");
    }

    @Test
    void aMessageThatIsTooLargeIsRefusedAndTheTillIsToldWhatToDo() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String filler = "<!-- " + "x".repeat(LARGEST) + " -->";

        as(
                "ginza-1",
                session -> assertThatExceptionOfType(JMSException.class)
                        .isThrownBy(() -> sendTo(
                                session,
                                session.createQueue(addressOf("ginza-1")),
                                bytes(
                                        session,
                                        till.document(sale(1).of(1, shirt).with(filler)))))
                        .withMessageContaining("noren.pos.amqp.max-message-size"));

        // Larger than what the broker keeps in its journal as one piece, and still allowed.
        String allowed = "<!-- " + "x".repeat(LARGEST * 3 / 4) + " -->";
        send("ginza-1", till.document(sale(2).of(1, shirt).with(allowed)));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void aMessageWithoutAnEndIsCutOffBeforeItFillsTheMemory() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        String endless = "x".repeat(50 * LARGEST);

        assertThatExceptionOfType(JMSException.class)
                .isThrownBy(() -> send("ginza-1", endless))
                .satisfies(cut -> assertThat(cut.getMessage())
                        .as("not refused when it was whole")
                        .doesNotContain("noren.pos.amqp.max-message-size"));

        send("ginza-1", till.document(sale(1).of(1, shirt)));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void aTillThatSendsALotInManyMessagesIsNotCutOff() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(500, shirt);
        String filler = "<!-- " + "x".repeat(LARGEST / 2) + " -->";

        as("ginza-1", session -> {
            try (MessageProducer producer = session.createProducer(session.createQueue(addressOf("ginza-1")))) {
                for (int n = 1; n <= 120; n++) {
                    producer.send(
                            bytes(session, till.document(sale(n).of(1, shirt).with(filler))));
                }
            }
        });

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("380");
    }

    @Test
    void whileTheDatabaseIsAwayTheMessageStaysWithTheBrokerAndIsDoneLaterOnce() throws JMSException {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        whenQueuesAreQuiet();
        jdbc.sql("""
                create function public.story_away() returns trigger language plpgsql as $$
                begin raise exception 'gone' using errcode = 'connection_failure'; end $$
                """).update();
        jdbc.sql(
                        "create trigger story_away before insert on pos.document for each row execute function public.story_away()")
                .update();
        try {
            send("ginza-1", till.document(sale(1).of(1, shirt)));

            await("it is tried more than once")
                    .atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(failures()).isGreaterThan(2));
            assertThat(queues.read().get(QueueDepths.TILL_MESSAGES)).isEqualTo(1);
            assertThat(parkedFrom(SOURCE)).isEmpty();
        } finally {
            jdbc.sql("drop function public.story_away cascade").update();
        }

        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4"));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parkedFrom(SOURCE)).isEmpty();
    }

    @Test
    void whatWasCommittedAndNotAcknowledgedComesAgainAndIsADuplicate() throws Exception {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        AtomicInteger committed = new AtomicInteger();
        AdviceWith.adviceWith(
                camel,
                ROUTE,
                advice -> advice.weaveAddLast().process(exchange -> {
                    if (committed.incrementAndGet() == 1) {
                        throw new CannotGetJdbcConnectionException(
                                "stopped after the commit, before the broker heard of it");
                    }
                }));

        send("ginza-1", till.document(sale(1).of(1, shirt)));

        await().atMost(PATIENCE).untilAsserted(() -> assertThat(committed).hasValue(2));
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parkedFrom(SOURCE)).isEmpty();
    }

    @Test
    void aTroubleThatStaysIsParkedWithItsContentAndTheNextMessageIsDone() throws Exception {
        String cursed = item("CURSED");
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        broken("pos.till_transaction", "new.workstation = '" + 999 + "'");
        String document = ginza.till(999).document(sale(1).of(1, cursed));

        send("ginza-1", document);
        send("ginza-1", till.document(sale(1).of(1, shirt)));

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        JsonNode entry = parkedFrom(SOURCE).get(0);
        assertThat(entry.path("code").asString()).isEqualTo("UNEXPECTED");
        assertThat(entry.path("reason").asString()).doesNotContain("broken by a story");
        assertThat(parkedFile(entry)).content(StandardCharsets.UTF_8).isEqualTo(document);
    }

    @Test
    void aMessageIsNeverTooOld() throws Exception {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        camel.getRouteController().stopRoute(ROUTE);
        as("ginza-1", session -> {
            try (MessageProducer producer = session.createProducer(session.createQueue(addressOf("ginza-1")))) {
                producer.setTimeToLive(1);
                producer.send(bytes(session, till.document(sale(1).of(1, shirt))));
            }
        });
        await("its time passes").pollDelay(Duration.ofMillis(50)).until(() -> true);

        camel.getRouteController().startRoute(ROUTE);

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void aTillThatFloodsIsRefusedBeforeTheBrokerIsFullAndTheOthersAreNot() throws Exception {
        String shirt = item("SHIRT");
        ginza.has(5, shirt);
        limit(addressOf("flood-1"), """
                {"maxSizeBytes": 20000, "pageSizeBytes": 20000, "pageLimitMessages": 20}""");
        camel.getRouteController().stopRoute(ROUTE);
        AtomicInteger taken = new AtomicInteger();
        try {
            as("flood-1", session -> {
                String document = till.document(sale(1).of(1, shirt));
                assertThatExceptionOfType(JMSException.class).isThrownBy(() -> {
                    while (taken.get() < 500) {
                        sendTo(session, session.createQueue(addressOf("flood-1")), bytes(session, document));
                        taken.incrementAndGet();
                    }
                });
            });
            assertThat(taken.get()).isBetween(20, 499);
            assertThatCode(() -> send("ginza-1", till.document(sale(2).of(1, shirt))))
                    .doesNotThrowAnyException();
            assertThat(queues.read().get(QueueDepths.TILL_MESSAGES))
                    .as("what was taken is there")
                    .isEqualTo(taken.get() + 1);
        } finally {
            camel.getRouteController().startRoute(ROUTE);
        }

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
    }

    // ---- words

    /** Something that a till does with its connection. */
    private interface Deed {
        void with(Session session) throws JMSException;
    }

    private static void as(String name, Deed deed) throws JMSException {
        as(name, "", deed);
    }

    private static void as(String name, String options, Deed deed) throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory(name, passwordOf(name), url() + options);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE)) {
            connection.start();
            deed.with(session);
        }
    }

    private static void send(String name, String document) throws JMSException {
        as(name, session -> sendTo(session, session.createQueue(addressOf(name)), bytes(session, document)));
    }

    private static void sendTo(Session session, Destination where, Message message) throws JMSException {
        try (MessageProducer producer = session.createProducer(where)) {
            producer.send(message);
        }
    }

    private static Destination queue(Session session, String address) {
        try {
            return session.createQueue(address);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Destination topic(Session session, String address) {
        try {
            return session.createTopic(address);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message anyText(Session session) throws JMSException {
        return session.createTextMessage("<POSLog/>");
    }

    private static Message bytes(Session session, String document) throws JMSException {
        BytesMessage message = session.createBytesMessage();
        message.writeBytes(document.getBytes(StandardCharsets.UTF_8));
        return message;
    }

    private static String addressOf(String name) {
        return "noren.till." + name + ".documents";
    }

    private static String url() {
        return "amqp://127.0.0.1:" + PORT;
    }

    private static String passwordOf(String name) {
        return "password of " + name;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Path parkedFile(JsonNode entry) {
        String reason = entry.path("reason").asString();
        String name = reason.substring("File ".length(), reason.indexOf(": "));
        return settings.data().resolve("inbox").resolve(name);
    }

    private static Path documents() throws IOException {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs"))) {
            folder = folder.getParent();
        }
        return folder.resolve("docs");
    }

    private double failures() {
        return hub.get("/actuator/prometheus")
                .raw()
                .body()
                .lines()
                .filter(line -> line.startsWith("noren_flow_seconds_count") && line.contains("\"" + ROUTE + "\""))
                .filter(line -> line.contains("outcome=\"failed\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .sum();
    }

    private void limit(String address, String limits) throws Exception {
        try (ClientSessionFactory factory =
                        hubsOwnConnections.getServerLocator().createSessionFactory();
                ClientSession session = factory.createSession(
                        hubsOwnConnections.getUser(), hubsOwnConnections.getPassword(), false, true, true, false, 1);
                ClientRequestor requestor = new ClientRequestor(session, "activemq.management")) {
            session.start();
            ClientMessage request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, "broker", "addAddressSettings", address, limits);
            assertThat(ManagementHelper.hasOperationSucceeded(requestor.request(request)))
                    .isTrue();
        }
    }
}
