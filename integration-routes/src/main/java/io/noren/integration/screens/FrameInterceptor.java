package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.support.RequestContextUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.thymeleaf.context.LazyContextVariable;

/** Gives every page, error pages included, what its frame shows: where we are, who is signed in, the other language. */
final class FrameInterceptor implements HandlerInterceptor {
    private static final Pattern SHOPPERS = Pattern.compile("^/(p|b|basket|scan|no-network)(/|$)");

    /** One page of the staff's navigation; {@code text} is a message key. */
    record Section(String href, String text, boolean current) {}

    /** The same page in one language. */
    record LanguageLink(String code, String name, String href, boolean current) {}

    /**
     * @param path what was asked for
     * @param shopper whether this is a page for a shopper's phone
     * @param home where the brand leads
     * @param staff the signed-in person's name; null on the shopper's side
     * @param member whether a member is signed in
     */
    record Frame(
            String path,
            boolean shopper,
            String home,
            @Nullable String staff,
            boolean member,
            List<Section> sections,
            List<LanguageLink> languages) {}

    /**
     * As a request attribute, and before the handler: so a page that tells of an exception has its frame, too. Made when a
     * page asks for it, because most answers to scans are none.
     */
    @Override
    public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
        request.setAttribute("frame", new LazyContextVariable<Frame>() {
            @Override
            protected Frame loadValue() {
                return frame(request);
            }
        });
        return true;
    }

    private static Frame frame(HttpServletRequest request) {
        String path = path(request);
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        boolean shopper = SHOPPERS.matcher(path).find();
        boolean known = who != null && who.isAuthenticated() && !(who instanceof AnonymousAuthenticationToken);
        if (who == null || !known) {
            return new Frame(path, shopper, shopper ? "/scan" : path, null, false, List.of(), languages(request, path));
        } else if (MemberSessions.isMember(who)) {
            return new Frame(path, shopper, "/me", null, true, List.of(), languages(request, path));
        }
        return new Frame(path, shopper, "/", who.getName(), false, sections(path, who), languages(request, path));
    }

    /** What was asked for, also when an error page answers. */
    private static String path(HttpServletRequest request) {
        Object failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed instanceof String path ? path : request.getRequestURI();
    }

    private static List<Section> sections(String path, Authentication who) {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("/", "section.board", path.equals("/")));
        sections.add(section("/till", "section.till", path));
        sections.add(section("/pickup", "section.pickup", path));
        sections.add(section("/floor", "section.floor", path));
        sections.add(section("/stock", "section.stock", path));
        sections.add(section("/tills", "section.tills", path));
        sections.add(section("/labels", "section.labels", path));
        sections.add(section("/shelf-codes", "section.shelf-codes", path));
        if (who.getAuthorities().stream().anyMatch(authority -> "location:*".equals(authority.getAuthority()))) {
            sections.add(section("/members", "section.members", path));
            sections.add(section("/programme", "section.programme", path));
            sections.add(section("/offers", "section.offers", path));
        }
        if (who.getAuthorities().stream().anyMatch(authority -> "scope:admin".equals(authority.getAuthority()))) {
            sections.add(section("/parked", "section.parked", path));
        }
        return sections;
    }

    private static Section section(String href, String text, String path) {
        return new Section(href, text, path.equals(href) || path.startsWith(href + "/"));
    }

    private static List<LanguageLink> languages(HttpServletRequest request, String path) {
        Language current = Language.of(RequestContextUtils.getLocale(request));
        String sent = request.getQueryString();
        String query = sent != null && request.getMethod().equals("GET") ? sent : "";
        return Arrays.stream(Language.values())
                .map(language -> new LanguageLink(
                        language.code(),
                        language.ownName(),
                        UriComponentsBuilder.fromPath(path)
                                .query(query)
                                .replaceQueryParam("lang", language.code())
                                .build()
                                .toUriString(),
                        language == current))
                .toList();
    }
}
