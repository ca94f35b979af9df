package io.noren.integration.message;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.net.ConnectException;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is refused for good goes by another channel at once; what may pass is tried again; and nobody is quoted. */
class MailTroubleTest {

    @ParameterizedTest
    @CsvSource({"550, true", "552, true", "450, false", "421, false"})
    void theServersNumberDecides(int code, boolean forGood) throws AddressException {
        NotSent why = MailTrouble.of(new RuntimeException(new SendFailedException(
                "Invalid Addresses",
                new SMTPAddressFailedException(
                        new InternetAddress("hanako@example.com"),
                        "RCPT TO",
                        code,
                        code + " <hanako@example.com> says no"))));

        assertThat(why.isForGood()).isEqualTo(forGood);
        assertThat(why).hasMessage("SMTP " + code);
    }

    @Test
    void aServerThatIsAwayOrDoesNotKnowUsMayDoSoLater() {
        MessagingException away = new MessagingException("hanako@example.com", new ConnectException("refused"));

        assertThat(MailTrouble.of(away).isForGood()).isFalse();
        assertThat(MailTrouble.of(away)).hasMessage("ConnectException");
        assertThat(MailTrouble.of(new AuthenticationFailedException("535 hanako"))
                        .isForGood())
                .isFalse();
    }

    @Test
    void whatIsNoAddressIsNeverOne() {
        assertThat(MailTrouble.of(new AddressException("no", "hanako@@")).isForGood())
                .isTrue();
    }
}
