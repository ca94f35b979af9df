package io.noren.integration.signin;

import io.noren.loyalty.signin.SignInCode;
import java.util.Locale;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What a member reads, in their own language. */
@Component
class CodeText {
    private final MessageSource messages;

    CodeText(MessageSource messages) {
        this.messages = messages;
    }

    String subject(SignInCode code) {
        return messages.getMessage("code.subject", null, locale(code));
    }

    String mail(SignInCode code) {
        return said("code.mail", code);
    }

    String sms(SignInCode code) {
        return said("code.sms", code);
    }

    private String said(String key, SignInCode code) {
        return messages.getMessage(
                key, new Object[] {code.code(), Long.toString(code.validFor().toMinutes())}, locale(code));
    }

    private static Locale locale(SignInCode code) {
        return Locale.forLanguageTag(code.locale());
    }
}
