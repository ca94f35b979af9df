package io.noren.pos.smaregi;

import static io.noren.pos.smaregi.LocalSmaregi.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.pos.SaleRecorded;
import io.noren.pos.vendor.LocalVendor.Answer;
import io.noren.pos.vendor.LocalVendor.Request;
import io.noren.pos.vendor.VendorStory;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SmaregiTillsTest extends VendorStory {
    private String sale = "";
    private String shirt = "";

    @BeforeEach
    void aRetailerWithTills() {
        source = "smaregi-tills";
        sale = id(1);
        shirt = item("SHIRT");
    }

    @Test
    void aTransactionCountsOnceHoweverOftenAWebhookNamesItAndItIsFoundByAsking() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "2", "3960")));

        Answered first = tells("created", sale);
        whenAllIsFetched();
        tells("edited", sale);
        whenAllIsFetched();
        isAsked();
        isAsked();

        assertThat(first.status()).isEqualTo(202);
        assertThat(first.body()).contains("\"toFetch\":1");
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));
        SaleRecorded told = announced.sales(source).stream()
                .filter(each -> each.lines().get(0).codes().get(0).value().equals(shirt))
                .findFirst()
                .orElseThrow();
        assertThat(told.transaction().location()).isEqualTo("ginza");
        assertThat(told.transaction().workstation()).isEqualTo("3");
        assertThat(told.occurredAt())
                .as("at the till, not when Smaregi heard of it")
                .isEqualTo(now);
        assertThat(told.currency()).isEqualTo("JPY");
        assertThat(told.memberCard()).isNull();
        assertThat(told.lines().get(0).amount()).isEqualByComparingTo("3960");
    }

    @Test
    void aTransactionThatIsCancelledIsTakenBackOnce() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "3", "3")));
        tells("created", sale);
        whenAllIsFetched();
        SMAREGI.changes(
                sale,
                now.plusSeconds(60),
                Map.of("cancelDivision", "1", "cancelDateTime", LocalSmaregi.written(now.plusSeconds(60))));

        tells("canceled", sale);
        whenAllIsFetched();
        isAsked();
        whatTakesBackIsDone();

        assertThat(net()).isEmpty();
        assertThat(kinds()).containsExactly("SALE", "POST_VOID");
    }

    @Test
    void aTransactionThatAnotherTakesBackIsTakenBackAlsoWhenItWasNeverToldBefore() {
        SMAREGI.sells(
                sale, now.minus(Duration.ofDays(40)), List.of(line(shirt, "3", "3"), line(item("CUP"), "1", "1")));
        SMAREGI.sells(id(2), now, List.of(line(shirt, "-3", "-3"), line(item("CUP"), "-1", "-1")));
        SMAREGI.changes(id(2), now, Map.of("disposeDivision", "2", "disposeServerTransactionHeadId", sale));

        tells("disposed", id(2));
        whenAllIsFetched();
        isAsked();
        whatTakesBackIsDone();

        assertThat(net()).isEmpty();
        assertThat(kinds()).containsExactly("SALE", "POST_VOID");
    }

    @Test
    void aTransactionThatTakesBackOneThatIsGoneWaitsForAPerson() {
        SMAREGI.sells(id(2), now, List.of(line(shirt, "-3", "-3")));
        SMAREGI.changes(id(2), now, Map.of("disposeDivision", "2", "disposeServerTransactionHeadId", sale));

        tells("disposed", id(2));
        whenAllIsFetched();

        assertThat(net()).isEmpty();
        assertThat(announced.parked(source)).anyMatch(parked -> parked.code().equals("POST_VOID_NEEDS_PERSON"));
    }

    @Test
    void whatComesBackAndWhatIsLaidAsideAndWhatIsOnlyMoney() {
        Map<String, Object> back = line(item("CUP"), "1", "1");
        back.put("transactionDetailDivision", "2");
        SMAREGI.sells(sale, now, List.of(line(shirt, "1", "1"), back));
        SMAREGI.sells(id(2), now, List.of(line(item("COAT"), "1", "1"))).put("transactionHeadDivision", "10");
        SMAREGI.sells(id(3), now, List.of()).put("transactionHeadDivision", "3");

        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE, item("CUP"), BigDecimal.valueOf(-1)));
        assertThat(kinds()).containsExactly("MIXED", "SUSPENDED", "CONTROL");
    }

    @Test
    void aWebhookIsLetInForTheSecretWordAloneAndSaysNothingOfOtherContracts() {
        String body = LocalSmaregi.webhook(LocalSmaregi.CONTRACT, "created", sale);

        for (Map<String, String> wrong : List.of(
                Map.<String, String>of(),
                Map.of(LocalSmaregi.SECRET_HEADER, ""),
                Map.of(LocalSmaregi.SECRET_HEADER, SECRET + "x"),
                Map.of("X-Noren-Secret", SECRET))) {
            Answered refused = hears(body, wrong);
            assertThat(refused.status()).as(wrong.toString()).isEqualTo(401);
            assertThat(refused.code()).isEqualTo("SIGNATURE_INVALID");
        }
        for (String secret : List.of(SECRET, OLD_SECRET)) {
            assertThat(hears(body, Map.of(LocalSmaregi.SECRET_HEADER, secret)).status())
                    .isEqualTo(202);
        }
        whenAllIsFetched();
        for (String other : List.of(
                LocalSmaregi.webhook("another", "created", sale),
                body.replace("pos:transactions", "pos:products"),
                LocalSmaregi.webhook(LocalSmaregi.CONTRACT, "created", "../products", "1 or 2"))) {
            assertThat(hears(other, Map.of(LocalSmaregi.SECRET_HEADER, SECRET)).body())
                    .contains("\"toFetch\":0");
        }
    }

    @Test
    void aWebhookThatNamesTooMuchIsNoErrandAndAllThatChangedIsAskedForAtOnce() {
        isAsked();
        whenAllIsFetched();
        SMAREGI.sells(sale, now, List.of(line(shirt, "2", "2")));
        String[] thousand = IntStream.range(1_000, 2_000).mapToObj(n -> "9" + n).toArray(String[]::new);
        String[] more = Stream.concat(Stream.of(thousand), Stream.of(sale)).toArray(String[]::new);

        Answered answer = tells("created", more);

        assertThat(answer.status()).isEqualTo(202);
        assertThat(answer.body()).contains("\"toFetch\":0");
        await().untilAsserted(() -> assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2))));
        whenAllIsFetched();
        assertThat(SMAREGI.requests())
                .extracting(Request::path)
                .as("nothing is asked for by its name")
                .noneMatch(path -> path.contains("/transactions/"));
    }

    @Test
    void anEventsIdIsGoodForOneBody() {
        Map<String, String> headers =
                Map.of(LocalSmaregi.SECRET_HEADER, SECRET, "Smaregi-Event-Id", "1e7c5a0e-d903-4247-82da-" + story);
        String body = LocalSmaregi.webhook(LocalSmaregi.CONTRACT, "created", sale);

        assertThat(hears(body, headers).status()).isEqualTo(202);
        assertThat(hears(body, headers).status()).isEqualTo(202);
        Answered reused = hears(LocalSmaregi.webhook(LocalSmaregi.CONTRACT, "created", id(2)), headers);

        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.code()).isEqualTo("WEBHOOK_ID_REUSED");
        whenAllIsFetched();
    }

    @Test
    void aTokenServesForAnHourAndIsFetchedAnewWhenItEndsOrIsTakenBack() {
        int before = SMAREGI.tokensGiven();
        SMAREGI.revokesItsTokens();
        isAsked();
        isAsked();
        assertThat(SMAREGI.tokensGiven() - before).isEqualTo(1);

        clock.pass(Duration.ofHours(1));
        isAsked();
        assertThat(SMAREGI.tokensGiven() - before).isEqualTo(2);

        SMAREGI.revokesItsTokens();
        SMAREGI.sells(sale, clock.instant(), List.of(line(shirt, "1", "1")));
        isAsked();
        assertThat(SMAREGI.tokensGiven() - before).isEqualTo(3);
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(state().lastError()).isNull();
    }

    @Test
    void whatWasNamedWhileNoTokenWasGivenIsFetchedLater() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "1", "1")));
        SMAREGI.revokesItsTokens();
        SMAREGI.answersFirst(Answer.of(401), Answer.of(400)); // the old token, and the question for a new one
        jdbc.sql("insert into pos.vendor_errand (source, subject, asked_at) values (?, ?, now())")
                .params(source, sale)
                .update();
        isAsked();

        assertThat(state().waiting()).as("nothing is taken as done").isEqualTo(1);
        assertThat(state().lastError()).contains("access token");
        clock.pass(Duration.ofMinutes(2));
        isAsked();

        assertThat(state().waiting()).isZero();
        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
    }

    @Test
    void lostWebhooksAreFoundWindowByWindowAndPageByPage() {
        jdbc.sql("insert into pos.vendor_feed (source, due_at, complete_until) values (?, now(), ?::timestamptz)")
                .params(source, now.minus(Duration.ofDays(20)).toString())
                .update();
        Instant sameSecond = now.minus(Duration.ofDays(15));
        IntStream.range(0, 230).forEach(i -> SMAREGI.sells(id(i), sameSecond, List.of(line(shirt, "1", "1"))));
        IntStream.range(230, 240)
                .forEach(i -> SMAREGI.sells(id(i), now.minusSeconds(i), List.of(line(shirt, "1", "1"))));

        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(240)));
        assertThat(SMAREGI.requests())
                .extracting(Request::query)
                .filteredOn(query -> query.containsKey("page"))
                .extracting(query -> query.get("page"))
                .contains("2", "3");
    }

    @Test
    void itIsLeftAloneForAsLongAsItSays() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "1", "1")));
        isAsked();
        SMAREGI.sells(id(2), now, List.of(line(shirt, "1", "1")));
        SMAREGI.answersFirst(new Answer(429, "{}", Map.of("Retry-After", "90")));
        isAsked();

        clock.pass(Duration.ofSeconds(80));
        assertThat(feeds.ask(source)).isFalse();
        clock.pass(Duration.ofSeconds(20));
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.valueOf(2)));
    }

    @Test
    void aTransactionThatWasEditedAfterwardsWaitsForAPerson() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "1", "1")));
        isAsked();
        SMAREGI.changes(sale, now.plusSeconds(60), Map.of("details", List.of(line(shirt, "2", "2"))));
        isAsked();

        assertThat(net()).isEqualTo(Map.of(shirt, BigDecimal.ONE));
        assertThat(announced.parked(source))
                .anyMatch(parked -> String.valueOf(parked.transaction()).contains("/3/")
                        && parked.code().equals("TRANSACTION_CONFLICT"));
    }

    @Test
    void nothingAboutPeopleIsKept() {
        SMAREGI.sells(sale, now, List.of(line(shirt, "1", "1")));
        isAsked();

        assertThat(kept())
                .contains(shirt)
                .doesNotContainIgnoringCase("private")
                .doesNotContain("090-7777")
                .doesNotContain("1111");
    }

    private String id(int number) {
        return Integer.toString(story * 1_000 + number);
    }

    private List<String> kinds() {
        return jdbc.sql("select kind from pos.till_transaction where source = ? and vendor_id ~ ? order by vendor_id")
                .params(source, "^" + story + "[0-9]{3}(/cancelled)?$")
                .query(String.class)
                .list();
    }

    private Answered tells(String action, String... ids) {
        return hears(
                LocalSmaregi.webhook(LocalSmaregi.CONTRACT, action, ids), Map.of(LocalSmaregi.SECRET_HEADER, SECRET));
    }
}
