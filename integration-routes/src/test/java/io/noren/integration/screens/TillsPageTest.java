package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.noren.pos.Content;
import io.noren.pos.LocationBinding;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import io.noren.testing.HubTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** What a store's row says on the page of the tills when a till has gone on to its next day. */
@HubTest
@AutoConfigureMockMvc
@Import(ShopFloor.class)
class TillsPageTest {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @Autowired
    MockMvc browser;

    @Autowired
    TillDocuments documents;

    @Autowired
    JdbcClient jdbc;

    @TempDir
    Path folder;

    @Autowired
    ShopFloor floor;

    private final String source = "s-" + UUID.randomUUID();
    private String store = "";

    @BeforeEach
    void openAStore() {
        store = floor.store("ginza");
    }

    @Test
    void whatIsMissingAndWhatWaitsOfYesterdayIsNotForgottenToday() throws Exception {
        LocalDate today = LocalDate.now(TOKYO);
        tell(today.minusDays(1), 3, "1");
        tell(today.minusDays(1), 6, "1");
        tell(today.minusDays(1), 7, "many");
        jdbc.sql("update pos.till_transaction set recorded_at = recorded_at - interval '1 hour' where source = ?")
                .param(source)
                .update();
        tell(today, 1, "1");

        String page = page("en", store);

        assertThat(row(page, "stores")).contains(">2</td>", "lack\">1</td>");
        assertThat(row(page, "earlier")).contains("Till 1", "4–5");
        assertThat(row(page("ja", store), "earlier")).contains("レジ1", "4–5");
    }

    @Test
    void whatWaitsAndNamesNoTillNamesItsSource() throws Exception {
        Path file = Files.writeString(folder.resolve("broken.xml"), "<POSLog>");
        documents.setAside(source, file, "broken.xml", new Refusal("MALFORMED_DOCUMENT", "It ends too early."));

        assertThat(row(page("en", "*"), "waiting")).contains("by " + source).doesNotContain("·  ·", "· ·");
    }

    @Test
    void whatWasSoldThoughTheBooksHadNoneIsToBeCountedInItsStore() throws Exception {
        String tin = floor.item("tin", "茶缶", "EACH");
        String cup = floor.item("cup", "湯呑", "EACH");
        floor.delivered(tin, store, 1);
        floor.delivered(cup, store, 1);
        tell(LocalDate.now(TOKYO), 1, "1");
        assertThat(row(page("en", store), "stores")).doesNotContain("to count");

        floor.sold(tin, store, 2);
        floor.sold(cup, store, 1);

        assertThat(row(page("en", store), "stores")).contains("/stock/counts?location=" + store, ">1 item to count<");
        assertThat(row(page("/stock/counts", "ja", store), "oversold"))
                .contains(tin, "帳簿の在庫を超えて販売")
                .doesNotContain(cup);
        assertThat(page("/stock", "en", store)).contains("#oversold");
        assertThat(page("/stock/counts", "en", floor.store("ueno"))).doesNotContain("id=\"oversold\"");
    }

    private void tell(LocalDate day, long number, String quantity) throws IOException {
        Path file = Files.writeString(folder.resolve("till.xml"), """
                <POSLog><Transaction><RetailStoreID>%s</RetailStoreID><WorkstationID>1</WorkstationID>
                  <SequenceNumber>%d</SequenceNumber><BusinessDayDate>%s</BusinessDayDate>
                  <EndDateTime>%s</EndDateTime><CurrencyCode>JPY</CurrencyCode>
                  <RetailTransaction><LineItem><SequenceNumber>1</SequenceNumber>
                    <Sale><ItemID>nobody-knows</ItemID><Quantity>%s</Quantity></Sale></LineItem></RetailTransaction>
                </Transaction></POSLog>
                """.formatted(
                        store, number, day, Instant.now().minus(Duration.ofMinutes(1)), quantity));
        documents.receive(source, Content.of(file), Instant.now(), LocationBinding.UNBOUND);
    }

    /** What stands in one part of the page. */
    private static String row(String page, String part) {
        int from = page.indexOf("id=\"" + part + "\"");
        assertThat(from).as("there is a part called " + part).isPositive();
        return page.substring(from, Math.max(page.indexOf("</table>", from), page.indexOf("</section>", from)));
    }

    private String page(String language, String stores) throws Exception {
        return page("/tills", language, stores);
    }

    private String page(String path, String language, String stores) throws Exception {
        return browser.perform(
                        get(path).header(HttpHeaders.ACCEPT_LANGUAGE, language).with(ShopFloor.staff(stores)))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
