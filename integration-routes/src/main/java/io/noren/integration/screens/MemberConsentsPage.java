package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.Members;
import io.noren.loyalty.OwnView;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Consent;
import io.noren.loyalty.privacy.ConsentChannel;
import io.noren.loyalty.privacy.ConsentPurpose;
import io.noren.loyalty.privacy.Consents;
import io.noren.loyalty.privacy.ContactPoint;
import io.noren.loyalty.privacy.NewConsent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a member agreed to, for each place where they can be reached; they agree and take it back here. */
@Controller
class MemberConsentsPage {
    /** Of the texts {@code me.consents.text.*}: whoever changes one of them raises it. */
    static final String TEXT_VERSION = "me-1";

    private static final String SOURCE = "me";

    /** What people think of first when they are asked where they want to be reached. */
    private static final List<IdentifierType> ORDER = List.of(
            IdentifierType.EMAIL,
            IdentifierType.PHONE,
            IdentifierType.APP,
            IdentifierType.WEB_ACCOUNT,
            IdentifierType.CARD,
            IdentifierType.EXTERNAL);

    private final Members members;
    private final OwnView own;
    private final Consents consents;
    private final StaffStores stores;
    private final Words words;

    MemberConsentsPage(Members members, OwnView own, Consents consents, StaffStores stores, Words words) {
        this.members = members;
        this.own = own;
        this.consents = consents;
        this.stores = stores;
        this.words = words;
    }

    /**
     * One thing they can agree to.
     *
     * @param said when, and to which text in which language; null where nobody was asked
     * @param once the key under which their next word is kept: a form that is sent twice says it once
     */
    record Row(String purpose, boolean granted, @Nullable String said, UUID once) {}

    record OnChannel(String channel, List<Row> rows) {}

    record Point(UUID identifier, String type, String masked, long granted, List<OnChannel> channels) {}

    @GetMapping("/me/consents")
    String show(Authentication who, Locale locale, Model page) {
        UUID member = members.known(MemberSessions.member(who));
        Map<UUID, OwnView.Known> known =
                own.identifiers(member).stream().collect(Collectors.toMap(OwnView.Known::id, each -> each));
        page.addAttribute(
                "points",
                consents.of(member).stream()
                        .filter(point -> known.containsKey(point.identifier()))
                        .sorted(Comparator.comparing(point -> ORDER.indexOf(point.type())))
                        .map(point -> point(
                                point,
                                Objects.requireNonNull(known.get(point.identifier()))
                                        .masked(),
                                locale))
                        .toList());
        page.addAttribute("purposes", ConsentPurpose.values());
        page.addAttribute("version", TEXT_VERSION);
        return "me/consents";
    }

    @PostMapping("/me/consents")
    String say(
            @RequestParam UUID identifier,
            @RequestParam ConsentChannel channel,
            @RequestParam ConsentPurpose purpose,
            @RequestParam boolean granted,
            @RequestParam UUID once,
            Authentication who,
            Locale locale,
            RedirectAttributes to) {
        try {
            consents.tell(
                    MemberSessions.member(who),
                    new NewConsent(
                            identifier,
                            channel,
                            purpose,
                            granted,
                            TEXT_VERSION,
                            Language.of(locale).code(),
                            SOURCE,
                            once.toString(),
                            null),
                    "member");
            to.addFlashAttribute("told", words.say(granted ? "me.consents.agreed" : "me.consents.withdrawn", locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("me.consents.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        to.addFlashAttribute("opened", identifier);
        return "redirect:/me/consents";
    }

    private Point point(ContactPoint point, String masked, Locale locale) {
        return new Point(
                point.identifier(),
                point.type().name(),
                masked,
                point.consents().stream().filter(Consent::granted).count(),
                Arrays.stream(ConsentChannel.values())
                        .filter(channel -> channel.reaches(point.type()))
                        .map(channel -> new OnChannel(
                                channel.name(),
                                Arrays.stream(ConsentPurpose.values())
                                        .map(purpose -> row(point, channel, purpose, locale))
                                        .toList()))
                        .toList());
    }

    private Row row(ContactPoint point, ConsentChannel channel, ConsentPurpose purpose, Locale locale) {
        Optional<Consent> latest = point.consents().stream()
                .filter(each -> each.channel() == channel && each.purpose() == purpose)
                .findFirst();
        return new Row(
                purpose.name(),
                latest.map(Consent::granted).orElse(false),
                latest.map(each -> words.say(
                                each.granted() ? "me.consents.yes" : "me.consents.no",
                                locale,
                                Words.day(each.occurredAt(), stores.zone(), locale),
                                each.textVersion(),
                                Locale.forLanguageTag(each.language()).getDisplayLanguage(locale)))
                        .orElse(null),
                UUID.randomUUID());
    }
}
