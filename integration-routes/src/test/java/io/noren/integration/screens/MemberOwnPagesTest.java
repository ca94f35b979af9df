package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.inventory.Item;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Items;
import io.noren.inventory.LocalizedName;
import io.noren.inventory.Location;
import io.noren.inventory.Locations;
import io.noren.inventory.Money;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.StockLedger;
import io.noren.inventory.pickup.Contact;
import io.noren.inventory.pickup.NewPickup;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.StepNote;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Redemption;
import io.noren.loyalty.Redemptions;
import io.noren.loyalty.privacy.Consent;
import io.noren.loyalty.privacy.Consents;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import io.noren.loyalty.signin.CardPins;
import io.noren.loyalty.signin.LinkCodes;
import io.noren.testing.HubTest;
import io.noren.testing.Mailboxes;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What a member does on their own page, what others try there, and what becomes of them. */
@HubTest
class MemberOwnPagesTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(51_000);
    private static final Pattern SIX_DIGITS = Pattern.compile("\\b[0-9]{6}\\b");
    private static final Pattern LINK_CODE = Pattern.compile("id=\"link-code\">([2-9A-Z]{4}) ([2-9A-Z]{4})<");
    private static final Pattern ROW = Pattern.compile("name=\"once\" value=\"([^\"]+)\"");

    @Autowired
    MockMvc browser;

    @Autowired
    Members members;

    @Autowired
    Merges merges;

    @Autowired
    MemberHolds holds;

    @Autowired
    PointsByWord points;

    @Autowired
    Redemptions redemptions;

    @Autowired
    Erasures erasures;

    @Autowired
    Consents consents;

    @Autowired
    Preferences preferences;

    @Autowired
    CardPins pins;

    @Autowired
    LinkCodes links;

    @Autowired
    OwnOrders orders;

    @Autowired
    PickupDesk desk;

    @Autowired
    Items items;

    @Autowired
    Locations locations;

    @Autowired
    StockLedger ledger;

    private final int number = NUMBERS.incrementAndGet();
    private final String email = "own" + number + "@example.com";
    private final String further = "further" + number + "@example.com";
    private final String card = "29660" + number;

    @Test
    void aCardIsLinkedByItsPinAndAWrongOneIsToldInWords() throws Exception {
        UUID hanako = member();
        pins.set(List.of(new CardPins.Issued(card, "4071")), "card maker");
        MockHttpSession session = signedIn();

        assertThat(after("/me/links/card", session, "card", card, "pin", "4072"))
                .contains("カード番号と PIN が一致しません")
                .contains("role=\"alert\"");
        assertThat(after("/me/links/card", session, "card", card + "9", "pin", "4071"))
                .as("an unknown card")
                .contains("カード番号と PIN が一致しません");
        assertThat(after("/me/links/card", session, "card", "カード", "pin", "1")).contains("カード番号として読み取れません");
        assertThat(after("/me/links/card", session, "card", card, "pin", "4071"))
                .contains("登録しました");
        assertThat(types(hanako)).contains(IdentifierType.CARD);
    }

    @Test
    void whoGuessesIsStopped() throws Exception {
        member();
        pins.set(List.of(new CardPins.Issued(card, "4071")), "card maker");
        MockHttpSession session = signedIn();
        for (int i = 0; i < 5; i++) {
            after("/me/links/card", session, "card", card, "pin", "000" + i);
        }

        assertThat(after("/me/links/card", session, "card", card, "pin", "4071"))
                .contains("回数が上限");
    }

    @Test
    void aCardThatLeadsToSomebodyElseIsSaidToBeLookedAt() throws Exception {
        UUID hanako = member();
        UUID taro = register("taro" + email);
        pins.set(List.of(new CardPins.Issued(card, "4071")), "card maker");
        pins.link(taro, card, "4071", "test");
        MockHttpSession session = signedIn();
        // They have proven an address each, so that rules leave it to a person.
        members.link(taro, new NewIdentifier(IdentifierType.EMAIL, "taro" + email, Proof.MAIL_CODE));

        String page = after("/me/links/card", session, "card", card, "pin", "4071");

        assertThat(page).contains("別の会員に登録されています", "確認中").doesNotContain("taro");
        assertThat(types(hanako)).doesNotContain(IdentifierType.CARD);
        assertThat(members.claims(hanako)).hasSize(1);
    }

    @Test
    void theCodeOnThePageLinksTheAppThatHandsItIn() throws Exception {
        UUID hanako = member();
        Matcher code = LINK_CODE.matcher(after("/me/links/code", signedIn()));
        assertThat(code.find()).isTrue();

        links.handIn(code.group(1) + " " + code.group(2), IdentifierType.APP, "app-" + number, "app");

        assertThat(types(hanako)).contains(IdentifierType.APP);
    }

    @Test
    void aFurtherAddressIsProvenByTheCodeSentThereOnce() throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        assertThat(after("/me/links/contact", session, "contact", further)).contains(further);
        String code = code(further);
        String subject = Mailboxes.of(further).get(0).getSubject();

        assertThat(subject).isEqualTo("メールアドレス追加用の確認コード");
        assertThat(after("/me/links/contact/code", session, "code", next(code))).contains("コードが正しくない");
        assertThat(after("/me/links/contact/code", session, "code", code)).contains("登録しました");
        assertThat(members.get(hanako).identifiers())
                .extracting(Identifier::value)
                .contains(further);
        after("/me/links/contact", session, "contact", "b" + further);
        assertThat(after("/me/links/contact/code", session, "code", code))
                .as("of the other address")
                .contains("コードが正しくない");
    }

    @Test
    void whoLetsGoKeepsTheAddressTheySignInBy() throws Exception {
        UUID hanako = member();
        members.link(hanako, new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED));
        UUID stranger = register("stranger" + email);
        MockHttpSession session = signedIn();
        UUID mail = the(hanako, IdentifierType.EMAIL);

        assertThat(after("/me/links/let-go", session, "identifier", mail.toString()))
                .contains("サインインに使用しています");
        assertThat(after(
                        "/me/links/let-go",
                        session,
                        "identifier",
                        the(stranger, IdentifierType.EMAIL).toString()))
                .as("nor what is another's")
                .contains("すでに登録が解除されています");
        assertThat(after(
                        "/me/links/let-go",
                        session,
                        "identifier",
                        the(hanako, IdentifierType.CARD).toString()))
                .contains("登録を解除しました");
        assertThat(types(hanako)).containsExactly(IdentifierType.EMAIL);
        assertThat(types(stranger)).containsExactly(IdentifierType.EMAIL);
    }

    @Test
    void consentIsGivenOnceAndTakenBackAndSaysWhichTextWasRead() throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        UUID mail = the(hanako, IdentifierType.EMAIL);
        Matcher row = ROW.matcher(page("/me/consents", session).getContentAsString());
        assertThat(row.find()).isTrue();
        String[] yes = {
            "identifier",
            mail.toString(),
            "channel",
            "EMAIL",
            "purpose",
            "MARKETING",
            "granted",
            "true",
            "once",
            row.group(1)
        };

        assertThat(after("/me/consents", session, yes)).contains("同意を記録しました", "文面 me-1、日本語");
        assertThat(after("/me/consents", session, yes)).as("sent twice").contains("同意を記録しました");
        assertThat(said(hanako)).singleElement().satisfies(consent -> {
            assertThat(consent.granted()).isTrue();
            assertThat(consent.textVersion()).isEqualTo("me-1");
            assertThat(consent.language()).isEqualTo("ja");
            assertThat(consent.source()).isEqualTo("me");
        });
        String[] no = yes.clone();
        no[7] = "false";
        assertThat(after("/me/consents", session, no)).as("an old page").contains("表示が古く");
        no[9] = UUID.randomUUID().toString();
        assertThat(after("/me/consents", session, no)).contains("取り消しました");
        assertThat(said(hanako))
                .singleElement()
                .satisfies(consent -> assertThat(consent.granted()).isFalse());
        no[1] = the(register("other" + email), IdentifierType.EMAIL).toString();
        assertThat(after("/me/consents", session, no)).as("another's").contains("登録が解除されています");
    }

    /** Whoever changes what members agree to raises the version, and then the digest here. */
    @Test
    void theTextsThatAreAgreedToAreThoseOfTheirVersion() throws Exception {
        Map<String, String> texts = new TreeMap<>();
        for (String file : List.of("/i18n/messages.properties", "/i18n/messages_ja.properties")) {
            Properties all = read(file);
            all.stringPropertyNames().stream()
                    .filter(key -> key.startsWith("me.consents.text.") || key.startsWith("me.consents.purpose."))
                    .forEach(key -> texts.put(file + key, all.getProperty(key)));
        }
        String digest = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest(texts.toString().getBytes(StandardCharsets.UTF_8)))
                .substring(0, 12);

        assertThat(MemberConsentsPage.TEXT_VERSION + " " + digest).isEqualTo("me-1 039b59c22cf2");
    }

    @Test
    void preferencesAreTheMembersOwnWord() throws Exception {
        UUID hanako = member();
        preferences.put(hanako, "SIZE", List.of("L"), Preference.Source.STAFF);
        MockHttpSession session = signedIn();

        after("/me/preferences", session, "kind", "SIZE", "values", " M、Ｌ , M ");
        after("/me/preferences", session, "kind", "COLOUR", "values", "藍");

        assertThat(preferences.of(hanako))
                .allSatisfy(each -> assertThat(each.source()).isEqualTo(Preference.Source.MEMBER))
                .extracting(Preference::kind, Preference::values)
                .containsExactly(tuple("COLOUR", List.of("藍")), tuple("SIZE", List.of("M", "Ｌ")));
        assertThat(after("/me/preferences", session, "kind", "SIZE", "values", " 、 "))
                .contains("内容を入力するか");
        assertThat(after("/me/preferences", session, "kind", "size'", "values", "M"))
                .contains("role=\"alert\"");
    }

    @Test
    void theDownloadIsTheirsAloneAndNobodyKeepsACopyOnTheWay() throws Exception {
        member();
        register("stranger" + email);

        MockHttpServletResponse file = page("/me/export", signedIn());

        assertThat(file.getContentType()).startsWith("application/json");
        assertThat(file.getHeader("Content-Disposition")).isEqualTo("attachment; filename=\"noren-member.json\"");
        assertThat(file.getHeader("Cache-Control")).contains("no-store");
        assertThat(file.getContentAsString()).contains("\"" + email + "\"").doesNotContain("stranger");
    }

    @Test
    void whoLeavesIsForgottenAndEverySessionOfTheirsEnds() throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        MockHttpSession other = sessionOf(hanako);

        assertThat(after("/me/leave", session, "word", "退会")).contains("確認の言葉が一致しません");
        MockHttpServletResponse left = sent("/me/leave", session, "word", "ｌeave ");

        assertThat(left.getRedirectedUrl()).isEqualTo("/me/sign-in?left");
        assertThat(session.isInvalid()).isTrue();
        assertThat(members.find(hanako)).isEmpty();
        for (String path : List.of("/me/links", "/me/code.svg")) {
            MockHttpServletResponse ended = page(path, other);
            assertThat(ended.getRedirectedUrl()).as(path).contains("/me/sign-in");
        }
        assertThat(other.isInvalid()).isTrue();
        assertThat(page("/me/sign-in?left=", new MockHttpSession()).getContentAsString())
                .contains("退会の手続きが完了");
    }

    /** What stands in the way of leaving. */
    enum Blocker {
        PAYING("いまポイントでお支払い中"),
        ASKED_WHETHER_ANOTHER("ほかの会員登録と同じ方か"),
        LOOKED_INTO("確認中のこと");

        private final String words;

        Blocker(String words) {
            this.words = words;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatStandsInTheWayOfLeavingIsToldWithWhatToDo(Blocker blocker) throws Exception {
        UUID hanako = member();
        Runnable away = standsInTheWay(blocker, hanako);
        MockHttpSession session = signedIn();

        String page = after("/me/leave", session, "word", "退会する");

        assertThat(page).contains(blocker.words, "role=\"alert\"");
        assertThat(members.find(hanako)).isPresent();
        away.run();
        assertThat(sent("/me/leave", session, "word", "退会する").getRedirectedUrl())
                .isEqualTo("/me/sign-in?left");
    }

    private Runnable standsInTheWay(Blocker blocker, UUID hanako) {
        return switch (blocker) {
            case PAYING -> {
                members.link(hanako, new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED));
                points.earn(hanako, 100, new PointsByWord.Key("own", "earn/" + number));
                Redemption running = redemptions.reserve(hanako, 50, "own", "pay/" + number);
                yield () -> redemptions.release(running.id());
            }
            case ASKED_WHETHER_ANOTHER -> {
                Merge open = merges.propose(hanako, register("second" + email), "same name", "clerk");
                yield () -> merges.reject(open.id(), "clerk");
            }
            case LOOKED_INTO -> {
                MemberHold hold = holds.place(hanako, MemberHold.Kind.FRAUD, "card tests", "clerk");
                yield () -> holds.lift(hanako, hold.id(), "clerk");
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"/me", "/me/links", "/me/consents", "/me/data", "/me/export"})
    void theSessionOfAMemberWhoIsForgottenMeanwhileEnds(String path) throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        erasures.erase(hanako, Erasure.Reason.LAW, "clerk");

        assertThat(page(path, session).getRedirectedUrl()).endsWith("/me/sign-in?ended");
        assertThat(session.isInvalid()).isTrue();
    }

    @Test
    void theSessionOfAMemberWhoBecamePartOfAnotherIsThatOfWhoTheyAreNow() throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        UUID survivor = register("survivor" + email);
        pins.set(List.of(new CardPins.Issued(card, "4071")), "card maker");
        merges.approve(merges.propose(survivor, hanako, "same", "clerk").id(), "clerk");

        assertThat(after("/me/links/card", session, "card", card, "pin", "4071"))
                .contains("登録しました");
        assertThat(types(survivor)).contains(IdentifierType.CARD);
    }

    @Test
    void whatWaitsForThemIsShownWithThePointsToComeAndToNobodyElse() throws Exception {
        UUID hanako = member();
        MockHttpSession session = signedIn();
        String order = "W-" + number;
        UUID placed = ordered(hanako, order);

        assertThat(page("/me", session).getContentAsString())
                .contains(order, "受付済み", "銀座店 " + number, "¥1,980", "お受け取り時に+19ポイント");

        desk.accept(placed, StepNote.NONE);
        desk.startPicking(placed, StepNote.NONE);
        desk.markReady(placed, StepNote.NONE);
        assertThat(page("/me", session).getContentAsString()).contains("お渡しできます", "までお取り置き");

        UUID survivor = register("survivor" + email);
        assertThat(orders.of(survivor, Locale.JAPANESE)).isEmpty();
        merges.approve(merges.propose(survivor, hanako, "same", "clerk").id(), "clerk");
        assertThat(orders.of(survivor, Locale.JAPANESE))
                .singleElement()
                .satisfies(waiting -> assertThat(waiting.number()).isEqualTo(order));

        desk.cancel(placed, StepNote.NONE);
        assertThat(orders.of(survivor, Locale.JAPANESE)).isEmpty();
    }

    /** Of one piece for 1,980 yen. */
    private UUID ordered(UUID member, String order) {
        String store = "ginza-" + number;
        String sku = "OWN-" + number;
        locations.put(new Location(
                store,
                null,
                "銀座店 " + number,
                Location.Kind.STORE,
                ZoneId.of("Asia/Tokyo"),
                null,
                true,
                null,
                List.of()));
        items.put(new Item(
                sku, null, List.of(), new LocalizedName("抹茶", "Matcha"), Item.EACH, null, null, null, null, true));
        ledger.record(List.of(new Movement(
                "own/" + number,
                ItemReference.sku(sku),
                store,
                BigDecimal.ONE,
                MovementReason.RECEIVED,
                Instant.now(),
                null,
                null)));
        return desk.place(new NewPickup(
                        order,
                        "web",
                        store,
                        member,
                        new Contact(null, null, null),
                        List.of(new NewPickup.Line("1", sku, BigDecimal.ONE, new Money(new BigDecimal(1980), "JPY"))),
                        null,
                        Payment.PAID_ONLINE,
                        null))
                .pickup()
                .id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/me/links/card",
                "/me/links/code",
                "/me/links/contact",
                "/me/links/contact/code",
                "/me/links/contact/other",
                "/me/links/let-go",
                "/me/consents",
                "/me/preferences",
                "/me/leave"
            })
    void anotherSiteCanDoNothingAndAStrangerComesToTheSignIn(String path) throws Exception {
        member();
        MockHttpSession session = signedIn();

        assertThat(browser.perform(post(path).session(session))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .isEqualTo(403);
        assertThat(browser.perform(post(path).with(csrf()))
                        .andReturn()
                        .getResponse()
                        .getRedirectedUrl())
                .endsWith("/me/sign-in");
    }

    private UUID member() {
        return register(email);
    }

    private UUID register(String address) {
        return members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.EMAIL, address, Proof.IMPORT))))
                .id();
    }

    private List<IdentifierType> types(UUID member) {
        return members.get(member).identifiers().stream().map(Identifier::type).toList();
    }

    private UUID the(UUID member, IdentifierType type) {
        return members.get(member).identifiers().stream()
                .filter(each -> each.type() == type)
                .map(Identifier::id)
                .findFirst()
                .orElseThrow();
    }

    private List<Consent> said(UUID member) {
        return consents.of(member).stream()
                .flatMap(point -> point.consents().stream())
                .toList();
    }

    private MockHttpSession signedIn() throws Exception {
        MockHttpSession session = new MockHttpSession();
        sent("/me/sign-in", session, "contact", email);
        return (MockHttpSession) Objects.requireNonNull(browser.perform(post("/me/sign-in/code")
                        .param("code", code(email))
                        .session(session)
                        .with(csrf()))
                .andReturn()
                .getRequest()
                .getSession());
    }

    /** On another phone; a second code ends nothing. */
    private MockHttpSession sessionOf(UUID member) throws Exception {
        int before = Mailboxes.of(email).size();
        MockHttpSession session = new MockHttpSession();
        sent("/me/sign-in", session, "contact", email);
        await().until(() -> Mailboxes.of(email).size() > before);
        MockHttpSession signedIn = (MockHttpSession) Objects.requireNonNull(browser.perform(post("/me/sign-in/code")
                        .param("code", digits(email, before))
                        .session(session)
                        .with(csrf()))
                .andReturn()
                .getRequest()
                .getSession());
        assertThat(page("/me", signedIn).getStatus()).as("of " + member).isEqualTo(200);
        return signedIn;
    }

    /** What the page shows after a step. */
    private String after(String path, MockHttpSession session, String... fields) throws Exception {
        MockHttpServletResponse answer = sent(path, session, fields);
        assertThat(answer.getStatus()).as(path).isEqualTo(302);
        return page(Objects.requireNonNull(answer.getRedirectedUrl()).replaceAll("#.*", ""), session)
                .getContentAsString();
    }

    private MockHttpServletResponse sent(String path, MockHttpSession session, String... fields) throws Exception {
        MockHttpServletRequestBuilder request =
                post(path).session(session).locale(Locale.JAPANESE).with(csrf());
        IntStream.range(0, fields.length / 2).forEach(i -> request.param(fields[2 * i], fields[2 * i + 1]));
        return browser.perform(request).andReturn().getResponse();
    }

    private MockHttpServletResponse page(String path, MockHttpSession session) throws Exception {
        MockHttpServletResponse answer = browser.perform(
                        get(path).session(session).locale(Locale.JAPANESE).accept("text/html", "*/*"))
                .andReturn()
                .getResponse();
        answer.setCharacterEncoding("UTF-8");
        return answer;
    }

    private static String next(String code) {
        return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
    }

    private static String code(String address) throws Exception {
        await().until(() -> !Mailboxes.of(address).isEmpty());
        return digits(address, 0);
    }

    private static String digits(String address, int mail) throws Exception {
        Matcher digits =
                SIX_DIGITS.matcher(Mailboxes.of(address).get(mail).getContent().toString());
        assertThat(digits.find()).isTrue();
        return digits.group();
    }

    private static Properties read(String file) throws IOException {
        Properties texts = new Properties();
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(MemberOwnPagesTest.class.getResourceAsStream(file)), StandardCharsets.UTF_8)) {
            texts.load(reader);
        }
        return texts;
    }
}
