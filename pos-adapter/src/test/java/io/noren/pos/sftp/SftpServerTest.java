package io.noren.pos.sftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/** What the server lets a till do, tried with the OpenSSH client. Nobody takes the files, so each can be looked at. */
class SftpServerTest {
    @TempDir
    static Path tills;

    @TempDir
    Path data;

    private static OpenSsh client;
    private static Path key;
    private static Path nextKey;
    private static Path strangersKey;

    private SftpAlone server;
    private Path folder;

    @BeforeAll
    static void makeKeys() {
        OpenSsh.demand();
        client = new OpenSsh(tills);
        key = client.key("ginza");
        nextKey = client.key("ginza-next", "-t", "rsa", "-b", "3072");
        strangersKey = client.key("stranger");
    }

    @BeforeEach
    void start() throws IOException {
        folder = data.resolve("inbox/ncr/@ginza");
        start(Map.of());
        file("a.xml", "<POSLog/>");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void start(Map<String, ?> more) {
        if (server != null) {
            server.close();
        }
        Map<String, Object> settings = new HashMap<>();
        settings.putAll(SftpAlone.account("ginza", "ncr", client.publicKey(key), client.publicKey(nextKey)));
        settings.putAll(SftpAlone.account("ueno", "ncr", client.publicKey(strangersKey)));
        settings.putAll(more);
        server = new SftpAlone(data, settings);
    }

    private OpenSsh.Result ginza(String... commands) {
        return client.sftp("ginza", server.port(), key, commands);
    }

    @Test
    void aFileThatIsPutIsThereWithItsContent() {
        assertThat(ginza("put a.xml").worked()).isTrue();

        assertThat(folder.resolve("a.xml")).hasContent("<POSLog/>");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void aLargeFileArrivesUnchanged() throws IOException {
        byte[] content = "<Transaction/>\n".repeat(600_000).getBytes(StandardCharsets.UTF_8);
        Files.write(tills.resolve("large.xml"), content);

        assertThat(ginza("put large.xml").worked()).isTrue();

        assertThat(Files.mismatch(folder.resolve("large.xml"), tills.resolve("large.xml")))
                .as("the first byte that differs")
                .isEqualTo(-1);
    }

    @Test
    void aTillThatChangesItsKeyGetsInWithBothAndAStrangerWithNone() {
        assertThat(ginza("ls").worked()).isTrue();
        assertThat(client.sftp("ginza", server.port(), nextKey, "ls").worked()).isTrue();

        OpenSsh.Result stranger = client.sftp("ginza", server.port(), strangersKey, "ls");
        assertThat(stranger.worked()).isFalse();
        assertThat(stranger.output()).contains("Permission denied (publickey)");
        assertThat(client.sftp("nobody", server.port(), key, "ls").output()).contains("Permission denied (publickey)");
    }

    @Test
    void thereIsNeitherShellNorCommandNorForwarding() {
        assertThat(client.ssh("ginza", server.port(), key, "cat /etc/passwd").worked())
                .isFalse();
        assertThat(client.ssh("ginza", server.port(), key, "-T", "-s", "shell").worked())
                .isFalse();
        assertThat(client.ssh(
                                "ginza",
                                server.port(),
                                key,
                                "-o",
                                "ExitOnForwardFailure=yes",
                                "-N",
                                "-R",
                                "0:localhost:1",
                                "x")
                        .worked())
                .isFalse();
        OpenSsh.Result through = client.ssh("ginza", server.port(), key, "-W", "localhost:" + server.port(), "-T");
        assertThat(through.worked()).isFalse();
        assertThat(through.output()).doesNotContain("SSH-2.0");
    }

    @Test
    void anotherTillsFolderCannotBeReached() throws IOException {
        Files.createDirectories(data.resolve("inbox/ncr/@ueno"));
        Files.writeString(data.resolve("inbox/ncr/@ueno/secret.xml"), "<POSLog/>");

        assertThat(ginza("pwd").output()).contains("Remote working directory: /\n");
        for (String way : List.of("/../@ueno", "../../@ueno", "/..", "../../../inbox/ncr/@ueno")) {
            assertThat(ginza("ls " + way).output()).as(way).doesNotContain("secret");
            assertThat(ginza("get " + way + "/secret.xml stolen.xml").worked())
                    .as(way)
                    .isFalse();
        }
        assertThat(ginza("put a.xml /../@ueno/planted.xml").worked()).isFalse();
        assertThat(ginza("put a.xml " + data.resolve("inbox/ncr/@ueno/planted.xml"))
                        .worked())
                .isFalse();

        assertThat(ginza("put a.xml ../../climbs.xml").worked()).isTrue(); // its root has no above
        assertThat(folder.resolve("climbs.xml")).exists();
        assertThat(data.resolve("inbox/ncr/@ueno/planted.xml")).doesNotExist();
        assertThat(tills.resolve("stolen.xml")).doesNotExist();
    }

    @Test
    void linksAreNeitherMadeNorFollowed() throws IOException {
        Files.writeString(data.resolve("outside.xml"), "secret");
        assertThat(ginza("put a.xml").worked()).isTrue();

        assertThat(ginza("symlink /etc/passwd link.xml").worked()).isFalse();
        assertThat(ginza("symlink a.xml link.xml").worked()).isFalse();
        assertThat(ginza("ln a.xml hard.xml").worked()).isFalse();
        assertThat(folder.resolve("link.xml")).doesNotExist();
        assertThat(folder.resolve("hard.xml")).doesNotExist();

        Files.createSymbolicLink(folder.resolve("planted.part"), data.resolve("outside.xml"));
        assertThat(ginza("get planted.part").worked()).isFalse();
        assertThat(ginza("rename planted.part taken.xml").worked()).isFalse();
        assertThat(ginza("put a.xml planted.part").worked()).isTrue(); // takes the link's place
        assertThat(data.resolve("outside.xml")).hasContent("secret");

        Files.createSymbolicLink(folder.resolve("link.d"), data);
        assertThat(ginza("ls link.d").output()).doesNotContain("outside");
        assertThat(ginza("put a.xml link.d/a.xml").worked()).isFalse();
    }

    @Test
    void whatIsHandedOverIsNeitherReadNorOverwrittenNorRenamedNorDeleted() throws IOException {
        assertThat(ginza("put a.xml").worked()).isTrue();
        file("b.xml", "other");

        assertThat(ginza("get a.xml back.xml").worked()).isFalse();
        assertThat(ginza("put b.xml a.xml").worked()).isFalse();
        assertThat(ginza("rename a.xml c.xml").worked()).isFalse();
        assertThat(ginza("rm a.xml").worked()).isFalse();
        assertThat(ginza("put b.xml b.part", "rename b.part a.xml").worked()).isFalse();

        assertThat(folder.resolve("a.xml")).hasContent("<POSLog/>");
        assertThat(folder.resolve("b.part")).hasContent("other");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void aTillMayUploadUnderAnUnfinishedNameAndRename() throws IOException {
        file("b.xml", "second try");

        assertThat(ginza("put a.xml a.xml.part", "put b.xml a.xml.part", "rename a.xml.part a.xml")
                        .worked())
                .isTrue();
        assertThat(folder.resolve("a.xml")).hasContent("second try");

        assertThat(ginza("put a.xml c.tmp", "rm c.tmp", "put a.xml d.filepart", "rename d.filepart e.partial")
                        .worked())
                .isTrue();
        assertThat(names(folder)).containsExactly("a.xml", "done", "e.partial", "parked");
    }

    @Test
    void whatBecameOfFilesCanBeListedButNotChanged() throws IOException {
        Files.writeString(folder.resolve("done/yesterday.xml"), "<POSLog/>");
        Files.writeString(folder.resolve("parked/broken.xml"), "<POSLog>");

        OpenSsh.Result list = ginza("ls -1 done", "ls -1 parked", "ls -la");
        assertThat(list.output()).contains("done/yesterday.xml", "parked/broken.xml");
        assertThat(list.output()).doesNotContain(".uploading");
        assertThat(ginza("get done/yesterday.xml").worked()).isFalse();
        assertThat(ginza("rm done/yesterday.xml").worked()).isFalse();
        assertThat(ginza("rename parked/broken.xml again.xml").worked()).isFalse();
        assertThat(ginza("put a.xml done/a.xml").worked()).isFalse();
        assertThat(ginza("put a.xml a.part", "rename a.part done/a.xml").worked())
                .isFalse();
        assertThat(ginza("rmdir done").worked()).isFalse();
        assertThat(ginza("mkdir 2026").worked()).isFalse();
        assertThat(names(folder)).containsExactly("a.part", "done", "parked");
    }

    @Test
    void timesAndRightsThatAClientSetsAreIgnored() throws IOException {
        Files.setLastModifiedTime(tills.resolve("a.xml"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));

        assertThat(ginza("put -p a.xml", "chmod 777 a.xml").worked()).isTrue();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("a.xml"))))
                .isEqualTo("rw-r-----");
        assertThat(Files.getLastModifiedTime(folder.resolve("a.xml")).toInstant())
                .isAfter(Instant.now().minus(Duration.ofHours(1)));
    }

    @Test
    void aFileCannotBeResumed() throws IOException {
        file("long.xml", "0123456789");
        Files.writeString(folder.resolve("long.xml"), "01234");
        Files.writeString(folder.resolve("long.part"), "01234");

        assertThat(ginza("reput long.xml").worked()).isFalse();
        assertThat(ginza("reput long.xml long.part").worked()).isFalse();

        assertThat(folder.resolve("long.xml")).hasContent("01234");
        assertThat(folder.resolve("long.part")).hasContent("01234");
    }

    @Test
    void ofAConnectionThatBreaksHalfwayNothingIsTaken() throws Exception {
        file("slow.xml", "x".repeat(4_000_000));
        Process till = client.slowly("ginza", server.port(), key, 400, tills.resolve("slow.xml"));
        await().atMost(Duration.ofSeconds(20)).until(() -> drafts().stream().anyMatch(draft -> size(draft) > 0));

        till.descendants().forEach(ProcessHandle::destroyForcibly);
        till.destroyForcibly().waitFor();

        await().atMost(Duration.ofSeconds(20)).until(() -> drafts().isEmpty());
        assertThat(names(folder)).containsExactly("done", "parked");
    }

    @Test
    void aFileThatIsTooLargeIsRefusedWhileItComes() throws IOException {
        start(Map.of("noren.pos.max-file-size", "100KB"));
        file("large.xml", "x".repeat(102_401));
        file("largest.xml", "x".repeat(102_400));

        assertThat(ginza("put large.xml").worked()).isFalse();
        assertThat(ginza("put largest.xml").worked()).isTrue();

        assertThat(names(folder)).containsExactly("done", "largest.xml", "parked");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void whenTooManyFilesWaitTheNextIsRefused() {
        start(Map.of("noren.pos.sftp.max-waiting", 2));

        assertThat(ginza("put a.xml 1.xml", "put a.xml 2.xml").worked()).isTrue();
        assertThat(ginza("put a.xml 3.xml").worked()).isFalse();
        assertThat(names(folder)).containsExactly("1.xml", "2.xml", "done", "parked");
    }

    @Test
    void whenTheDiskIsNearlyFullNothingIsTaken() {
        start(Map.of("noren.pos.sftp.keep-free", "1000000TB"));

        assertThat(ginza("put a.xml").worked()).isFalse();
        assertThat(names(folder)).containsExactly("done", "parked");
        assertThat(drafts()).isEmpty();
    }

    @Test
    void anAccountHasOnlySoManySessions() throws Exception {
        start(Map.of("noren.pos.sftp.sessions-per-account", 1));
        file("slow.xml", "x".repeat(4_000_000));
        Process first = client.slowly("ginza", server.port(), key, 400, tills.resolve("slow.xml"));
        await().atMost(Duration.ofSeconds(20)).until(() -> !drafts().isEmpty());

        assertThat(ginza("ls").worked()).isFalse();
        assertThat(client.sftp("ueno", server.port(), strangersKey, "ls").worked())
                .isTrue();

        first.descendants().forEach(ProcessHandle::destroyForcibly);
        first.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(20)).until(() -> ginza("ls").worked());
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        start(Map.of("noren.pos.sftp.idle", "1s"));
        Process silent = client.slowly("ginza", server.port(), key, 400, tills.resolve("a.xml"));

        await().atMost(Duration.ofSeconds(20)).until(() -> Files.exists(folder.resolve("a.xml")));
        List<ProcessHandle> connection = silent.descendants().toList();
        assertThat(connection).isNotEmpty();
        await().atMost(Duration.ofSeconds(20)).until(() -> connection.stream().noneMatch(ProcessHandle::isAlive));
        silent.destroyForcibly().waitFor();
    }

    @Test
    void aNameIsUtf8AndReadableAndNotTooLong() throws IOException {
        String put = "put " + tills.resolve("a.xml") + " ";
        for (byte[] name : List.of(
                "\"a\tb.xml\"".getBytes(StandardCharsets.UTF_8),
                "a\u202Elmx.exe".getBytes(StandardCharsets.UTF_8),
                "\u00FF.xml".getBytes(StandardCharsets.ISO_8859_1),
                ".hidden.xml".getBytes(StandardCharsets.UTF_8),
                "DONE".getBytes(StandardCharsets.UTF_8),
                "x".repeat(201).getBytes(StandardCharsets.UTF_8))) {
            assertThat(client.sftp("ginza", server.port(), key, put.getBytes(StandardCharsets.UTF_8), name)
                            .worked())
                    .as(new String(name, StandardCharsets.ISO_8859_1))
                    .isFalse();
        }
        assertThat(names(folder)).containsExactly("done", "parked");

        assertThat(ginza("put a.xml " + "x".repeat(200), "put a.xml \"with space.xml\"")
                        .worked())
                .isTrue();
    }

    @Test
    void theHostKeyIsMadeOnceAndReadableByItsOwnerAlone() throws IOException {
        Path file = data.resolve("sftp/host-key");
        String made = Files.readString(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");

        start(Map.of());

        assertThat(file).hasContent(made);
        assertThat(names(data.resolve("sftp"))).containsExactly("host-key");
        assertThat(ginza("ls").worked()).isTrue();
    }

    @Test
    void aHostKeyThatCannotBeReadIsNotReplaced() throws IOException {
        Path file = data.resolve("sftp/host-key");
        Files.writeString(file, "spoiled");

        assertThatThrownBy(() -> start(Map.of()))
                .hasMessageContaining("host-key")
                .hasMessageContaining("backup");
        assertThat(file).hasContent("spoiled");
    }

    @Test
    void aPortThatIsTakenIsNamed() {
        assertThatThrownBy(() -> new SftpAlone(data, Map.of("noren.pos.sftp.port", server.port())))
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("noren.pos.sftp.port")
                .hasMessageContaining("choose another");
    }

    @Test
    void whatACrashLeftHalfWrittenIsClearedAway() throws IOException {
        Path old = folder.resolve(".uploading/old.part");
        Path young = folder.resolve(".uploading/young.part");
        Files.writeString(old, "half");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        Files.writeString(young, "perhaps another copy is writing it");

        assertThat(ginza("ls").worked()).isTrue();

        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void whatTheTillSawAsDoneIsThereAfterKillMinusNine() throws Exception {
        server.close();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SftpAlone.class.getName(),
                        data.toString(),
                        "ginza",
                        "ncr",
                        client.publicKey(key))
                .redirectErrorStream(true)
                .start();
        int port = portOf(process);
        file("slow.xml", "x".repeat(4_000_000));
        Process slow = client.slowly("ginza", port, key, 400, tills.resolve("slow.xml"));
        for (int i = 0; i < 10; i++) {
            file("n.xml", "<POSLog n='" + i + "'/>");
            assertThat(client.sftp("ginza", port, key, "put n.xml " + i + ".xml")
                            .worked())
                    .isTrue();
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> !drafts().isEmpty());

        process.destroyForcibly().waitFor(); // SIGKILL
        slow.descendants().forEach(ProcessHandle::destroyForcibly);
        slow.destroyForcibly().waitFor();

        for (int i = 0; i < 10; i++) {
            assertThat(folder.resolve(i + ".xml")).hasContent("<POSLog n='" + i + "'/>");
        }
        assertThat(names(folder)).doesNotContain("slow.xml").hasSize(12);
    }

    private static int portOf(Process process) throws IOException {
        StringBuilder said = new StringBuilder();
        for (int c = process.getInputStream().read();
                c >= 0;
                c = process.getInputStream().read()) {
            said.append((char) c);
            if (c == '\n') {
                int at = said.indexOf("listens at ");
                if (at >= 0) {
                    return Integer.parseInt(said.substring(at + 11).strip());
                }
            }
        }
        throw new IllegalStateException("It did not start: " + said);
    }

    private static void file(String name, String content) throws IOException {
        Files.writeString(tills.resolve(name), content);
    }

    private List<Path> drafts() {
        return list(folder.resolve(".uploading"));
    }

    private static List<String> names(Path folder) {
        return list(folder).stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> !name.startsWith("."))
                .sorted()
                .toList();
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }
}
