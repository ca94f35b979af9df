package io.noren.loyalty.signin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noren.loyalty.Assurance;
import io.noren.loyalty.Channel;
import io.noren.loyalty.Claim;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.LoyaltyTest;
import io.noren.loyalty.Members;
import io.noren.loyalty.Money;
import io.noren.loyalty.NewIdentifier;
import io.noren.loyalty.NewMember;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Profile;
import io.noren.loyalty.Proof;
import io.noren.loyalty.Purchase;
import io.noren.loyalty.Purchases;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Together;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.loyalty.signin.CardPins.Issued;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A member links a card by its PIN, and everybody else tries to. */
@LoyaltyTest
class CardPinsTest {
    private static final AtomicInteger NUMBERS = new AtomicInteger(31_000);
    private static final Instant NOON = Instant.parse("2041-02-10T03:00:00Z");
    private static final String PIN = "4071";

    @Autowired
    CardPins pins;

    @Autowired
    Members members;

    @Autowired
    Purchases purchases;

    @Autowired
    PointsLedger ledger;

    @Autowired
    Erasures erasures;

    @Autowired
    SignInHashes hashes;

    @Autowired
    ProofSettings settings;

    @Autowired
    PlatformTransactionManager manager;

    @Autowired
    TransactionTemplate transactions;

    @Autowired
    JdbcClient sql;

    private final int number = NUMBERS.incrementAndGet();
    private final String card = "29770" + number;
    private final String caller = "2001:db8:7::" + number;

    @Test
    void theCardThatNobodyRegisteredComesWithItsPoints() {
        purchases.record(new Purchase(
                "till",
                "pins/" + number,
                Channel.STORE,
                Claim.card(card),
                "ginza",
                Instant.parse("2026-11-20T03:00:00Z"),
                new Money(new BigDecimal("10000"), "JPY"),
                List.of()));
        UUID hanako = member();
        issued(card, PIN);

        Identifier linked =
                (Identifier) pins.link(hanako, " 0" + card.substring(0, 4) + "-" + card.substring(4), "４０ 71", caller);

        assertThat(linked.provenBy()).isEqualTo(Proof.CARD_PIN);
        assertThat(linked.assurance()).isEqualTo(Assurance.VERIFIED);
        assertThat(ledger.balance(hanako).spendable()).isPositive();
    }

    @Test
    void aWrongPinAnUnknownCardAndACardWithoutAPinAreAnsweredAlike() {
        UUID hanako = member();
        issued(card, PIN);
        String used = card + "1";
        members.register(new NewMember(
                new Profile("他", "人", null, null, null, null, "ja"),
                List.of(new NewIdentifier(IdentifierType.CARD, used, Proof.SIGHTED))));

        List<Refusal> answers =
                List.of(refused(hanako, card, "4072"), refused(hanako, card + "9", PIN), refused(hanako, used, PIN));

        assertThat(answers).extracting(Refusal::code).containsOnly("PIN_WRONG");
        assertThat(answers)
                .extracting(Refusal::getMessage)
                .containsOnly(answers.get(0).getMessage());
        assertThat(answers).extracting(Refusal::field).containsOnly("pin");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fiveWrongOnesADayAreBorneByACardAndThenTheRightOneDoesNotHelp(boolean there) {
        if (there) {
            issued(card, PIN);
        }
        for (int i = 0; i < settings.pinTriesPerCardADay(); i++) {
            assertThat(refused(at(NOON), member(), card, "000" + i, caller + i).code())
                    .isEqualTo("PIN_WRONG");
        }

        Refusal refusal = refused(at(NOON.plusSeconds(80_000)), member(), card, PIN, caller + "x");

        assertThat(refusal.code()).isEqualTo("TOO_MANY_TRIES");
        assertThat(refusal.properties()).containsEntry("retryAfter", 86_400L);
        if (there) {
            assertThat(at(NOON.plus(Duration.ofDays(2))).link(member(), card, PIN, caller))
                    .isInstanceOf(Identifier.class);
        }
    }

    @Test
    void guessingOnAndOnEndsAfterTwentyUntilTheCardHasANewPin() {
        issued(card, PIN);
        for (int i = 0; i < settings.pinTriesPerCard(); i++) {
            Instant day = NOON.plus(Duration.ofDays(i));
            assertThat(refused(at(day), member(), card, "00%02d".formatted(i), caller + i)
                            .code())
                    .isEqualTo("PIN_WRONG");
        }
        assertThat(refused(at(NOON.plus(Duration.ofDays(400))), member(), card, PIN, caller)
                        .code())
                .isEqualTo("TOO_MANY_TRIES");

        issued(card, "118204");

        assertThat(refused(at(NOON.plus(Duration.ofDays(401))), member(), card, PIN, caller)
                        .code())
                .isEqualTo("PIN_WRONG");
        assertThat(at(NOON.plus(Duration.ofDays(401))).link(member(), card, "118204", caller))
                .isInstanceOf(Identifier.class);
    }

    @Test
    void aMemberWhoTriesOneCardAfterTheOtherIsStoppedAndSoIsAnAddress() {
        UUID greedy = member();
        for (int i = 0; i < settings.pinTriesPerMember(); i++) {
            assertThat(refused(at(NOON), greedy, card + i, PIN, caller + i).code())
                    .isEqualTo("PIN_WRONG");
        }
        assertThat(refused(at(NOON), greedy, card + "77", PIN, caller + "y").code())
                .isEqualTo("TOO_MANY_TRIES");

        for (int i = 0; i < settings.pinTriesPerCaller(); i++) {
            assertThat(refused(at(NOON), member(), card + "8" + i, PIN, caller).code())
                    .isEqualTo("PIN_WRONG");
        }
        assertThat(refused(at(NOON), member(), card + "999", PIN, caller).code())
                .isEqualTo("TOO_MANY_TRIES");
    }

    @Test
    void twentyWhoGuessAtOnceHaveFiveTriesTogether() throws Exception {
        issued(card, PIN);
        AtomicInteger guess = new AtomicInteger(1000);
        List<UUID> guessers = IntStream.range(0, 20).mapToObj(i -> member()).toList();

        List<Object> outcomes = Together.times(20, () -> {
            int mine = guess.incrementAndGet();
            return pins.link(guessers.get(mine % 20), card, Integer.toString(mine), caller + mine);
        });

        assertThat(outcomes).allSatisfy(each -> assertThat(each).isInstanceOf(Refusal.class));
        assertThat(outcomes.stream().filter(each -> ((Refusal) each).code().equals("PIN_WRONG")))
                .hasSize(5);
        assertThat(outcomes.stream().filter(each -> ((Refusal) each).code().equals("TOO_MANY_TRIES")))
                .hasSize(15);
    }

    @Test
    void aTryStaysTakenWhenTheRequestIsRolledBack() {
        issued(card, PIN);
        UUID hanako = member();
        for (int i = 0; i < settings.pinTriesPerCardADay(); i++) {
            String wrong = "000" + i;
            transactions.executeWithoutResult(status -> {
                assertThat(refused(hanako, card, wrong).code()).isEqualTo("PIN_WRONG");
                status.setRollbackOnly();
            });
        }

        assertThat(refused(hanako, card, PIN).code()).isEqualTo("TOO_MANY_TRIES");
    }

    @Test
    void theRightPinForgivesWhatWasMistypedBefore() {
        issued(card, PIN);
        UUID hanako = member();
        for (int i = 0; i < 4; i++) {
            assertThat(refused(hanako, card, "000" + i).code()).isEqualTo("PIN_WRONG");
        }
        assertThat(pins.link(hanako, card, PIN, caller)).isInstanceOf(Identifier.class);
        for (int i = 0; i < 4; i++) {
            assertThat(refused(hanako, card, "000" + i).code()).isEqualTo("PIN_WRONG");
        }
        assertThat(pins.link(hanako, card, PIN, caller)).isInstanceOf(Identifier.class);
    }

    @Test
    void aCardThatLeadsToSomebodyElseIsLeftToTheRules() {
        issued(card, PIN);
        UUID taro = signedUp();
        pins.link(taro, card, PIN, caller);

        UUID other = signedUp();
        LinkAnswer claim = pins.link(other, card, PIN, caller);
        assertThat(claim).isInstanceOfSatisfying(IdentifierClaim.class, told -> {
            assertThat(told.decision()).isEqualTo(IdentifierClaim.Decision.PROPOSED);
            assertThat(told.provenBy()).isEqualTo(Proof.CARD_PIN);
        });
        assertThat(members.get(other).identifiers())
                .as("it does not lead to them yet")
                .noneMatch(each -> each.type() == IdentifierType.CARD);

        UUID withoutDoubt = members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(IdentifierType.APP, "app-" + card, Proof.APP_TOKEN))))
                .id();
        String second = card + "5";
        issued(second, PIN);
        UUID holder = member();
        pins.link(holder, second, PIN, caller);
        assertThat(pins.link(withoutDoubt, second, PIN, caller)).isInstanceOf(Identifier.class);
        assertThat(members.known(holder)).isEqualTo(members.known(withoutDoubt));
    }

    @Test
    void neitherNumberNorPinStandsInTheTablesAndTheSamePinLooksDifferentOnEachCard() {
        issued(card, PIN);
        issued(card + "2", PIN);
        refused(member(), card, "9999");

        String written = sql.sql("""
                        select string_agg(p::text, '') || (select string_agg(t::text, '') from loyalty.proof_try t)
                        from loyalty.card_pin p
                        """).query(String.class).single();
        assertThat(written).doesNotContain(card, caller).doesNotContain("," + PIN + ",");
        assertThat(sql.sql("select count(distinct pin) from loyalty.card_pin where card in (?, ?)")
                        .params(hashed(card), hashed(card + "2"))
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        assertThat(new Issued(card, PIN).toString()).doesNotContain(card, PIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "123", "1234567890123", "12ab", "−123"})
    void whatIsNoPinIsNotSetAndNothingElseOfTheSameTelling(String wrong) {
        assertThatThrownBy(() -> pins.set(List.of(new Issued(card, PIN), new Issued(card + "1", wrong)), "system"))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("PIN_UNREADABLE"));
        assertThat(refused(member(), card, PIN).code()).isEqualTo("PIN_WRONG");
    }

    @Test
    void whoIsForgottenTakesTheirCardsPinAlongAndNoTryOnAnyCardComesBack() {
        issued(card, PIN);
        String others = card + "3";
        issued(others, PIN);
        UUID hanako = member();
        pins.link(hanako, card, PIN, caller);
        for (int i = 0; i < settings.pinTriesPerCardADay(); i++) {
            refused(at(Instant.now()), hanako, others, "000" + i, caller);
        }

        erasures.erase(hanako, Erasure.Reason.MEMBER_ASKED, "member");

        assertThat(sql.sql("select count(*) from loyalty.card_pin where card = ?")
                        .param(hashed(card))
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(sql.sql("select count(*) from loyalty.proof_try where member = ?")
                        .param(hanako)
                        .query(Integer.class)
                        .single())
                .isZero();
        assertThat(refused(member(), others, PIN).code()).isEqualTo("TOO_MANY_TRIES");
        assertThat(refused(hanako, others, PIN).code()).isEqualTo("MEMBER_ERASED");
    }

    @Test
    void whatWasTriedIsNeitherChangedNorTakenAway() {
        refused(member(), card, PIN);
        for (String change : List.of(
                "delete from loyalty.proof_try",
                "truncate loyalty.proof_try",
                "update loyalty.proof_try set step = 'RIGHT'",
                "update loyalty.proof_try set member = null, subject = 'x'")) {
            assertThatThrownBy(() -> sql.sql(change).update()).as(change).hasMessageContaining("refused");
        }
    }

    private void issued(String its, String pin) {
        pins.set(List.of(new Issued(its, pin)), "card maker");
    }

    private String hashed(String its) {
        return hashes.contact(members.normalised("card", IdentifierType.CARD, its));
    }

    private Refusal refused(UUID member, String its, String pin) {
        return refused(pins, member, its, pin, caller);
    }

    private Refusal refused(CardPins then, UUID member, String its, String pin, String from) {
        return catchThrowableOfType(Refusal.class, () -> then.link(member, its, pin, from));
    }

    private CardPins at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        return new CardPins(sql, hashes, new ProofTries(sql, manager, clock), settings, members, clock);
    }

    private UUID member() {
        return members.register(new NewMember(new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"), List.of()))
                .id();
    }

    /** Has proven an address of their own, as whoever signs in has. */
    private UUID signedUp() {
        return members.register(new NewMember(
                        new Profile("山田", "花子", "ヤマダ", "ハナコ", null, null, "ja"),
                        List.of(new NewIdentifier(
                                IdentifierType.EMAIL, "pin-" + UUID.randomUUID() + "@example.com", Proof.MAIL_CODE))))
                .id();
    }
}
