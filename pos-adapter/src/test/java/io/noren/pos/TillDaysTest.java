package io.noren.pos;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What is known of a till's day: what is missing, what came late or twice, and whether its clock is right. */
class TillDaysTest extends Story {
    private static final LocalDate DAY = LocalDate.parse("2026-04-01");

    /** Sales of {@link PosLogText} are at half past twelve in Tokyo. */
    private static final Instant SOLD = Instant.parse("2026-04-01T03:30:00Z");

    @Autowired
    SequenceGaps gaps;

    @Autowired
    Tills tills;

    @Autowired
    MovableClock clock;

    private String store = "";

    @BeforeEach
    void openAStore() {
        clock.moveTo(SOLD.plusSeconds(1));
        store = "store-of-" + source;
        stores.open(store);
    }

    @AfterEach
    void endOfTheStory() {
        clock.reset();
    }

    @Test
    void aNumberThatDoesNotComeIsAwaitedThenMissingAndFoundWhenItComesAfterAll() {
        receive(log().store(store)
                .control(1)
                .sale(2)
                .line("A", "1")
                .sale(5)
                .line("A", "1")
                .sale(9)
                .line("A", "1")
                .transaction(6, "RetailTransaction", "TrainingModeFlag=\"true\"")
                .transaction(7, "PostVoidTransaction", "")); // names no original: parked, and has arrived

        SequenceGaps.TillDay day = theDay();
        assertThat(day.first()).isEqualTo(1);
        assertThat(day.last()).isEqualTo(9);
        assertThat(day.arrived()).isEqualTo(6);
        assertThat(day.missing()).isEmpty();
        assertThat(day.awaited()).extracting("from", "to").containsExactly(tuple(3L, 4L), tuple(8L, 8L));

        clock.pass(Duration.ofMinutes(11));
        assertThat(theDay().awaited()).isEmpty();
        assertThat(theDay().missing()).extracting("from", "to").containsExactly(tuple(3L, 4L), tuple(8L, 8L));
        assertThat(theTill().missing()).isEqualTo(3);

        receive(log().store(store).sale(8).line("A", "1").sale(3).line("A", "1"));
        assertThat(theDay().missing()).extracting("from", "to").containsExactly(tuple(4L, 4L));
        receive(log().store(store).sale(4).line("A", "1"));
        assertThat(theDay().missing()).isEmpty();
        assertThat(theTill().missing()).isZero();
    }

    @Test
    void whatALaterNumberRevealsIsAwaitedFromThenOnAndNotFromTheDaysBeginning() {
        receive(log().store(store).sale(1).line("A", "1"));
        clock.pass(Duration.ofHours(3));
        receive(log().store(store).sale(3).line("A", "1"));

        assertThat(theDay().missing()).isEmpty();
        assertThat(theDay().awaited()).hasSize(1);
    }

    @Test
    void whatIsGivenUpIsMissingNoMoreAndStillFillsItsHoleWhenItComesAfterAll() {
        receive(log().store(store)
                .sale(1)
                .line("A", "1")
                .sale(5)
                .line("A", "1")
                .sale(7)
                .line("A", "1"));
        assertThat(refusalOf(Set.of(2L), "lost")).as("only awaited").isEqualTo("NOTHING_MISSING");
        clock.pass(Duration.ofMinutes(11));
        assertThat(refusalOf(Set.of(3L), "lost")).as("no hole begins there").isEqualTo("NOTHING_MISSING");
        assertThat(refusalOf(Set.of(2L), " ")).isEqualTo("REASON_NEEDED");
        assertThat(refusalOf(Set.of(2L), "x".repeat(201))).isEqualTo("REASON_NEEDED");

        gaps.giveUp(till(), Set.of(2L), " The till's disk broke. ", "kenji");

        assertThat(theDay().missing()).extracting("from", "to").containsExactly(tuple(6L, 6L));
        assertThat(theTill().missing()).isEqualTo(1);
        assertThat(theDay().givenUp()).singleElement().satisfies(said -> {
            assertThat(said).extracting("from", "to").containsExactly(2L, 4L);
            assertThat(said.reason()).isEqualTo("The till's disk broke.");
            assertThat(said.by()).isEqualTo("kenji");
            assertThat(said.at()).isBetween(clock.instant().minusSeconds(10), clock.instant());
        });

        receive(log().store(store).sale(3).line("A", "1"));
        assertThat(announced.sales(source)).hasSize(4);
        assertThat(theDay().missing()).extracting("from", "to").containsExactly(tuple(6L, 6L));
        assertThat(theDay().givenUp()).extracting("from", "to").containsExactly(tuple(2L, 2L), tuple(4L, 4L));

        receive(log().store(store).sale(2).line("A", "1").sale(4).line("A", "1"));
        assertThat(theDay().givenUp()).isEmpty();
        assertThat(theTill().missing()).isEqualTo(1);
    }

    @Test
    void aDayWhoseHolesAreGivenUpIsInOrderToday() {
        receive(log().store(store)
                .sale(1)
                .line("A", "1")
                .sale(3)
                .line("A", "1")
                .sale(90_000)
                .line("A", "1"));
        receive(log().store(store).day("2026-04-02").sale(1).line("A", "1"));
        clock.pass(Duration.ofHours(20));
        assertThat(earlier())
                .singleElement()
                .satisfies(day -> assertThat(day.leaps()).hasSize(1));

        gaps.giveUp(till(), Set.of(2L, 4L), "Set up anew.", "kenji");

        assertThat(earlier()).isEmpty();
    }

    private SequenceGaps.Named till() {
        return new SequenceGaps.Named(source, store, "1", DAY);
    }

    private String refusalOf(Set<Long> first, String reason) {
        return catchThrowableOfType(Refusal.class, () -> gaps.giveUp(till(), first, reason, "kenji"))
                .code();
    }

    @Test
    void aCounterThatLeapsIsOneFindingAndItsSalesAreBooked() {
        receive(log().store(store)
                .sale(4)
                .line("A", "1")
                .sale(10_004)
                .line("A", "1")
                .sale(20_005)
                .line("A", "1")
                .sale(999_999_999_999_999L)
                .line("A", "1"));
        clock.pass(Duration.ofMinutes(11));

        assertThat(announced.sales(source)).hasSize(4);
        assertThat(theDay().missing()).extracting("from", "to").containsExactly(tuple(5L, 10_003L));
        assertThat(theDay().leaps())
                .extracting("from", "to")
                .containsExactly(tuple(10_005L, 20_004L), tuple(20_006L, 999_999_999_999_998L));
        assertThat(theTill().missing()).isEqualTo(9_999);
        assertThat(theTill().leaps()).isEqualTo(2);
    }

    @Test
    void aNumberThatNoTillCountsToIsParkedInItsStoreAndMakesNoHole() {
        TillDocuments.Receipt receipt = receive(log().store(store)
                .sale(1)
                .line("A", "1")
                .sale(1_000_000_000_000_000L)
                .line("A", "1")
                .sale(999_999_999_999_999_999L)
                .line("A", "1"));
        clock.pass(Duration.ofMinutes(11));

        assertThat(receipt.recorded()).isEqualTo(1);
        assertThat(receipt.parked())
                .extracting(TillDocuments.Parked::code)
                .containsExactly("ABSURD_SEQUENCE_NUMBER", "ABSURD_SEQUENCE_NUMBER");
        assertThat(theTill().parked()).isEqualTo(2);
        assertThat(theDay().missing()).isEmpty();
        assertThat(theDay().leaps()).isEmpty();
    }

    @Test
    void aTillsNumbersBeginAnewEachDayAndNothingIsMissingBetween() {
        receive(log().store(store).sale(900).line("A", "1"));
        receive(log().store(store)
                .day("2026-04-02")
                .sale(1)
                .line("A", "1")
                .sale(2)
                .line("A", "1"));
        clock.pass(Duration.ofHours(1));

        assertThat(theDay().missing()).isEmpty();
        assertThat(gaps.of(store, DAY.plusDays(1))).singleElement().satisfies(day -> {
            assertThat(day.missing()).isEmpty();
            assertThat(day.arrived()).isEqualTo(2);
        });
        assertThat(theTill().businessDay()).isEqualTo(DAY.plusDays(1));
    }

    @Test
    void whatComesTwiceIsCountedAndIsAWordOfTheTill() {
        String document =
                log().store(store).sale(1).line("A", "1").sale(2).line("A", "1").toString();
        receive(document);
        clock.pass(Duration.ofHours(2));
        receive(document);

        assertThat(theTill().recorded()).isEqualTo(2);
        assertThat(theTill().duplicates()).isEqualTo(2);
        assertThat(theTill().feedAge()).isLessThan(Duration.ofMinutes(1));
    }

    @Test
    void whatATillSendsLongAfterItHappenedIsLateAndWhatItTellsOfTheFutureMakesItsClockWrong() {
        receivedAt(SOLD.plusSeconds(2), log().store(store).sale(1).line("A", "1"));
        receivedAt(SOLD.plus(Duration.ofHours(5)), log().store(store).sale(2).line("A", "1"));
        receivedAt(
                SOLD.minus(Duration.ofMinutes(7)),
                log().store(store).till("2").sale(1).line("A", "1"));

        List<Tills.Till> seen = tills.of(LocationBinding.to(List.of(store)));
        assertThat(seen).extracting(Tills.Till::workstation).containsExactly("1", "2");
        assertThat(seen).extracting(Tills.Till::late).containsExactly(1L, 0L);
        assertThat(seen).extracting(Tills.Till::clockAhead).containsExactly(null, Duration.ofMinutes(7));
    }

    @Test
    void whatIsParkedOfATillIsCountedUntilItIsInOrder() {
        receive(log().store(store).sale(1).line("A", "1").sale(2).line("A", "-5"));

        assertThat(theTill().parked()).isEqualTo(1);
        assertThat(theTill().recorded()).isEqualTo(1);
    }

    @Test
    void whatIsMissingOfADayIsStillKnownWhenTheTillHasGoneOnToTheNext() {
        receive(log().store(store).sale(1).line("A", "1").sale(4).line("A", "1"));
        clock.pass(Duration.ofHours(20));
        assertThat(earlier()).as("the till's latest day").isEmpty();
        receive(log().store(store).day("2026-04-02").sale(1).line("A", "1"));

        assertThat(theTill().missing()).isZero();
        assertThat(earlier()).singleElement().satisfies(day -> {
            assertThat(day.businessDay()).isEqualTo(DAY);
            assertThat(day.missing()).extracting("from", "to").containsExactly(tuple(2L, 3L));
            assertThat(day.numbersMissing()).isEqualTo(2);
        });

        receivedAt(
                clock.instant(),
                log().store(store).sale(2).line("A", "1").sale(3).line("A", "1"));
        assertThat(earlier())
                .as("came late, which is news for a day")
                .singleElement()
                .satisfies(day -> {
                    assertThat(day.missing()).isEmpty();
                    assertThat(day.late()).isEqualTo(2);
                });
        clock.pass(Duration.ofHours(25));
        assertThat(earlier()).isEmpty();
    }

    @Test
    void ofLongAgoNobodyIsToldAndAParkedNumberIsNotMissing() {
        receive(log().store(store)
                .sale(1)
                .line("A", "1")
                .sale(2)
                .line("A", "-5")
                .sale(3)
                .line("A", "1"));
        receive(log().store(store).till("2").sale(1).line("A", "1").sale(3).line("A", "1"));
        clock.pass(Duration.ofDays(14));
        for (String till : List.of("1", "2")) {
            receive(log().store(store).day("2026-04-15").till(till).sale(1).line("A", "1"));
        }
        assertThat(earlier()).extracting(Tills.EarlierDay::workstation).containsExactly("2");

        clock.pass(Duration.ofDays(1));
        assertThat(earlier()).isEmpty();
    }

    private List<Tills.EarlierDay> earlier() {
        return tills.earlier(LocationBinding.to(List.of(store)));
    }

    private void receivedAt(Instant at, PosLogText document) {
        documents.receive(source, file(document.toString()), at);
    }

    private SequenceGaps.TillDay theDay() {
        List<SequenceGaps.TillDay> days = gaps.of(store, DAY);
        assertThat(days).hasSize(1);
        return days.get(0);
    }

    private Tills.Till theTill() {
        List<Tills.Till> seen = tills.of(LocationBinding.to(List.of(store)));
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }
}
