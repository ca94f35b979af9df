package io.noren.inventory.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.inventory.ChangeFeed;
import io.noren.inventory.InventoryTest;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

class ChangeStreamTest extends InventoryTest {

    private static final Pattern ID = Pattern.compile("id:(\\S+)");

    @Autowired
    private MockMvcTester http;

    @Autowired
    private ChangeFeed feed;

    @Test
    void aFollowerIsToldOfEachChangeAndResumesWhereItStopped() throws Exception {
        String shirt = anyItem();
        String ginza = anyStore();
        stock(shirt, ginza, 1);
        MvcTestResult live = http.get()
                .uri("/api/v1/stock/changes/stream?after=" + feed.end())
                .asyncExchange();
        stock(shirt, ginza, 2);
        stock(shirt, ginza, 3);

        List<String> ids = idsAfter(live, 2);
        assertThat(text(live))
                .contains("event:stock.changed")
                .contains("\"onHand\":3")
                .contains("\"onHand\":6");
        assertThat(text(live)).as("only what came after").doesNotContain("\"sequence\":1,");

        MvcTestResult resumed = http.get()
                .uri("/api/v1/stock/changes/stream")
                .header("Last-Event-ID", ids.get(0))
                .asyncExchange();
        stock(shirt, ginza, 4);

        assertThat(idsAfter(resumed, 2).get(0)).isEqualTo(ids.get(1));
        assertThat(text(resumed)).contains("\"onHand\":10").doesNotContain("\"onHand\":3");
    }

    private static List<String> idsAfter(MvcTestResult stream, int count) throws Exception {
        await().atMost(Duration.ofSeconds(10)).until(() -> ids(stream).size() >= count);
        return ids(stream);
    }

    private static List<String> ids(MvcTestResult stream) throws Exception {
        return ID.matcher(text(stream)).results().map(match -> match.group(1)).toList();
    }

    private static String text(MvcTestResult stream) throws Exception {
        return stream.getMvcResult().getResponse().getContentAsString();
    }
}
