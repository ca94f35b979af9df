package io.noren.loyalty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private final AtomicLong version = new AtomicLong(1);
    private final AtomicInteger looks = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final Remembered<Long> remembered = new Remembered<>(
            () -> {
                looks.incrementAndGet();
                return version.get();
            },
            seen -> {
                reads.incrementAndGet();
                return seen;
            });

    @Test
    void whoeverAsksOftenIsAnsweredFromMemory() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(remembered.get()).isEqualTo(1);
        }
        assertThat(reads).hasValue(1);
        assertThat(looks.get()).isLessThan(100);
    }

    @Test
    void whatAnotherCopyChangedIsSeenWithinTheBoundAndReadOnce() {
        assertThat(remembered.get()).isEqualTo(1);
        version.set(2);
        await().atMost(Remembered.BOUND.plusSeconds(1))
                .untilAsserted(() -> assertThat(remembered.get()).isEqualTo(2));
        assertThat(reads).hasValue(2);
    }

    @Test
    void whatThisCopyChangedIsSeenAtOnce() {
        assertThat(remembered.get()).isEqualTo(1);
        version.set(2);
        remembered.forget();
        assertThat(remembered.get()).isEqualTo(2);
    }
}
