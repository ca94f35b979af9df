package io.noren.pos.inbox;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.LocationBinding;
import io.noren.pos.PosSettings;
import io.noren.pos.Story;
import io.noren.pos.TillTransactionParked;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The inbox with Camel running: files go in and leave only when what they tell is durable. */
class DropFolderTest extends Story {
    private static final Duration OLD = Duration.ofMinutes(5);

    @Autowired
    JdbcClient jdbc;

    private Path inbox = Path.of("");

    @BeforeEach
    void openTheSourcesFolder() throws IOException {
        inbox = Files.createDirectories(data().resolve("inbox").resolve(source));
    }

    @Test
    void aConfiguredSourceFindsItsFolder() {
        assertThat(data().resolve("inbox/chain")).isDirectory();
    }

    @Test
    void aFileIsRecordedAndThenMovedToDone() throws IOException {
        drop("a.xml", log().sale(1).line("A", "2").toString());

        awaitFile(inbox.resolve("done/a.xml"));
        assertThat(announced.sales(source)).hasSize(1);
        assertThat(inbox.resolve("a.xml")).doesNotExist();
    }

    @Test
    void whatLiesInDoneIsWithoutPersonalDataAndTellsTheSame() throws IOException {
        String day = log().sale(1).line("A", "2").toString();
        String withPeople = day.replace(
                "<RetailTransaction>",
                "<OperatorID OperatorName=\"Suzuki\">7</OperatorID><RetailTransaction>"
                        + "<Customer><BirthDate>1984-05-06</BirthDate></Customer>"
                        + "<Tender><Remark>4111111111111111</Remark></Tender>");
        assertThat(withPeople).isNotEqualTo(day);
        drop("people.xml", withPeople);
        awaitFile(inbox.resolve("done/people.xml"));

        String done = "done/people.xml";
        await().untilAsserted(() -> assertThat(Files.readString(inbox.resolve(done)))
                .doesNotContain("Suzuki", "1984-05-06", "4111111111111111")
                .contains(">7</OperatorID>"));
        Files.copy(inbox.resolve(done), inbox.resolve("again.xml"));
        awaitFile(inbox.resolve("done/again.xml"));
        assertThat(announced.sales(source)).hasSize(1);
        assertThat(announced.parked(source)).isEmpty();
        try (Stream<Path> files = Files.list(inbox.resolve("done"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")))
                    .containsExactlyInAnyOrder("people.xml", "again.xml");
        }
    }

    @Test
    void aFileInAFolderOfTheSourcesFolderBelongsToTheSource() throws IOException {
        Files.createDirectories(inbox.resolve("2026/april"));
        drop("2026/april/a.xml", log().sale(1).line("A", "2").toString());

        awaitFile(inbox.resolve("2026/april/done/a.xml"));
        assertThat(announced.sales(source)).hasSize(1);
    }

    @Test
    void theSameFileAgainAndUnderAnotherNameChangesNothingAndOverwritesNothing() throws IOException {
        String day = log().sale(1).line("A", "2").toString();
        drop("a.xml", day);
        awaitFile(inbox.resolve("done/a.xml"));
        drop("a.xml", day);
        awaitFile(inbox.resolve("done/a.xml.2"));
        drop("b.xml", day);
        awaitFile(inbox.resolve("done/b.xml"));

        assertThat(announced.sales(source)).hasSize(1);
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void aFileThatIsWrittenInTwoHalvesWithALongPauseIsTakenWhole() throws IOException {
        String day = log().sale(1).line("A", "2").sale(2).line("B", "1").toString();
        int middle = day.length() / 2;
        Path file = drop("slow.xml", day.substring(0, middle));
        Path marker = drop("marker.xml", log().till("9").sale(1).line("A", "1").toString());
        awaitFile(inbox.resolve("done").resolve(marker.getFileName())); // by then the first half was looked at too
        assertThat(file).exists();
        Files.writeString(file, day.substring(middle), StandardOpenOption.APPEND);

        awaitFile(inbox.resolve("done/slow.xml"));
        assertThat(announced.sales(source)).hasSize(3);
        assertThat(announced.parked(source)).isEmpty();
    }

    @Test
    void aFileThatEndedTooEarlyLongAgoIsParked() throws IOException {
        Path file = inbox.resolve("half.part");
        Files.writeString(file, "<POSLog><Transaction>");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(OLD)));
        Files.move(file, inbox.resolve("half.xml"));

        awaitFile(inbox.resolve("parked/half.xml"));
        assertThat(announced.parked(source)).hasSize(1);
    }

    @Test
    void aBrokenFileIsParkedWithItsNameAndPlaceAndItsNeighboursGoOn() throws IOException {
        drop("broken.xml", "<POSLog>\n<Transaction>\n</POSLog>");
        drop("good.xml", log().sale(1).line("A", "2").toString());

        awaitFile(inbox.resolve("parked/broken.xml"));
        awaitFile(inbox.resolve("done/good.xml"));
        assertThat(announced.sales(source)).hasSize(1);
        assertThat(announced.parked(source)).hasSize(1);
        TillTransactionParked parked = announced.parked(source).get(0);
        assertThat(parked.code()).isEqualTo("MALFORMED_DOCUMENT");
        assertThat(parked.reason()).contains("broken.xml");
        assertThat(parked.place()).isEqualTo(3);
    }

    @Test
    void aPackedFileIsParkedAndSaysSo() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(log().sale(1).line("A", "2").toString().getBytes(StandardCharsets.UTF_8));
        }
        Files.write(inbox.resolve("day.part"), packed.toByteArray());
        Files.move(inbox.resolve("day.part"), inbox.resolve("day.xml"));

        awaitFile(inbox.resolve("parked/day.xml"));
        assertThat(announced.parked(source)).singleElement().satisfies(parked -> {
            assertThat(parked.code()).isEqualTo("PACKED_DOCUMENT");
            assertThat(parked.reason()).contains("gzip", "unpack it");
        });
    }

    @Test
    void filesStillBeingCopiedAndHiddenOnesAreLeftAlone() throws IOException {
        String day = log().sale(1).line("A", "2").toString();
        drop("a.xml.part", day);
        drop("a.TMP", day);
        drop(".a.xml", day);
        drop("b.xml", log().sale(2).line("A", "1").toString());

        awaitFile(inbox.resolve("done/b.xml"));
        assertThat(announced.sales(source)).hasSize(1);
        assertThat(inbox.resolve("a.xml.part")).exists();
        assertThat(inbox.resolve("a.TMP")).exists();
        assertThat(inbox.resolve(".a.xml")).exists();
    }

    @Test
    void aFileBesideTheSourcesFoldersIsParkedForItNamesNoSource() throws IOException {
        Path stray = data().resolve("inbox").resolve(source + ".xml");
        Files.writeString(stray, log().sale(1).line("A", "2").toString());

        awaitFile(data().resolve("inbox/parked").resolve(source + ".xml"));
    }

    @Test
    void whileTheDatabaseRefusesAFileStaysAndIsRecordedAfterwards() throws IOException {
        jdbc.sql("create or replace function pos.refuse_" + id() + "() returns trigger language plpgsql as "
                        + "$$ begin if new.source = '" + source
                        + "' then raise exception 'refused'; end if; return new; end $$")
                .update();
        jdbc.sql("create trigger refuse_" + id()
                        + " before insert on pos.till_transaction for each row execute function pos.refuse_" + id()
                        + "()")
                .update();
        Path file = drop("a.xml", log().sale(1).line("A", "2").toString());
        try {
            drop("other.xml", "<POSLog><a></POSLog>");
            awaitFile(inbox.resolve("parked/other.xml"));
            await().during(Duration.ofMillis(500))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> Files.exists(file));
            assertThat(announced.parked(source)).hasSize(1);
            assertThat(jdbc.sql("select count(*) from pos.document where source = ?")
                            .param(source)
                            .query(Integer.class)
                            .single())
                    .as("the document's row fell with its transactions")
                    .isZero();
        } finally {
            jdbc.sql("drop trigger refuse_" + id() + " on pos.till_transaction").update();
        }
        awaitFile(inbox.resolve("done/a.xml"));
        assertThat(jdbc.sql("select count(*) from pos.till_transaction where source = ?")
                        .param(source)
                        .query(Integer.class)
                        .single())
                .isEqualTo(1);
    }

    @Test
    void aFileThatIsReplacedWhileItIsReadStaysAndIsReadToo() throws IOException {
        Path own =
                Files.createDirectories(folder.resolve("inbox").resolve(source).resolve("@till-1"));
        Path file = Files.writeString(
                own.resolve("a.xml"), log().sale(1).line("A", "2").toString());
        Path next = Files.writeString(
                own.resolve("next.tmp"), log().sale(2).line("A", "1").toString());
        FolderOwners tillIsFaster = (ofSource, account) -> {
            if (Files.exists(next)) {
                move(file, own.resolve("taken-by-another-copy"));
                move(next, file);
            }
            return Optional.of(LocationBinding.UNBOUND);
        };
        PosSettings settings = new Binder(new MapConfigurationPropertySource(Map.of("noren.data", folder.toString())))
                .bindOrCreate("noren", PosSettings.class);
        DropFolder dropFolder = new DropFolder(documents, tillIsFaster, settings, Clock.systemUTC());

        dropFolder.take(file);
        assertThat(file).exists();

        dropFolder.take(file);
        assertThat(own.resolve("done/a.xml")).exists();
        assertThat(announced.sales(source)).hasSize(1);
    }

    private static void move(Path from, Path to) {
        try {
            Files.move(from, to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String id() {
        return source.replace('-', '_');
    }

    private Path drop(String name, String content) throws IOException {
        return Files.writeString(inbox.resolve(name), content);
    }

    private static void awaitFile(Path file) {
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Files.exists(file));
    }
}
