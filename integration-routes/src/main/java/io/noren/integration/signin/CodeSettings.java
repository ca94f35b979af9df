package io.noren.integration.signin;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * {@code noren.sign-in.*}: by what codes reach members, besides the mail server.
 *
 * @param sms unset: no code is sent to phones
 */
@ConfigurationProperties("noren.sign-in")
record CodeSettings(@Nullable Sms sms) {
    /**
     * Whoever sends text messages: gets {@code {"to": "+8190…", "text": "…"}} by POST.
     *
     * @param token sent as {@code Authorization: Bearer}; unset: none
     */
    record Sms(@Nullable String url, @Nullable String token) {}

    // An empty variable, as compose files pass it on, means the same as none.
    @Nullable
    URI smsGateway() {
        return sms == null || sms.url() == null || sms.url().isBlank() ? null : URI.create(sms.url());
    }
}
