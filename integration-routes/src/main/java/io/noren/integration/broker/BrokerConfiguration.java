package io.noren.integration.broker;

import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** How a route listens to facts as they are published, without a queue of its own that would keep them. */
@Configuration(proxyBeanMethods = false)
class BrokerConfiguration {
    @Bean("jms")
    JmsComponent jms(ActiveMQConnectionFactory connections) {
        JmsComponent jms = new JmsComponent();
        jms.setConnectionFactory(connections);
        jms.setCacheLevelName("CACHE_CONSUMER");
        jms.setRecoveryInterval(1_000);
        jms.setReceiveTimeout(1_000); // a stopping route waits for it to pass
        jms.setAcceptMessagesWhileStopping(false);
        return jms;
    }
}
