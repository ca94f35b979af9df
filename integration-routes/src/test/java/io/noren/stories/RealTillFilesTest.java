package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.Item;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;

/** Three files of real tills, one per dialect, each told three times by two doors. */
class RealTillFilesTest extends Story {
    private static final List<String> FILES =
            List.of("ncr-acs-small.xml", "wincor-nixdorf-2.2-line-void.xml", "ncr-r10-poslog-6.0.1-sale.xml");

    @Value("${noren.data}")
    Path data;

    @Test
    void postedTwiceAndDroppedAsFilesTheyMoveStockOnceAsTheySay() throws IOException {
        Path folder = shared().resolve("data/poslog");
        Assumptions.assumeTrue(Files.isDirectory(folder), "the tills' files are not beside this repository");
        String apples = item("APPLES", "KG", null, List.of(plu("67591")));
        Store denver = placeCalled("9").has(10, apples);
        String liner = item("LINER", Item.EACH, null, List.of(own("0000000000421"), own("0000000000393")));
        Store dubai = placeCalled("502").has(10, liner);
        String burgers = item("BURGERS", Item.EACH, null, List.of(own("7583599")));
        String cola = item("COLA", Item.EACH, null, List.of(own("1329421")));
        String milk = item("MILK", Item.EACH, null, List.of(own("3545058")));
        Store wellingborough =
                placeCalled("0610").has(10, burgers).has(10, cola).has(10, milk);

        for (int time = 0; time < 2; time++) {
            for (String file : FILES) {
                assertThat(report(Files.readString(folder.resolve(file))).status())
                        .as(file)
                        .isEqualTo(202);
            }
        }
        for (String file : FILES) {
            drop(folder.resolve(file));
        }

        Path inbox = data.resolve("inbox").resolve(source);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(FILES).allMatch(file -> Files.exists(inbox.resolve("done/" + file))));
        whenQueuesAreQuiet();
        assertThat(denver.onHand(apples)).as("10 less 0.42 kg").isEqualByComparingTo("9.58");
        assertThat(dubai.onHand(liner)).as("sold and voided").isEqualByComparingTo("10");
        assertThat(wellingborough.onHand(burgers)).isEqualByComparingTo("9");
        assertThat(wellingborough.onHand(cola)).as("one piece of 0.127 kg").isEqualByComparingTo("9");
        assertThat(wellingborough.onHand(milk)).isEqualByComparingTo("9");
        assertThat(parked()).isEmpty();
        assertThat(inbox.resolve("parked")).doesNotExist();
    }

    // A file is taken when it is complete: written aside and then moved, as a careful sender does.
    private void drop(Path file) throws IOException {
        Path inbox = Files.createDirectories(data.resolve("inbox").resolve(source));
        Path draft = inbox.resolve(file.getFileName() + ".part");
        Files.write(draft, Files.readAllBytes(file));
        Files.move(draft, inbox.resolve(file.getFileName().toString()));
    }

    private Store placeCalled(String id) {
        Store store = storeCalled(id);
        store.opens();
        return store;
    }

    private Item.Code plu(String value) {
        return new Item.Code(Item.Scheme.PLU, value, source);
    }

    private Item.Code own(String value) {
        return new Item.Code(Item.Scheme.SOURCE, value, source);
    }

    private static Path shared() {
        String named = System.getProperty("noren.shared");
        if (named != null) {
            return Path.of(named);
        }
        Path folder = Path.of("").toAbsolutePath();
        while (folder != null && !Files.exists(folder.resolve("integration-routes"))) {
            folder = folder.getParent();
        }
        return folder == null ? Path.of("shared") : folder.resolveSibling("shared");
    }
}
