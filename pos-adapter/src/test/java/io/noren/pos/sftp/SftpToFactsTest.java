package io.noren.pos.sftp;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.PosAlone;
import io.noren.pos.TestDatabase;
import io.noren.pos.TillDocuments;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** From a till's OpenSSH client to facts, with the whole till adapter running. */
@SpringBootTest(classes = PosAlone.class)
@ContextConfiguration(initializers = TestDatabase.class)
class SftpToFactsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Path TILLS = temporary();
    private static final OpenSsh CLIENT = new OpenSsh(TILLS);

    /** Not that of the other stories, whose application would take the files away. */
    private static final Path DATA = temporary();

    @Autowired
    SftpServer server;

    @Autowired
    TillDocuments documents;

    @Autowired
    PosAlone.Announced announced;

    @Autowired
    JdbcClient jdbc;

    private Path key = TILLS;

    @BeforeAll
    static void demandClient() {
        OpenSsh.demand();
    }

    /** Each story is a till system of its own; this one has an account for every store and one for Ueno. */
    @DynamicPropertySource
    static void accounts(DynamicPropertyRegistry registry) {
        String line = CLIENT.publicKey(CLIENT.key("till"));
        registry.add("noren.data", DATA::toString);
        registry.add("noren.pos.drop-folder.poll", () -> "50ms");
        registry.add("noren.pos.drop-folder.settled", () -> "100ms");
        registry.add("noren.pos.drop-folder.retry", () -> "100ms");
        registry.add("logging.level.root", () -> "warn");
        registry.add("noren.pos.sftp.port", () -> "0");
        for (String source : List.of("day", "again", "broken", "one-bad", "bound", "gone", "cancelled")) {
            registry.add("noren.pos.sftp.accounts." + source + ".source", () -> "sftp-" + source);
            registry.add("noren.pos.sftp.accounts." + source + ".keys[0]", () -> line);
        }
        registry.add("noren.pos.sftp.accounts.bound.locations", () -> "ueno");
    }

    @BeforeEach
    void haveAKey() {
        key = CLIENT.key("till");
    }

    @Test
    void aPosLogThatIsPutBecomesFactsAndMovesToDoneWhereTheTillSeesIt() throws IOException {
        put("day", "a.xml", log().sale(1).line("A", "2").toString());

        awaitFile("day", "done/a.xml");
        assertThat(announced.sales("sftp-day")).hasSize(1);
        assertThat(sftp("day", "ls -1 done").output()).contains("a.xml");
        assertThat(sftp("day", "ls -1").output()).doesNotContain("a.xml");
    }

    @Test
    void theSameFileUnderAnotherNameAndAgainUnderItsOwnIsADuplicate() throws IOException {
        String day = log().sale(1).line("A", "2").toString();
        put("again", "a.xml", day);
        awaitFile("again", "done/a.xml");
        put("again", "renamed.xml", day);
        awaitFile("again", "done/renamed.xml");
        put("again", "a.xml", day);
        awaitFile("again", "done/a.xml.2");

        assertThat(announced.sales("sftp-again")).hasSize(1);
        assertThat(announced.parked("sftp-again")).isEmpty();
    }

    @Test
    void aBrokenFileIsParkedWhereTheTillSeesIt() throws IOException {
        put("broken", "a.xml", "<POSLog>\n<Transaction>\n</POSLog>");

        awaitFile("broken", "parked/a.xml");
        assertThat(announced.parked("sftp-broken"))
                .anyMatch(parked -> parked.code().equals("MALFORMED_DOCUMENT")
                        && parked.reason().contains("@broken/a.xml"));
        assertThat(sftp("broken", "ls -1 parked").output()).contains("a.xml");
    }

    @Test
    void aPackedFileIsParkedAndSaysSo() throws IOException {
        put("broken", "day.zip", "PK\u0003\u0004 and more");

        awaitFile("broken", "parked/day.zip");
        assertThat(announced.parked("sftp-broken"))
                .anyMatch(parked -> parked.code().equals("PACKED_DOCUMENT"));
    }

    @Test
    void aFileThatEndsTooEarlyIsParkedAtOnceAndCanBeSentAgainUnderItsName() throws IOException {
        String day = log().sale(1).line("A", "2").toString();
        put("cancelled", "a.xml", day.substring(0, day.length() / 2));
        awaitFile("cancelled", "parked/a.xml");
        put("cancelled", "a.xml", day);

        awaitFile("cancelled", "done/a.xml");
        assertThat(announced.sales("sftp-cancelled")).hasSize(1);
    }

    @Test
    void oneBadTransactionDoesNotLoseItsFile() throws IOException {
        put(
                "one-bad",
                "a.xml",
                log().sale(1)
                        .line("A", "2")
                        .store("nowhere")
                        .sale(2)
                        .line("B", "1")
                        .toString());

        awaitFile("one-bad", "done/a.xml");
        assertThat(announced.sales("sftp-one-bad")).hasSize(1);
        assertThat(announced.parked("sftp-one-bad")).hasSize(1);
    }

    @Test
    void anAccountForOneStoreCannotSpeakForAnotherNotEvenWhenTheDocumentIsReadAgain() throws IOException {
        put(
                "bound",
                "a.xml",
                log().store("ginza")
                        .sale(1)
                        .line("A", "2")
                        .store("ueno")
                        .sale(2)
                        .line("B", "1")
                        .toString());

        awaitFile("bound", "done/a.xml");
        assertThat(announced.sales("sftp-bound"))
                .singleElement()
                .satisfies(sale -> assertThat(sale.transaction().location()).isEqualTo("ueno"));
        assertThat(announced.parked("sftp-bound"))
                .singleElement()
                .satisfies(parked -> assertThat(parked.code()).isEqualTo("LOCATION_NOT_ALLOWED"));

        documents.readAgain(announced.parked("sftp-bound").get(0).document());

        assertThat(announced.sales("sftp-bound")).hasSize(1);
        assertThat(jdbc.sql("select count(*) from pos.till_transaction where source = 'sftp-bound'")
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aFileOfAnAccountThatIsNoLongerConfiguredSpeaksForNobodyAndIsParkedAfterAWhile() throws IOException {
        Path left = Files.createDirectories(DATA.resolve("inbox/sftp-gone/@dismissed"));
        Path young = Files.writeString(
                left.resolve("young.xml"), log().sale(1).line("A", "2").toString());
        Path old = left.resolve("old.part");
        Files.writeString(old, log().sale(2).line("A", "2").toString());
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofMinutes(16))));
        Files.move(old, left.resolve("old.xml"));

        await().atMost(LONG).until(() -> Files.exists(left.resolve("parked/old.xml")));
        put("gone", "marker.xml", log().sale(3).line("A", "1").toString());
        awaitFile("gone", "done/marker.xml");
        assertThat(young).as("perhaps another copy knows the account").exists();
        assertThat(announced.sales("sftp-gone")).hasSize(1);
        assertThat(announced.parked("sftp-gone"))
                .singleElement()
                .satisfies(parked -> assertThat(parked.code()).isEqualTo("ACCOUNT_NOT_CONFIGURED"));
    }

    private void put(String account, String name, String content) throws IOException {
        Path file = Files.writeString(Files.createTempFile(TILLS, "day", ".xml"), content);
        assertThat(sftp(account, "put " + file + " " + name).output()).doesNotContain("Failure", "denied");
    }

    private OpenSsh.Result sftp(String account, String... commands) {
        return CLIENT.sftp(account, server.port(), key, commands);
    }

    private static void awaitFile(String account, String name) {
        Path file = DATA.resolve("inbox/sftp-" + account + "/@" + account).resolve(name);
        await().atMost(LONG).pollInterval(Duration.ofMillis(20)).until(() -> Files.exists(file));
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("noren-sftp-tills");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
