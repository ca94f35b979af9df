package io.noren.integration.signin;

import io.noren.integration.mail.MailServer;
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

    private final MailServer server;
    private final CodeText text;
    private final CodeCounts counts;

    CodeToMail(MailServer server, CodeText text, CodeCounts counts) {
        this.server = server;
        this.text = text;
        this.counts = counts;
    }

    @Override
    public void configure() {
        from(QUEUE)
                .routeId("sign-in-code-to-mail")
                .routeConfigurationId(CodeTrouble.ID)
                .process(this::write)
                .to(server.uri())
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
}
