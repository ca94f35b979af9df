package io.noren.pos.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.keyverifier.AcceptAllServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.sftp.client.RawSftpClient;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients may send that the OpenSSH one does not, and the words that they are answered with. */
class SftpProtocolTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    Path data;

    private SftpAlone server;
    private SshClient ssh;
    private SftpClient sftp;
    private Path folder;

    @BeforeEach
    void connect() throws Exception {
        KeyPair key = KeyUtils.generateKeyPair(KeyPairProvider.ECDSA_SHA2_NISTP256, 256);
        Map<String, Object> settings =
                new HashMap<>(SftpAlone.account("ginza", "ncr", PublicKeyEntry.toString(key.getPublic())));
        settings.put("noren.pos.max-file-size", "1000B");
        server = new SftpAlone(data, settings);
        folder = data.resolve("inbox/ncr/@ginza");
        ssh = SshClient.setUpDefaultClient();
        ssh.setServerKeyVerifier(AcceptAllServerKeyVerifier.INSTANCE);
        ssh.start();
        ClientSession session = ssh.connect("ginza", "127.0.0.1", server.port())
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(key);
        session.auth().verify(PATIENCE);
        sftp = SftpClientFactory.instance().createSftpClient(session);
    }

    @AfterEach
    void disconnect() {
        ssh.stop();
        server.close();
    }

    @Test
    void theVersionIsTheOneThatEveryClientHas() {
        assertThat(sftp.getVersion()).isEqualTo(3);
    }

    @Test
    void piecesMayComeInAnyOrder() throws IOException {
        CloseableHandle file = create("a.xml");
        write(file, 4, "456");
        write(file, 7, "789");
        write(file, 0, "0123");
        file.close();

        assertThat(folder.resolve("a.xml")).hasContent("0123456789");
    }

    @Test
    void aFileWithAHoleIsRefusedWhenItIsClosed() throws IOException {
        CloseableHandle file = create("a.xml");
        write(file, 0, "0123");
        write(file, 5, "56789");

        refused(file::close, SftpConstants.SSH_FX_FAILURE, "missing", "send it as a whole");
        assertThat(files()).isEmpty();
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWithTheLimitAndWhatCameOfItIsNotTaken() throws IOException {
        CloseableHandle file = create("a.xml");
        write(file, 0, "x".repeat(1000));

        refused(() -> write(file, 1000, "x"), SftpConstants.SSH_FX_FAILURE, "1000 bytes", "split it");
        refused(() -> write(file, 0, "y"), SftpConstants.SSH_FX_FAILURE, "1000 bytes"); // nothing makes it whole again
        refused(file::close, SftpConstants.SSH_FX_FAILURE, "1000 bytes", "split it");
        assertThat(files()).isEmpty();
    }

    @Test
    void aHugeOffsetWritesNothing() throws IOException {
        CloseableHandle file = create("a.xml");

        refused(() -> write(file, Long.MAX_VALUE - 1, "xx"), SftpConstants.SSH_FX_FAILURE, "1000 bytes");

        Buffer negative = new ByteArrayBuffer();
        negative.putBytes(file.getIdentifier());
        negative.putLong(-5);
        negative.putString("xx");
        assertThat(statusOf(SftpConstants.SSH_FXP_WRITE, negative)).isEqualTo(SftpConstants.SSH_FX_FAILURE);
        assertThat(files()).isEmpty();
    }

    @Test
    void refusalsSayWhatToDo() throws IOException {
        put("a.xml", "<a/>");

        refused(() -> put("a.xml", "<b/>"), SftpConstants.SSH_FX_FAILURE, "another name");
        refused(() -> sftp.open("a.xml", OpenMode.Read), SftpConstants.SSH_FX_PERMISSION_DENIED, "listed");
        refused(
                () -> sftp.open("a.xml", OpenMode.Write, OpenMode.Append),
                SftpConstants.SSH_FX_OP_UNSUPPORTED,
                "send it as a whole");
        refused(() -> sftp.open("a.xml", OpenMode.Write), SftpConstants.SSH_FX_OP_UNSUPPORTED, "resumed");
        refused(
                () -> sftp.open("a.xml", OpenMode.Write, OpenMode.Create),
                SftpConstants.SSH_FX_OP_UNSUPPORTED,
                "resumed");
        refused(() -> sftp.open("b.xml", OpenMode.Write), SftpConstants.SSH_FX_OP_UNSUPPORTED, "as a whole");
        refused(() -> sftp.remove("a.xml"), SftpConstants.SSH_FX_PERMISSION_DENIED, "handed over");
        refused(() -> sftp.mkdir("2026"), SftpConstants.SSH_FX_PERMISSION_DENIED, "no more folders");
        refused(() -> sftp.rmdir("done"), SftpConstants.SSH_FX_PERMISSION_DENIED, "stay");
        refused(() -> sftp.symLink("link", "a.xml"), SftpConstants.SSH_FX_PERMISSION_DENIED, "links");
        refused(() -> put("2026/a.xml", "<a/>"), SftpConstants.SSH_FX_NO_SUCH_FILE, "done and parked");
        refused(() -> put("done/a.xml", "<a/>"), SftpConstants.SSH_FX_PERMISSION_DENIED, "first folder");
        refused(() -> put("a\u0007.xml", "<a/>"), SftpConstants.SSH_FX_FAILURE, "rename it");
        refused(
                () -> sftp.setStat("a.xml", new Attributes().size(1)),
                SftpConstants.SSH_FX_OP_UNSUPPORTED,
                "as a whole");
        assertThat(folder.resolve("a.xml")).hasContent("<a/>");
        assertThat(files()).containsExactly("a.xml");
    }

    @Test
    void aFileThatIsOpenedToReadAndWriteIsAnUpload() throws IOException {
        CloseableHandle file =
                sftp.open("a.xml", EnumSet.of(OpenMode.Read, OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
        write(file, 0, "<a/>");
        file.close();

        assertThat(folder.resolve("a.xml")).hasContent("<a/>");
    }

    @Test
    void ofTwoUploadsOfOneNameOneWinsAndTheOtherIsTold() throws IOException {
        CloseableHandle first = create("a.xml");
        CloseableHandle second = create("a.xml");
        write(first, 0, "first");
        write(second, 0, "second");
        second.close();

        refused(first::close, SftpConstants.SSH_FX_FAILURE, "another name");
        assertThat(folder.resolve("a.xml")).hasContent("second");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void anUnknownHandleIsRefusedAndTheConversationGoesOn() throws IOException {
        CloseableHandle file = create("a.xml");
        file.close();

        assertThatThrownBy(() -> sftp.write(file, 0, new byte[1])).isInstanceOf(IOException.class);
        put("b.xml", "<b/>");
        assertThat(files()).containsExactly("a.xml", "b.xml");
    }

    @Test
    void whatWouldReadAFileAnotherWayIsNotThere() throws IOException {
        put("a.xml", "<a/>");

        for (String extension :
                List.of("md5-hash", "check-file-name", "copy-file", "copy-data", "hardlink@openssh.com")) {
            Buffer request = new ByteArrayBuffer();
            request.putString(extension);
            request.putString("a.xml");
            request.putString("b.xml");
            assertThat(statusOf(SftpConstants.SSH_FXP_EXTENDED, request))
                    .as(extension)
                    .isEqualTo(SftpConstants.SSH_FX_OP_UNSUPPORTED);
        }
        assertThat(files()).containsExactly("a.xml");
        assertThat(sftp.getServerExtensions().keySet())
                .contains("posix-rename@openssh.com", "fsync@openssh.com", "limits@openssh.com")
                .doesNotContain("hardlink@openssh.com", "lsetstat@openssh.com");
    }

    private CloseableHandle create(String name) throws IOException {
        return sftp.open(name, EnumSet.of(OpenMode.Write, OpenMode.Create, OpenMode.Truncate));
    }

    private void put(String name, String content) throws IOException {
        try (CloseableHandle file = create(name)) {
            write(file, 0, content);
        }
    }

    private void write(CloseableHandle file, long offset, String content) throws IOException {
        sftp.write(file, offset, content.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends what the library's client would not. */
    private int statusOf(int command, Buffer request) throws IOException {
        RawSftpClient raw = (RawSftpClient) sftp;
        Buffer answer = raw.receive(raw.send(command, request));
        answer.getInt(); // length
        assertThat(answer.getUByte()).isEqualTo(SftpConstants.SSH_FXP_STATUS);
        answer.getInt(); // id
        return answer.getInt();
    }

    private interface Request {
        void send() throws IOException;
    }

    private static void refused(Request request, int status, String... words) {
        assertThatThrownBy(request::send)
                .isInstanceOfSatisfying(
                        SftpException.class, e -> assertThat(e.getStatus()).isEqualTo(status))
                .hasMessageContainingAll(words);
    }

    private Stream<String> drafts() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".uploading"))) {
            return files.map(Path::toString).toList().stream();
        }
    }

    private Stream<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files
                    .filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList()
                    .stream();
        }
    }
}
