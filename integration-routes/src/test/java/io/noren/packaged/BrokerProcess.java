package io.noren.packaged;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.nio.file.Path;
import java.util.Set;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.server.JournalType;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;
import org.slf4j.LoggerFactory;

/** An Artemis in a process of its own: {@code BrokerProcess folder port user password}. */
public final class BrokerProcess {
    private BrokerProcess() {}

    public static void main(String[] arguments) throws Exception {
        // Its audit tells each message in a line of its own, at the cost of those who are measured beside it.
        ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        Path folder = Path.of(arguments[0]);
        String user = arguments[2];
        ConfigurationImpl configuration = new ConfigurationImpl();
        configuration.setName("external");
        configuration.addAcceptorConfiguration("tcp", "tcp://localhost:" + arguments[1] + "?protocols=CORE");
        configuration.setJournalType(JournalType.NIO);
        configuration.setJournalBufferTimeout_NIO(300_000);
        configuration.setJournalDirectory(folder.resolve("journal").toString());
        configuration.setBindingsDirectory(folder.resolve("bindings").toString());
        configuration.setLargeMessagesDirectory(folder.resolve("large").toString());
        configuration.setPagingDirectory(folder.resolve("paging").toString());
        configuration.setSecurityEnabled(true);
        Role all = new Role(user, true, true, true, true, true, true, true, true, true, true, true, true);
        configuration.putSecurityRoles("#", Set.of(all));
        SecurityConfiguration users = new SecurityConfiguration();
        users.addUser(user, arguments[3]);
        users.addRole(user, user);
        EmbeddedActiveMQ broker = new EmbeddedActiveMQ();
        broker.setConfiguration(configuration);
        broker.setSecurityManager(new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), users));
        broker.start();
        if (!broker.getActiveMQServer().isActive()) {
            System.exit(1);
        }
        System.out.println("The broker is up");
    }
}
