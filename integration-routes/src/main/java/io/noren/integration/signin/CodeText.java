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
        return messages.getMessage(key("subject", code), null, locale(code));
    }

    String mail(SignInCode code) {
        return said(key("mail", code), code);
    }

    String sms(SignInCode code) {
        return said(key("sms", code), code);
    }

    private String said(String key, SignInCode code) {
        return messages.getMessage(
                key, new Object[] {code.code(), Long.toString(code.validFor().toMinutes())}, locale(code));
    }

    /** So that whoever is asked for a code on the phone reads what it does. */
    private static String key(String part, SignInCode code) {
        return switch (code.purpose()) {
            case SIGN_IN -> "code." + part;
            case ADD_CONTACT -> "code.add." + part;
        };
    }

    private static Locale locale(SignInCode code) {
        return Locale.forLanguageTag(code.locale());
    }
}
