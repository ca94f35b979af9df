package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.Privacy;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.testing.HubTest;
import io.noren.testing.Mailboxes;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;

/** What opens a member's own page, and what a member's session opens. */
@HubTest
class MemberPageTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final Pattern SIX_DIGITS = Pattern.compile("\\b[0-9]{6}\\b");

    @Autowired
    MockMvc browser;

    @Autowired
    Members members;

    @Autowired
    Privacy privacy;

    private final String email = "me" + NUMBERS.incrementAndGet() + "@example.com";

    @ParameterizedTest
    @CsvSource({"ja, サインイン用の確認コード", "ja-JP, サインイン用の確認コード", "en-GB, Your sign-in code", "de, Your sign-in code"})
    void theCodeComesByMailInTheMembersLanguage(String locale, String subject) throws Exception {
        member(locale);
        asked(email, new MockHttpSession());

        MimeMessage mail = mails(1).get(0);
        assertThat(mail.getSubject()).isEqualTo(subject);
        assertThat(mail.getFrom()).extracting(Object::toString).containsExactly("members@noren.example");
        assertThat(mail.getContent().toString())
                .containsPattern(SIX_DIGITS)
                .contains(locale.startsWith("ja") ? "10分間" : "10 minutes");
    }

    @Test
    void aStrangerIsAnsweredAsAMemberIs() throws Exception {
        member("ja");
        MockHttpServletResponse known = asked(email, new MockHttpSession());
        MockHttpServletResponse unknown = asked("nobody-" + email, new MockHttpSession());

        assertThat(known.getStatus()).isEqualTo(302);
        assertThat(unknown.getStatus()).isEqualTo(302);
        assertThat(unknown.getRedirectedUrl())
                .isEqualTo(known.getRedirectedUrl())
                .isEqualTo("/me/sign-in/code");
        mails(1);
        assertThat(Mailboxes.of("nobody-" + email)).isEmpty();
    }

    @Test
    void aMemberSessionOpensTheOwnPageAndNothingElse() throws Exception {
        UUID hanako = member("ja");
        MockHttpSession session = signedIn();

        assertThat(page("/me", session).getStatus()).isEqualTo(200);
        assertThat(page("/me", session).getContentAsString()).contains("山田 花子").doesNotContain(email);
        MockHttpServletResponse code = page("/me/code.svg", session);
        assertThat(code.getContentType()).startsWith("image/svg+xml");
        assertThat(code.getHeader("Cache-Control")).contains("no-store");
        for (String closed :
                List.of("/", "/till", "/pickup", "/stock", "/tills", "/labels", "/parked", "/board/stream")) {
            assertThat(page(closed, session).getStatus()).as(closed).isEqualTo(403);
        }
        assertThat(page("/api/v1/members/" + hanako, session).getStatus()).isEqualTo(401);
    }

    @Test
    void theSessionOfTheSignInIsAnotherThanTheOneBefore() throws Exception {
        member("ja");
        MockHttpSession before = new MockHttpSession();
        asked(email, before);
        MockHttpSession after = answered(code(), before);

        assertThat(before.isInvalid()).isTrue();
        assertThat(after.getId()).isNotEqualTo(before.getId());
    }

    @Test
    void aWrongCodeOpensNothing() throws Exception {
        member("ja");
        MockHttpSession session = new MockHttpSession();
        asked(email, session);
        String wrong = "%06d".formatted((Integer.parseInt(code()) + 1) % 1_000_000);

        MockHttpServletResponse refused = browser.perform(post("/me/sign-in/code")
                        .param("code", wrong)
                        .session(session)
                        .with(csrf()))
                .andReturn()
                .getResponse();

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(page("/me", session).getRedirectedUrl()).endsWith("/me/sign-in");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hanako@", "090-1234-5678", "<script>alert(1)</script>"})
    void whatCannotBeSentToIsRefusedInWords(String typed) throws Exception {
        MockHttpServletResponse refused = asked(typed, new MockHttpSession());

        assertThat(refused.getStatus()).isEqualTo(422);
        assertThat(refused.getContentAsString()).contains("role=\"alert\"").doesNotContain("<script>alert");
    }

    @Test
    void aMemberHidesTheirOnlinePurchasesAndShowsThemAgain() throws Exception {
        UUID hanako = member("ja");
        MockHttpSession session = signedIn();

        choose("true", session);
        assertThat(privacy.of(hanako).hideOnlinePurchasesFromStaff()).isTrue();
        choose("false", session);
        assertThat(privacy.of(hanako).hideOnlinePurchasesFromStaff()).isFalse();
        assertThat(browser.perform(post("/me/privacy").param("hide", "true").session(session))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .as("nor can another site do it")
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.9",
        "2001:db8:1:2:3:4:5:6, 20010db800010002",
        "2001:db8:1:2::1, 20010db800010002",
        "no.such.host.invalid, no.such.host.invalid"
    })
    void aWholeNetworkOfIpv6IsOneCaller(String address, String caller) {
        assertThat(MemberSignInPage.network(address)).isEqualTo(caller);
    }

    private void choose(String hide, MockHttpSession session) throws Exception {
        browser.perform(post("/me/privacy").param("hide", hide).session(session).with(csrf()));
    }

    private UUID member(String locale) {
        return members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, locale),
                        List.of(new NewIdentifier(IdentifierType.EMAIL, email, Proof.IMPORT))))
                .id();
    }

    private MockHttpSession signedIn() throws Exception {
        MockHttpSession session = new MockHttpSession();
        asked(email, session);
        return answered(code(), session);
    }

    private MockHttpSession answered(String code, MockHttpSession session) throws Exception {
        return (MockHttpSession) browser.perform(post("/me/sign-in/code")
                        .param("code", code)
                        .session(session)
                        .with(csrf()))
                .andReturn()
                .getRequest()
                .getSession();
    }

    private MockHttpServletResponse asked(String contact, MockHttpSession session) throws Exception {
        return browser.perform(post("/me/sign-in")
                        .param("contact", contact)
                        .session(session)
                        .with(csrf()))
                .andReturn()
                .getResponse();
    }

    private MockHttpServletResponse page(String path, MockHttpSession session) throws Exception {
        return browser.perform(get(path).session(session).accept("text/html", "*/*"))
                .andReturn()
                .getResponse();
    }

    private String code() throws Exception {
        Matcher digits = SIX_DIGITS.matcher(mails(1).get(0).getContent().toString());
        assertThat(digits.find()).isTrue();
        return digits.group();
    }

    private List<MimeMessage> mails(int many) {
        await().until(() -> Mailboxes.of(email).size() == many);
        return Mailboxes.of(email);
    }
}
