package io.noren.packaged;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** A PostgreSQL and an Artemis that somebody else runs, as the hub sees them: over the network, with a password. */
public final class OwnServers implements AutoCloseable {
    private static final String USER = "noren";
    private static final String PASSWORD = "a password";

    private final EmbeddedPostgres database;
    private final EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
    private final int brokerPort;

    public OwnServers(Path folder) throws Exception {
        database = EmbeddedPostgres.builder()
                .setDataDirectory(folder.resolve("postgres"))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        brokerPort = freePort();
        startBroker(folder.resolve("artemis"));
    }

    /** The hub that uses them. */
    public PackagedHub usedBy(PackagedHub hub) {
        return hub.with(
                        "NOREN_DATABASE_URL",
                        "jdbc:postgresql://localhost:" + database.getPort() + "/postgres?reWriteBatchedInserts=true")
                .with("NOREN_DATABASE_USER", "postgres")
                .with("NOREN_DATABASE_PASSWORD", "any")
                .with("NOREN_BROKER_URL", "tcp://localhost:" + brokerPort)
                .with("NOREN_BROKER_USER", USER)
                .with("NOREN_BROKER_PASSWORD", PASSWORD);
    }

    private void startBroker(Path folder) throws Exception {
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("external");
        configuration.addAcceptorConfiguration("tcp", "tcp://localhost:" + brokerPort + "?protocols=CORE");
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.setSecurityEnabled(true);
        Role all = new Role(USER, true, true, true, true, true, true, true, true, true, true, true, true);
        configuration.putSecurityRoles("#", Set.of(all));
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(USER, PASSWORD);
        users.addRole(USER, USER);
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        if (!broker.getActiveMQServer().isActive()) {
            throw new IllegalStateException("the broker did not become active");
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws Exception {
        broker.stop();
        database.close();
    }
}
