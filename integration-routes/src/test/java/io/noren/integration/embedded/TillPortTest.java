package io.noren.integration.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.integration.TillMessagesSettings;
import io.noren.integration.TillMessagesSettings.Till;
import jakarta.jms.Connection;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.test.util.TestSocketUtils;
import org.springframework.util.unit.DataSize;

/** The embedded broker's door to the outside. */
class TillPortTest {
    private static final String HOST = "127.0.0.1";
    private static final String ADDRESS = "noren.till.ginza-1.documents";
    private static final String PASSWORD = "a long random one";

    @TempDir
    Path data;

    private final int port = TestSocketUtils.findAvailableTcpPort();
    private DataFolder folder;
    private @Nullable EmbeddedBroker broker;

    @BeforeEach
    void openTheFolder() {
        folder = DataFolderTest.embedded(data, 0);
    }

    @AfterEach
    void stop() throws Exception {
        if (broker != null) {
            broker.stop();
        }
        folder.release();
    }

    @Test
    void whatATillWasToldIsTakenIsThereAfterARestart() throws Exception {
        EmbeddedBroker first = start(settings(null, null));
        declareQueue(first);
        send("amqp://" + HOST + ":" + port, "a sale");
        first.stop();

        EmbeddedBroker second = start(settings(null, null));

        assertThat(received(second)).isEqualTo("a sale");
    }

    @Test
    void withAKeyStoreThePortSpeaksTls() throws Exception {
        EmbeddedBroker running = start(settings(keyStore(), "changeit"));
        declareQueue(running);

        send("amqps://" + HOST + ":" + port + "?transport.trustAll=true&transport.verifyHost=false", "a sale");

        assertThat(received(running)).isEqualTo("a sale");
        assertThatExceptionOfType(JMSException.class)
                .as("and nothing else")
                .isThrownBy(() -> send("amqp://" + HOST + ":" + port + "?amqp.idleTimeout=1000", "a sale"));
    }

    @Test
    void aKeyStoreThatIsNotThereIsSaidSo() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(settings(data.resolve("nothing.p12"), "changeit")))
                .satisfies(refused -> assertThat(refused.action()).contains("noren.pos.amqp.key-store"));
    }

    @Test
    void aKeyStoreWithAnotherPasswordIsSaidSo() {
        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> start(settings(keyStore(), "guessed")))
                .satisfies(refused -> assertThat(refused.action()).contains("password"));
    }

    @Test
    void aPortThatIsTakenIsSaidSo() throws IOException {
        try (ServerSocket other = new ServerSocket(port, 1, InetAddress.getByName(HOST))) {
            assertThatExceptionOfType(StartRefused.class)
                    .isThrownBy(() -> start(settings(null, null)))
                    .withMessageContaining(String.valueOf(other.getLocalPort()))
                    .satisfies(refused -> assertThat(refused.action()).contains("NOREN_POS_AMQP_PORT"));
        }
    }

    @Test
    void nobodyFromOutsideIsThisProcessEvenWithItsPassword() {
        EmbeddedBroker running = start(settings(null, null));

        assertThatExceptionOfType(JMSSecurityException.class).isThrownBy(() -> {
            try (Connection connection = new JmsConnectionFactory(
                            running.user(), running.password(), "amqp://" + HOST + ":" + port)
                    .createConnection()) {
                connection.start();
            }
        });
    }

    @Test
    void withoutAPasswordNotEvenThisProcessIsLetIn() {
        EmbeddedBroker running = start(settings(null, null));

        assertThatExceptionOfType(jakarta.jms.JMSSecurityRuntimeException.class).isThrownBy(() -> {
            try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(running.url());
                    JMSContext context = connections.createContext()) {
                context.start();
            }
        });
    }

    @Test
    void theBrokersOwnProtocolIsNotSpokenOutside() {
        start(settings(null, null));

        assertThatExceptionOfType(JMSException.class).isThrownBy(() -> {
            try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(
                            "tcp://" + HOST + ":" + port + "?callTimeout=2000", "ginza-1", PASSWORD);
                    Connection connection = connections.createConnection()) {
                connection.start();
            }
        });
    }

    // ---- words

    private EmbeddedBroker start(TillMessagesSettings settings) {
        broker = new EmbeddedBroker(folder, settings);
        return broker;
    }

    private TillMessagesSettings settings(@Nullable Path keyStore, @Nullable String keyStorePassword) {
        return new TillMessagesSettings(
                port,
                HOST,
                keyStore,
                keyStorePassword,
                DataSize.ofMegabytes(1),
                List.of(new Till("ginza-1", "ncr", Set.of("ginza"), sha256(PASSWORD))));
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void declareQueue(EmbeddedBroker running) {
        try (ActiveMQConnectionFactory connections =
                        new ActiveMQConnectionFactory(running.url(), running.user(), running.password());
                JMSContext context = connections.createContext()) {
            context.createConsumer(context.createQueue(ADDRESS + "?auto-delete=false"))
                    .close();
        }
    }

    private static void send(String url, String document) throws JMSException {
        JmsConnectionFactory factory = new JmsConnectionFactory("ginza-1", PASSWORD, url);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer = session.createProducer(session.createQueue(ADDRESS))) {
            producer.send(session.createTextMessage(document));
        }
    }

    private static String received(EmbeddedBroker running) {
        try (ActiveMQConnectionFactory connections =
                        new ActiveMQConnectionFactory(running.url(), running.user(), running.password());
                JMSContext context = connections.createContext()) {
            return context.createConsumer(context.createQueue(ADDRESS)).receiveBody(String.class, 5_000);
        }
    }

    private Path keyStore() throws IOException, InterruptedException {
        Path file = data.resolve("hub.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hub",
                        "-keyalg",
                        "RSA",
                        "-dname",
                        "CN=hub",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectErrorStream(true)
                .start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return file;
    }
}
