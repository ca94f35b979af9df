package io.noren.pos.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.pos.vendor.VendorFeed.Page;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two copies of the application over one database. */
class FeedTurnsTest extends VendorStory {
    private FeedTurns one;
    private FeedTurns other;

    @BeforeEach
    void twoCopies() {
        source = "square-tills";
        one = new FeedTurns(jdbc, clock);
        other = new FeedTurns(jdbc, clock);
    }

    @Test
    void onlyOneCopyAsksAtATime() {
        assertThat(one.begin(source)).isPresent();

        assertThat(other.begin(source)).isEmpty();
        assertThat(one.begin(source)).as("not even twice by the same copy").isEmpty();
        assertThat(feeds.ask(source)).isFalse();
        assertThat(SQUARE.timesAsked()).isZero();
        one.end(source);
        assertThat(other.begin(source)).isPresent();
        other.end(source);
    }

    @Test
    void aCopyThatDiedInItsTurnIsWaitedForAndThenAnotherGoesOnWhereItWas() {
        one.begin(source).orElseThrow();
        one.beginRound(source, Duration.ofMinutes(5), Duration.ofDays(1));
        one.paged(source, new Page(List.of(), "0:7"), Duration.ofMinutes(1));

        clock.pass(FeedTurns.TURN.minusSeconds(1));
        assertThat(other.begin(source)).isEmpty();
        clock.pass(Duration.ofSeconds(2));
        FeedTurns.Round round = other.begin(source).orElseThrow();

        assertThat(round.page()).isEqualTo("0:7");
        assertThat(one.goOn(source)).as("who was only slow notices").isFalse();
        one.end(source);
        assertThat(other.goOn(source)).as("and takes nothing from the other").isTrue();
        other.end(source);
    }

    @Test
    void aRoundBeginsBeforeTheLastOneBegan() {
        one.begin(source).orElseThrow();
        FeedTurns.Round first = one.beginRound(source, Duration.ofMinutes(5), Duration.ofDays(1));
        clock.pass(Duration.ofMinutes(3)); // it takes long, and what changes meanwhile may not be in it
        FeedTurns.Round done = one.paged(source, new Page(List.of(), null), Duration.ofMinutes(1));
        FeedTurns.Round next = one.beginRound(source, Duration.ofMinutes(5), Duration.ofDays(1));
        one.end(source);

        assertThat(done.completeUntil()).isEqualTo(first.beganAt());
        assertThat(done.isDue(one.now())).isFalse();
        assertThat(next.since()).isEqualTo(done.completeUntil().minus(Duration.ofMinutes(5)));
    }

    @Test
    void aRoundAtAVendorThatCountsItsChangesBeginsAtTheBookmarkOfTheLast() {
        one.begin(source).orElseThrow();
        one.beginRound(source, Duration.ofMinutes(5), Duration.ofDays(1));
        FeedTurns.Round under = one.paged(source, new Page(List.of(), "900", "700"), Duration.ofMinutes(1));
        FeedTurns.Round done = one.paged(source, new Page(List.of(), null, "800"), Duration.ofMinutes(1));
        FeedTurns.Round next = one.beginRound(source, Duration.ofMinutes(5), Duration.ofDays(1));
        one.backToItsBeginning(source);
        one.end(source);

        assertThat(under.page()).isEqualTo("900");
        assertThat(done.page()).isNull();
        assertThat(next.page()).isEqualTo("800");
        FeedTurns.Round forgotten = other.begin(source).orElseThrow();
        assertThat(forgotten.page())
                .as("a bookmark that the vendor minds is asked for once only")
                .isNull();
        other.end(source);
    }

    @Test
    void whatIsNamedAgainWhileItIsFetchedIsFetchedAgain() {
        VendorErrands errands = new VendorErrands(jdbc);
        errands.add(source, List.of("A", "B", "A"), one.now());
        var taken = errands.waiting(source, 10);

        errands.add(source, List.of("B"), one.now());
        errands.done(source, taken);

        assertThat(errands.waiting(source, 10))
                .extracting(VendorErrands.Errand::subject)
                .containsExactly("B");
    }
}
