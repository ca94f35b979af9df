package io.noren.stories;

import io.noren.testing.Mailboxes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.net.imap.IMAPClient;
import org.apache.james.mime4j.dom.Entity;
import org.apache.james.mime4j.dom.Message;
import org.apache.james.mime4j.dom.Multipart;
import org.apache.james.mime4j.dom.TextBody;
import org.apache.james.mime4j.message.DefaultMessageBuilder;
import org.apache.james.mime4j.stream.Field;

/** Somebody's mail program: fetches their mails by IMAP and reads them, with libraries that had no hand in writing them. */
final class MailClient {
    private MailClient() {}

    /** One mail as its reader sees it. */
    record Letter(Message mail) {
        String subject() {
            return mail.getSubject();
        }

        String header(String name) {
            Field field = mail.getHeader().getField(name);
            return field == null ? "" : field.getBody();
        }

        String plain() {
            return part("text/plain");
        }

        String html() {
            return part("text/html");
        }

        /** The types of its parts, the least first. */
        List<String> alternatives() {
            return ((Multipart) mail.getBody())
                    .getBodyParts().stream().map(Entity::getMimeType).toList();
        }

        private String part(String type) {
            Entity part = ((Multipart) mail.getBody())
                    .getBodyParts().stream()
                            .filter(each -> each.getMimeType().equals(type))
                            .findFirst()
                            .orElseThrow();
            TextBody body = (TextBody) part.getBody();
            try (InputStream text = body.getInputStream()) {
                return new String(text.readAllBytes(), body.getMimeCharset());
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    /** All of a mailbox, the oldest first. */
    static List<Letter> letters(String address) {
        IMAPClient client = new IMAPClient();
        try {
            client.connect("127.0.0.1", Mailboxes.imapPort());
            if (!client.login(address, address)) {
                return List.of(); // nobody has written to them yet
            }
            client.select("INBOX");
            List<Letter> letters = new ArrayList<>();
            for (int n = 1; client.fetch(Integer.toString(n), "BODY.PEEK[]"); n++) {
                String literal = String.join("\r\n", client.getReplyStrings());
                int begin = literal.indexOf("}\r\n");
                if (begin < 0) {
                    break;
                }
                letters.add(read(literal.substring(begin + 3, literal.lastIndexOf(')'))));
            }
            client.logout();
            return letters;
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            try {
                client.disconnect();
            } catch (IOException e) {
                // It is gone.
            }
        }
    }

    private static Letter read(String text) throws IOException {
        return new Letter(new DefaultMessageBuilder()
                .parseMessage(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1))));
    }
}
