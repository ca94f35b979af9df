package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.pos.DocumentExcerpts;
import io.noren.pos.DocumentExcerpts.Excerpt;
import io.noren.pos.Refusal;
import io.noren.pos.SoldLine;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillTransaction;
import io.noren.pos.TransactionConflicts;
import io.noren.pos.WaitingTransactions;
import io.noren.pos.WaitingTransactions.Waiting;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

/** A till's document, opened where something in it waits for a person. */
@Controller
class TillDocumentPage {
    private static final String CONFLICT = "TRANSACTION_CONFLICT";

    private final DocumentExcerpts excerpts;
    private final WaitingTransactions waiting;
    private final TransactionConflicts conflicts;
    private final TillDocuments documents;
    private final StaffStores stores;
    private final Words words;

    TillDocumentPage(
            DocumentExcerpts excerpts,
            WaitingTransactions waiting,
            TransactionConflicts conflicts,
            TillDocuments documents,
            StaffStores stores,
            Words words) {
        this.excerpts = excerpts;
        this.waiting = waiting;
        this.conflicts = conflicts;
        this.documents = documents;
        this.stores = stores;
        this.words = words;
    }

    /** @param marked whether it is the line in question */
    record Line(int number, String text, boolean marked) {}

    /** Something in the document that waits, in the reader's words. */
    record Trouble(Waiting entry, String what, String todo, boolean shown) {}

    /** One line of goods. */
    record Goods(String item, String quantity, @Nullable String amount, boolean back) {}

    /** One of two tellings of the same transaction. */
    record Told(String receivedAt, @Nullable String card, List<Goods> goods) {}

    @GetMapping("/tills/documents/{id}")
    ModelAndView show(
            @PathVariable UUID id,
            @RequestParam(defaultValue = "1") int line,
            Authentication staff,
            Locale locale,
            Model page) {
        Optional<Excerpt> found = excerpts.around(id, line, StaffStores.binding(staff));
        if (found.isEmpty()) {
            return new ModelAndView("tills/missing", HttpStatus.NOT_FOUND);
        }
        Excerpt excerpt = found.get();
        List<Waiting> entries = waiting.ofDocument(id);
        page.addAttribute("excerpt", excerpt);
        page.addAttribute("receivedAt", Words.at(excerpt.receivedAt(), stores.zone(), locale));
        page.addAttribute("line", line);
        page.addAttribute("lines", lines(excerpt, line));
        page.addAttribute(
                "troubles",
                entries.stream()
                        .map(entry -> new Trouble(
                                entry,
                                words.refusal("parked.code", entry.code(), locale),
                                words.refusal("parked.todo", entry.code(), locale),
                                Objects.equals(entry.place(), line)))
                        .toList());
        // A second reading decides nothing between two tellings.
        page.addAttribute(
                "again", entries.stream().anyMatch(entry -> !entry.code().equals(CONFLICT)));
        boolean conflict = entries.stream()
                .anyMatch(entry ->
                        Objects.equals(entry.place(), line) && entry.code().equals(CONFLICT));
        page.addAttribute(
                "two",
                conflict
                        ? conflicts
                                .of(id, line)
                                .map(two -> List.of(told(two.first(), locale), told(two.second(), locale)))
                                .orElse(List.of())
                        : List.of());
        return new ModelAndView("tills/document", page.asMap());
    }

    private static List<Line> lines(Excerpt excerpt, int marked) {
        return IntStream.range(0, excerpt.lines().size())
                .mapToObj(n ->
                        new Line(excerpt.firstLine() + n, excerpt.lines().get(n), excerpt.firstLine() + n == marked))
                .toList();
    }

    private Told told(TransactionConflicts.Told told, Locale locale) {
        TillTransaction transaction = told.transaction();
        return new Told(
                Words.at(told.receivedAt(), stores.zoneOf(store(transaction)), locale),
                transaction.memberCard(),
                goods(transaction));
    }

    private static List<Goods> goods(TillTransaction transaction) {
        String currency = transaction.currency();
        boolean back = transaction.kind() != TillTransaction.Kind.RECEIVED; // else nobody had bought it
        return Stream.of(
                        transaction.sold().stream().map(line -> goods(line, currency, false)),
                        transaction.returned().stream().map(line -> goods(line, currency, back)),
                        transaction.counted().stream()
                                .map(line -> new Goods(
                                        line.codes().get(0).value(), Words.number(line.quantity()), null, false)))
                .flatMap(lines -> lines)
                .toList();
    }

    private Optional<Location> store(TillTransaction transaction) {
        return stores.known(transaction.key().storeCode());
    }

    private static Goods goods(SoldLine line, String currency, boolean back) {
        return new Goods(
                line.codes().get(0).value(),
                Words.number(line.quantity()),
                line.amount() == null ? null : Words.number(line.amount()) + " " + currency,
                back);
    }

    @PostMapping("/tills/documents/{id}/decide")
    String decide(
            @PathVariable UUID id,
            @RequestParam int line,
            @RequestParam TransactionConflicts.Stands stands,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        to.addAttribute("id", id);
        to.addAttribute("line", line);
        if (excerpts.around(id, line, StaffStores.binding(staff)).isPresent()) {
            try {
                conflicts.decide(id, line, stands, staff.getName());
                to.addFlashAttribute("told", words.say("tills.decided." + stands, locale));
                to.addFlashAttribute("tone", "good");
            } catch (Refusal refusal) {
                to.addFlashAttribute("told", words.refusal("tills.refused", refusal.code(), locale));
                to.addFlashAttribute("tone", "bad");
            }
        }
        return "redirect:/tills/documents/{id}";
    }

    @PostMapping("/tills/documents/{id}/again")
    String again(@PathVariable UUID id, Authentication staff, Locale locale, RedirectAttributes to) {
        to.addAttribute("id", id);
        if (excerpts.around(id, 1, StaffStores.binding(staff)).isPresent()) {
            TillDocuments.Receipt receipt = documents.readAgain(id);
            int left = receipt.transactions() - receipt.recorded() - receipt.duplicates();
            to.addFlashAttribute("told", words.say("tills.again.done", locale, receipt.recorded(), left));
            to.addFlashAttribute("tone", left == 0 ? "good" : "few");
        }
        return "redirect:/tills/documents/{id}";
    }
}
