package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

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
import org.springframework.beans.factory.config.AutowireCapableBeanFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What a store's row says on the page of the tills when a till has gone on to its next day. */
@HubTest
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

    private ShopFloor floor;

    @Autowired
    void open(AutowireCapableBeanFactory hub) {
        floor = hub.createBean(ShopFloor.class);
    }

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
    void aCounterThatLeapsIsOneFindingAndNotManyMissingNumbers() throws Exception {
        LocalDate today = LocalDate.now(TOKYO);
        tell(today, 1, "1");
        tell(today, 9_000_001, "1");

        assertThat(row(page("en", store), "stores")).doesNotContain("lack\">8");
        assertThat(row(page("en", store), "tills")).contains("2–9000000", "Counter leapt", "please look");
        assertThat(row(page("ja", store), "tills")).contains("2–9000000", "番号の飛び", "要確認");

        tell(today.minusDays(1), 1, "1");
        tell(today.minusDays(1), 9_000_001, "1");
        assertThat(row(page("en", store), "earlier")).contains("counter leapt: 2–9000000");
    }

    @Test
    void aTillThatSaysNothingForHoursIsQuietUnlessItsStoreIsClosed() throws Exception {
        tell(LocalDate.now(TOKYO), 1, "1");
        assertThat(row(page("en", store), "tills")).contains("in order");

        jdbc.sql("update pos.till_day set last_word_at = last_word_at - interval '125 minutes' where source = ?")
                .param(source)
                .update();

        assertThat(row(page("en", store), "tills")).contains(">quiet<").doesNotContain("in order");
        assertThat(row(page("en", store), "stores")).contains("1 till quiet");
        assertThat(row(page("ja", store), "tills")).contains("受信なし").doesNotContain("正常");

        floor.open(store, "Mo-Su off");
        assertThat(row(page("en", store), "tills")).contains("in order");
        floor.open(store, "24/7");
        assertThat(row(page("en", store), "tills")).contains(">quiet<");
    }

    @Test
    void aStoreOfWhichNothingHasComeIsListedAndOneOfWhichNothingComesAnyMoreToo() throws Exception {
        assertThat(row(page("en", store), "silent")).contains("ginza", "Nothing has ever been recorded");
        assertThat(row(page("ja", store), "silent")).contains("ginza", "まだ何も記録されていません");

        tell(LocalDate.now(TOKYO), 1, "1");
        assertThat(page("en", store)).doesNotContain("id=\"silent\"");

        jdbc.sql("update pos.till_day set last_word_at = '2026-04-01T03:00:00Z' where source = ?")
                .param(source)
                .update();
        assertThat(row(page("en", store), "silent")).contains("Nothing since 1 Apr 2026.");
    }

    @Test
    void staffOfTheStoreGiveUpWhatWillNotComeAndNobodyElseDoes() throws Exception {
        LocalDate today = LocalDate.now(TOKYO);
        tell(today, 1, "1");
        tell(today, 4, "1");
        jdbc.sql("update pos.till_transaction set recorded_at = recorded_at - interval '1 hour' where source = ?")
                .param(source)
                .update();
        assertThat(row(page("en", store), "tills")).contains("2–3", "Give these numbers up", "please look");

        giveUp(today, floor.store("ueno")).andExpect(status().isForbidden());
        assertThat(row(page("en", store), "tills")).contains("please look");

        giveUp(today, store).andExpect(redirectedUrl("/tills?location="));
        assertThat(row(page("en", store), "tills"))
                .contains("2–3", "The disk broke.", "staff of " + store, "in order")
                .doesNotContain("Give these numbers up", "please look");
        assertThat(row(page("ja", store), "tills")).contains("届かない番号", "2–3", "The disk broke.");
    }

    private ResultActions giveUp(LocalDate day, String worksIn) throws Exception {
        return browser.perform(post("/tills/given-up")
                .param("source", source)
                .param("location", store)
                .param("workstation", "1")
                .param("businessDay", day.toString())
                .param("first", "2")
                .param("reason", "The disk broke.")
                .with(csrf())
                .with(ShopFloor.staff(worksIn)));
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
