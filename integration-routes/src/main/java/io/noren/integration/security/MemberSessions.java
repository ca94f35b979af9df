package io.noren.integration.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.stereotype.Component;

/** Sessions of members. They open the member's own page and nothing else; no session of staff opens that. */
@Component
public class MemberSessions {
    static final String AUTHORITY = "member";

    /** Phones are lent and lost, and a new code is quickly there. */
    private static final Duration LASTS_UNUSED = Duration.ofMinutes(30);

    private final HttpSessionSecurityContextRepository sessions = new HttpSessionSecurityContextRepository();

    /** Ends whatever session there was: of a stranger, of another member, of staff. */
    public void begin(UUID member, HttpServletRequest request, HttpServletResponse response) {
        HttpSession before = request.getSession(false);
        if (before != null) {
            before.invalidate();
        }
        request.getSession(true).setMaxInactiveInterval((int) LASTS_UNUSED.toSeconds());
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(new UsernamePasswordAuthenticationToken(
                member.toString(), null, List.of(new SimpleGrantedAuthority(AUTHORITY))));
        SecurityContextHolder.setContext(context);
        sessions.saveContext(context, request, response);
    }

    /** They are signed out, here and now. */
    public void end(HttpServletRequest request) {
        HttpSession session = request.getSession(false);
        if (session != null) {
            session.invalidate();
        }
        SecurityContextHolder.clearContext();
    }

    /** Whether this is a member, and not staff. */
    public static boolean isMember(Authentication who) {
        return who.getAuthorities().stream().anyMatch(held -> AUTHORITY.equals(held.getAuthority()));
    }

    /** The id under which they signed in; another one may speak for them since. */
    public static UUID member(Authentication who) {
        return UUID.fromString(who.getName());
    }
}
