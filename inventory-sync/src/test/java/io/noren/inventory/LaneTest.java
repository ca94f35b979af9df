package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who goes when, without a database. */
@Timeout(60)
class LaneTest {

    private final List<List<Asked>> groups = Collections.synchronizedList(new ArrayList<>());
    private final List<Thread> threads = new ArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @AfterEach
    void letEverybodyEnd() throws InterruptedException {
        firstMayEnd.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    @Test
    void aLoneRequestGoesAtOnceInItsOwnThread() {
        List<Thread> workers = new ArrayList<>();
        Lane<Asked> lane = new Lane<>(10, group -> {
            workers.add(Thread.currentThread());
            done(group);
        });

        lane.run(asked(1));
        lane.run(asked(1));

        assertThat(groups).extracting(List::size).containsExactly(1, 1);
        assertThat(workers).containsOnly(Thread.currentThread());
    }

    @Test
    void thoseWhoWaitAreDoneTogetherInTheOrderOfTheirComing() {
        Lane<Asked> lane = new Lane<>(1_000, this::workAndLetTheFirstWait);
        List<Asked> asked = IntStream.range(0, 100).mapToObj(i -> asked(1)).toList();

        asked.forEach(each -> comes(lane, each));
        firstMayEnd.countDown();

        await().untilAsserted(() -> assertThat(asked).noneMatch(Asked::isOpen));
        assertThat(groups).extracting(List::size).containsExactly(1, 64, 35);
        assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(asked);
    }

    @Test
    void aBigBasketWaitsNoLongerThanItsTurnAndKeepsTheGroupSmall() {
        Lane<Asked> lane = new Lane<>(1_000, this::workAndLetTheFirstWait);
        List<Asked> asked = List.of(
                asked(1), asked(100), asked(100), asked(100), asked(100), asked(100), asked(100), asked(1), asked(1));

        asked.forEach(each -> comes(lane, each));
        firstMayEnd.countDown();

        await().untilAsserted(() -> assertThat(asked).noneMatch(Asked::isOpen));
        assertThat(groups).extracting(List::size).containsExactly(1, 5, 3);
    }

    @Test
    void whenTooManyWaitTheNextIsToldSoAndTheOthersAreServed() {
        Lane<Asked> lane = new Lane<>(3, this::workAndLetTheFirstWait);
        List<Asked> asked = List.of(asked(1), asked(1), asked(1), asked(1));
        asked.forEach(each -> comes(lane, each));

        assertThatThrownBy(() -> lane.run(asked(1)))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo("TOO_MANY_WAITING"));

        firstMayEnd.countDown();
        await().untilAsserted(() -> assertThat(asked).noneMatch(Asked::isOpen));
        lane.run(asked(1));
        assertThat(groups).extracting(List::size).containsExactly(1, 3, 1);
    }

    @Test
    void workThatBreaksOffIsToldToAllOfTheGroupAndTheLaneGoesOn() {
        AtomicInteger calls = new AtomicInteger();
        Lane<Asked> lane = new Lane<>(10, group -> {
            if (calls.incrementAndGet() == 2) {
                throw new AssertionError("broken by a story");
            }
            workAndLetTheFirstWait(group);
        });
        List<Asked> asked = List.of(asked(1), asked(1), asked(1));
        asked.forEach(each -> comes(lane, each));
        firstMayEnd.countDown();

        await().untilAsserted(() -> assertThat(asked).noneMatch(Asked::isOpen));
        assertThat(asked.subList(1, 3)).allMatch(each -> each.failure != null);
        lane.run(asked(1));
        assertThat(calls).hasValue(3);
    }

    @Test
    void anInterruptedShopperStillLearnsTheOutcomeAndStaysInterrupted() {
        Lane<Asked> lane = new Lane<>(10, this::workAndLetTheFirstWait);
        comes(lane, asked(1));
        Asked second = asked(1);
        AtomicInteger interrupted = new AtomicInteger();
        Thread shopper = new Thread(() -> {
            lane.run(second);
            interrupted.set(Thread.currentThread().isInterrupted() ? 1 : -1);
        });
        threads.add(shopper);
        shopper.start();
        await().until(() -> shopper.getState() == Thread.State.WAITING);

        shopper.interrupt();
        firstMayEnd.countDown();

        await().untilAsserted(() -> assertThat(interrupted).hasValue(1));
        assertThat(second.done).isTrue();
    }

    @Test
    void nobodyIsForgottenAndNobodyIsServedTwice() {
        Lane<Asked> lane = new Lane<>(1_000, this::done);

        Together.all(64, who -> {
            for (int i = 0; i < 200; i++) {
                Asked mine = asked(1);
                lane.run(mine);
                assertThat(mine.isOpen()).isFalse();
            }
            return true;
        });

        List<Asked> served = groups.stream().flatMap(List::stream).toList();
        assertThat(served).hasSize(64 * 200).doesNotHaveDuplicates();
    }

    /** Starts a shopper and returns when that one is at work or waits. */
    private void comes(Lane<Asked> lane, Asked asked) {
        Thread shopper = new Thread(() -> {
            try {
                lane.run(asked);
            } catch (AssertionError brokenByAStory) {
                // as a server's worker would end
            }
        });
        threads.add(shopper);
        shopper.start();
        await().pollInterval(Duration.ofMillis(1))
                .until(() ->
                        shopper.getState() == Thread.State.WAITING || shopper.getState() == Thread.State.TERMINATED);
    }

    private void workAndLetTheFirstWait(List<Asked> group) {
        if (groups.isEmpty()) {
            done(group);
            try {
                firstMayEnd.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        } else {
            done(group);
        }
    }

    private void done(List<Asked> group) {
        groups.add(group);
        group.forEach(each -> each.done = true);
    }

    private static Asked asked(int rows) {
        return new Asked(rows);
    }

    /** A request that tells whether it was done. */
    private static final class Asked implements Lanes.Request {
        private final int rows;
        private volatile boolean done;
        private volatile @Nullable RuntimeException failure;

        Asked(int rows) {
            this.rows = rows;
        }

        boolean isOpen() {
            return !done && failure == null;
        }

        @Override
        public Object place() {
            return "anywhere";
        }

        @Override
        public int rows() {
            return rows;
        }

        @Override
        public void fail(RuntimeException why) {
            if (!done) {
                failure = why;
            }
        }
    }
}
