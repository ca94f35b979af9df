package io.noren.benchmark;

import static java.util.Objects.requireNonNull;

import io.noren.packaged.Cell;
import io.noren.packaged.OutsideBroker;
import io.noren.packaged.OutsideServers;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Retailer;
import io.noren.packaged.TestFolder;
import io.noren.pos.ItemCode;
import io.noren.pos.SaleRecorded;
import io.noren.pos.SoldLine;
import io.noren.pos.TransactionKey;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.json.JsonMapper;

/**
 * How many sales a second go from the broker into the ledger and out again as changed levels, all of it durable, beside
 * what the same broker and the same PostgreSQL do in the same run when that is all they do. The limit is both after
 * each other, since all share this machine: 1 / (1/broker + 1/SQL).
 */
class BrokerToLedgerBenchmark {
    private static final int SALES = Integer.getInteger("noren.benchmark.sales", 30_000);
    private static final int AT_ONCE = 10_000;
    private static final int LINES = 3;
    private static final int ITEMS = 300;
    private static final int IN_ONE_TRANSACTION = 200;
    private static final int BARE_SECONDS = 15;
    private static final int BARE_MESSAGES = 100_000;
    private static final long PATIENCE_MILLIS = 120_000;

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final JsonMapper json = new JsonMapper();
    private final Random random = new Random(1);
    private int sequence;

    @Test
    void fromBrokerToLedgerAndOut() throws Exception {
        Retailer retailer = new Retailer(random, ITEMS);
        try (OutsideServers servers = new OutsideServers(folder.path());
                PackagedHub hub = servers.usedBy(new PackagedHub("hub", folder.path(), "nrn_benchmark"));
                ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(
                        servers.broker().url(), OutsideBroker.USER, OutsideBroker.PASSWORD)) {
            hub.start();
            retailer.introduceTo(hub.api());
            try (Connection connection = connections.createConnection();
                    Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                    MessageConsumer levels =
                            session.createConsumer(session.createTopic("noren.inventory.stock-level-changed"))) {
                connection.start();
                String warm = WarmUp.with(
                        hub.api(), () -> salesPerSecond(connection, session, levels, retailer.cells(), AT_ONCE));
                double hubRate = salesPerSecond(connection, session, levels, retailer.cells(), SALES);
                double broker = new BareBroker(connections).run(BARE_MESSAGES);
                double rows = new BareLedger(servers.database().jdbcUrl()).run(retailer.cells(), BARE_SECONDS);
                double limit = 1 / (1 / broker + LINES / rows);
                System.out.printf(
                        "%n%s%n%n| sales through the broker, %d lines each | per second |%n|---|---|%n"
                                + "| the hub: from the queue to the last changed level announced, %,d sales | %,.0f sales |%n"
                                + "| bare Artemis, durable messages of 1 kB | %,.0f messages |%n"
                                + "| bare SQL, 100 movements a transaction | %,.0f movements |%n"
                                + "| both after each other | %,.0f sales |%n| ratio | %.0f %% |%n",
                        warm, LINES, SALES, hubRate, broker, rows, limit, 100 * hubRate / limit);
            }
        }
    }

    /** The queue is filled first, as after an outage; the time runs until the last level was announced. */
    private double salesPerSecond(
            Connection connection, Session session, MessageConsumer levels, List<Cell> cells, int sales)
            throws Exception {
        List<SaleRecorded> all = new ArrayList<>(sales);
        for (int n = 0; n < sales; n++) {
            all.add(sale(cells));
        }
        long began = System.nanoTime();
        Thread tills = new Thread(() -> send(connection, all), "tills");
        tills.start();
        int told = 0;
        int messages = 0;
        while (told < sales * LINES) {
            Message message = requireNonNull(levels.receive(PATIENCE_MILLIS), "no level was announced any more");
            told += message.propertyExists("facts") ? message.getIntProperty("facts") : 1;
            if (++messages % IN_ONE_TRANSACTION == 0) {
                session.commit();
            }
        }
        session.commit();
        tills.join();
        return sales / ((System.nanoTime() - began) / 1e9);
    }

    private void send(Connection connection, List<SaleRecorded> sales) {
        try (Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createTopic("noren.pos.sale-recorded"))) {
            producer.setDeliveryMode(DeliveryMode.PERSISTENT);
            int sent = 0;
            for (SaleRecorded sale : sales) {
                TextMessage message = session.createTextMessage(json.writeValueAsString(sale));
                message.setStringProperty("fact", "SaleRecorded");
                message.setStringProperty("event", sale.id().toString());
                producer.send(message);
                if (++sent % IN_ONE_TRANSACTION == 0 || sent == sales.size()) {
                    session.commit();
                }
            }
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private SaleRecorded sale(List<Cell> cells) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String store = cells.get(random.nextInt(cells.size())).location();
        List<SoldLine> lines = new ArrayList<>();
        for (int line = 1; line <= LINES; line++) {
            lines.add(new SoldLine(
                    line,
                    List.of(new ItemCode(
                            ItemCode.Scheme.SKU,
                            cells.get(random.nextInt(cells.size())).sku())),
                    BigDecimal.ONE,
                    "EA",
                    new BigDecimal("1980")));
        }
        return new SaleRecorded(
                UUID.randomUUID(),
                new TransactionKey("tills", store, LocalDate.ofInstant(now, ZoneOffset.UTC), "1", ++sequence),
                UUID.randomUUID(),
                now,
                now,
                "JPY",
                null,
                lines);
    }
}
