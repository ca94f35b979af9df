package io.noren.integration.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.integration.message.MessageBook.Due;
import io.noren.testing.HubTest;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Copies that look for work at the same moment do not find the same. */
@HubTest
class MessageBookTest {
    private static final int COPIES = 8;

    @Autowired
    MessageBook book;

    @Autowired
    JdbcClient jdbc;

    @Test
    void noMessageIsClaimedTwiceAtTheSameTime() throws Exception {
        jdbc.sql("""
                insert into integration.message (id, kind, occasion, pickup, order_number, location, state, next_at,
                    planned_at)
                select gen_random_uuid(), 'READY', gen_random_uuid(), gen_random_uuid(), 'CLAIMS', 'nowhere', 'WAITING',
                    now(), now()
                from generate_series(1, 400)
                """).update();
        ExecutorService copies = Executors.newFixedThreadPool(COPIES);
        CyclicBarrier start = new CyclicBarrier(COPIES);
        try {
            List<Future<List<Due>>> claims = new ArrayList<>();
            for (int copy = 0; copy < COPIES; copy++) {
                claims.add(copies.submit(() -> {
                    start.await();
                    List<Due> mine = new ArrayList<>();
                    for (List<Due> some = book.claim(7); !some.isEmpty(); some = book.claim(7)) {
                        mine.addAll(some);
                    }
                    return mine;
                }));
            }
            List<UUID> all = new ArrayList<>();
            for (Future<List<Due>> each : claims) {
                each.get().forEach(due -> all.add(due.id()));
            }
            assertThat(all).isNotEmpty().doesNotHaveDuplicates();
        } finally {
            copies.shutdownNow();
        }
    }

    @Test
    void theDatabaseKeepsWhatIsToldOnceAndSaysWhyWhereNothingWasSent() {
        UUID occasion = UUID.randomUUID();
        insert(occasion, "'SENT', null, null");

        assertThatThrownBy(() -> insert(occasion, "'SENT', null, null")).hasMessageContaining("message_once");
        assertThatThrownBy(() -> insert(UUID.randomUUID(), "'WAITING', null, null"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> insert(UUID.randomUUID(), "'FAILED', null, null"))
                .isInstanceOf(DataIntegrityViolationException.class);
        assertThatThrownBy(() -> insert(UUID.randomUUID(), "'DELIVERED', null, now()"))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    private void insert(UUID occasion, String stateReasonAndTurn) {
        jdbc.sql("""
                        insert into integration.message (id, kind, occasion, pickup, order_number, location, planned_at,
                            state, reason, next_at)
                        values (gen_random_uuid(), 'READY', :occasion, gen_random_uuid(), 'ONCE', 'nowhere', now(),\s""" + stateReasonAndTurn + ")").param("occasion", occasion).update();
    }
}
