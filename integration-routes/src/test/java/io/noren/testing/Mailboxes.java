package io.noren.testing;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.util.Arrays;
import java.util.List;

/** A mail server that keeps what all tests of a run send; it ends with the run. */
public final class Mailboxes {
    private static final GreenMail SERVER = start();

    private Mailboxes() {}

    static int port() {
        return SERVER.getSmtp().getPort();
    }

    /** Where a mail client reads them; user and password are the address. */
    public static int imapPort() {
        return SERVER.getImap().getPort();
    }

    /** What came for an address, the oldest first. */
    public static List<MimeMessage> of(String address) {
        return Arrays.stream(SERVER.getReceivedMessages())
                .filter(mail -> isFor(address, mail))
                .toList();
    }

    private static boolean isFor(String address, MimeMessage mail) {
        try {
            return Arrays.stream(mail.getAllRecipients())
                    .anyMatch(recipient -> recipient.toString().equals(address));
        } catch (MessagingException e) {
            throw new AssertionError(e);
        }
    }

    private static GreenMail start() {
        GreenMail server = new GreenMail(new ServerSetup[] {
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP),
            new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP)
        });
        server.start();
        return server;
    }
}
