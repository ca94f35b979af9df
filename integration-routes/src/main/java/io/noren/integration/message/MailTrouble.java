package io.noren.integration.message;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.AddressException;
import java.util.OptionalInt;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.jspecify.annotations.Nullable;

/** What a mail server means by its refusal. */
final class MailTrouble {
    private static final int FOR_GOOD = 500;

    private MailTrouble() {}

    static NotSent of(Throwable trouble) {
        for (Throwable each = trouble; each != null; each = next(each)) {
            if (each instanceof AddressException) {
                return new NotSent(true, "address");
            }
            OptionalInt code = code(each);
            if (code.isPresent()) {
                return new NotSent(code.getAsInt() >= FOR_GOOD, "SMTP " + code.getAsInt());
            }
        }
        return new NotSent(false, MessageTrouble.kindOf(trouble));
    }

    /** What it says of the recipient or of the message; that it does not let us in, or not as this sender, may change. */
    private static OptionalInt code(Throwable trouble) {
        if (trouble instanceof SMTPAddressFailedException address) {
            return OptionalInt.of(address.getReturnCode());
        }
        return trouble instanceof SMTPSendFailedException message && message.getReturnCode() > 0
                ? OptionalInt.of(message.getReturnCode())
                : OptionalInt.empty();
    }

    private static @Nullable Throwable next(Throwable trouble) {
        return trouble instanceof MessagingException mail && mail.getNextException() != null
                ? mail.getNextException()
                : trouble.getCause();
    }
}
