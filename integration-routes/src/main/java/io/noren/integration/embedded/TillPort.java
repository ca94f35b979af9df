package io.noren.integration.embedded;

import io.noren.integration.TillMessagesSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.settings.impl.ResourceLimitSettings;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;

/** The embedded broker's one door to the outside: AMQP 1.0, for tills that have an account. */
final class TillPort {
    private static final String NAME = "tills";

    /** Of one account; several tills of a store may share it. */
    private static final int MOST_SESSIONS = 50;

    /** Messages that a till may send before the broker has answered the first. */
    private static final int MOST_UNDER_WAY = 50;

    /** In bytes: smaller messages are kept in memory until they are whole, larger ones on disk. */
    private static final int KEPT_WHOLE = 100 * 1024;

    /** Beside those of the accounts: whoever has connected and has not signed in yet. */
    private static final int STRANGERS = 20;

    private TillPort() {}

    /** Opens the port, and with it the guard in front of everything that the broker can do. */
    static void open(Configuration broker, TillMessagesSettings settings, BrokerAccess access, Path journal) {
        int port = Objects.requireNonNull(settings.port());
        demandFree(settings.host(), port);
        broker.setSecurityEnabled(true);
        broker.setClusterPassword(BrokerAccess.secret()); // a user that the guard is not asked about
        broker.registerBrokerPlugin(
                new TillMessageRules(access, settings.maxMessageSize().toBytes(), journal));
        broker.registerBrokerPlugin(
                new ArrivalLimit(2 * settings.maxMessageSize().toBytes() + (long) MOST_UNDER_WAY * KEPT_WHOLE));
        for (TillMessagesSettings.Till till : settings.tills()) {
            ResourceLimitSettings limits = new ResourceLimitSettings();
            limits.setMatch(SimpleString.of(till.name()));
            limits.setMaxSessions(MOST_SESSIONS);
            limits.setMaxQueues(0);
            broker.addResourceLimitSettings(limits);
        }
        // Not Artemis's own protocol: there, a till could ask for the names and depths of all queues.
        Map<String, Object> parameters = new HashMap<>();
        parameters.put(TransportConstants.HOST_PROP_NAME, settings.host());
        parameters.put(TransportConstants.PORT_PROP_NAME, port);
        parameters.put(TransportConstants.PROTOCOLS_PROP_NAME, "AMQP");
        parameters.put(
                TransportConstants.CONNECTIONS_ALLOWED,
                STRANGERS + MOST_SESSIONS * settings.tills().size());
        if (settings.keyStore() != null) {
            parameters.put(TransportConstants.SSL_ENABLED_PROP_NAME, true);
            parameters.put(TransportConstants.KEYSTORE_TYPE_PROP_NAME, "PKCS12");
            parameters.put(TransportConstants.KEYSTORE_PATH_PROP_NAME, keyStore(settings.keyStore()));
            parameters.put(
                    TransportConstants.KEYSTORE_PASSWORD_PROP_NAME,
                    Objects.requireNonNullElse(settings.keyStorePassword(), ""));
        }
        broker.addAcceptorConfiguration(
                new TransportConfiguration(NettyAcceptorFactory.class.getName(), parameters, NAME, protocol()));
    }

    private static Map<String, Object> protocol() {
        return Map.of(
                "saslMechanisms",
                "PLAIN",
                "amqpCredits",
                MOST_UNDER_WAY,
                "amqpLowCredits",
                MOST_UNDER_WAY / 2,
                "amqpMinLargeMessageSize",
                KEPT_WHOLE);
    }

    private static String keyStore(Path file) {
        if (!Files.isReadable(file)) {
            throw new StartRefused(
                    "The key store for the tills' port, " + file + ", cannot be read.",
                    "Check noren.pos.amqp.key-store and the file's owner and rights.");
        }
        return file.toAbsolutePath().toString();
    }

    // The broker would find out too, and would then say only that it did not become active.
    private static void demandFree(String host, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(host, port));
        } catch (IOException e) {
            throw new StartRefused(
                    "The tills' port " + port + " on " + host + " cannot be opened: " + e.getMessage() + ".",
                    "Stop the program that has it, or name another port in NOREN_POS_AMQP_PORT or another address of this"
                            + " machine in NOREN_POS_AMQP_HOST.",
                    e);
        }
    }

    /** A key store that cannot be used is only logged by the broker. */
    static void demandOpen(ActiveMQServer broker, TillMessagesSettings settings) {
        Acceptor acceptor = broker.getRemotingService().getAcceptor(NAME);
        if (acceptor == null || !acceptor.isStarted()) {
            throw new StartRefused(
                    "The tills' port " + settings.port() + " does not open with the key store " + settings.keyStore()
                            + ".",
                    "Check that it is PKCS #12 and that noren.pos.amqp.key-store-password is its password.");
        }
    }
}
