package io.noren.stories;

import io.noren.pos.PosSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.util.TestSocketUtils;

/**
 * All doors of the hub, open for one till system: HTTPS, drop folder, SFTP and AMQP 1.0. Of another, that writes CSV, the
 * first two.
 */
final class EveryDoor {
    static final String SOURCE = "every-door";
    static final String ROWS = "every-door-rows";
    static final String HEADER = "store,till,number,time,kind,sku,quantity,amount,card,original";

    private static final String ACCOUNT = "day";
    private static final String PASSWORD = "a password for tests";
    private static final int AMQP_PORT = TestSocketUtils.findAvailableTcpPort();
    private static final int SFTP_PORT = TestSocketUtils.findAvailableTcpPort();
    private static final KeyPair KEY = key();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Hub hub;
    private final Path inbox;
    private final Path inboxOfRows;

    EveryDoor(Hub hub, PosSettings settings) {
        this.hub = hub;
        this.inbox = settings.inbox().resolve(SOURCE);
        this.inboxOfRows = settings.inbox().resolve(ROWS);
    }

    /** A way in; it returns when the door has acknowledged what it was given. */
    interface Door {
        void take(String document, String name) throws Exception;
    }

    static void open(DynamicPropertyRegistry properties) {
        properties.add("noren.pos.amqp.port", () -> AMQP_PORT);
        properties.add("noren.pos.amqp.host", () -> "127.0.0.1");
        properties.add("noren.pos.amqp.tills[0].name", () -> ACCOUNT);
        properties.add("noren.pos.amqp.tills[0].source", () -> SOURCE);
        properties.add("noren.pos.amqp.tills[0].locations", () -> "*");
        properties.add("noren.pos.amqp.tills[0].password-sha256", EveryDoor::sha256OfThePassword);
        properties.add("noren.pos.sftp.port", () -> SFTP_PORT);
        properties.add("noren.pos.sftp.accounts." + ACCOUNT + ".source", () -> SOURCE);
        properties.add(
                "noren.pos.sftp.accounts." + ACCOUNT + ".keys[0]", () -> PublicKeyEntry.toString(KEY.getPublic()));
        map(properties);
    }

    /** Each column of {@link #HEADER} to what it means. */
    private static void map(DynamicPropertyRegistry properties) {
        String mapping = "noren.pos.csv." + ROWS;
        for (String column : List.of("store", "till", "number", "time", "kind", "quantity", "amount", "card")) {
            properties.add(mapping + ".columns." + column, () -> column);
        }
        properties.add(mapping + ".columns.original-number", () -> "original");
        properties.add(mapping + ".codes.sku", () -> "sku");
        for (String kind : List.of("sale", "return", "post-void", "training")) {
            properties.add(mapping + ".kinds." + kind, () -> kind);
        }
        properties.add(mapping + ".currency", () -> "JPY");
    }

    List<Door> all() {
        return List.of(this::post, (document, name) -> drop(inbox, document, name), this::put, this::send);
    }

    /** For files of rows below {@link #HEADER}. */
    List<Door> forRows() {
        return List.of(this::postRows, (document, name) -> drop(inboxOfRows, document, name));
    }

    /** Whether nothing lies in a folder any more that is still to be read. */
    boolean isEmpty() throws Exception {
        return isEmpty(inbox) && isEmpty(inboxOfRows);
    }

    private static boolean isEmpty(Path inbox) throws IOException {
        if (!Files.isDirectory(inbox)) {
            return true;
        }
        try (Stream<Path> left = Files.walk(inbox)) {
            return left.filter(Files::isRegularFile)
                    .map(file -> inbox.relativize(file).toString())
                    .allMatch(file -> file.contains("done/") || file.contains("parked/"));
        }
    }

    private void post(String document, String name) {
        accepted(hub.postXml("/api/v1/pos/" + SOURCE + "/documents", document));
    }

    private void postRows(String rows, String name) {
        accepted(hub.send("POST", "/api/v1/pos/" + ROWS + "/documents", "text/csv", BodyPublishers.ofString(rows)));
    }

    private static void accepted(Answer answer) {
        if (answer.status() != 202) {
            throw new IllegalStateException("answered with " + answer.status());
        }
    }

    private static void drop(Path inbox, String document, String name) throws IOException {
        Path part = Files.writeString(Files.createDirectories(inbox).resolve(name + ".part"), document);
        Files.move(part, inbox.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private void put(String document, String name) throws Exception {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
            client.start();
            try (ClientSession session = client.connect(ACCOUNT, "127.0.0.1", SFTP_PORT)
                    .verify(PATIENCE)
                    .getSession()) {
                session.addPublicKeyIdentity(KEY);
                session.auth().verify(PATIENCE);
                try (SftpClient sftp = SftpClientFactory.instance().createSftpClient(session);
                        OutputStream out = sftp.write(name)) {
                    out.write(document.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private void send(String document, String name) throws Exception {
        JmsConnectionFactory factory = new JmsConnectionFactory(ACCOUNT, PASSWORD, "amqp://127.0.0.1:" + AMQP_PORT);
        try (Connection connection = factory.createConnection();
                Session session = connection.createSession(Session.AUTO_ACKNOWLEDGE);
                MessageProducer producer =
                        session.createProducer(session.createQueue("noren.till." + ACCOUNT + ".documents"))) {
            BytesMessage message = session.createBytesMessage();
            message.writeBytes(document.getBytes(StandardCharsets.UTF_8));
            producer.send(message);
        }
    }

    private static KeyPair key() {
        try {
            return KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sha256OfThePassword() {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(PASSWORD.getBytes(StandardCharsets.UTF_8)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
