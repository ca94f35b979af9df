package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.Refusal;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** The session of a member who was forgotten meanwhile ends with their next step. */
@ControllerAdvice(
        assignableTypes = {MemberPage.class, MemberLinksPage.class, MemberConsentsPage.class, MemberDataPage.class})
class OwnPageEnds {
    private static final Set<String> GONE = Set.of("MEMBER_ERASED", "UNKNOWN_MEMBER");

    private final MemberSessions sessions;

    OwnPageEnds(MemberSessions sessions) {
        this.sessions = sessions;
    }

    @ExceptionHandler
    String end(Refusal refusal, HttpServletRequest request) {
        if (!GONE.contains(refusal.code())) {
            throw refusal;
        }
        sessions.end(request);
        return "redirect:/me/sign-in?ended";
    }
}
