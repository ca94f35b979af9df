package io.noren.integration.embedded;

import io.noren.integration.NorenSettings;
import io.noren.integration.NorenSettings.External;
import io.noren.integration.TillMessagesSettings;
import java.util.Objects;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** Decides where PostgreSQL and Artemis are: named by the operator, or in the process. */
@Configuration(proxyBeanMethods = false)
class ServersConfiguration {

    @Bean(destroyMethod = "close")
    @Conditional(DatabaseNotNamed.class)
    EmbeddedDatabase embeddedDatabase(DataFolder folder) {
        return new EmbeddedDatabase(folder);
    }

    @Bean(destroyMethod = "stop")
    @Conditional(BrokerNotNamed.class)
    EmbeddedBroker embeddedBroker(DataFolder folder, TillMessagesSettings tills) {
        return new EmbeddedBroker(folder, tills);
    }

    @Bean
    JdbcConnectionDetails databaseAddress(NorenSettings settings, ObjectProvider<EmbeddedDatabase> embedded) {
        EmbeddedDatabase server = embedded.getIfAvailable();
        return server != null
                ? new Address(server.jdbcUrl(), "postgres", "")
                : named(Objects.requireNonNull(settings.database()));
    }

    private static Address named(External database) {
        return new Address(
                Objects.requireNonNull(database.url()),
                Objects.requireNonNullElse(database.user(), ""),
                Objects.requireNonNullElse(database.password(), ""));
    }

    @Bean(destroyMethod = "close")
    ActiveMQConnectionFactory brokerConnections(NorenSettings settings, ObjectProvider<EmbeddedBroker> embedded) {
        EmbeddedBroker server = embedded.getIfAvailable();
        if (server != null) {
            return tuned(new ActiveMQConnectionFactory(server.url(), server.user(), server.password()));
        }
        External broker = Objects.requireNonNull(settings.broker());
        return tuned(
                new ActiveMQConnectionFactory(Objects.requireNonNull(broker.url()), broker.user(), broker.password()));
    }

    private static ActiveMQConnectionFactory tuned(ActiveMQConnectionFactory connections) {
        // No confirmation window: for the sake of a client that might come back the broker would then keep a dead
        // copy's
        // messages for a minute, instead of giving them to the others at once.
        connections.setCallTimeout(15_000);
        return connections;
    }

    private record Address(String url, String user, String password) implements JdbcConnectionDetails {
        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getUsername() {
            return user;
        }

        @Override
        public String getPassword() {
            return password;
        }
    }

    /** True when the variable is missing or empty, as compose files pass it on. */
    private abstract static class NotNamed implements Condition {
        private final String property;

        NotNamed(String property) {
            this.property = property;
        }

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return context.getEnvironment().getProperty(property, "").isBlank();
        }
    }

    static class DatabaseNotNamed extends NotNamed {
        DatabaseNotNamed() {
            super("noren.database.url");
        }
    }

    static class BrokerNotNamed extends NotNamed {
        BrokerNotNamed() {
            super("noren.broker.url");
        }
    }
}
