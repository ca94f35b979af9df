package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.imports.Rejections;
import io.noren.inventory.imports.StockImport;
import io.noren.inventory.imports.StockImports;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
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

/**
 * Files of counts and movements: choosing one has it checked, nothing booked; only what was checked can be booked. The
 * file is sent as the body, once for each.
 */
@Controller
class ImportsPage {
    private static final int IMPORTS = 20;
    private static final int REJECTED = 20;

    /** Tells the list on the same page that it has one more. */
    private static final String LISTED = "noren:listed";

    private final StockImports imports;
    private final Rejections rejections;
    private final RejectedRows rejected;
    private final StaffStores stores;
    private final Words words;

    ImportsPage(StockImports imports, Rejections rejections, RejectedRows rejected, StaffStores stores, Words words) {
        this.imports = imports;
        this.rejections = rejections;
        this.rejected = rejected;
        this.stores = stores;
        this.words = words;
    }

    /**
     * An import as it is shown.
     *
     * @param read how many rows were read so far
     * @param done how many of them are accounted for
     * @param detail why it failed, or what stopped it last
     * @param setAside whether it has failed and may be tried again or dropped
     * @param nextTry when it is tried again by itself; null when it need not wait
     */
    record Shown(
            UUID id,
            StockImport.Mode mode,
            boolean dryRun,
            StockImport.State state,
            boolean running,
            String when,
            String who,
            long read,
            long done,
            long recorded,
            long unchanged,
            long duplicates,
            long rejected,
            long held,
            List<UUID> heldIn,
            @Nullable String failure,
            @Nullable String detail,
            boolean setAside,
            @Nullable String nextTry) {}

    @GetMapping("/stock/imports")
    String list(
            @RequestParam(required = false) @Nullable Long before,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        StockImports.Page found = imports.newest(before, IMPORTS, bound(staff));
        List<Shown> shown =
                found.imports().stream().map(one -> shown(one, locale)).toList();
        page.addAttribute("imports", shown);
        page.addAttribute("running", shown.stream().anyMatch(Shown::running));
        page.addAttribute("next", shown.size() == IMPORTS ? found.next() : null);
        page.addAttribute("before", before);
        page.addAttribute("modes", StockImport.Mode.values());
        page.addAttribute(
                "example",
                stores.places(staff).stream().findFirst().map(Location::id).orElse(""));
        return renewed(request) ? "stock/imports :: list" : "stock/imports";
    }

    /** @param book whether the file is still chosen on the page that asks, and can be booked from there */
    @GetMapping("/stock/imports/{id}")
    ModelAndView one(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "false") boolean book,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            Model page) {
        Optional<StockImport> one = mine(id, staff);
        if (one.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        fill(one.get(), book, locale, page);
        return new ModelAndView(renewed(request) ? "stock/import :: progress" : "stock/import", page.asMap());
    }

    /** Says what would become of the file that is the body; nothing is booked. */
    @PostMapping("/stock/imports/check")
    ModelAndView check(
            @RequestParam StockImport.Mode mode,
            Authentication staff,
            Locale locale,
            HttpServletRequest body,
            HttpServletResponse answer,
            Model page)
            throws IOException {
        answer.setHeader("HX-Trigger", LISTED);
        return receive(mode, null, staff, locale, body, page);
    }

    /** Books the file that is the body, once for each time it was checked. */
    @PostMapping("/stock/imports/{checked}/book")
    ModelAndView book(
            @PathVariable UUID checked,
            Authentication staff,
            Locale locale,
            HttpServletRequest body,
            HttpServletResponse answer,
            Model page)
            throws IOException {
        answer.setHeader("HX-Trigger", LISTED);
        Optional<StockImport> check = mine(checked, staff).filter(StockImport::dryRun);
        return check.isEmpty()
                ? new ModelAndView("stock/missing", HttpStatus.NOT_FOUND)
                : receive(check.get().mode(), checked, staff, locale, body, page);
    }

    private ModelAndView receive(
            StockImport.Mode mode,
            @Nullable UUID checked,
            Authentication staff,
            Locale locale,
            HttpServletRequest body,
            Model page)
            throws IOException {
        try {
            StockImports.Receipt receipt = imports.receive(
                    new StockImports.Sent(
                            mode,
                            checked == null,
                            StockImport.Format.CSV,
                            null,
                            false,
                            staff.getName(),
                            checked == null ? null : LedgerWords.SCREEN + checked,
                            bound(staff)),
                    body.getInputStream());
            fill(imports.find(receipt.id()).orElseThrow(), checked == null, locale, page);
            return new ModelAndView("stock/import :: progress", page.asMap());
        } catch (Refusal refusal) {
            page.addAttribute("refused", refused(refusal, locale));
            return new ModelAndView("stock/import :: refused", page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private String refused(Refusal refusal, Locale locale) {
        Object columns = refusal.properties().get("expected");
        Object line = refusal.properties().get("line");
        return words.refusal(
                "stock.imports.refused",
                refusal.code(),
                locale,
                columns instanceof List<?> names
                        ? String.join(", ", names.stream().map(String::valueOf).toList())
                        : "",
                line == null ? "" : line.toString());
    }

    /** Tries again now what was set aside, or waits for its next try. */
    @PostMapping("/stock/imports/{id}/retry")
    ModelAndView retry(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, staff, locale, to, imports::retry, "stock.imports.retried");
    }

    /** Gives up what was set aside, or waits for its next try. */
    @PostMapping("/stock/imports/{id}/drop")
    ModelAndView drop(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        return decide(id, staff, locale, to, one -> imports.drop(one, staff.getName()), "stock.imports.dropped");
    }

    private ModelAndView decide(
            UUID id, Authentication staff, Locale locale, RedirectAttributes to, Consumer<UUID> step, String done) {
        if (mine(id, staff).isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        try {
            step.accept(id);
            to.addFlashAttribute("told", words.say(done, locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.imports.refused", refusal.code(), locale, "", ""));
            to.addFlashAttribute("tone", "bad");
        }
        return new ModelAndView("redirect:/stock/imports/" + id);
    }

    /** The rows that were not taken, for a spreadsheet. */
    @GetMapping("/stock/imports/{id}/rejected.csv")
    void rejected(@PathVariable UUID id, Authentication staff, Locale locale, HttpServletResponse response)
            throws IOException {
        if (mine(id, staff).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        rejected.write(id, locale, response);
    }

    private void fill(StockImport one, boolean book, Locale locale, Model page) {
        page.addAttribute("one", shown(one, locale));
        page.addAttribute("book", book && one.dryRun());
        page.addAttribute(
                "rejected",
                rejections.of(one.id(), 0, REJECTED).stream()
                        .map(row -> rejected.shown(row, locale))
                        .toList());
    }

    private Shown shown(StockImport one, Locale locale) {
        ZoneId zone = stores.zone();
        long done = one.recorded()
                + one.unchanged()
                + one.duplicates()
                + one.rejected()
                + one.held().rows();
        return new Shown(
                one.id(),
                one.mode(),
                one.dryRun(),
                one.state(),
                one.state() == StockImport.State.RUNNING,
                Words.at(one.receivedAt(), zone, locale),
                one.caller(),
                one.rows(),
                Math.min(done, one.rows()),
                one.recorded(),
                one.unchanged(),
                one.duplicates(),
                one.rejected(),
                one.held().rows(),
                one.held().changes(),
                one.code() == null ? null : words.refusal("stock.imports.refused", one.code(), locale, "", ""),
                one.detail() == null ? one.trouble().lastFailure() : one.detail(),
                one.trouble().setAside(),
                one.trouble().nextTryAt() == null
                        ? null
                        : Words.at(one.trouble().nextTryAt(), zone, locale));
    }

    private Optional<StockImport> mine(UUID id, Authentication staff) {
        List<String> bound = bound(staff);
        return imports.find(id)
                .filter(one ->
                        bound == null || bound.containsAll(Objects.requireNonNullElse(one.locations(), List.of("*"))));
    }

    /** The places that this person may speak for; null: every one. */
    private @Nullable List<String> bound(Authentication staff) {
        return StaffStores.everywhere(staff)
                ? null
                : stores.places(staff).stream().map(Location::id).sorted().toList();
    }

    private static boolean renewed(HttpServletRequest request) {
        return request.getHeader("HX-Request") != null;
    }
}
