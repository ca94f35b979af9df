package io.noren.stories;

import static io.noren.stories.Receipt.postVoid;
import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.loyalty.Claim;
import io.noren.loyalty.Members;
import io.noren.loyalty.PointsAudit;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** In yen, where one point is earned for each full hundred. */
class PointsForPurchasesTest extends Story {
    private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

    @Autowired
    Members members;

    @Autowired
    PointsAudit audit;

    private final String card = Long.toString(4_900_000_000L + UUID.randomUUID().hashCode());

    @Test
    void aSaleWithAMembersCardEarnsPointsOnceHoweverOftenItIsReported() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String hanako = registered();

        ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(card));
        allAtOnce(4, () -> ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(card)));

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(19);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void aReturnTakesThePointsBack() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String hanako = registered();

        ginza.till(1).reports(sale(1).of("2", shirt, "4000").withCard(card));
        ginza.till(1).reports(sale(2).back(1, shirt, "2000").withCard(card));
        ginza.till(1).reports(sale(2).back(1, shirt, "2000").withCard(card));

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(20);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
    }

    @Test
    void aReceiptThatIsTakenBackAsAWholeLeavesNeitherAHoleOnTheShelfNorPoints() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String hanako = registered();

        ginza.till(1).reports(postVoid(3, 2));
        ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(card));
        ginza.till(1).reports(sale(2).of("3", shirt, "5940").withCard(card));
        ginza.till(1).reports(postVoid(3, 2));

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4"));
        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(19);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
        assertThat(parked()).isEmpty();
        assertThat(audit.differences()).isEmpty();
    }

    @Test
    void aTillThatHasReadTheCodeOnHerPhoneFindsHerAndTellsHerIdInTheCardsPlace() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        String hanako = registered();
        String code = hub.get("/api/v1/members/" + hanako + "/code")
                .json()
                .path("code")
                .asString();

        Answer found =
                hub.get("/api/v1/till/members?till=1&reason=points&location=" + ginza.id + "&memberCode=" + code);
        assertThat(found.json().at("/members/0/member").asString()).isEqualTo(hanako);
        ginza.till(1).reports(sale(1).of("1", shirt, "1980").withCard(hanako));

        whenQueuesAreQuiet();
        assertThat(spendable(hanako)).isEqualTo(19);
        assertThat(parked()).isEmpty();
        assertThat(hub.get("/api/v1/till/members?till=1&reason=points&location=" + ginza.id + "&memberCode=x" + code)
                        .code())
                .isEqualTo("FORGED_MEMBER_CODE");
    }

    @Test
    void aCardThatNobodyRegisteredCollectsPointsAllTheSame() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        ginza.till(1).reports(sale(1).of("1", shirt, "500").withCard(card));
        ginza.till(1).reports(sale(2).of("1", shirt, "250").withCard(card));

        whenQueuesAreQuiet();
        UUID account = members.findBy(Claim.card(card)).orElseThrow();
        assertThat(spendable(account.toString())).isEqualTo(7);
        assertThat(parked()).isEmpty();
    }

    @Test
    void aBatchThatComesDaysLateIsPaidForInPointsAndMovesNothingThatWasCountedSince() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza");
        String hanako = registered();
        LocalDate today = LocalDate.now(TOKYO);
        LocalDate counted = today.minusDays(3);
        assertThat(hub.post("/api/v1/stock/counts", """
                        {"counts": [{"id": "%s", "sku": "%s", "location": "%s", "counted": 7, "countedAt": "%s"}]}
                        """.formatted(
                                        named("late"),
                                        shirt,
                                        ginza.id,
                                        counted.atTime(21, 0).atZone(TOKYO).toInstant()))
                        .json()
                        .at("/results/0/result")
                        .asString())
                .isEqualTo("RECORDED");

        Receipt before = sale(1).on(counted).of("3", shirt, "5940").withCard(card);
        Receipt after = sale(1).on(counted.plusDays(1)).of("2", shirt, "3960").withCard(card);
        ginza.till(1).reports(after, before);
        ginza.till(1).reports(before, after);

        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt))
                .as("7 were counted, and 2 were sold after that")
                .isEqualByComparingTo("5");
        assertThat(spendable(hanako)).isEqualTo(59 + 39);
        assertThat(hub.get("/api/v1/members/" + hanako + "/timeline")
                        .json()
                        .path("purchases")
                        .valueStream()
                        .map(each -> each.at("/occurredAt").asString() + " "
                                + each.at("/total/amount").asString() + " "
                                + each.path("points").asLong()))
                .containsExactly(noon(counted.plusDays(1)) + " 3960 39", noon(counted) + " 5940 59");
        assertThat(parked()).isEmpty();
    }

    /** When {@link Receipt}s are written. */
    private static String noon(LocalDate day) {
        return day.atTime(12, 30).atZone(TOKYO).toInstant().toString();
    }

    @Test
    void aSaleWithoutACardIsNobodysPurchase() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);

        ginza.till(1).reports(sale(1).of(1, shirt));

        whenQueuesAreQuiet();
        assertThat(jdbc.sql("select count(*) from loyalty.purchase where source = ?")
                        .param(source)
                        .query(Long.class)
                        .single())
                .isZero();
        assertThat(parked()).isEmpty();
    }

    private String registered() {
        Answer made = hub.post("/api/v1/members", """
                {"familyName": "山田", "givenName": "花子", "familyKana": "ヤマダ", "givenKana": "ハナコ", "locale": "ja",
                 "identifiers": [{"type": "CARD", "value": "%s", "provenBy": "SIGHTED"}]}
                """.formatted(card));
        assertThat(made.status()).isEqualTo(201);
        return made.json().path("id").asString();
    }

    private long spendable(String member) {
        return hub.get("/api/v1/members/" + member + "/points")
                .json()
                .path("spendable")
                .asLong();
    }
}
