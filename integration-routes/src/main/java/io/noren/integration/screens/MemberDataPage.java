package io.noren.integration.screens;

import io.noren.integration.security.MemberSessions;
import io.noren.loyalty.Members;
import io.noren.loyalty.Points;
import io.noren.loyalty.PointsLedger;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.privacy.Erasure;
import io.noren.loyalty.privacy.Erasures;
import io.noren.loyalty.privacy.MemberExport;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What a member takes along, and how they leave. */
@Controller
class MemberDataPage {
    private static final String ACTOR = "member";

    private final Members members;
    private final PointsLedger ledger;
    private final MemberExport export;
    private final Erasures erasures;
    private final MemberSessions sessions;
    private final Words words;

    MemberDataPage(
            Members members,
            PointsLedger ledger,
            MemberExport export,
            Erasures erasures,
            MemberSessions sessions,
            Words words) {
        this.members = members;
        this.ledger = ledger;
        this.export = export;
        this.erasures = erasures;
        this.sessions = sessions;
        this.words = words;
    }

    @GetMapping("/me/data")
    String show(Authentication who, Model page) {
        UUID member = members.known(MemberSessions.member(who));
        Points has = ledger.balance(member);
        page.addAttribute("points", Words.number(BigDecimal.valueOf(has.spendable() + has.pending())));
        return "me/data";
    }

    @GetMapping("/me/export")
    ResponseEntity<MemberExport.Document> export(Authentication who) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .contentType(MediaType.APPLICATION_JSON)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"noren-member.json\"")
                .body(export.of(MemberSessions.member(who)));
    }

    /** For good, so nobody does it by a slip: the word is typed. */
    @PostMapping("/me/leave")
    String leave(
            @RequestParam(defaultValue = "") String word,
            Authentication who,
            HttpServletRequest request,
            Locale locale,
            RedirectAttributes to) {
        try {
            if (!confirmed(word)) {
                throw Refusal.at("word", "WORD_WRONG", "Not the word.");
            }
            erasures.erase(MemberSessions.member(who), Erasure.Reason.MEMBER_ASKED, ACTOR);
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("me.leave.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
            return "redirect:/me/data#leave";
        }
        sessions.end(request);
        return "redirect:/me/sign-in?left";
    }

    /** In either language: somebody may have changed it after they read the word. */
    private boolean confirmed(String typed) {
        String word = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        return Arrays.stream(Language.values())
                .anyMatch(language ->
                        words.say("me.leave.word", language.locale()).equalsIgnoreCase(word));
    }
}
