package io.noren.integration.message;

import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.thymeleaf.context.Context;
import org.thymeleaf.spring6.SpringTemplateEngine;

/** A message as a mail: as text and as HTML, under an id that stays the same when it is sent again. */
@Component
class MessageMail {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final SpringTemplateEngine templates;
    private final @Nullable String from;
    private final Clock clock;

    MessageMail(SpringTemplateEngine templates, MessageSettings settings, Clock clock) {
        this.templates = templates;
        this.from = settings.mailFrom();
        this.clock = clock;
    }

    MimeMessage of(Outgoing outgoing) throws MessagingException {
        InternetAddress sender = new InternetAddress(String.valueOf(from), true);
        MimeMessage mail =
                new WithId("<" + outgoing.key() + "@" + sender.getAddress().replaceFirst(".*@", "") + ">");
        mail.setFrom(sender);
        mail.setRecipient(RecipientType.TO, new InternetAddress(outgoing.to().get(0), true));
        mail.setSubject(outgoing.text().subject(), UTF_8);
        mail.setSentDate(Date.from(clock.instant()));
        mail.setContentLanguage(new String[] {outgoing.language().toLanguageTag()});
        // Out-of-office replies to it help nobody. It is about an order of one's own: there is no list to leave.
        mail.setHeader("Auto-Submitted", "auto-generated");
        MimeBodyPart plain = new MimeBodyPart();
        plain.setText(outgoing.text().plain(), UTF_8, "plain");
        MimeBodyPart html = new MimeBodyPart();
        html.setText(html(outgoing), UTF_8, "html");
        // The best comes last.
        mail.setContent(new MimeMultipart("alternative", plain, html));
        return mail;
    }

    private String html(Outgoing outgoing) {
        return templates.process("message-mail", new Context(outgoing.language(), Map.of("text", outgoing.text())));
    }

    /** It gets another id from whoever sends it otherwise. */
    private static final class WithId extends MimeMessage {
        private final String id;

        WithId(String id) {
            super((Session) null);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", id);
        }
    }
}
