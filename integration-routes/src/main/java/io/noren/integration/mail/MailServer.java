package io.noren.integration.mail;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.sign-in.mail.*}: an SMTP server, through which codes go and what shoppers are told of their orders.
 *
 * @param host unset: nothing goes by e-mail
 * @param from the sender of codes
 */
@ConfigurationProperties("noren.sign-in.mail")
public record MailServer(
        @Nullable String host,
        @DefaultValue("587") int port,
        @Nullable String user,
        @Nullable String password,
        @DefaultValue("STARTTLS") Security security,
        @DefaultValue("noren@localhost") String from) {

    private static final int LIMIT_MILLIS = 10_000;

    /** How it is spoken to. */
    public enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    // An empty variable, as compose files pass it on, means the same as none.
    public boolean isSet() {
        return host != null && !host.isBlank();
    }

    /** Where a route sends a mail; nowhere, when there is no server. */
    public String uri() {
        if (!isSet()) {
            return "log:" + MailServer.class.getName() + "?level=OFF";
        }
        String protocol = security == Security.TLS ? "smtps" : "smtp";
        StringBuilder uri = new StringBuilder(protocol)
                .append("://")
                .append(host)
                .append(':')
                .append(port)
                .append("?from=RAW(")
                .append(from)
                .append(")&useHeaderRecipients=true&useHeaderSubject=true&connectionTimeout=")
                .append(LIMIT_MILLIS)
                .append("&mail.")
                .append(protocol)
                .append(".timeout=")
                .append(LIMIT_MILLIS);
        if (security == Security.STARTTLS) {
            uri.append("&mail.smtp.starttls.enable=true&mail.smtp.starttls.required=true");
        }
        if (user != null && !user.isBlank()) {
            uri.append("&username=RAW(").append(user).append(')');
            uri.append("&password=RAW(").append(password).append(')');
        }
        return uri.toString();
    }
}
