package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import io.noren.testing.HubTest;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.test.web.servlet.MockMvc;

/** Whether the vendors of cloud tills answer, on the page of the tills. */
@HubTest
class CloudTillsOnTheScreenTest {
    /** Of the test's settings. It has no token, so each try to ask for it fails, and leaves a row like the one below. */
    private static final String SOURCE = "signed-tills";

    @Autowired
    MockMvc browser;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void forget() {
        jdbc.sql("delete from pos.vendor_feed where source = ?").param(SOURCE).update();
    }

    @Test
    void aVendorThatDoesNotAnswerIsShownWithTheReasonAndForHowLong() throws Exception {
        assertThat(page("en", "location:*")).contains("Cloud tills").contains(SOURCE);

        Instant now = Instant.now();
        jdbc.sql("""
                insert into pos.vendor_feed (source, last_success, failing_since, last_error, due_at)
                values (?, ?, ?, ?, ?)
                on conflict (source) do update set last_success = excluded.last_success,
                  failing_since = excluded.failing_since, last_error = excluded.last_error, due_at = excluded.due_at
                """)
                .param(SOURCE)
                .param(Timestamp.from(now.minus(3, ChronoUnit.HOURS)))
                .param(Timestamp.from(now.minus(2, ChronoUnit.HOURS)))
                .param("The vendor answered 503.")
                .param(Timestamp.from(now.plus(1, ChronoUnit.HOURS)))
                .update();

        assertThat(page("en", "location:*"))
                .contains("No answer for")
                .contains("2 hours")
                .contains("3 hours ago")
                .contains("The vendor answered 503.");
        assertThat(page("ja", "location:*")).contains("クラウド型レジ").contains("応答なし");
    }

    @Test
    void whoWorksInOneStoreIsNotToldOfVendorsThatSpeakForMany() throws Exception {
        assertThat(page("en", "location:ginza")).doesNotContain(SOURCE);
    }

    private String page(String language, String authority) throws Exception {
        return browser.perform(get("/tills")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, language)
                        .with(user("staff").authorities(AuthorityUtils.createAuthorityList("staff", authority))))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }
}
