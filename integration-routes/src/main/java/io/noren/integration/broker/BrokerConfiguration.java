package io.noren.integration.broker;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How routes read from the broker. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    /**
     * A message is taken off its queue only when its route ended well. The session's own transaction is enough: it is
     * the outer one, the database's is the inner, and a crash between the two delivers again to readers who know what
     * they have already done.
     */
    @Bean("jms")
    JmsComponent jms(ActiveMQConnectionFactory connections) {
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(connections);
        jms.setTransacted(true);
        jms.setLazyCreateTransactionManager(false);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setRecoveryInterval(1_000);
        jms.setReceiveTimeout(1_000); // a stopping route waits for it to pass
        jms.setAcceptMessagesWhileStopping(false);
        return jms;
    }
}
