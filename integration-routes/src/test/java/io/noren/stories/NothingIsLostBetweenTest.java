package io.noren.stories;

import static io.noren.stories.Receipt.sale;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.noren.integration.broker.FlowQueue;
import io.noren.loyalty.PointsChanged;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The way of a fact from the transaction that made it to the flows that read it. */
class NothingIsLostBetweenTest extends Story {
    @Autowired
    @Qualifier("outboxRelay")
    SmartLifecycle relay;

    @Autowired
    ApplicationEventPublisher events;

    @Autowired
    PlatformTransactionManager transactions;

    @AfterEach
    void theRelayRunsAgain() throws Exception {
        if (!relay.isRunning()) {
            relay.start();
        }
        for (FlowQueue flow : FlowQueue.values()) {
            camel.getRouteController().startRoute(flow.flow());
        }
    }

    @Test
    void aRollbackTakesTheFactWithTheChange() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza");
        relay.stop();

        new TransactionTemplate(transactions).executeWithoutResult(status -> {
            ginza.has(5, shirt);
            status.setRollbackOnly();
        });

        assertThat(outboxHolds(shirt)).isZero();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("0");
        ginza.has(5, shirt);
        assertThat(outboxHolds(shirt)).as("and a commit keeps both").isEqualTo(1);
    }

    @Test
    void aFactOutsideOfATransactionIsRefused() {
        PointsChanged fact = anyFact();

        assertThatExceptionOfType(IllegalTransactionStateException.class).isThrownBy(() -> events.publishEvent(fact));

        assertThat(outboxHolds(fact.id().toString())).isZero();
    }

    @Test
    void whatIsCommittedWhileTheRelayIsAwayArrivesAfterwards() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        whenQueuesAreQuiet();
        relay.stop();

        Answer receipt = ginza.till(1).reports(sale(1).of(1, shirt), sale(2).of(1, shirt));

        assertThat(receipt.status()).as("a till does not wait for the broker").isEqualTo(202);
        assertThat(outboxHolds(named("tills"))).isEqualTo(2);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("5");
        relay.start();
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("3");
        assertThat(parked()).isEmpty();
    }

    @Test
    void whatArrivesWhileAFlowIsStoppedWaitsForItOnTheBroker() throws Exception {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        whenQueuesAreQuiet();
        camel.getRouteController().stopRoute("sale-to-stock");

        ginza.till(1).reports(sale(1).of(1, shirt));

        await().atMost(PATIENCE).until(() -> depths().get("sale-to-stock") == 1 && outboxSize() == 0);
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("5");
        camel.getRouteController().startRoute("sale-to-stock");
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    // A crash after the sending and before the commit leaves the very same row to be sent once more.
    @Test
    void whatIsRelayedTwiceHasOneEffect() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        relay.stop();
        ginza.till(1).reports(sale(1).of(1, shirt), sale(2).of(1, shirt));
        jdbc.sql("create table public.story_again as select * from integration.outbox")
                .update();
        try {
            relay.start();
            whenQueuesAreQuiet();

            putIntoTheOutboxAgain("event_id");
            whenQueuesAreQuiet();
            assertThat(ginza.onHand(shirt)).as("the broker knows it").isEqualByComparingTo("3");

            putIntoTheOutboxAgain("gen_random_uuid()");
            whenQueuesAreQuiet();
            assertThat(ginza.onHand(shirt))
                    .as("and if it did not, the ledger does")
                    .isEqualByComparingTo("3");
            assertThat(parked()).isEmpty();
        } finally {
            jdbc.sql("drop table public.story_again").update();
        }
    }

    // It had committed and claimed it, and died before it could send it from memory.
    @Test
    void whatACopyThatDiedHadClaimedIsSentWhenItsClaimHasRunOut() {
        String shirt = item("SHIRT");
        Store ginza = store("ginza").has(5, shirt);
        relay.stop();
        ginza.till(1).reports(sale(1).of(1, shirt));
        jdbc.sql("update integration.outbox set claimed_until = clock_timestamp() + interval '2 seconds'")
                .update();

        relay.start();

        assertThat(outboxSize()).isEqualTo(1);
        whenQueuesAreQuiet();
        assertThat(ginza.onHand(shirt)).isEqualByComparingTo("4");
    }

    @Test
    void everyQueueHasItsFlowByTheSameName() {
        List<String> routes = camel.getRoutes().stream().map(Route::getRouteId).toList();

        assertThat(routes)
                .containsAll(
                        Arrays.stream(FlowQueue.values()).map(FlowQueue::flow).toList());
        assertThat(routes).noneMatch(id -> id.matches("route\\d+"));
        for (FlowQueue flow : FlowQueue.values()) {
            assertThat(camel.getRoute(flow.flow()).getEndpoint().getEndpointUri())
                    .contains(flow.flow());
        }
        assertThat(depths().keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(FlowQueue.values()).map(FlowQueue::flow).toList());
    }

    private Map<String, Long> depths() {
        return queues.read();
    }

    private void putIntoTheOutboxAgain(String eventId) {
        jdbc.sql(
                        "insert into integration.outbox (event_id, address, queue, fact, facts, payload, correlation, created_at)"
                                + " select " + eventId
                                + ", address, queue, fact, facts, payload, correlation, created_at"
                                + " from public.story_again")
                .update();
    }

    private long outboxHolds(String text) {
        return jdbc.sql("select coalesce(sum(facts), 0) from integration.outbox where payload like ?")
                .param("%" + text + "%")
                .query(Long.class)
                .single();
    }

    private PointsChanged anyFact() {
        return new PointsChanged(
                UUID.randomUUID(),
                UUID.randomUUID(),
                UUID.randomUUID(),
                1,
                1,
                0,
                "EARN",
                source,
                "any",
                Instant.now(),
                Instant.now());
    }
}
