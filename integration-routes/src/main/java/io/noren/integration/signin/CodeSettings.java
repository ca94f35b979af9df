package io.noren.integration.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.sign-in.*}: by what codes reach members.
 *
 * @param mail unset: no code is sent by e-mail
 * @param sms unset: no code is sent to phones
 */
@ConfigurationProperties("noren.sign-in")
record CodeSettings(@Nullable Mail mail, @Nullable Sms sms) {
    /** How a mail server is spoken to. */
    enum Security {
        NONE,
        STARTTLS,
        TLS
    }

    /**
     * An SMTP server.
     *
     * @param from the sender's address
     */
    record Mail(
            @Nullable String host,
            @DefaultValue("587") int port,
            @Nullable String user,
            @Nullable String password,
            @DefaultValue("STARTTLS") Security security,
            @DefaultValue("noren@localhost") String from) {}

    /**
     * Whoever sends text messages: gets {@code {"to": "+8190…", "text": "…"}} by POST.
     *
     * @param token sent as {@code Authorization: Bearer}; unset: none
     */
    record Sms(@Nullable String url, @Nullable String token) {}

    // An empty variable, as compose files pass it on, means the same as none.
    @Nullable
    Mail mailServer() {
        return mail == null || mail.host() == null || mail.host().isBlank() ? null : mail;
    }

    @Nullable
    URI smsGateway() {
        return sms == null || sms.url() == null || sms.url().isBlank() ? null : URI.create(sms.url());
    }
}
