package io.noren.pos;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.noren.pos.TransactionConflicts.Stands;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A till tells one receipt twice with different goods; a person says which telling is true. */
class TransactionConflictsTest extends Story {
    private static final String HANAKO = "hanako";

    @Autowired
    TransactionConflicts conflicts;

    @Autowired
    PostVoids voids;

    @Test
    void bothTellingsAreShown() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5").line("B", "1")));

        TransactionConflicts.Conflict both =
                conflicts.of(theSecond, place(parked)).orElseThrow();
        assertThat(both.first().transaction().sold())
                .extracting(SoldLine::quantity)
                .containsExactly(decimal("2"));
        assertThat(both.second().transaction().sold()).hasSize(2);
    }

    @Test
    void theFirstStandsAndTheOtherIsNotAskedAboutAgain() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5")));

        conflicts.decide(theSecond, place(parked), Stands.FIRST, HANAKO);

        assertThat(documents.account(theSecond, LocationBinding.UNBOUND).parked())
                .isEmpty();
        assertThat(documents.readAgain(theSecond).duplicates()).isEqualTo(1);
        assertThat(receive(log().onOneLine().sale(7).line("A", "5.0")).duplicates())
                .isEqualTo(1);
        assertThat(receive(log().sale(7).line("A", "6")).parked()).hasSize(1); // a third telling is a new question
        assertThat(net()).isEqualByComparingTo("2");
        assertThat(announced.settled(source)).hasSize(1);
    }

    @Test
    void theSecondReplacesTheFirstAndWhatWasTrueBeforeIsADuplicateFromThenOn() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5").line("B", "1")));

        conflicts.decide(theSecond, place(parked), Stands.SECOND, HANAKO);

        String key = source + "/ginza/2026-04-01/1/7";
        assertThat(announced.returns(source))
                .extracting(
                        back -> back.transaction().asText(),
                        back -> back.returnOf() == null ? "" : back.returnOf().asText())
                .containsExactly(tuple(key + "/1", key));
        assertThat(announced.sales(source))
                .extracting(sale -> sale.transaction().asText())
                .containsExactly(key, key + "/2");
        assertThat(net()).isEqualByComparingTo("6");
        assertThat(receive(log().sale(7).line("A", "2").sale(8).line("A", "1")).duplicates())
                .isEqualTo(1);
        assertThat(receive(log().sale(7).line("A", "5").line("B", "1").sale(9).line("A", "1"))
                        .duplicates())
                .isEqualTo(1);
        assertThat(net()).isEqualByComparingTo("8");
    }

    @Test
    void itMayBeDecidedOnceMoreWhenAThirdTellingComes() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked second = only(receive(log().sale(7).line("A", "5")));
        conflicts.decide(theSecond, place(second), Stands.SECOND, HANAKO);
        TillDocuments.Parked third = only(receive(log().sale(7).line("A", "9")));
        conflicts.decide(theSecond, place(third), Stands.SECOND, HANAKO);

        assertThat(net()).isEqualByComparingTo("9");
        assertThat(announced.sales(source))
                .extracting(sale -> sale.transaction().revision())
                .containsExactly(null, 2, 4);
        assertThat(announced.returns(source).get(1).returnOf().revision()).isEqualTo(2);
    }

    @Test
    void twoPeopleAtOnceDecideOnce() throws Exception {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5")));
        ExecutorService people = Executors.newFixedThreadPool(2);
        try {
            Callable<Boolean> decision = () -> {
                try {
                    conflicts.decide(theSecond, place(parked), Stands.SECOND, HANAKO);
                    return true;
                } catch (Refusal refusal) {
                    assertThat(refusal.code()).isEqualTo("NO_CONFLICT");
                    return false;
                }
            };
            List<Boolean> done = people.invokeAll(List.of(decision, decision)).stream()
                    .map(TransactionConflictsTest::get)
                    .toList();
            assertThat(done).containsExactlyInAnyOrder(true, false);
        } finally {
            people.shutdownNow();
        }
        assertThat(net()).isEqualByComparingTo("5");
    }

    @Test
    void whatWasReplacedIsTakenBackAsItStandsNow() {
        receive(log().sale(7).line("A", "2"));
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5")));
        conflicts.decide(theSecond, place(parked), Stands.SECOND, HANAKO);
        receive(log().postVoid(8, 7));
        voids.documentsOfOriginals().forEach(voids::takeBack);

        assertThat(net()).isEqualByComparingTo("0");
        assertThat(announced.returns(source).get(1).returnOf().revision()).isEqualTo(2);
    }

    @Test
    void whatWasTakenBackIsNotReplacedByItself() {
        receive(log().sale(7).line("A", "2"));
        receive(log().postVoid(8, 7));
        voids.documentsOfOriginals().forEach(voids::takeBack);
        TillDocuments.Parked parked = only(receive(log().sale(7).line("A", "5")));

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> conflicts.decide(theSecond, place(parked), Stands.SECOND, HANAKO))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("CHOICE_NOT_POSSIBLE"));
        conflicts.decide(theSecond, place(parked), Stands.FIRST, HANAKO);
        assertThat(net()).isEqualByComparingTo("0");
    }

    @Test
    void whereNothingIsInDoubtNothingIsDecided() {
        UUID document = receive(log().sale(7).line("A", "2")).document();

        assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> conflicts.decide(document, 2, Stands.SECOND, HANAKO))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo("NO_CONFLICT"));
    }

    private UUID theSecond = new UUID(0, 0);

    private TillDocuments.Parked only(TillDocuments.Receipt receipt) {
        theSecond = receipt.document();
        assertThat(receipt.parked()).hasSize(1);
        return receipt.parked().get(0);
    }

    private static int place(TillDocuments.Parked parked) {
        Integer place = parked.place();
        return place == null ? 0 : place;
    }

    /** What left the store in the end. */
    private BigDecimal net() {
        return Stream.concat(
                        announced.sales(source).stream()
                                .flatMap(sale -> sale.lines().stream().map(SoldLine::quantity)),
                        announced.returns(source).stream()
                                .flatMap(back -> back.lines().stream()
                                        .map(line -> line.quantity().negate())))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static BigDecimal decimal(String number) {
        return new BigDecimal(number);
    }

    private static boolean get(Future<Boolean> future) {
        try {
            return future.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
