package io.noren.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The ledger of one cell is read forwards by programs and backwards by people. */
class MovementHistoryTest extends InventoryTest {

    @Autowired
    private MovementHistory history;

    @Test
    void theNewestComeFirstAndThePagesMeet() {
        String shirt = anyItem();
        String ginza = anyStore();
        for (int i = 1; i <= 5; i++) {
            ledger.record(List.of(movement("history-" + shirt + "-" + i, shirt, ginza, i)));
        }

        List<MovementHistory.Entry> first = history.newest(shirt, ginza, Long.MAX_VALUE, 3);
        List<MovementHistory.Entry> second =
                history.newest(shirt, ginza, first.get(2).sequence(), 3);

        assertThat(first).extracting(MovementHistory.Entry::sequence).containsExactly(5L, 4L, 3L);
        assertThat(second).extracting(MovementHistory.Entry::sequence).containsExactly(2L, 1L);
        assertThat(history.newest(shirt, ginza, 1, 3)).isEmpty();
        assertThat(history.of(shirt, ginza, 0, 10)).hasSize(5);
    }
}
