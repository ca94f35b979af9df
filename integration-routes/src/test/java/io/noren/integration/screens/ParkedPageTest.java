package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import io.noren.integration.broker.FlowQueue;
import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.broker.ParkedMessages.Parking;
import io.noren.testing.HubTest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;

/** What a person reads about something that could not be done. */
@HubTest
class ParkedPageTest {
    @Autowired
    MockMvc browser;

    @Autowired
    ParkedMessages parked;

    @Autowired
    JdbcClient jdbc;

    /** Other tests look at the first page only. */
    @AfterEach
    void nothingIsLeftOnThePage() {
        jdbc.sql("delete from integration.parked where source = 'page'").update();
    }

    @Test
    void theReaderIsToldInTheirLanguageWhatHappenedAndWhatToDoAndTheReasonStaysBelow() throws Exception {
        String subject = park("UNKNOWN_ITEM", "No item answers to GTIN 09520123450014.", "{}");

        assertThat(entry(subject, "ja"))
                .contains("この商品はまだ登録されていません")
                .contains("商品を登録するか")
                .contains("UNKNOWN_ITEM")
                .contains("<span lang=\"en\">No item answers to GTIN 09520123450014.</span>")
                .doesNotContain("Nobody has entered");
        assertThat(entry(subject, "en"))
                .contains("Nobody has entered this item yet")
                .contains("Create the item")
                .contains("No item answers to GTIN 09520123450014.");
    }

    /** More than a page of older entries stands before it, for certain. */
    @Test
    void whatWasParkedAfterManyOthersIsOnALaterPage() throws Exception {
        for (int n = 0; n < ParkedScreen.ENTRIES; n++) {
            park("SOMETHING_OLD", "It is old.", null);
        }
        String subject = park("SOMETHING_NEW", "It is new.", "{}");

        assertThat(pages("en").at("/parked").html()).doesNotContain(subject);
        assertThat(entry(subject, "en")).contains("It is new.");
    }

    @Test
    void aCodeThatNobodyExplainedYetIsShownWithItsReason() throws Exception {
        String subject = park("SOMETHING_NEW", "It is new.", "{}");

        assertThat(entry(subject, "ja"))
                .contains("処理できませんでした")
                .contains("SOMETHING_NEW")
                .contains("It is new.")
                .doesNotContain("??");
        assertThat(entry(subject, "en")).contains("This could not be done").contains("It is new.");
    }

    @Test
    void onlyWhatCanBeTriedAgainHasAButtonForIt() throws Exception {
        String kept = park("UNKNOWN_LOCATION", "No location stands for store code 7.", "{}");
        String file = park("MALFORMED_DOCUMENT", "File 7.xml: The document ends too early.", null);

        assertThat(entry(kept, "en")).contains("/retry").contains("/discard");
        assertThat(entry(file, "en")).doesNotContain("/retry").contains("/discard");
    }

    private String park(String code, String reason, @Nullable String payload) {
        String subject = "page/" + UUID.randomUUID();
        parked.park(new Parking(
                FlowQueue.TILL_DOCUMENT_AGAIN,
                subject,
                code,
                reason,
                "page",
                null,
                List.of(),
                null,
                "ReadTillDocumentAgain",
                payload,
                null));
        return subject;
    }

    private String entry(String subject, String language) throws Exception {
        String page = pages(language).thatShows(subject).html();
        int begin = page.indexOf(subject);
        return page.substring(begin, page.indexOf("</tr>", begin));
    }

    private ParkedPages pages(String language) {
        return new ParkedPages(
                browser, user("hanako").authorities(() -> "staff", () -> "scope:admin", () -> "location:*"), language);
    }
}
