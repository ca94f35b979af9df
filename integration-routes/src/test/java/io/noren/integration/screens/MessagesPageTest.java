package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.testing.HubTest;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Whoever works in a store sees what its customers were told, and no other store's. */
@HubTest
class MessagesPageTest {
    private static final RequestPostProcessor OF_ASAKUSA =
            user("hanako").authorities(() -> "staff", () -> "location:messages-asakusa");
    private static final RequestPostProcessor EVERYWHERE =
            user("suzuki").authorities(() -> "staff", () -> "location:*");

    @Autowired
    MockMvc browser;

    @Autowired
    Locations locations;

    @Autowired
    JdbcClient jdbc;

    private UUID theirs;
    private UUID others;

    @BeforeEach
    void twoStoresHaveToldSomething() {
        theirs = failed("messages-asakusa", "WEB-ASAKUSA");
        others = failed("messages-mejiro", "WEB-MEJIRO");
    }

    @Test
    void oneSeesOnesOwnStoresMessages() throws Exception {
        assertThat(shown(get("/messages").with(OF_ASAKUSA)))
                .contains("WEB-ASAKUSA")
                .doesNotContain("WEB-MEJIRO");
        assertThat(shown(get("/messages").queryParam("order", "WEB-MEJIRO").with(OF_ASAKUSA)))
                .doesNotContain(others.toString());
        assertThat(shown(get("/messages").with(EVERYWHERE))).contains("WEB-ASAKUSA", "WEB-MEJIRO");
        assertThat(status(get("/messages")
                        .queryParam("location", "messages-mejiro")
                        .with(OF_ASAKUSA)))
                .isEqualTo(403);
        assertThat(status(get("/messages"))).as("a stranger").isEqualTo(302);
    }

    @Test
    void oneSendsOnlyThoseAgain() throws Exception {
        browser.perform(
                post("/messages/" + others + "/send-again").with(OF_ASAKUSA).with(csrf()));
        browser.perform(
                post("/messages/" + theirs + "/send-again").with(OF_ASAKUSA).with(csrf()));

        assertThat(round(others)).isEqualTo(1);
        assertThat(round(theirs)).isEqualTo(2);
        assertThat(status(post("/messages/" + theirs + "/send-again").with(OF_ASAKUSA)))
                .as("without its token")
                .isEqualTo(403);
    }

    @Test
    void whateverIsAskedForIsAnswered() throws Exception {
        assertThat(status(get("/messages")
                        .queryParam("state", "NO_SUCH_STATE")
                        .queryParam("order", " ' -- ")
                        .queryParam("location", "")
                        .with(EVERYWHERE)))
                .isEqualTo(200);
        assertThat(status(get("/messages").queryParam("after", "1").with(EVERYWHERE)))
                .isEqualTo(200);
    }

    private UUID failed(String store, String order) {
        locations.put(new Location(
                store, null, store, Location.Kind.STORE, ZoneId.of("Asia/Tokyo"), null, true, null, List.of()));
        return jdbc.sql("""
                        insert into integration.message (id, kind, occasion, pickup, order_number, location, state, reason,
                            planned_at, ended_at)
                        values (gen_random_uuid(), 'READY', gen_random_uuid(), gen_random_uuid(), :order, :store, 'FAILED',
                            'ALL_CHANNELS_FAILED', now(), now())
                        returning id
                        """)
                .param("order", order)
                .param("store", store)
                .query(UUID.class)
                .single();
    }

    private int round(UUID message) {
        return jdbc.sql("select round from integration.message where id = :id")
                .param("id", message)
                .query(Integer.class)
                .single();
    }

    private String shown(MockHttpServletRequestBuilder request) throws Exception {
        return browser.perform(request).andReturn().getResponse().getContentAsString();
    }

    private int status(MockHttpServletRequestBuilder request) throws Exception {
        return browser.perform(request).andReturn().getResponse().getStatus();
    }
}
