package io.noren.integration.signin;

import io.noren.integration.NorenSettings;
import io.noren.integration.mail.MailServer;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.signin.CodeDelivery;
import io.noren.loyalty.signin.SignInCode;
import java.util.EnumSet;
import java.util.Set;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Lazy;
import org.springframework.stereotype.Component;

/**
 * Hands codes to the routes that bring them. They wait in memory and nowhere else: a code that is lost with the process
 * is asked for anew, and one that was kept could be read.
 */
@Component
class CodeSender implements CodeDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(CodeSender.class);

    private final ProducerTemplate routes;
    private final MailServer mail;
    private final CodeSettings settings;
    private final CodeCounts counts;
    private final boolean demo;

    CodeSender(
            @Lazy ProducerTemplate routes,
            MailServer mail,
            CodeSettings settings,
            CodeCounts counts,
            NorenSettings noren) {
        this.routes = routes;
        this.mail = mail;
        this.settings = settings;
        this.counts = counts;
        this.demo = noren.demoWanted();
    }

    @Override
    public Set<IdentifierType> ways() {
        Set<IdentifierType> ways = EnumSet.noneOf(IdentifierType.class);
        if (demo || mail.isSet()) {
            ways.add(IdentifierType.EMAIL);
        }
        if (demo || settings.smsGateway() != null) {
            ways.add(IdentifierType.PHONE);
        }
        return ways;
    }

    @Override
    public void deliver(SignInCode code) {
        boolean byMail = code.way() == IdentifierType.EMAIL;
        if (byMail && mail.isSet()) {
            send(CodeToMail.QUEUE, code);
        } else if (!byMail && settings.smsGateway() != null) {
            send(CodeToPhone.QUEUE, code);
        } else if (demo) {
            LOG.info("DEMO ONLY, nothing is sent: the sign-in code just asked for at /me is {}", code.code());
        }
    }

    /** That the queue is full is seen here, and not by whoever asked: to them it must look as if there were nobody. */
    private void send(String queue, SignInCode code) {
        try {
            routes.sendBodyAndHeader(queue, code, CodeTrouble.WAY, code.way());
        } catch (CamelExecutionException e) {
            counts.count(code.way(), CodeCounts.Outcome.TURNED_AWAY);
            LOG.warn("{} was not sent: too many are waiting", code);
        }
    }
}
