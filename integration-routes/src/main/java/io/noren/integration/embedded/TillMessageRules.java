package io.noren.integration.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * What the embedded broker does not take from a till. The till is told why, so that nothing is taken that would be lost
 * or stand in the way of others: a message that a restart would forget, one too large to be handed on in memory, and
 * any when the disk is nearly full.
 */
final class TillMessageRules implements ActiveMQServerMessagePlugin {
    /** In bytes; the database may write on the same disk. */
    private static final long LEAST_FREE = 512L * 1024 * 1024;

    private final BrokerAccess access;
    private final long maxBytes;
    private final Path journal;

    TillMessageRules(BrokerAccess access, long maxBytes, Path journal) {
        this.access = access;
        this.maxBytes = maxBytes;
        this.journal = journal;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        if (!access.isTill(session.getUsername())) {
            return;
        }
        if (!message.isDurable()) {
            throw refusal("A document is sent as a durable message (JMS: persistent), or a restart would lose it.");
        }
        if (message.getWholeMessageSize() > maxBytes) {
            throw refusal("A message may have at most " + maxBytes
                    + " bytes (noren.pos.amqp.max-message-size); send its transactions in several messages, or the whole"
                    + " as a file.");
        }
        if (free() < LEAST_FREE) {
            throw refusal("The hub's disk is nearly full; keep the message and send it later.");
        }
    }

    private long free() {
        try {
            return Files.getFileStore(journal).getUsableSpace();
        } catch (IOException e) {
            return 0;
        }
    }

    private static ActiveMQException refusal(String why) {
        return new ActiveMQException(why, ActiveMQExceptionType.GENERIC_EXCEPTION);
    }
}
