package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** What waits for a person, page by page, the oldest first: other tests may have left more than one page of it. */
record ParkedPages(MockMvc browser, RequestPostProcessor person, String language) {
    private static final Pattern NEXT = Pattern.compile("/parked\\?after=[0-9a-f-]+");

    /** One page as this person sees it. */
    record Shown(String address, String html) {}

    Shown at(String address) throws Exception {
        return new Shown(
                address,
                browser.perform(get(address).with(person).header(HttpHeaders.ACCEPT_LANGUAGE, language))
                        .andReturn()
                        .getResponse()
                        .getContentAsString());
    }

    /** The page that this text is on, by the links that a person would follow. */
    Shown thatShows(String text) throws Exception {
        Shown page = at("/parked");
        while (!page.html().contains(text)) {
            Matcher next = NEXT.matcher(page.html());
            assertThat(next.find()).as("%s is on one of the pages", text).isTrue();
            page = at(next.group());
        }
        return page;
    }
}
