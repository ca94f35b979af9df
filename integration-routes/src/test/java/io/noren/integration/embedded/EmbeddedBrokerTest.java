package io.noren.integration.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.noren.integration.TillMessagesSettings;
import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the JDK that runs these tests: with some Netty and some JDK a second start once left a dead broker behind. */
class EmbeddedBrokerTest {
    @TempDir
    Path data;

    @Test
    void whatWasSentIsThereAfterARestart() throws Exception {
        DataFolder folder = DataFolderTest.embedded(data, 0);
        for (int start = 1; start <= 3; start++) {
            EmbeddedBroker broker = new EmbeddedBroker(folder, TillMessagesSettings.NONE);
            try (ActiveMQConnectionFactory connections = new ActiveMQConnectionFactory(broker.url());
                    JMSContext context = connections.createContext()) {
                Queue queue = context.createQueue("kept?auto-delete=false");
                if (start > 1) {
                    assertThat(context.createConsumer(queue).receiveBody(String.class, 5_000))
                            .isEqualTo("sale " + (start - 1));
                }
                context.createProducer().send(queue, "sale " + start);
            } finally {
                broker.stop();
            }
        }
        folder.release();
    }

    @Test
    void aJournalThatCannotBeReadIsSaidSoInsteadOfRunningWithoutOne() throws IOException {
        DataFolder folder = DataFolderTest.embedded(data, 0);
        Files.createDirectories(data.resolve("broker"));
        Files.writeString(data.resolve("broker/journal"), "a file where the journal's folder belongs");

        assertThatExceptionOfType(StartRefused.class)
                .isThrownBy(() -> new EmbeddedBroker(folder, TillMessagesSettings.NONE))
                .withMessageContaining("broker")
                .satisfies(refused -> assertThat(refused.action()).contains("disk", "move it away"));
        folder.release();
    }
}
