package io.noren.integration.till;

import io.noren.integration.TillMessagesSettings.Till;
import io.noren.pos.Refusal;
import io.noren.pos.SpooledContent;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.jspecify.annotations.Nullable;

/**
 * A message's body, as often as it has to be read, and whose it is. Of what else the sender wrote into the message,
 * properties and headers, nothing is looked at.
 *
 * @param till by the queue that it lay in, where the broker lets nobody else send
 * @param unfit why its body cannot be a document; null when it can be one
 */
record TillMessage(Till till, SpooledContent body, @Nullable Refusal unfit, Instant receivedAt)
        implements AutoCloseable {

    /** An XML declaration as far as its encoding. */
    private static final Pattern DECLARED =
            Pattern.compile("^(\\uFEFF?<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"'])([^\"'>]{1,40})");

    static TillMessage of(Till till, ClientMessage message, Path spool, Instant receivedAt)
            throws IOException, ActiveMQException {
        SpooledContent body = new SpooledContent(spool, "received-");
        boolean complete = false;
        try {
            try (OutputStream out = body.out()) {
                if (isTextInMemory(message)) {
                    out.write(text(message).getBytes(StandardCharsets.UTF_8));
                } else {
                    message.saveToOutputStream(out);
                }
            }
            complete = true;
            return new TillMessage(till, body, unfit(message, body), receivedAt);
        } finally {
            if (!complete) {
                body.close();
            }
        }
    }

    private static @Nullable Refusal unfit(ClientMessage message, SpooledContent body) {
        boolean text = message.getType() == Message.TEXT_TYPE;
        boolean bytes = message.getType() == Message.BYTES_TYPE || message.getType() == Message.DEFAULT_TYPE;
        if (!text && !bytes) {
            return new Refusal(
                    "UNREADABLE_MESSAGE",
                    "The message's body is a map, a list or an object; it has to be sent as bytes or as text.");
        }
        if (body.size() == 0) {
            return new Refusal("UNREADABLE_MESSAGE", "The message has no body; the document has to be its body.");
        }
        if (text && message.isLargeMessage()) {
            return new Refusal(
                    "DOCUMENT_TOO_LARGE",
                    "This is too much for a message of text; it has to be sent as a message of bytes.");
        }
        return null;
    }

    private static boolean isTextInMemory(ClientMessage message) {
        return message.getType() == Message.TEXT_TYPE && !message.isLargeMessage();
    }

    /** Characters have no encoding any more: whatever the document says about itself, what we keep is UTF-8. */
    private static String text(ClientMessage message) {
        SimpleString text = message.getBodyBuffer().readNullableSimpleString();
        if (text == null) {
            return "";
        }
        Matcher declared = DECLARED.matcher(text);
        return declared.find() && !declared.group(2).equalsIgnoreCase("utf-8")
                ? declared.replaceFirst("$1UTF-8")
                : text.toString();
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
