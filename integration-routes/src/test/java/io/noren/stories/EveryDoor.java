package io.noren.stories;

import io.noren.pos.PosSettings;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.OutputStream;
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

/** All doors of the hub, open for one till system: HTTPS, drop folder, SFTP and AMQP 1.0. */
final class EveryDoor {
    static final String SOURCE = "every-door";

    private static final String ACCOUNT = "day";
    private static final String PASSWORD = "a password for tests";
    private static final int AMQP_PORT = TestSocketUtils.findAvailableTcpPort();
    private static final int SFTP_PORT = TestSocketUtils.findAvailableTcpPort();
    private static final KeyPair KEY = key();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Hub hub;
    private final Path inbox;

    EveryDoor(Hub hub, PosSettings settings) {
        this.hub = hub;
        this.inbox = settings.inbox().resolve(SOURCE);
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
    }

    List<Door> all() {
        return List.of(this::post, this::drop, this::put, this::send);
    }

    /** Whether nothing lies in a folder any more that is still to be read. */
    boolean isEmpty() throws Exception {
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
        int status =
                hub.postXml("/api/v1/pos/" + SOURCE + "/documents", document).status();
        if (status != 202) {
            throw new IllegalStateException("answered with " + status);
        }
    }

    private void drop(String document, String name) throws Exception {
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
