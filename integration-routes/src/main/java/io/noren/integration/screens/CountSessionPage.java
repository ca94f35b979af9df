package io.noren.integration.screens;

import io.noren.inventory.CountResult;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Refusal;
import io.noren.inventory.counting.CountSession;
import io.noren.inventory.counting.CountSession.State;
import io.noren.inventory.counting.CountSession.Task;
import io.noren.inventory.counting.CountSession.Variance;
import io.noren.inventory.counting.CountSessions;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * One count session: its tasks while it is counted, then what was counted beside the books. Each step goes to the page's
 * own address, so that a refused one can be read, renewed and turned into the other language there.
 */
@Controller
class CountSessionPage {
    /** More than a session can have. */
    private static final int ALL = 5_001;

    /** Tasks, and rows of each part of the review, that are shown at once. */
    private static final int SHOWN = 30;

    private static final int REVIEWED = 200;
    private static final int FOUND = 50;

    private final CountSessions sessions;
    private final CountSessionWords reading;
    private final Items items;
    private final TypedItems typed;
    private final StaffStores stores;
    private final Words words;
    private final Clock clock;

    CountSessionPage(
            CountSessions sessions,
            CountSessionWords reading,
            Items items,
            TypedItems typed,
            StaffStores stores,
            Words words,
            Clock clock) {
        this.sessions = sessions;
        this.reading = reading;
        this.items = items;
        this.typed = typed;
        this.stores = stores;
        this.words = words;
        this.clock = clock;
    }

    /**
     * Which of the tasks are looked at.
     *
     * @param q what was scanned or typed; all when empty
     * @param done those that were counted already, not those that are left
     * @param after in the order of SKUs
     */
    record Which(
            @Nullable String q,
            @Nullable Boolean done,
            @Nullable String after) {
        String text() {
            return q == null ? "" : q.strip();
        }
    }

    /** A count that was refused: of what, as it was typed, and why. */
    private record Refused(String sku, String counted, String says) {}

    @GetMapping("/stock/sessions/{id}")
    ModelAndView show(@PathVariable UUID id, Which which, Authentication staff, Locale locale, Model page) {
        Optional<CountSession> session = mine(id, staff);
        return session.isEmpty()
                ? new ModelAndView("stock/missing", HttpStatus.NOT_FOUND)
                : new ModelAndView(view(session.get(), which, null, locale, page), page.asMap());
    }

    /** Somebody has counted this, just now. */
    @PostMapping(path = "/stock/sessions/{id}", params = "step=count")
    ModelAndView count(
            @PathVariable UUID id,
            Which which,
            @RequestParam String sku,
            @RequestParam String counted,
            @RequestParam UUID request,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        Optional<CountSession> session = mine(id, staff);
        try {
            BigDecimal quantity = ShelfReports.quantity(counted);
            CountResult result = sessions.count(
                            id,
                            List.of(new CountSessions.Counted(
                                    request.toString(), sku, quantity, clock.instant(), null)))
                    .get(0);
            switch (result.result()) {
                case RECORDED, DUPLICATE, HELD ->
                    tell(to, "good", "session-counted", locale, typed.name(sku, locale), said(quantity, sku, locale));
                // The form was sent again a moment later: what came first counts.
                case CONFLICT -> tell(to, "few", "session-sent-before", locale);
                case REJECTED -> throw new Refusal(String.valueOf(result.code()), String.valueOf(result.detail()));
            }
        } catch (Refusal refusal) {
            String says = words.refusal("stock.sessions.refused", refusal.code(), locale, sku);
            if (session.isPresent() && session.get().state() == State.COUNTING && !isOver(refusal)) {
                Refused refused = new Refused(sku, counted, says);
                return new ModelAndView(
                        view(session.get(), which, refused, locale, page),
                        page.asMap(),
                        HttpStatus.UNPROCESSABLE_CONTENT);
            }
            tell(to, "bad", says);
        }
        if (which.after() != null && !which.after().isEmpty()) {
            to.addAttribute("after", which.after());
        }
        return back(id, to);
    }

    private static boolean isOver(Refusal refusal) {
        return refusal.code().equals("WRONG_STEP");
    }

    private String said(BigDecimal quantity, String sku, Locale locale) {
        return typed.quantity(quantity, sku, locale);
    }

    @PostMapping(path = "/stock/sessions/{id}", params = "step=submit")
    ModelAndView submit(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return step(id, staff, locale, to, "session-submitted", () -> sessions.submit(id));
    }

    @PostMapping(path = "/stock/sessions/{id}", params = "step=approve")
    ModelAndView approve(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return step(id, staff, locale, to, "session-approved", () -> sessions.approve(id));
    }

    /** What is ticked is counted again; all that differs when nothing is. */
    @PostMapping(path = "/stock/sessions/{id}", params = "step=again")
    ModelAndView again(
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        return step(
                id, staff, locale, to, "session-again", () -> sessions.reject(id, form.getOrDefault("sku", List.of())));
    }

    @PostMapping(path = "/stock/sessions/{id}", params = "step=cancel")
    ModelAndView cancel(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return step(id, staff, locale, to, "session-cancelled", () -> sessions.cancel(id));
    }

    private ModelAndView step(
            UUID id, Authentication staff, Locale locale, RedirectAttributes to, String done, Runnable step) {
        mine(id, staff);
        try {
            step.run();
            tell(to, "good", done, locale);
        } catch (Refusal refusal) {
            tell(to, "bad", words.refusal("stock.sessions.refused", refusal.code(), locale));
        }
        return back(id, to);
    }

    private void tell(RedirectAttributes to, String tone, String text, Locale locale, Object... values) {
        tell(to, tone, words.say("stock.told." + text, locale, values));
    }

    private static void tell(RedirectAttributes to, String tone, String told) {
        to.addFlashAttribute("told", told);
        to.addFlashAttribute("tone", tone);
    }

    private static ModelAndView back(UUID id, RedirectAttributes to) {
        to.addAttribute("id", id);
        return new ModelAndView("redirect:/stock/sessions/{id}");
    }

    /** @throws org.springframework.security.access.AccessDeniedException when it is of a place that is not theirs */
    private Optional<CountSession> mine(UUID id, Authentication staff) {
        Optional<CountSession> session = sessions.find(id);
        session.ifPresent(found -> stores.place(found.location(), staff));
        return session;
    }

    private String view(CountSession session, Which which, @Nullable Refused refused, Locale locale, Model page) {
        page.addAttribute("one", reading.shown(session, locale));
        if (session.state() == State.COUNTING) {
            tasks(session, which, refused, locale, page);
            return "stock/count-session";
        }
        List<Variance> all = sessions.variances(session.id(), "", ALL);
        part("differing", all, CountSessionPage::differs, session, locale, page);
        part("agreeing", all, one -> one.counted() != null && !differs(one), session, locale, page);
        part("uncounted", all, one -> one.counted() == null, session, locale, page);
        part("booked", all, one -> one.counted() != null, session, locale, page);
        page.addAttribute("mayApprove", session.state() != State.REVIEW || sessions.mayApprove(session));
        page.addAttribute("most", REVIEWED);
        return "stock/count-review";
    }

    private static boolean differs(Variance one) {
        BigDecimal variance = one.variance();
        return one.disputed() || (variance != null && variance.signum() != 0);
    }

    private void part(
            String name,
            List<Variance> all,
            Predicate<Variance> which,
            CountSession session,
            Locale locale,
            Model page) {
        List<Variance> part = all.stream().filter(which).toList();
        page.addAttribute(
                name,
                part.stream()
                        .limit(REVIEWED)
                        .map(one -> reading.beside(session, one, locale))
                        .toList());
        page.addAttribute(name + "Count", part.size());
    }

    private void tasks(CountSession session, Which which, @Nullable Refused refused, Locale locale, Model page) {
        String after = which.after() == null ? "" : which.after();
        boolean done = Boolean.TRUE.equals(which.done());
        List<Task> looked;
        if (refused != null) {
            looked = among(session, Set.of(refused.sku()));
        } else if (which.text().isEmpty()) {
            looked = sessions.tasks(session.id(), after, ALL).stream()
                    .filter(task -> (task.counts() > 0) == done)
                    .toList();
        } else {
            List<Item> found = items.search(which.text(), FOUND);
            looked = among(session, found.stream().map(Item::sku).collect(Collectors.toSet()));
            page.addAttribute("known", !found.isEmpty());
        }
        page.addAttribute("q", which.text());
        page.addAttribute("done", done);
        page.addAttribute("after", after);
        page.addAttribute(
                "alone", refused != null || (looked.size() == 1 && !which.text().isEmpty()));
        page.addAttribute("refused", refused == null ? null : refused.says());
        page.addAttribute("next", looked.size() > SHOWN ? looked.get(SHOWN - 1).sku() : null);
        page.addAttribute(
                "tasks",
                looked.stream()
                        .limit(SHOWN)
                        .map(task -> reading.toCount(
                                session,
                                task,
                                refused == null ? null : refused.counted(),
                                refused == null ? null : refused.says(),
                                locale))
                        .toList());
    }

    private List<Task> among(CountSession session, Set<String> skus) {
        return sessions.tasks(session.id(), "", ALL).stream()
                .filter(task -> skus.contains(task.sku()))
                .toList();
    }
}
