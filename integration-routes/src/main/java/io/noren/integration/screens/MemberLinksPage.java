package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.Assurance;
import io.noren.loyalty.Identifier;
import io.noren.loyalty.IdentifierClaim;
import io.noren.loyalty.LinkAnswer;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.Merge;
import io.noren.loyalty.Merges;
import io.noren.loyalty.OwnIdentifiers;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.signin.CardPins;
import io.noren.loyalty.signin.ContactCodes;
import io.noren.loyalty.signin.LinkCodes;
import io.noren.loyalty.signin.SignInCodes;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What leads to a member: they link a card, an app, a further contact, and let go what they no longer have. */
@Controller
class MemberLinksPage {
    private static final String NEW_CONTACT = "me.new-contact";
    private static final String BACK = "redirect:/me/links";
    private static final int LONGEST = 254;
    private static final int SHORT = 40;

    private final Members members;
    private final Merges merges;
    private final OwnIdentifiers own;
    private final CardPins pins;
    private final LinkCodes links;
    private final ContactCodes contacts;
    private final SignInCodes signIn;
    private final StaffStores stores;
    private final Words words;

    MemberLinksPage(
            Members members,
            Merges merges,
            OwnIdentifiers own,
            CardPins pins,
            LinkCodes links,
            ContactCodes contacts,
            SignInCodes signIn,
            StaffStores stores,
            Words words) {
        this.members = members;
        this.merges = merges;
        this.own = own;
        this.pins = pins;
        this.links = links;
        this.contacts = contacts;
        this.signIn = signIn;
        this.stores = stores;
        this.words = words;
    }

    /** @param last the only one by which they can sign in: it stays */
    record Known(UUID id, String type, String masked, boolean verified, String since, boolean last) {}

    /** A code as it is read to be typed: in two groups. */
    record Code(String text, String until) {}

    @GetMapping("/me/links")
    String show(Authentication who, HttpSession session, Locale locale, Model page) {
        Member member = members.get(MemberSessions.member(who));
        List<UUID> last = own.lastWayIn(member, signIn.ways());
        page.addAttribute(
                "known",
                member.identifiers().stream()
                        .map(each -> known(each, last.contains(each.id()), locale))
                        .toList());
        page.addAttribute(
                "waiting",
                members.claims(member.id()).stream()
                        .filter(claim -> claim.decision() == IdentifierClaim.Decision.PROPOSED)
                        .filter(claim -> merges.get(claim.merge()).state() == Merge.State.PROPOSED)
                        .map(claim -> words.say(
                                "me.links.waiting.one",
                                locale,
                                words.say("till.identifier." + claim.type(), locale),
                                Words.day(claim.at(), stores.zone(), locale)))
                        .toList());
        page.addAttribute("contact", session.getAttribute(NEW_CONTACT));
        page.addAttribute(
                "ways",
                signIn.ways().size() == 1 ? signIn.ways().iterator().next().name() : "both");
        page.addAttribute("reached", !signIn.ways().isEmpty());
        return "me/links";
    }

    @PostMapping("/me/links/card")
    String linkCard(
            @RequestParam(defaultValue = "") String card,
            @RequestParam(defaultValue = "") String pin,
            Authentication who,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes to) {
        return told("card", to, locale, () -> {
            if (card.length() > LONGEST || pin.length() > SHORT) {
                throw Refusal.at("card", "UNREADABLE_CARD", "Too long.");
            }
            to.addFlashAttribute("typedCard", card);
            LinkAnswer answer =
                    pins.link(MemberSessions.member(who), card, pin, MemberSignInPage.network(request.getRemoteAddr()));
            to.addFlashAttribute("typedCard", null);
            return linked(answer);
        });
    }

    @PostMapping("/me/links/code")
    String makeCode(Authentication who, Locale locale, RedirectAttributes to) {
        return told("login", to, locale, () -> {
            LinkCodes.Made made = links.make(MemberSessions.member(who));
            String code = made.code();
            to.addFlashAttribute(
                    "code",
                    new Code(
                            code.substring(0, code.length() / 2) + " " + code.substring(code.length() / 2),
                            Words.at(made.expiresAt(), stores.zone(), locale)));
            return "";
        });
    }

    @PostMapping("/me/links/contact")
    String askContact(
            @RequestParam(defaultValue = "") String contact,
            Authentication who,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes to) {
        return told("contact", to, locale, () -> {
            if (contact.length() > LONGEST) {
                throw Refusal.at("contact", "UNREADABLE_EMAIL", "Too long.");
            }
            to.addFlashAttribute("typedContact", contact);
            contacts.ask(MemberSessions.member(who), contact, MemberSignInPage.network(request.getRemoteAddr()));
            to.addFlashAttribute("typedContact", null);
            request.getSession().setAttribute(NEW_CONTACT, contact);
            return "";
        });
    }

    @PostMapping("/me/links/contact/code")
    String proveContact(
            @RequestParam(defaultValue = "") String code,
            Authentication who,
            HttpSession session,
            Locale locale,
            RedirectAttributes to) {
        if (!(session.getAttribute(NEW_CONTACT) instanceof String contact)) {
            return BACK + "#contact";
        }
        return told("contact", to, locale, () -> {
            Optional<LinkAnswer> answer = code.length() > SHORT
                    ? Optional.empty()
                    : contacts.check(MemberSessions.member(who), contact, code);
            if (answer.isEmpty()) {
                throw Refusal.at("code", "CODE_WRONG", "Wrong, used or too old.");
            }
            session.removeAttribute(NEW_CONTACT);
            return linked(answer.get());
        });
    }

    /** Another address, because this one was mistyped. */
    @PostMapping("/me/links/contact/other")
    String otherContact(HttpSession session) {
        session.removeAttribute(NEW_CONTACT);
        return BACK + "#contact";
    }

    @PostMapping("/me/links/let-go")
    String letGo(@RequestParam UUID identifier, Authentication who, Locale locale, RedirectAttributes to) {
        return told("known", to, locale, () -> {
            own.letGo(MemberSessions.member(who), identifier, signIn.ways());
            return "let-go";
        });
    }

    /** What is done, and what came of it: part of a message key; empty where the page shows it by itself. */
    private interface Step {
        String take();
    }

    /** Back to the part of the page where it was asked, with what came of it there. */
    private String told(String part, RedirectAttributes to, Locale locale, Step step) {
        to.addFlashAttribute("part", part);
        try {
            String done = step.take();
            to.addFlashAttribute("told", done.isEmpty() ? null : words.say("me.links.told." + done, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("me.links.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return BACK + "#" + part;
    }

    private static String linked(LinkAnswer answer) {
        return answer instanceof IdentifierClaim ? "claimed" : "linked";
    }

    private Known known(Identifier identifier, boolean last, Locale locale) {
        return new Known(
                identifier.id(),
                identifier.type().name(),
                identifier.masked(),
                identifier.assurance() == Assurance.VERIFIED,
                Words.day(identifier.validFrom(), stores.zone(), locale),
                last);
    }
}
