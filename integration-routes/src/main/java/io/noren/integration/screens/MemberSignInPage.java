package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.SignInCodes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Where a member signs in: first their e-mail address or phone number, then the code that came there. The contact stays
 * in the session and stands in no address.
 */
@Controller
class MemberSignInPage {
    private static final String CONTACT = "me.contact";
    private static final int LONGEST_CONTACT = 254;
    private static final int LONGEST_CODE = 40;
    /** What a household or a phone has of IPv6, in bytes. */
    private static final int NETWORK = 8;

    /** Nothing that would have to be looked up by name. */
    private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F]*:[0-9a-fA-F:.]*");

    private final SignInCodes codes;
    private final MemberSessions sessions;
    private final Words words;

    MemberSignInPage(SignInCodes codes, MemberSessions sessions, Words words) {
        this.codes = codes;
        this.sessions = sessions;
        this.words = words;
    }

    @GetMapping("/me/sign-in")
    String show(
            @RequestParam(required = false) @Nullable String out,
            @RequestParam(required = false) @Nullable String left,
            @RequestParam(required = false) @Nullable String ended,
            @Nullable Authentication who,
            Model page) {
        if (who != null && MemberSessions.isMember(who)) {
            return "redirect:/me";
        }
        page.addAttribute("out", out != null);
        page.addAttribute("left", left != null);
        page.addAttribute("ended", ended != null);
        return asking(page);
    }

    @PostMapping("/me/sign-in")
    ModelAndView ask(
            @RequestParam(defaultValue = "") String contact, HttpServletRequest request, Locale locale, Model page) {
        try {
            if (contact.length() > LONGEST_CONTACT) {
                throw Refusal.at("contact", "UNREADABLE_CONTACT", "Too long.");
            }
            codes.ask(contact, network(request.getRemoteAddr()));
        } catch (Refusal refusal) {
            page.addAttribute("refused", words.refusal("me.in.refused", refusal.code(), locale));
            page.addAttribute("typed", contact);
            return refused(asking(page), page);
        }
        request.getSession().setAttribute(CONTACT, contact);
        return new ModelAndView("redirect:/me/sign-in/code");
    }

    @GetMapping("/me/sign-in/code")
    String code(HttpSession session, Model page) {
        return session.getAttribute(CONTACT) == null ? "redirect:/me/sign-in" : awaiting(session, page);
    }

    @PostMapping("/me/sign-in/code")
    ModelAndView check(
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response,
            Locale locale,
            Model page) {
        HttpSession session = request.getSession();
        if (!(session.getAttribute(CONTACT) instanceof String contact)) {
            return new ModelAndView("redirect:/me/sign-in");
        }
        Optional<UUID> member = code.length() > LONGEST_CODE ? Optional.empty() : codes.check(contact, code);
        if (member.isEmpty()) {
            page.addAttribute("refused", words.say("me.in.wrong", locale));
            return refused(awaiting(session, page), page);
        }
        sessions.begin(member.get(), request, response);
        return new ModelAndView("redirect:/me");
    }

    private String asking(Model page) {
        Set<IdentifierType> ways = codes.ways();
        page.addAttribute("step", "contact");
        page.addAttribute(
                "ways",
                ways.isEmpty()
                        ? "none"
                        : ways.size() > 1 ? "both" : ways.iterator().next().name());
        return "me/sign-in";
    }

    private static String awaiting(HttpSession session, Model page) {
        page.addAttribute("step", "code");
        page.addAttribute("contact", session.getAttribute(CONTACT));
        return "me/sign-in";
    }

    private static ModelAndView refused(String view, Model page) {
        return new ModelAndView(view, page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
    }

    /** Whoever has an IPv6 address has a whole network of them, and is one caller all the same. */
    static String network(String address) {
        if (!IPV6.matcher(address).matches()) {
            return address;
        }
        try {
            byte[] bytes = InetAddress.getByName(address).getAddress();
            return bytes.length > NETWORK ? HexFormat.of().formatHex(Arrays.copyOf(bytes, NETWORK)) : address;
        } catch (UnknownHostException e) {
            return address;
        }
    }
}
