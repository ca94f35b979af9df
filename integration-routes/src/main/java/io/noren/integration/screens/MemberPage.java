package io.noren.integration.screens;

import io.noren.integration.qr.QrCode;
import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.Member;
import io.noren.loyalty.Members;
import io.noren.loyalty.OwnView;
import io.noren.loyalty.Points;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Privacy;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Timeline;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.code.MemberCodes;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import io.noren.loyalty.tier.Tiers;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** A member's own page: what they have, what they show at a till, what is known of them, and who looked. */
@Controller
class MemberPage {
    private static final int PURCHASES = 20;
    private static final Pattern SEPARATORS = Pattern.compile("[,，、;；\\n]");
    private static final MediaType SVG = MediaType.parseMediaType("image/svg+xml");

    private final Members members;
    private final OwnView own;
    private final PointsLedger ledger;
    private final Tiers tiers;
    private final Timeline timeline;
    private final Privacy privacy;
    private final Preferences preferences;
    private final MemberCodes codes;
    private final OwnOrders orders;
    private final OwnPageRows rows;
    private final Words words;

    MemberPage(
            Members members,
            OwnView own,
            PointsLedger ledger,
            Tiers tiers,
            Timeline timeline,
            Privacy privacy,
            Preferences preferences,
            MemberCodes codes,
            OwnOrders orders,
            OwnPageRows rows,
            Words words) {
        this.members = members;
        this.own = own;
        this.ledger = ledger;
        this.tiers = tiers;
        this.timeline = timeline;
        this.privacy = privacy;
        this.preferences = preferences;
        this.codes = codes;
        this.orders = orders;
        this.rows = rows;
        this.words = words;
    }

    /** @param after where the purchases shown before ended; null for the latest */
    @GetMapping("/me")
    String show(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String saved,
            Authentication who,
            Locale locale,
            Model page) {
        Member member = members.get(MemberSessions.member(who));
        UUID id = member.id();
        page.addAttribute("name", joined(member.familyName(), member.givenName()));
        page.addAttribute("kana", joined(member.familyKana(), member.givenKana()));
        page.addAttribute("saved", saved != null);
        points(id, locale, page);
        page.addAttribute("orders", orders.of(id, locale));
        page.addAttribute(
                "known",
                own.identifiers(id).stream()
                        .map(each -> rows.known(each, locale))
                        .toList());
        page.addAttribute(
                "seen",
                own.lookUps(id).stream().map(each -> rows.seen(each, locale)).toList());
        page.addAttribute("hides", privacy.of(id).hideOnlinePurchasesFromStaff());
        List<OwnPageRows.Liked> liked = preferences.of(id).stream()
                .map(each -> rows.liked(each, locale))
                .toList();
        page.addAttribute("liked", liked);
        page.addAttribute("kinds", rows.kindsBeside(liked, locale));
        purchases(id, after, locale, page);
        return "me";
    }

    private void points(UUID id, Locale locale, Model page) {
        Points has = ledger.balance(id);
        page.addAttribute("points", number(has.spendable()));
        page.addAttribute("pending", has.pending() == 0 ? null : number(has.pending()));
        page.addAttribute("debt", has.debt() == 0 ? null : number(has.debt()));
        page.addAttribute("expiry", has.nextExpiry() == null ? null : Words.day(has.nextExpiry(), locale));
        page.addAttribute(
                "lots",
                own.lots(id).stream().map(each -> rows.lot(each, locale)).toList());
        Tiers.Standing standing = tiers.of(id);
        page.addAttribute("tier", OwnPageRows.tier(standing.tier(), locale));
        page.addAttribute("until", standing.until() == null ? null : Words.day(standing.until(), locale));
        page.addAttribute("next", OwnPageRows.tier(standing.next(), locale));
        page.addAttribute("missing", number(standing.missing()));
    }

    private void purchases(UUID id, @Nullable String after, Locale locale, Model page) {
        Timeline.Page found;
        try {
            found = timeline.of(id, Viewer.MEMBER, PURCHASES, after);
        } catch (Refusal refusal) {
            // Somebody wrote into the address; the latest are never wrong.
            found = timeline.of(id, Viewer.MEMBER, PURCHASES, null);
        }
        page.addAttribute(
                "bought",
                found.purchases().stream()
                        .map(each -> rows.bought(each, locale))
                        .toList());
        page.addAttribute("earlier", found.next());
        page.addAttribute("latest", after == null);
    }

    /** A code for this minute; the page asks for the next before it is over. */
    @GetMapping("/me/code.svg")
    ResponseEntity<String> code(Authentication who, Locale locale) {
        String code = codes.of(MemberSessions.member(who)).code();
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(SVG)
                .body(QrCode.of(code).svg(words.say("me.code.alt", locale)));
    }

    @PostMapping("/me/privacy")
    String choose(@RequestParam(defaultValue = "false") boolean hide, Authentication who) {
        privacy.choose(MemberSessions.member(who), new Privacy.Choice(hide));
        return "redirect:/me?saved#privacy";
    }

    @PostMapping("/me/preferences")
    String prefer(
            @RequestParam(defaultValue = "") String kind,
            @RequestParam(defaultValue = "") String values,
            Authentication who,
            Locale locale,
            RedirectAttributes to) {
        UUID member = members.known(MemberSessions.member(who));
        List<String> said = Arrays.stream(SEPARATORS.split(values))
                .map(String::strip)
                .filter(each -> !each.isEmpty())
                .toList();
        try {
            if (said.isEmpty()) {
                throw Refusal.at("values", "PREFERENCE_VALUE_REQUIRED", "Nothing was typed.");
            }
            preferences.put(member, kind, said, Preference.Source.MEMBER);
        } catch (Refusal refusal) {
            to.addFlashAttribute("wrong", words.refusal("me.preferences.refused", refusal.code(), locale));
            return "redirect:/me#preferences";
        }
        return "redirect:/me?saved#preferences";
    }

    @PostMapping("/me/preferences/forget")
    String forget(@RequestParam String kind, Authentication who) {
        preferences.forget(MemberSessions.member(who), kind);
        return "redirect:/me?saved#preferences";
    }

    private static String number(long points) {
        return Words.number(BigDecimal.valueOf(points));
    }

    private static String joined(@Nullable String family, @Nullable String given) {
        return Stream.of(family, given).filter(name -> name != null).collect(Collectors.joining(" "));
    }
}
