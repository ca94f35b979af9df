package io.noren.integration.screens;

import de.siegmar.fastcsv.writer.CsvWriter;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.offer.Coupon;
import io.noren.loyalty.offer.CouponConflict;
import io.noren.loyalty.offer.CouponIssues;
import io.noren.loyalty.offer.Coupons;
import io.noren.loyalty.offer.Offer;
import io.noren.loyalty.offer.Offers;
import io.noren.loyalty.offer.OfflineCoupons;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Coupons: what became of one, issuing more, taking one out of use, and uses that should not have been. */
@Controller
class CouponsPage {
    private static final int LISTED = 50;
    /** The source of what is done here. */
    private static final String SCREEN = "screen";

    private static final int SHOWN_CODES = 20;

    private final Coupons coupons;
    private final CouponIssues issues;
    private final OfflineCoupons offline;
    private final Offers offers;
    private final PointsTerms terms;
    private final Words words;

    CouponsPage(
            Coupons coupons,
            CouponIssues issues,
            OfflineCoupons offline,
            Offers offers,
            PointsTerms terms,
            Words words) {
        this.coupons = coupons;
        this.issues = issues;
        this.offline = offline;
        this.offers = offers;
        this.terms = terms;
        this.words = words;
    }

    /** A code as it is shown. */
    record Shown(
            String code,
            String offer,
            Coupon.State state,
            String from,
            String until,
            boolean personal,
            boolean canBeVoided,
            List<Step> steps) {}

    /** @param why of what a person did */
    record Step(
            Coupon.State state,
            String at,
            String by,
            @Nullable String why) {}

    /** A use that should not have been. */
    record Conflict(String code, String reason, String at, String where) {}

    /** An offer that takes codes. */
    record Choice(String id, String name) {}

    @GetMapping("/offers/coupons")
    ModelAndView show(@RequestParam(defaultValue = "") String code, Authentication staff, Locale locale, Model page) {
        return show(code, Wrong.nothing(), staff, locale, page);
    }

    private ModelAndView show(String code, Map<String, String> wrong, Authentication staff, Locale locale, Model page) {
        HttpStatus status = wrong.isEmpty() ? HttpStatus.OK : HttpStatus.UNPROCESSABLE_CONTENT;
        page.addAttribute("code", code);
        page.addAttribute("wrong", wrong);
        if (!code.isBlank()) {
            try {
                page.addAttribute("coupon", shown(coupons.get(code), locale));
            } catch (Refusal refusal) {
                page.addAttribute("wrong", Map.of("code", refused(refusal.code(), locale)));
                status = HttpStatus.UNPROCESSABLE_CONTENT;
            }
        }
        page.addAttribute("choices", choices(locale));
        page.addAttribute("key", UUID.randomUUID());
        page.addAttribute("most", CouponIssues.MOST);
        page.addAttribute("may", StaffStores.administrator(staff));
        return new ModelAndView("offers/coupons", page.asMap(), status);
    }

    /** Those that need a code, and are or will be given. */
    private List<Choice> choices(Locale locale) {
        return Stream.of(Offers.Standing.NOW, Offers.Standing.COMING)
                .flatMap(standing -> offers.list(standing, "", Offers.MOST).stream())
                .map(Offer.Versioned::offer)
                .filter(offer -> Boolean.TRUE.equals(offer.byCoupon()))
                .map(offer -> new Choice(offer.id(), OfferWords.name(offer, locale)))
                .toList();
    }

    @PostMapping("/offers/coupons")
    ModelAndView issue(
            @RequestParam(defaultValue = "") String offer,
            @RequestParam(defaultValue = "") String count,
            @RequestParam(defaultValue = "") String from,
            @RequestParam(defaultValue = "") String until,
            @RequestParam UUID key,
            Authentication staff,
            Locale locale,
            Model page) {
        try {
            Instant ends = TypedTime.read(until, terms.zone(), "until");
            if (ends == null) {
                throw Wrong.typed("BAD_TIME", "until", until);
            }
            issues.issue(new CouponIssues.Order(
                    offer,
                    whole(count),
                    null,
                    null,
                    TypedTime.read(from, terms.zone(), "from"),
                    ends,
                    SCREEN,
                    key.toString()));
            ModelAndView issued = new ModelAndView("redirect:/offers/coupons/issued/" + key);
            issued.setStatus(HttpStatus.SEE_OTHER);
            return issued;
        } catch (Refusal refusal) {
            return show("", Map.of("issue", refused(refusal.code(), locale)), staff, locale, page);
        } catch (io.noren.inventory.Refusal unreadable) {
            return show("", Map.of("issue", refused(unreadable.code(), locale)), staff, locale, page);
        }
    }

    private static Integer whole(String typed) {
        try {
            return Integer.valueOf(typed.strip());
        } catch (NumberFormatException unreadable) {
            throw Wrong.typed("BAD_NUMBER", "count", typed);
        }
    }

    @GetMapping("/offers/coupons/issued/{key}")
    ModelAndView issued(@PathVariable UUID key, Locale locale, Model page) {
        List<Coupon> codes = issues.issued(SCREEN, key.toString());
        if (codes.isEmpty()) {
            return new ModelAndView("redirect:/offers/coupons");
        }
        Coupon first = codes.get(0);
        page.addAttribute("key", key);
        page.addAttribute("total", codes.size());
        page.addAttribute("offer", offerName(first.offer(), locale));
        page.addAttribute("from", Words.at(first.validFrom(), terms.zone(), locale));
        page.addAttribute("until", Words.at(first.expiresAt(), terms.zone(), locale));
        page.addAttribute(
                "codes", codes.stream().limit(SHOWN_CODES).map(Coupon::code).toList());
        return new ModelAndView("offers/issued", page.asMap());
    }

    /** All of them, for a spreadsheet or a printer. */
    @GetMapping("/offers/coupons/issued/{key}/codes.csv")
    void issued(@PathVariable UUID key, Locale locale, HttpServletResponse response) throws IOException {
        List<Coupon> codes = issues.issued(SCREEN, key.toString());
        if (codes.isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        response.setContentType("text/csv");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"coupons-" + key + ".csv\"");
        Writer text = response.getWriter();
        CsvWriter csv = CsvWriter.builder().build(text);
        csv.writeRecord(words.say("coupons.code", locale), words.say("coupons.until", locale));
        for (Coupon coupon : codes) {
            csv.writeRecord(coupon.code(), Words.at(coupon.expiresAt(), terms.zone(), locale));
        }
        csv.flush();
    }

    @PostMapping("/offers/coupons/{code}/void")
    ModelAndView revoke(
            @PathVariable String code,
            @RequestParam(defaultValue = "") String reason,
            Authentication staff,
            Locale locale,
            Model page,
            RedirectAttributes to) {
        if (reason.isBlank()) {
            return show(code, Map.of("reason", refused("REASON_REQUIRED", locale)), staff, locale, page);
        }
        try {
            coupons.revoke(code, SCREEN, "void/" + UUID.randomUUID(), reason, staff.getName());
            to.addFlashAttribute("told", words.say("coupons.told.void", locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            return show(code, Map.of("reason", refused(refusal.code(), locale)), staff, locale, page);
        }
        to.addAttribute("code", code);
        ModelAndView back = new ModelAndView("redirect:/offers/coupons");
        back.setStatus(HttpStatus.SEE_OTHER);
        return back;
    }

    /** @param after the last one of the page before */
    @GetMapping("/offers/coupons/conflicts")
    String conflicts(@RequestParam(defaultValue = "0") long after, Locale locale, Model page) {
        List<CouponConflict> found = offline.conflicts(after, LISTED);
        page.addAttribute(
                "conflicts",
                found.stream()
                        .map(one -> new Conflict(
                                one.code(),
                                words.refusal("coupons.conflict", one.reason(), locale),
                                Words.at(one.occurredAt(), terms.zone(), locale),
                                one.source() + " · " + one.till() + " · " + one.sourceTransaction()))
                        .toList());
        page.addAttribute("next", found.size() == LISTED ? found.get(LISTED - 1).id() : null);
        return "offers/conflicts";
    }

    private Shown shown(Coupon coupon, Locale locale) {
        boolean canBeVoided = switch (coupon.state()) {
            case ISSUED, RELEASED, EXPIRED -> true;
            case RESERVED, REDEEMED, VOID -> false;
        };
        return new Shown(
                coupon.code(),
                offerName(coupon.offer(), locale),
                coupon.state(),
                Words.at(coupon.validFrom(), terms.zone(), locale),
                Words.at(coupon.expiresAt(), terms.zone(), locale),
                coupon.member() != null,
                canBeVoided,
                coupons.steps(coupon.code()).stream()
                        .map(told -> step(told, locale))
                        .toList());
    }

    private Step step(Coupons.Told told, Locale locale) {
        String by = told.actor() != null
                ? told.actor()
                : told.source() + (told.till() == null ? "" : " · " + told.till()) + " · " + told.sourceTransaction();
        return new Step(told.state(), Words.at(told.at(), terms.zone(), locale), by, told.reason());
    }

    private String offerName(String id, Locale locale) {
        try {
            return OfferWords.name(offers.get(id).offer(), locale);
        } catch (Refusal withdrawn) {
            return id;
        }
    }

    private String refused(String code, Locale locale) {
        return words.refusal("coupons.refused", code, locale);
    }
}
