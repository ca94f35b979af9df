package io.noren.integration.message;

import io.noren.integration.NorenSettings;
import io.noren.integration.mail.MailServer;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The channels that are set up here; in a demo without any, the log. */
@Component
class MessageChannels {
    private final Set<MessageChannel> open;

    MessageChannels(MessageSettings settings, MailServer server, NorenSettings noren) {
        if (settings.mailFrom() != null && !server.isSet()) {
            throw new IllegalStateException(
                    "noren.messages.mail.from is set, but no mail server: set noren.sign-in.mail.host, too");
        }
        demandSecret("push", settings.push());
        demandSecret("chat", settings.chat());
        Set<MessageChannel> channels = EnumSet.noneOf(MessageChannel.class);
        Arrays.stream(MessageChannel.values()).filter(settings::uses).forEach(channels::add);
        if (channels.isEmpty() && noren.demoWanted()) {
            channels.add(MessageChannel.LOG);
        }
        open = Collections.unmodifiableSet(channels);
    }

    private static void demandSecret(String name, MessageSettings.@Nullable Hook hook) {
        if (hook != null
                && hook.isSet()
                && (hook.secret() == null || hook.secret().isBlank())) {
            throw new IllegalStateException("noren.messages." + name + ".url is set, but not its secret");
        }
    }

    Set<MessageChannel> open() {
        return open;
    }
}
