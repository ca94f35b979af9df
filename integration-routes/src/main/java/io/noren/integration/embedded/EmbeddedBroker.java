package io.noren.integration.embedded;

import io.noren.integration.TillMessagesSettings;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Artemis broker with its journal in {@code data/broker}, reached inside this process only, and by tills if there
 * is a port for them.
 */
class EmbeddedBroker {
    /** Brokers in one process, as in tests, are told apart by their number. */
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** How long a send may wait to share one flush to disk with others; Artemis's own choice for NIO is ten times that. */
    private static final int JOURNAL_FLUSH_NANOS = 300_000;

    private final String url = "vm://" + NUMBER.getAndIncrement();
    private final EmbeddedActiveMQ server;
    private final @Nullable BrokerAccess access;

    EmbeddedBroker(DataFolder folder, TillMessagesSettings tills) {
        Path journal = folder.resolve("broker");
        log.info("Starting the Artemis broker in {} …", journal);
        server = new EmbeddedActiveMQ();
        Configuration configuration = configuration(journal, url);
        if (tills.port() == null) {
            access = null;
        } else {
            access = new BrokerAccess(tills);
            server.setSecurityManager(access);
            TillPort.open(configuration, tills, access, journal);
        }
        server.setConfiguration(configuration);
        try {
            server.start();
        } catch (Exception e) {
            throw broken(journal, e);
        }
        // A journal that cannot be read leaves a broker that is not active, without an exception.
        if (!server.getActiveMQServer().isActive()) {
            throw broken(journal, new IllegalStateException("the broker did not become active"));
        }
        if (access != null) {
            demandTillPort(tills);
        }
        log.info("The broker is up");
    }

    private void demandTillPort(TillMessagesSettings tills) {
        try {
            TillPort.demandOpen(server.getActiveMQServer(), tills);
        } catch (StartRefused refused) {
            try {
                server.stop();
            } catch (Exception e) {
                refused.addSuppressed(e);
            }
            throw refused;
        }
    }

    private static Configuration configuration(Path journal, String url) {
        try {
            ConfigurationImpl configuration = new ConfigurationImpl();
            configuration.setName("noren");
            configuration.setSecurityEnabled(false); // as long as nobody but this process can connect
            configuration.addAcceptorConfiguration("in-vm", url);
            configuration.setJournalType(JournalType.NIO);
            configuration.setJournalBufferTimeout_NIO(JOURNAL_FLUSH_NANOS);
            configuration.setJournalDirectory(journal.resolve("journal").toString());
            configuration.setBindingsDirectory(journal.resolve("bindings").toString());
            configuration.setLargeMessagesDirectory(journal.resolve("large").toString());
            configuration.setPagingDirectory(journal.resolve("paging").toString());
            configuration.setPersistIDCache(true);
            configuration.setMaxDiskUsage(98);
            return configuration;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static StartRefused broken(Path journal, Exception cause) {
        return new StartRefused(
                "The message broker does not start in " + journal + ": " + cause.getMessage() + ".",
                "If the disk is full, free some space. If the folder is damaged, move it away: what was not yet"
                        + " delivered is sent again from the database's outbox, or can be sent again by the tills.",
                cause);
    }

    String url() {
        return url;
    }

    /** What this process signs in with; null where nobody is asked. */
    @Nullable
    String user() {
        return access == null ? null : BrokerAccess.THIS_PROCESS;
    }

    @Nullable
    String password() {
        return access == null ? null : access.password();
    }

    void stop() throws Exception {
        server.stop();
        log.info("The broker has stopped");
    }
}
