package io.noren.stories;

import static io.noren.stories.MessageStory.Shopper.guest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.integration.broker.Origin;
import io.noren.integration.broker.Received;
import io.noren.integration.message.MessagePlan;
import io.noren.inventory.Item;
import io.noren.inventory.PickupReady;
import io.noren.stories.MailClient.Letter;
import io.noren.stories.TextGateway.Shown;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jsmpp.util.DeliveryReceiptState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;

/** Shoppers are told what becomes of their orders: once, by the way they like, and not in the night. */
@ExtendWith(OutputCaptureExtension.class)
class ShoppersAreToldTest extends MessageStory {

    @Autowired
    MessagePlan plan;

    @Test
    void anotherMailProgramReadsThatTheOrderIsReady() {
        Order order =
                order(guest("山田 <b>花子</b>", null, "hanako.reads@example.com")).isReady();

        order.until("READY", "SENT");
        List<Letter> letters = MailClient.letters("hanako.reads@example.com");
        assertThat(letters).hasSize(2);
        Letter ready = letters.get(1);
        assertThat(ready.subject()).isEqualTo("ご注文 " + order.number + " のご用意ができました（" + named("ginza") + "）");
        assertThat(ready.header("From")).contains("Tea House", "<orders@shop.example>");
        assertThat(ready.header("Auto-Submitted")).contains("auto-generated");
        assertThat(ready.header("Content-Language")).contains("ja");
        assertThat(ready.header("List-Unsubscribe")).isEmpty();
        assertThat(ready.header("Message-ID"))
                .contains("<" + order.message("READY").path("id").asString() + "-1@shop.example>");
        assertThat(ready.alternatives()).containsExactly("text/plain", "text/html");
        LocalDateTime until = LocalDateTime.ofInstant(order.expiresAt(), TOKYO);
        String day = until.getMonthValue() + "月" + until.getDayOfMonth() + "日";
        assertThat(ready.plain()).contains("山田 <b>花子</b> 様", day, "受取コード「" + order.code + "」", named("TEA") + " × 2");
        assertThat(ready.html())
                .contains("山田 &lt;b&gt;花子&lt;/b&gt; 様", day, named("TEA") + " × 2", order.code, "lang=\"ja\"")
                .doesNotContain("<b>");
    }

    /** Through the broker, as everything: a queue that does not know a fact would park it. */
    @Test
    void whoseOrderTakesLongerIsTold() {
        Order order = order(guest("山田 花子", null, "hanako.later@example.com"));
        order.until("PLACED", "SENT");

        order.does("delay", "{\"readyBy\": \"" + order.expiresAt().minus(Duration.ofHours(1)) + "\"}");

        order.until("DELAYED", "SENT");
        assertThat(MailClient.letters("hanako.later@example.com"))
                .extracting(Letter::subject)
                .contains("ご注文 " + order.number + " のご用意が遅れています");
        assertThat(parked()).isEmpty();
    }

    @Test
    void whoseGoodsHaveComeFromAnotherStoreIsToldThatTheyAreBeingPrepared() {
        String tea = item("TEA", Item.EACH, null, List.of());
        Store shibuya = store("shibuya").has(5, tea);
        Order order =
                order(guest("山田 花子", null, "hanako.waits@example.com"), store("ginza"), shibuya, tea, named("order"));
        order.until("PLACED", "SENT");

        order.is("send", "receive");

        order.until("ARRIVED", "SENT");
        assertThat(MailClient.letters("hanako.waits@example.com"))
                .extracting(Letter::subject)
                .contains("ご注文 " + order.number + " の商品が" + named("ginza") + "に届きました");
        assertThat(parked()).isEmpty();
    }

    @Test
    void aPhoneShowsTheJapaneseTextWholeThoughItCameInParts() {
        Order order = order(guest("山田 花子", "090-1234-5601", null)).isReady();

        JsonNode ready = order.until("READY", "DELIVERED");
        assertThat(order.ways("READY")).containsExactly("SMS DELIVERED");
        List<Shown> shown = PHONES.shownTo("819012345601");
        assertThat(shown).anySatisfy(text -> {
            assertThat(text.parts()).isGreaterThan(1);
            assertThat(text.text())
                    .startsWith("【" + named("ginza") + "】ご注文" + order.number + "のご用意ができました。")
                    .endsWith("お受け取りください。");
        });
        assertThat(ready.path("reason").isMissingNode()).isTrue();
    }

    @Test
    void aMemberIsToldInTheirLanguageByTheirAppAndOneWhoDoesNotLikeTextsGetsNone() {
        String member = member("Smith", "en-GB", """
                {"type": "APP", "value": "%s", "provenBy": "APP_TOKEN"},
                {"type": "PHONE", "value": "09012345602", "provenBy": "SMS_CODE"}""".formatted(named("smith")));
        prefers(member, "CONTACT_BY", "PUSH", "EMAIL");
        prefers(member, "NO_CONTACT_BY", "SMS");
        Shopper smith = new Shopper(member, "Smith", "09012345602", null);

        Order order = order(smith).isReady();
        order.until("READY", "SENT");

        assertThat(APP.forged()).isEmpty();
        WebShop.Told told = toldToTheApp(order).stream()
                .filter(each ->
                        each.event().path("data").path("kind").asString().equals("READY"))
                .findFirst()
                .orElseThrow();
        assertThat(told.id()).isEqualTo(told.event().path("id").asString());
        assertThat(told.event().path("type").asString()).isEqualTo("io.noren.message.push");
        JsonNode data = told.event().path("data");
        assertThat(data.path("to").path(0).asString()).isEqualTo(named("smith"));
        assertThat(data.path("member").asString()).isEqualTo(member);
        assertThat(data.path("text").asString()).contains("is ready", order.number);

        APP.answersWith(410);
        order.does("handover", "{\"code\": \"" + order.code + "\"}");
        order.until("COLLECTED", "WAITING");
        clock.passes(Duration.ofMinutes(2));
        JsonNode thanks = order.until("COLLECTED", "FAILED");
        assertThat(order.ways("COLLECTED")).containsExactly("PUSH REFUSED");
        assertThat(thanks.path("attempts").path(0).path("detail").asString()).isEqualTo("HTTP 410");
        assertThat(PHONES.partsFor("819012345602")).isEmpty();
    }

    @Test
    void whatTheAppRefusesGoesByTextAndWhatIsLostOnTheWayByMail() {
        String member = member("鈴木", "ja", """
                {"type": "APP", "value": "%s", "provenBy": "APP_TOKEN"},
                {"type": "PHONE", "value": "09012345603", "provenBy": "SMS_CODE"},
                {"type": "EMAIL", "value": "suzuki.falls@example.com", "provenBy": "MAIL_CODE"}""".formatted(named("suzuki")));
        prefers(member, "CONTACT_BY", "PUSH", "SMS");
        APP.answersWith(404);
        PHONES.treats("819012345603", TextGateway.Manner.IS_LOST);

        Order order = order(new Shopper(member, null, null, null));

        order.until("PLACED", "SENT");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(order.ways("PLACED"))
                        .containsExactly("PUSH REFUSED", "SMS UNDELIVERED", "EMAIL TAKEN"));
        assertThat(MailClient.letters("suzuki.falls@example.com")).hasSize(1);
    }

    @Test
    void aTextOfWhichNobodyHearsGoesByMailAfterAnHour() {
        PHONES.treats("819012345604", TextGateway.Manner.NOBODY_KNOWS);
        String member = member("佐藤", "ja", "");
        prefers(member, "CONTACT_BY", "SMS");
        Order order = order(new Shopper(member, "佐藤", "09012345604", "sato.waits@example.com"));
        order.until("PLACED", "SENT");
        assertThat(order.ways("PLACED")).containsExactly("SMS TAKEN");
        assertThat(MailClient.letters("sato.waits@example.com")).isEmpty();

        clock.passes(Duration.ofMinutes(61));

        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(order.ways("PLACED")).containsExactly("SMS UNDELIVERED", "EMAIL TAKEN"));
        assertThat(MailClient.letters("sato.waits@example.com")).hasSize(1);

        PHONES.tells("819012345604", DeliveryReceiptState.DELIVRD); // after all
        order.until("PLACED", "DELIVERED");
        assertThat(order.ways("PLACED")).containsExactly("SMS DELIVERED", "EMAIL TAKEN");
    }

    @Test
    void whereThereIsNoOtherWayATextOfWhichNobodyHearsStaysSentUntilSomebodySaysThatItIsLost() {
        PHONES.treats("819012345610", TextGateway.Manner.NOBODY_KNOWS);
        Order order = order(guest(null, "09012345610", null));
        order.until("PLACED", "SENT");

        clock.passes(Duration.ofMinutes(61));
        await().atMost(PATIENCE)
                .until(() -> order.message("PLACED").path("nextAt").isMissingNode());
        assertThat(order.message("PLACED").path("state").asString()).isEqualTo("SENT");

        PHONES.tells("819012345610", DeliveryReceiptState.UNDELIV);
        order.until("PLACED", "FAILED");
        assertThat(PHONES.shownTo("819012345610")).as("sent once").hasSize(1);
    }

    @Test
    void receiptsThatAreFasterThanAnswersCountAsWell() {
        PHONES.treats("819012345605", TextGateway.Manner.ARRIVES_AT_ONCE);

        Order order = order(guest(null, "+81 90 1234 5605", null));

        order.until("PLACED", "DELIVERED");
    }

    @Test
    void aGatewayThatIsAwayIsBoundAgainAndNothingIsLost() {
        PHONES.closes();
        Order order = order(guest(null, "09012345606", null));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(order.ways("PLACED")).contains("SMS FAILED"));
        assertThat(order.message("PLACED").path("state").asString()).isEqualTo("WAITING");

        PHONES.opens();
        await().atMost(PATIENCE).untilAsserted(() -> {
            clock.passes(Duration.ofSeconds(20));
            assertThat(order.message("PLACED").path("state").asString()).isEqualTo("DELIVERED");
        });

        assertThat(PHONES.shownTo("819012345606")).hasSize(1);
    }

    @Test
    void aGatewayThatIsBusyIsAskedAgainAndOneThatSaysNoIsNot() {
        PHONES.refusesNext("819012345607", 0x58); // throttled
        Order busy = order(guest(null, "09012345607", null));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(busy.ways("PLACED")).containsExactly("SMS FAILED"));
        assertThat(busy.message("PLACED")
                        .path("attempts")
                        .path(0)
                        .path("detail")
                        .asString())
                .isEqualTo("SMPP 0x58");
        clock.passes(Duration.ofSeconds(11));
        busy.until("PLACED", "DELIVERED");
    }

    @Test
    void whoCanBeToldByNoChannelIsSeenByAPersonWhoSendsItAgain() {
        PHONES.treats("819012345608", TextGateway.Manner.IS_REFUSED);
        Order order = order(guest(null, "09012345608", null));
        JsonNode failed = order.until("PLACED", "FAILED");
        assertThat(failed.path("reason").asString()).isEqualTo("ALL_CHANNELS_FAILED");
        assertThat(order.ways("PLACED")).containsExactly("SMS REFUSED");

        PHONES.treats("819012345608", TextGateway.Manner.ARRIVES);
        String again = "/api/v1/messages/" + failed.path("id").asString() + "/send-again";
        assertThat(hub.post(again).status()).isEqualTo(202);

        order.until("PLACED", "DELIVERED");
        assertThat(order.ways("PLACED")).containsExactly("SMS REFUSED", "SMS DELIVERED");
        assertThat(hub.post("/api/v1/messages/" + UUID.randomUUID() + "/send-again")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whoeverGaveNoContactOrOneThatIsNoneIsNotTold() {
        Order nobody = order(guest("名無し", null, null));
        assertThat(nobody.until("PLACED", "WITHHELD").path("reason").asString()).isEqualTo("NO_WAY");

        String forged = "a@example.com, b@example.com\r\nBcc: everybody@example.com";
        Order nonsense =
                order(guest("名無し", "12", forged), store("ueno").has(5, item("CUP")), named("CUP"), named("forged"));
        assertThat(nonsense.until("PLACED", "WITHHELD").path("reason").asString())
                .isEqualTo("NO_WAY");
    }

    @Test
    void theSameFactsTwiceAndInAnyOrderAreToldOnce() throws Exception {
        Order order = order(guest(null, null, "once.only@example.com"));
        order.until("PLACED", "SENT");
        order.isReady();
        order.until("READY", "SENT");
        PickupReady again = new PickupReady(
                UUID.randomUUID(),
                UUID.fromString(order.id),
                "web",
                order.number,
                named("ginza"),
                null,
                List.of(),
                null,
                null,
                clock.instant(),
                clock.instant().plus(Duration.ofDays(3)));

        allAtOnce(4, () -> {
            plan.happened(List.of(new Received<>(again, new Origin(null, null))));
            return true;
        });
        clock.passes(Duration.ofMinutes(3));
        whenQueuesAreQuiet();

        assertThat(order.messages())
                .extracting(each -> each.path("kind").asString())
                .containsExactly("PLACED", "READY", "REMINDER", "LAST_DAY");
        assertThat(MailClient.letters("once.only@example.com")).hasSize(2);
    }

    @Test
    void whatIsMissingIsToldOnceThoughItWasFoundOutLineByLine() {
        String cup = item("CUP");
        String pot = item("POT");
        Store ueno = store("ueno").has(5, cup).has(5, pot);
        String number = named("short");
        Answer placed = hub.with("Idempotency-Key", number)
                .post("/api/v1/pickup-orders", """
                {"order": "%s", "location": "%s", "channel": "web", "contact": {"email": "falls.short@example.com"},
                 "lines": [{"line": "1", "sku": "%s", "quantity": 2}, {"line": "2", "sku": "%s", "quantity": 3}]}
                """.formatted(number, ueno.id, cup, pot));
        Order order = new Order(number, placed.json()).is("accept", "start-picking");
        order.until("PLACED", "SENT");

        order.does("lines/1/short", "{\"found\": 1, \"variance\": \"SOME_MISSING\"}");
        order.does("lines/2/short", "{\"found\": 0, \"variance\": \"ALL_MISSING\"}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(order.messages())
                        .extracting(each -> each.path("state").asString())
                        .containsExactlyInAnyOrder("SENT", "WITHHELD", "WAITING"));
        clock.passes(Duration.ofMinutes(6));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(MailClient.letters("falls.short@example.com"))
                        .hasSize(2));
        assertThat(MailClient.letters("falls.short@example.com").get(1).plain()).contains(cup + " × 1", pot + " × 3");
    }

    @Test
    void goodsThatWaitAreRemindedOfAndTheLastDayMovesWithTheirEnd() {
        Order order = order(guest(null, null, "is.reminded@example.com")).isReady();
        order.until("READY", "SENT");

        clock.passes(Duration.ofHours(24));
        order.until("REMINDER", "SENT");
        order.does(
                "extend",
                "{\"until\": \"" + clock.instant().plus(Duration.ofDays(5)).truncatedTo(ChronoUnit.SECONDS) + "\"}");
        clock.passes(Duration.ofHours(26));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Instant.parse(
                                order.message("LAST_DAY").path("nextAt").asString()))
                        .isEqualTo(order.expiresAt().minus(Duration.ofHours(24))));
        assertThat(order.message("LAST_DAY").path("state").asString()).isEqualTo("WAITING");
        clock.passes(Duration.ofDays(3));
        order.until("LAST_DAY", "SENT");
        clock.passes(Duration.ofDays(1));
        order.until("EXPIRED", "SENT");

        assertThat(MailClient.letters("is.reminded@example.com"))
                .extracting(Letter::subject)
                .satisfiesExactly(
                        placed -> assertThat(placed).contains("承りました"),
                        ready -> assertThat(ready).contains("ご用意ができました"),
                        reminder -> assertThat(reminder).contains("お取り置きしています"),
                        lastDay -> assertThat(lastDay).contains("までです"),
                        expired -> assertThat(expired).contains("期限が過ぎました"));
    }

    @Test
    void whoHasCollectedIsRemindedOfNothing() {
        Order order = order(guest(null, null, "has.collected@example.com")).isReady();
        order.until("READY", "SENT");

        order.does("handover", "{\"code\": \"" + order.code + "\"}");
        assertThat(order.until("REMINDER", "WITHHELD").path("reason").asString())
                .isEqualTo("OVERTAKEN");
        order.until("LAST_DAY", "WITHHELD");
        clock.passes(Duration.ofMinutes(2));
        order.until("COLLECTED", "SENT");
        clock.passes(Duration.ofDays(4));
        whenQueuesAreQuiet();

        assertThat(MailClient.letters("has.collected@example.com")).hasSize(3);
    }

    @Test
    void nobodyIsWokenButWhoWouldComeInVainIsTold() {
        clock.strikes("22:30");
        Order order = order(guest(null, null, "sleeps@example.com"));
        order.until("PLACED", "SENT");
        order.isReady();
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(Instant.parse(
                                        order.message("READY").path("nextAt").asString())
                                .atZone(TOKYO)
                                .toLocalTime())
                        .hasToString("08:00"));
        Order cancelled = order(
                guest(null, null, "would.come@example.com"),
                store("ueno").has(5, item("CUP")),
                named("CUP"),
                named("cancelled"));

        cancelled.does("cancel", "{\"reason\": \"changed my mind\"}");
        cancelled.until("CANCELLED", "SENT");
        clock.strikes("07:59");
        assertThat(MailClient.letters("sleeps@example.com")).hasSize(1);
        clock.strikes("08:00");
        order.until("READY", "SENT");
    }

    @Test
    void whatCouldNotBeNotedIsSentAgainUnderTheSameId() {
        Broken notes = broken("integration.message_attempt", "new.outcome = 'TAKEN' and new.channel = 'EMAIL'");
        Order order = order(guest(null, null, "noted.twice@example.com"));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(MailClient.letters("noted.twice@example.com"))
                        .hasSize(1));
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(order.ways("PLACED")).containsExactly("EMAIL FAILED"));

        notes.mend();
        clock.passes(Duration.ofSeconds(11));

        order.until("PLACED", "SENT");
        List<Letter> letters = MailClient.letters("noted.twice@example.com");
        assertThat(letters).hasSize(2);
        assertThat(letters.get(0).header("Message-ID")).isEqualTo(letters.get(1).header("Message-ID"));
    }

    /** As if it had died between writing down that it tries and trying, or between sending and noting. */
    @Test
    void whatACopyHadBegunWhenItDiedIsTakenOverAfterItsClaim() {
        clock.strikes("23:00");
        Order order = order(guest(null, null, "taken.over@example.com")).isReady();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(order.message("READY").path("nextAt").asString())
                                .isNotEmpty());
        UUID ready = UUID.fromString(order.message("READY").path("id").asString());
        clock.strikes("09:00");
        jdbc.sql("""
                with mine as (
                    update integration.message set next_at = :until where id = :id returning id)
                insert into integration.message_attempt (id, message, round, channel, began_at)
                select gen_random_uuid(), id, 1, 'EMAIL', :now from mine
                """)
                .param("until", Timestamp.from(clock.instant().plusSeconds(120)))
                .param("now", Timestamp.from(clock.instant()))
                .param("id", ready)
                .update();
        assertThat(order.ways("READY")).contains("EMAIL open");

        clock.passes(Duration.ofMinutes(3));

        order.until("READY", "SENT");
        assertThat(order.ways("READY")).endsWith("EMAIL TAKEN");
    }

    @Test
    void whoIsForgottenWhileAMessageWaitsIsNotToldAndIsInNoLog(CapturedOutput output) {
        String member = member("鷺ノ宮", "ja", """
                {"type": "EMAIL", "value": "forget.me@example.com", "provenBy": "MAIL_CODE"}""");
        clock.strikes("22:00");
        Order order = order(new Shopper(member, "鷺ノ宮", "09012345609", "forget.me@example.com"));
        order.until("PLACED", "SENT");
        order.isReady();
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(order.message("READY").path("state").asString())
                                .isEqualTo("WAITING"));

        Answer erased = hub.post("/api/v1/members/" + member + "/erasure", """
                {"reason": "MEMBER_ASKED"}""");
        assertThat(erased.status()).as(erased.toString()).isEqualTo(200);
        clock.strikes("09:00");

        assertThat(order.until("READY", "WITHHELD").path("reason").asString()).isEqualTo("MEMBER_FORGOTTEN");
        assertThat(MailClient.letters("forget.me@example.com")).hasSize(1);
        for (String table : List.of("message", "message_attempt", "message_part")) {
            assertThat(jdbc.sql("select count(*) from integration." + table + " t where t::text ~ :personal")
                            .param("personal", "forget.me|鷺ノ宮|12345609")
                            .query(Long.class)
                            .single())
                    .as(table)
                    .isZero();
        }
        assertThat(output.getAll()).doesNotContain("forget.me@", "鷺ノ宮", "12345609");
    }
}
