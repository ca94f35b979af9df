package io.noren.integration.message;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * {@code noren.messages.*}: by what shoppers are told of their orders, and when. A channel that is not set is not used;
 * without any, nothing is planned.
 *
 * @param language of who has none of their own, BCP 47
 * @param quietHours {@code 21:00-08:00} by the store's clock; empty for none
 * @param remindAfter ready for so long, the shopper is reminded
 * @param lastDayBefore and told once more so long before the goods are kept no longer
 * @param patience a channel that fails for now is tried for so long before the next one is
 * @param lastPatience the same where there is no next one
 * @param receiptWithin a text message whose arrival is not known after so long did not arrive
 * @param keptFor the log of what was sent
 */
@ConfigurationProperties("noren.messages")
record MessageSettings(
        @Nullable Mail mail,
        @Nullable Smpp smpp,
        @Nullable Hook push,
        @Nullable Hook chat,
        @DefaultValue("ja") String language,
        @DefaultValue("21:00-08:00") String quietHours,
        @DefaultValue("P1D") Duration remindAfter,
        @DefaultValue("PT24H") Duration lastDayBefore,
        @DefaultValue("PT15M") Duration patience,
        @DefaultValue("P1D") Duration lastPatience,
        @DefaultValue("PT1H") Duration receiptWithin,
        @DefaultValue("P400D") Duration keptFor) {

    /** @param from the sender, {@code Tea House <orders@shop.example>}; unset: no mail */
    record Mail(@Nullable String from) {}

    /**
     * Whoever brings text messages, spoken to by SMPP 3.4.
     *
     * @param host unset: no text messages
     * @param from the sender: a number, or up to eleven letters and digits
     * @param window how many messages may be on their way to it without an answer
     * @param perSecond how many it takes
     */
    record Smpp(
            @Nullable String host,
            @DefaultValue("2775") int port,
            @DefaultValue("false") boolean tls,
            @DefaultValue("") String systemId,
            @DefaultValue("") String password,
            @DefaultValue("") String systemType,
            @DefaultValue("") String from,
            @DefaultValue("10") int window,
            @DefaultValue("20") int perSecond,
            @DefaultValue("PT30S") Duration enquireLinkEvery,
            @DefaultValue("PT10S") Duration answerWithin,
            @DefaultValue("PT5S") Duration bindAgainAfter) {}

    /**
     * Who passes messages on.
     *
     * @param url unset: nobody
     * @param secret {@code whsec_…}, by which they know that it is us
     */
    record Hook(@Nullable String url, @Nullable String secret) {

        // An empty variable, as compose files pass it on, means the same as none.
        boolean isSet() {
            return url != null && !url.isBlank();
        }

        URI address() {
            return URI.create(String.valueOf(url));
        }
    }

    @Nullable
    String mailFrom() {
        return mail == null || mail.from() == null || mail.from().isBlank() ? null : mail.from();
    }

    @Nullable
    Smpp smsGateway() {
        return smpp == null || smpp.host() == null || smpp.host().isBlank() ? null : smpp;
    }

    boolean uses(MessageChannel channel) {
        return switch (channel) {
            case EMAIL -> mailFrom() != null;
            case SMS -> smsGateway() != null;
            case PUSH -> push != null && push.isSet();
            case CHAT -> chat != null && chat.isSet();
            case LOG -> false;
        };
    }
}
