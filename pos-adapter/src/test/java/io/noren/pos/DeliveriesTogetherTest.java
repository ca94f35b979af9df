package io.noren.pos;

import static io.noren.pos.PosLogText.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.noren.pos.TillDocuments.Parked;
import io.noren.pos.TillDocuments.Receipt;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Small documents that wait at the same moment are recorded together; to each sender it is as if it had been alone. */
class DeliveriesTogetherTest extends Story {
    @Autowired
    PosAlone.Gathering gathering;

    @Autowired
    PosAlone.Stores stores;

    @Autowired
    JdbcClient jdbc;

    @AfterEach
    void eachAloneAgain() {
        gathering.together(1);
    }

    @Test
    void eachIsAnsweredForItselfInOneTransaction() throws Exception {
        receive(log().sale(1).line("A", "1"));
        String twice = log().sale(2).line("A", "1").toString();
        List<FutureTask<Receipt>> sent = together(
                twice,
                twice,
                log().onOneLine().sale(1).line("A", "1.0").toString(),
                log().sale(1).line("A", "9").toString(),
                log().till("2").sale(1).line("A", "1").control(2).toString(),
                log().store("nowhere-" + source).sale(1).line("A", "1").toString(),
                log().sale(3).line("A", "1").sale(3).line("A", "2").toString());

        assertThat(recorded(sent.subList(0, 2))).containsExactlyInAnyOrder(1, 0);
        assertThat(sent.get(2).get().duplicates()).isEqualTo(1);
        assertThat(codes(sent.get(3))).containsExactly("TRANSACTION_CONFLICT");
        assertThat(sent.get(4).get().recorded()).isEqualTo(2);
        assertThat(codes(sent.get(5))).containsExactly("UNKNOWN_LOCATION");
        assertThat(codes(sent.get(6))).containsExactly("TRANSACTION_CONFLICT");
        assertThat(announced.sales(source))
                .extracting(sale -> sale.transaction().asText())
                .containsExactlyInAnyOrder(
                        source + "/ginza/2026-04-01/1/1",
                        source + "/ginza/2026-04-01/1/2",
                        source + "/ginza/2026-04-01/2/1",
                        source + "/ginza/2026-04-01/1/3");
        assertThat(announced.parked(source)).hasSize(3);
        // Those of a group are written by one transaction; the sale before it and the twin by one of their own.
        assertThat(jdbc.sql("select count(distinct xmin::text) from pos.till_transaction where source = ?")
                        .param(source)
                        .query(Integer.class)
                        .single())
                .isEqualTo(2);
        for (FutureTask<Receipt> each : sent) {
            assertThat(documents
                            .account(each.get().document(), LocationBinding.UNBOUND)
                            .state())
                    .isEqualTo("READ");
        }
    }

    @Test
    void whatIsAnnouncedIsFollowedByTheTraceOfItsOwnSender() throws Exception {
        List<FutureTask<Receipt>> sent = together(
                log().sale(1).line("A", "1").toString(),
                log().sale(2).line("A", "1").toString(),
                log().sale(3).line("A", "1").toString());

        assertThat(announced.sales(source)).hasSize(3);
        for (SaleRecorded sale : announced.sales(source)) {
            int sender = (int) sale.transaction().sequenceNumber() - 1;
            assertThat(sale.document()).isEqualTo(sent.get(sender).get().document());
            assertThat(announced.sender(sale)).isEqualTo("sender-" + sender);
        }
    }

    @Test
    void oneThatCannotBeDoneDoesNotFailItsNeighbours() throws Exception {
        String osaka = "osaka-" + source;
        IllegalStateException trouble = new IllegalStateException("the stores cannot be asked");
        stores.fail(osaka, trouble, trouble);
        List<FutureTask<Receipt>> sent = together(
                log().sale(1).line("A", "1").toString(),
                log().store(osaka).sale(2).line("A", "1").toString(),
                log().sale(3).line("A", "1").toString());

        assertThat(recorded(List.of(sent.get(0), sent.get(2)))).containsExactly(1, 1);
        assertThatThrownBy(sent.get(1)::get).hasRootCause(trouble);
        assertThat(announced.sales(source)).hasSize(2);
    }

    @Test
    void whoLosesAgainstAnotherTransactionIsDoneAllTheSame() {
        String nara = "nara-" + source;
        stores.open(nara);
        stores.fail(nara, new CannotAcquireLockException("deadlock"), new CannotAcquireLockException("deadlock"));

        assertThat(receive(log().store(nara).sale(1).line("A", "1")).recorded()).isEqualTo(1);
        assertThat(announced.sales(source)).hasSize(1);
    }

    @Test
    void aSenderOfOneStoreDoesNotSpeakForAnotherBecauseItsNeighbourDoes() throws Exception {
        Map<String, LocationBinding> senders = new ConcurrentHashMap<>();
        String ginza = log().sale(1).line("A", "1").toString();
        String ueno = log().store("ueno").sale(1).line("A", "1").toString();
        senders.put(ginza, LocationBinding.to(Set.of("ginza")));
        senders.put(ueno, LocationBinding.to(Set.of("ginza", "denver")));
        List<FutureTask<Receipt>> sent = together(senders, ginza, ueno);

        assertThat(sent.get(0).get().recorded()).isEqualTo(1);
        assertThat(codes(sent.get(1))).containsExactly("LOCATION_NOT_ALLOWED");
        assertThat(documents.readAgain(sent.get(1).get().document()).recorded()).isZero();
        assertThat(documents
                        .account(sent.get(1).get().document(), LocationBinding.to(Set.of("denver", "ginza")))
                        .parked())
                .hasSize(1);
    }

    private List<FutureTask<Receipt>> together(String... sent) throws Exception {
        return together(Map.of(), sent);
    }

    /** In the order in which they were handed in, each finished. */
    private List<FutureTask<Receipt>> together(Map<String, LocationBinding> senders, String... sent) throws Exception {
        gathering.together(sent.length);
        List<FutureTask<Receipt>> tasks = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (String document : sent) {
            Path file = file(document);
            LocationBinding binding = senders.getOrDefault(document, LocationBinding.UNBOUND);
            FutureTask<Receipt> task =
                    new FutureTask<>(() -> documents.receive(source, Content.of(file), NOW, binding));
            Thread thread = new Thread(task, "sender-" + tasks.size());
            tasks.add(task);
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return tasks;
    }

    private static List<Integer> recorded(List<FutureTask<Receipt>> sent) throws Exception {
        List<Integer> recorded = new ArrayList<>();
        for (FutureTask<Receipt> each : sent) {
            recorded.add(each.get().recorded());
        }
        return recorded;
    }

    private static Stream<String> codes(FutureTask<Receipt> sent) throws Exception {
        return sent.get().parked().stream().map(Parked::code);
    }
}
