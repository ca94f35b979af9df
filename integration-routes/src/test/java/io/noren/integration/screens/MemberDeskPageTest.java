package io.noren.integration.screens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.MemberHold;
import io.noren.loyalty.MemberHolds;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsByWord;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.PurchaseLine;
import io.noren.loyalty.PurchaseReturn;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.TillLookUpLog;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.testing.HubTest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** Who may open a member at the desk, that it is written down, and what they do there. */
@HubTest
class MemberDeskPageTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(61_000);

    @Autowired
    MockMvc browser;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsByWord points;

    @Autowired
    PointsLedger ledger;

    @Autowired
    MemberHolds holds;

    @Autowired
    Merges merges;

    @Autowired
    Erasures erasures;

    @Autowired
    TillLookUpLog lookUps;

    @Autowired
    JdbcClient sql;

    private final int number = NUMBERS.incrementAndGet();
    private final String card = "29650" + number;
    private final String email = "desk" + number + "@example.com";
    private final String phone = "+819033" + (300_000 + number);
    private final MockHttpSession session = new MockHttpSession();
    private RequestPostProcessor who = clerk("clerk" + number);

    @Test
    void theyAreFoundByCardAndOpenedWithAReasonThatIsWrittenDown() throws Exception {
        UUID hanako = hanako();

        MockHttpServletResponse found = sent("/members", "card", card, "reason", "ENQUIRY");
        assertThat(found.getRedirectedUrl()).isEqualTo("/members/" + hanako);
        String page = page("/members/" + hanako);

        assertThat(page).contains("山田 花子", "お問い合わせへの対応");
        assertThat(page).doesNotContain(card, email, phone).contains("…");
        assertThat(lookUps.byWhom(hanako)).singleElement().satisfies(seen -> {
            assertThat(seen.actor()).isEqualTo("clerk" + number);
            assertThat(seen.opened().reason()).isEqualTo("ENQUIRY");
            assertThat(seen.opened().location()).isEqualTo("desk");
        });
        page("/members/" + hanako);
        assertThat(lookUps.byWhom(hanako)).as("looking again opens nothing").hasSize(1);
    }

    @Test
    void nothingIsShownBeforeSomebodySaysWhyAndWhatOneOpenedIsClosedToAnother() throws Exception {
        UUID hanako = hanako();

        assertThat(page("/members/" + hanako)).contains("表示する前に理由").doesNotContain("山田", "花子");
        assertThat(after("/members/" + hanako + "/open")).contains("先に店舗・レジ・理由").doesNotContain("山田");
        assertThat(after("/members/" + hanako + "/open", "reason", "CORRECTION"))
                .contains("山田 花子");
        who = clerk("other" + number);
        assertThat(page("/members/" + hanako)).doesNotContain("山田");
        assertThat(after("/members/" + hanako + "/holds", "reason", "x")).doesNotContain("山田");
        assertThat(holds.of(hanako)).isEmpty();
    }

    @Test
    void whoDoesNotWorkEverywhereComesNowhereAndWhoIsNoManagerChangesNoPoints() throws Exception {
        UUID hanako = hanako();
        who = user("ginza").authorities(() -> "staff", () -> "location:ginza");
        for (String path : List.of("/members", "/members/" + hanako, "/members/erasures")) {
            assertThat(answer(path).getStatus()).as(path).isEqualTo(403);
        }
        who = clerk("clerk" + number);
        after("/members/" + hanako + "/open", "reason", "ENQUIRY");
        for (String step : List.of("points", "export", "erasure", "contact")) {
            assertThat(sent("/members/" + hanako + "/" + step, "reason", "x", "points", "5", "once", "" + hanako)
                            .getStatus())
                    .as(step)
                    .isEqualTo(403);
        }
        assertThat(page("/members/" + hanako)).doesNotContain("/erasure\"", "/points\"", "/export\"", "/contact\"");
        assertThat(browser.perform(post("/members/" + hanako + "/holds").with(who))
                        .andReturn()
                        .getResponse()
                        .getStatus())
                .as("another site")
                .isEqualTo(403);
    }

    @Test
    void contactDataIsShownToAManagerForAReasonOnceAndWrittenDown() throws Exception {
        UUID hanako = hanako();
        who = manager();
        after("/members/" + hanako + "/open", "reason", "ENQUIRY");

        String page = after("/members/" + hanako + "/contact", "reason", "忘れ物の連絡");

        assertThat(page).contains(email, phone);
        assertThat(page("/members/" + hanako)).doesNotContain(email, phone);
        assertThat(lookUps.byWhom(hanako).get(0).opened().by()).isEqualTo("CONTACT");
    }

    @Test
    void aManagerPutsPointsRightOnceWithAReason() throws Exception {
        UUID hanako = hanako();
        points.earn(hanako, 100, new PointsByWord.Key("desk test", "earn/" + number));
        long before = ledger.balance(hanako).spendable();
        who = manager();
        after("/members/" + hanako + "/open", "reason", "CORRECTION");
        String[] word = {
            "points", "−30", "reason", "double sale", "once", UUID.randomUUID().toString()
        };

        assertThat(after("/members/" + hanako + "/points", word)).contains("ポイントを訂正しました", "訂正");
        after("/members/" + hanako + "/points", word);
        assertThat(ledger.balance(hanako).spendable()).isEqualTo(before - 30);
        for (String wrong : List.of("", "0", "1.5", "lots", "-100000")) {
            assertThat(after(
                            "/members/" + hanako + "/points",
                            "points",
                            wrong,
                            "reason",
                            "x",
                            "once",
                            UUID.randomUUID().toString()))
                    .as(wrong)
                    .contains("role=\"alert\"");
        }
        assertThat(after("/members/" + hanako + "/points", "points", "5", "once", "" + UUID.randomUUID()))
                .contains("訂正の理由を入力");
        assertThat(ledger.balance(hanako).spendable()).isEqualTo(before - 30);
    }

    @Test
    void aHoldIsPlacedAndLiftedAndAMergeProposedWithTheWayToTheDesk() throws Exception {
        UUID hanako = hanako();
        UUID other = members.register(
                        new NewMember(new Profile("山田", "はな子", "ヤマダ", "ハナコ", null, null, "ja"), List.of()))
                .id();
        after("/members/" + hanako + "/open", "reason", "ONE_CUSTOMER");

        assertThat(after("/members/" + hanako + "/holds", "reason", "card tests"))
                .contains("保留にしました", "card tests", "調査中");
        MemberHold hold = holds.of(hanako).get(0);
        assertThat(hold.placedBy()).isEqualTo("clerk" + number);
        assertThat(after("/members/" + hanako + "/holds/" + hold.id() + "/lift"))
                .contains("保留を解除しました");
        assertThat(holds.of(hanako)).isEmpty();
        assertThat(after("/members/" + hanako + "/merges", "other", "not an id", "reason", "x"))
                .contains("該当する会員がありません");
        String page = after("/members/" + hanako + "/merges", "other", " " + other, "reason", "same address");
        Merge proposed = merges.of(hanako).get(0);
        assertThat(page).contains("統合を提案しました", "/members/merges/" + proposed.id());
        assertThat(proposed.reason()).isEqualTo("same address");
    }

    @Test
    void purchasesOfAllChannelsAreNettedAndWhatIsHiddenStaysHidden() throws Exception {
        UUID hanako = hanako();
        buy("s/" + number, Channel.STORE, "ginza", 3);
        purchases.recordReturn(new PurchaseReturn(
                "desk test",
                "r/" + number,
                Channel.STORE,
                Claim.card(card),
                "s/" + number,
                "ginza",
                Instant.now().minusSeconds(60),
                new Money(new BigDecimal("1000"), "JPY"),
                List.of(new PurchaseLine(1, "MATCHA", BigDecimal.ONE, null))));
        buy("w/" + number, Channel.WEB, null, 7);
        after("/members/" + hanako + "/open", "reason", "ENQUIRY");

        assertThat(page("/members/" + hanako)).contains("3点中2点お手元", "7,000", "返品");
        sql.sql("insert into loyalty.privacy (account, hide_online_purchases_from_staff, at) values (?, true, now())")
                .param(hanako)
                .update();
        assertThat(page("/members/" + hanako)).contains("オンラインでのお買い物を非表示").doesNotContain("7,000");
    }

    @Test
    void theirDataIsTakenOutWithAReasonAndTheyAreForgottenOnlyWithTheEndOfTheirId() throws Exception {
        UUID hanako = hanako();
        who = manager();
        assertThat(sent("/members/" + hanako + "/export", "reason", "x").getStatus())
                .as("before they are open")
                .isEqualTo(422);
        after("/members/" + hanako + "/open", "reason", "DATA_REQUEST");
        MockHttpServletResponse file = sent("/members/" + hanako + "/export", "reason", "handed to her");
        assertThat(file.getContentAsString()).contains(email);
        assertThat(file.getHeader("Content-Disposition")).contains("attachment");
        assertThat(lookUps.byWhom(hanako).get(0).opened().by()).isEqualTo("EXPORT");
        String ending = hanako.toString().substring(30);

        assertThat(after("/members/" + hanako + "/erasure", "reason", "MEMBER_ASKED", "confirmed", "yes"))
                .contains("末尾と一致しません");
        String page = after("/members/" + hanako + "/erasure", "reason", "MEMBER_ASKED", "confirmed", ending + " ");

        assertThat(page).contains("退会済みの会員です", "ご本人のご依頼").doesNotContain("山田");
        assertThat(members.find(hanako)).isEmpty();
        assertThat(after("/members/" + hanako + "/holds", "reason", "x")).contains("すでに退会");
    }

    @Test
    void severalOfOneNameAreChosenFromWithASecondThing() throws Exception {
        hanako();
        for (String given : List.of("ハジメ", "ツギオ")) {
            members.register(new NewMember(
                    new Profile("鶴亀松", "一", "ツルカメマツ", given, LocalDate.of(1991, 4, 12), null, "ja"), List.of()));
        }
        String page = sent("/members", "kana", "ツルカメマツ", "birthDay", "0412", "reason", "ENQUIRY")
                .getContentAsString();

        assertThat(page).contains("2名の会員が該当").doesNotContain("鶴亀松");
        assertThat(page).contains("name=\"otherLast4\"");
        assertThat(sent("/members", "kana", "ツルカメマツ", "reason", "ENQUIRY").getStatus())
                .isEqualTo(422);
        assertThat(sent("/members", "card", card).getContentAsString()).contains("先に店舗・レジ・理由");
        assertThat(sent("/members", "card", card + "00", "reason", "ENQUIRY").getContentAsString())
                .contains("会員が見つかりません");
    }

    @Test
    void whoHasNotAnsweredAnErasureIsSeenToldAgainAndWrittenDown() throws Exception {
        UUID hanako = hanako();
        Erasure erasure = erasures.erase(hanako, Erasure.Reason.LAW, "clerk");
        for (String system : List.of("webshop" + number, "mailing" + number)) {
            sql.sql("insert into loyalty.erasure_receipt (erasure, system) values (?, ?)")
                    .params(erasure.id(), system)
                    .update();
        }
        assertThat(page("/members/erasures")).contains("webshop" + number, "mailing" + number);
        assertThat(after("/members/erasures/" + erasure.id() + "/tell-again")).contains("再通知しました", "再通知 1 回");
        assertThat(sent("/members/erasures/" + erasure.id() + "/answers", "system", "webshop" + number)
                        .getStatus())
                .as("who is no manager")
                .isEqualTo(403);
        who = manager();
        assertThat(after("/members/erasures/" + erasure.id() + "/answers", "system", "webshop" + number))
                .contains("回答を記録しました");
        assertThat(after("/members/erasures/" + erasure.id() + "/answers", "system", "webshop" + number))
                .contains("すでに回答済み");
        after("/members/erasures/" + erasure.id() + "/answers", "system", "mailing" + number);
        assertThat(page("/members/erasures")).doesNotContain("mailing" + number);
        assertThat(after("/members/erasures/" + erasure.id() + "/tell-again")).contains("すでに回答済み");
        assertThat(page("/members/" + hanako)).contains("webshop" + number, "削除済み");
    }

    @Test
    void whoIsNotThereIsSaidNotToBe() throws Exception {
        assertThat(answer("/members/" + UUID.randomUUID()).getStatus()).isEqualTo(404);
    }

    private UUID hanako() {
        return members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", LocalDate.of(1990, 4, 12), null, "ja"),
                        List.of(
                                new NewIdentifier(IdentifierType.CARD, card, Proof.SIGHTED),
                                new NewIdentifier(IdentifierType.PHONE, phone, Proof.SMS_CODE),
                                new NewIdentifier(IdentifierType.EMAIL, email, Proof.MAIL_CODE))))
                .id();
    }

    private void buy(String transaction, Channel channel, String store, int cups) {
        purchases.record(new Purchase(
                "desk test",
                transaction,
                channel,
                Claim.card(card),
                store,
                Instant.now().minusSeconds(7_200),
                new Money(new BigDecimal(1000 * cups), "JPY"),
                List.of(new PurchaseLine(1, "MATCHA", BigDecimal.valueOf(cups), null))));
    }

    private static RequestPostProcessor clerk(String name) {
        return user(name).authorities(() -> "staff", () -> "location:*");
    }

    private RequestPostProcessor manager() {
        return user("manager" + number).authorities(() -> "staff", () -> "location:*", () -> "scope:admin");
    }

    private String after(String path, String... fields) throws Exception {
        MockHttpServletResponse answer = sent(path, fields);
        assertThat(answer.getStatus()).as(path).isEqualTo(303);
        return page(Objects.requireNonNull(answer.getRedirectedUrl()));
    }

    private MockHttpServletResponse sent(String path, String... fields) throws Exception {
        MockHttpServletRequestBuilder request =
                post(path).with(who).with(csrf()).session(session).locale(Locale.JAPANESE);
        IntStream.range(0, fields.length / 2).forEach(i -> request.param(fields[2 * i], fields[2 * i + 1]));
        MockHttpServletResponse answer = browser.perform(request).andReturn().getResponse();
        answer.setCharacterEncoding("UTF-8");
        return answer;
    }

    private String page(String path) throws Exception {
        return answer(path).getContentAsString();
    }

    private MockHttpServletResponse answer(String path) throws Exception {
        MockHttpServletResponse answer = browser.perform(get(path)
                        .with(who)
                        .session(session)
                        .locale(Locale.JAPANESE)
                        .accept("text/html"))
                .andReturn()
                .getResponse();
        answer.setCharacterEncoding("UTF-8");
        return answer;
    }
}
