package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.testing.HubTest;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpHeaders;
import org.springframework.test.web.servlet.MockMvc;

/** What stands at a till of a customer, among several and alone. */
@HubTest
class TillPageTest {
    /** Twenty-five hours apart: it is never the same day in both. */
    private static final ZoneId EARLIEST = ZoneId.of("Pacific/Kiritimati");

    private static final ZoneId LATEST = ZoneId.of("Pacific/Pago_Pago");

    @Autowired
    MockMvc browser;

    @Autowired
    Locations locations;

    @Autowired
    Members members;

    @Test
    void aDayIsTheSameInTheListAndInTheProfileAndIsTheStoresOwn() throws Exception {
        store("till-earliest", EARLIEST);
        store("till-latest", LATEST);
        Member first = member("ハルカ", "090-1234-5551");
        member("ケン", "080-5678-5551");

        for (ZoneId zone : List.of(EARLIEST, LATEST)) {
            String store = zone.equals(EARLIEST) ? "till-earliest" : "till-latest";
            String japanese = DateTimeFormatter.ofPattern("y年M月d日", Locale.JAPANESE)
                    .withZone(zone)
                    .format(first.memberSince());
            String english = DateTimeFormatter.ofPattern("d MMM y", Locale.ENGLISH)
                    .withZone(zone)
                    .format(first.memberSince());
            for (String[] asked :
                    new String[][] {{"last4", "5551", "kana", "テスト"}, {"phone", "090-1234-5551", "kana", ""}}) {
                assertThat(answer(store, "ja", asked)).contains("入会日").contains(japanese);
                assertThat(answer(store, "en", asked)).contains("Member since").contains(english);
            }
        }
    }

    private String answer(String store, String language, String[] asked) throws Exception {
        return browser.perform(post("/till")
                        .with(user("hanako").authorities(() -> "staff", () -> "location:*"))
                        .with(csrf())
                        .header("HX-Request", "true")
                        .header(HttpHeaders.ACCEPT_LANGUAGE, language)
                        .param("place", store + " 1")
                        .param("reason", "POINTS")
                        .param(asked[0], asked[1])
                        .param(asked[2], asked[3]))
                .andReturn()
                .getResponse()
                .getContentAsString();
    }

    private void store(String id, ZoneId zone) {
        locations.put(new Location(id, null, id, Location.Kind.STORE, zone, null, true, null, List.of("1")));
    }

    private Member member(String kana, String phone) {
        return members.register(new NewMember(
                new Profile("試験", null, "テスト", kana, null, null, "ja"),
                List.of(new NewIdentifier(IdentifierType.PHONE, phone, Proof.SMS_CODE))));
    }
}
