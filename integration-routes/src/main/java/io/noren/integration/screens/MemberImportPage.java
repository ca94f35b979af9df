package io.noren.integration.screens;

import io.noren.integration.screens.LeftOutRows.Row;
import io.noren.loyalty.PointsTerms;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.csv.MemberImport.Problem;
import io.noren.loyalty.csv.MemberImports;
import io.noren.loyalty.csv.MemberImports.Kept;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/**
 * Members of another system: choosing a file has it checked, nobody registered; only what was checked can be taken over.
 * The file is sent as the body, once for each.
 */
@Controller
class MemberImportPage {
    /** In bytes; more than two hundred thousand members. */
    static final int LARGEST = 32 * 1024 * 1024;

    private static final int FILES = 20;
    private static final int SHOWN = 50;
    private static final String SAMPLE = """
            external,familyName,givenName,familyKana,givenKana,birthDate,card,phone,email
            old-1,佐藤,次郎,サトウ,ジロウ,1985-04-02,2900000000024,,
            """;

    private final MemberImports imports;
    private final PointsTerms terms;
    private final LeftOutRows file;
    private final Words words;

    MemberImportPage(MemberImports imports, PointsTerms terms, LeftOutRows file, Words words) {
        this.imports = imports;
        this.terms = terms;
        this.file = file;
        this.words = words;
    }

    /** A file as it is shown. */
    record Shown(
            UUID id,
            boolean check,
            String when,
            String who,
            String rows,
            String registered,
            String known,
            String leftOut,
            boolean someRegistered,
            boolean someLeftOut) {}

    /** Why some rows were left out. */
    record Reason(String why, String field, String rows) {}

    @GetMapping("/members/import")
    String show(Locale locale, Model page) {
        page.addAttribute(
                "files",
                imports.newest(FILES).stream().map(one -> shown(one, locale)).toList());
        page.addAttribute("sample", SAMPLE);
        return "members/import";
    }

    @GetMapping("/members/import/{id}")
    ModelAndView one(@PathVariable UUID id, Locale locale, Model page) {
        Optional<Kept> one = imports.find(id);
        if (one.isEmpty()) {
            return new ModelAndView("redirect:/members/import");
        }
        fill(one.get(), false, locale, page);
        return new ModelAndView("members/import-report", page.asMap());
    }

    /** Says what would become of the file that is the body; nobody is registered. */
    @PostMapping("/members/import/check")
    ModelAndView check(Authentication staff, Locale locale, HttpServletRequest body, Model page) throws IOException {
        return receive(null, staff, locale, body, page);
    }

    /** Takes over the file that is the body, once for each time it was checked. */
    @PostMapping("/members/import/{checked}/book")
    ModelAndView book(
            @PathVariable UUID checked, Authentication staff, Locale locale, HttpServletRequest body, Model page)
            throws IOException {
        return receive(checked, staff, locale, body, page);
    }

    private ModelAndView receive(
            @Nullable UUID checked, Authentication staff, Locale locale, HttpServletRequest body, Model page)
            throws IOException {
        try {
            byte[] file = body.getInputStream().readNBytes(LARGEST + 1);
            if (file.length > LARGEST) {
                throw new Refusal("FILE_TOO_LARGE", "Send it in several parts.");
            }
            Kept kept = checked == null
                    ? imports.check(file, staff.getName())
                    : imports.book(checked, file, staff.getName());
            fill(kept, checked == null, locale, page);
            return new ModelAndView("members/import-report :: report", page.asMap());
        } catch (Refusal refusal) {
            page.addAttribute("refused", refused(refusal, locale));
            return new ModelAndView("members/import-report :: refused", page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private String refused(Refusal refusal, Locale locale) {
        Object column = refusal.properties().get("column");
        Object columns = refusal.properties().get("columns");
        return words.refusal(
                "members.import.refused",
                refusal.code(),
                locale,
                column == null ? "" : column.toString(),
                columns instanceof Collection<?> names
                        ? names.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        : "");
    }

    private void fill(Kept one, boolean book, Locale locale, Model page) {
        page.addAttribute("one", shown(one, locale));
        page.addAttribute("book", book);
        page.addAttribute(
                "reasons",
                imports.reasons(one.id()).stream()
                        .map(reason -> new Reason(
                                why(reason.code(), locale),
                                Objects.requireNonNullElse(reason.field(), ""),
                                number(reason.rows())))
                        .toList());
        page.addAttribute(
                "problems",
                imports.problems(one.id(), 0, SHOWN).stream()
                        .map(problem -> row(problem, locale))
                        .toList());
        page.addAttribute("more", one.leftOut() > SHOWN);
    }

    /** Every row that was left out, for a spreadsheet; a page of them is in memory at a time. */
    @GetMapping("/members/import/{id}/problems.csv")
    void problems(@PathVariable UUID id, Locale locale, HttpServletResponse response) throws IOException {
        if (imports.find(id).isEmpty()) {
            response.sendError(HttpServletResponse.SC_NOT_FOUND);
            return;
        }
        file.write(
                "left-out-" + id,
                after -> imports.problems(id, after, MemberImports.MOST).stream()
                        .map(problem -> row(problem, locale))
                        .toList(),
                locale,
                response);
    }

    private Row row(Problem problem, Locale locale) {
        return new Row(
                problem.line(),
                Objects.requireNonNullElse(problem.field(), ""),
                why(problem.code(), locale),
                problem.detail());
    }

    private String why(String code, Locale locale) {
        return words.refusal("members.import.problem", code, locale);
    }

    private Shown shown(Kept one, Locale locale) {
        return new Shown(
                one.id(),
                one.checked() == null,
                Words.at(one.at(), terms.zone(), locale),
                one.actor(),
                number(one.rows()),
                number(one.registered()),
                number(one.known()),
                number(one.leftOut()),
                one.registered() > 0,
                one.leftOut() > 0);
    }

    private static String number(long number) {
        return Words.number(BigDecimal.valueOf(number));
    }
}
