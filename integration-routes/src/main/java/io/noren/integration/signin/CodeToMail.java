package io.noren.integration.signin;

import io.noren.integration.signin.CodeSettings.Mail;
import io.noren.integration.signin.CodeSettings.Security;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.signin.SignInCode;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.Message;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** A code that a member asked for goes to their mailbox, in their language. */
@Component
class CodeToMail extends RouteBuilder {
    static final String QUEUE = "seda:sign-in-code-to-mail?size=1000&concurrentConsumers=2&waitForTaskToComplete=Never";
    private static final int LIMIT_MILLIS = 10_000;

    private final CodeSettings settings;
    private final CodeText text;
    private final CodeCounts counts;

    CodeToMail(CodeSettings settings, CodeText text, CodeCounts counts) {
        this.settings = settings;
        this.text = text;
        this.counts = counts;
    }

    @Override
    public void configure() {
        Mail server = settings.mailServer();
        from(QUEUE)
                .routeId("sign-in-code-to-mail")
                .routeConfigurationId(CodeTrouble.ID)
                .process(this::write)
                .to(server == null ? "log:" + CodeToMail.class.getName() + "?level=OFF" : address(server))
                .process(exchange -> counts.count(IdentifierType.EMAIL, CodeCounts.Outcome.SENT));
    }

    private void write(Exchange exchange) throws InvalidPayloadException {
        Message message = exchange.getMessage();
        SignInCode code = message.getMandatoryBody(SignInCode.class);
        exchange.setProperty(Exchange.CHARSET_NAME, "UTF-8");
        message.setHeader("To", code.to());
        message.setHeader("Subject", text.subject(code));
        // Out-of-office replies to a code help nobody.
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setHeader(Exchange.CONTENT_TYPE, "text/plain; charset=UTF-8");
        message.setBody(text.mail(code));
    }

    private static String address(Mail server) {
        StringBuilder uri = new StringBuilder(server.security() == Security.TLS ? "smtps" : "smtp")
                .append("://")
                .append(server.host())
                .append(':')
                .append(server.port())
                .append("?from=RAW(")
                .append(server.from())
                .append(")&useHeaderRecipients=true&useHeaderSubject=true&connectionTimeout=")
                .append(LIMIT_MILLIS);
        String protocol = server.security() == Security.TLS ? "smtps" : "smtp";
        uri.append("&mail.").append(protocol).append(".timeout=").append(LIMIT_MILLIS);
        if (server.security() == Security.STARTTLS) {
            uri.append("&mail.smtp.starttls.enable=true&mail.smtp.starttls.required=true");
        }
        if (server.user() != null && !server.user().isBlank()) {
            uri.append("&username=RAW(").append(server.user()).append(')');
            uri.append("&password=RAW(").append(server.password()).append(')');
        }
        return uri.toString();
    }
}
