package io.noren.integration.screens;

import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.StockAudit;
import io.noren.inventory.StockAuditor;
import io.noren.inventory.StockRepair;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the auditor has seen: when it went round last, and what does not add up. For whoever works everywhere. */
@Controller
class AuditPage {
    private final StockAuditor auditor;
    private final StockRepair repair;
    private final Items items;
    private final StaffStores stores;
    private final Words words;

    AuditPage(StockAuditor auditor, StockRepair repair, Items items, StaffStores stores, Words words) {
        this.auditor = auditor;
        this.repair = repair;
        this.items = items;
        this.stores = stores;
        this.words = words;
    }

    /** A number that does not add up; {@code name} is part of a message key. */
    record Wrong(
            String name,
            String level,
            String ledger,
            @Nullable String reservations) {}

    /** @param hole whether rows of the ledger itself are missing, which no repair can bring back */
    record Difference(
            String sku, String name, String location, String place, List<Wrong> numbers, boolean hole, String found) {}

    /** What a repair could not do; the texts are {@code stock.left.PROMISED_BEYOND_STOCK} and so on. */
    record Left(String sku, String name, String place, String why) {}

    @GetMapping("/stock/audit")
    String show(Authentication staff, Locale locale, Model page) {
        StockAuditor.Progress progress = auditor.progress();
        Long passCells = progress.passCells();
        page.addAttribute(
                "passed",
                progress.passEndedAt() == null ? null : Words.at(progress.passEndedAt(), stores.zone(), locale));
        page.addAttribute("cells", passCells == null ? null : String.format(Locale.ENGLISH, "%,d", passCells));
        page.addAttribute("underWay", progress.cells());
        page.addAttribute("most", Math.max(progress.cells(), passCells == null ? 0 : passCells));
        page.addAttribute(
                "differences",
                auditor.found().stream().map(found -> difference(found, locale)).toList());
        page.addAttribute("mayRepair", StaffStores.administrator(staff));
        return "stock/audit";
    }

    private Difference difference(StockAuditor.Found found, Locale locale) {
        StockAudit.Difference difference = found.difference();
        Optional<Location> place = stores.known(difference.location());
        return new Difference(
                difference.sku(),
                name(difference.sku(), locale),
                difference.location(),
                place.map(Location::name).orElse(difference.location()),
                difference.numbers().stream()
                        .map(wrong -> new Wrong(
                                wrong.name().name(),
                                wrong.level() == null
                                        ? words.say("stock.audit.none-shown", locale)
                                        : Words.number(wrong.level()),
                                Words.number(wrong.ledger()),
                                wrong.reservations() == null ? null : Words.number(wrong.reservations())))
                        .toList(),
                difference.numbers().isEmpty(),
                Words.at(found.foundAt(), stores.zoneOf(place), locale));
    }

    /** Makes the books add up again, by movements that say so. */
    @PostMapping("/stock/audit/repair")
    String repair(@RequestParam(defaultValue = "") String reason, Locale locale, RedirectAttributes to) {
        try {
            StockRepair.Report report = repair.repair(reason);
            to.addFlashAttribute(
                    "told",
                    words.say("stock.told.repaired", locale, report.repaired().size()));
            to.addFlashAttribute("tone", report.left().isEmpty() ? "good" : "few");
            to.addFlashAttribute(
                    "left",
                    report.left().stream()
                            .map(left -> new Left(
                                    left.sku(),
                                    name(left.sku(), locale),
                                    stores.known(left.location())
                                            .map(Location::name)
                                            .orElse(left.location()),
                                    words.refusal("stock.left", left.code(), locale)))
                            .toList());
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("stock.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        return "redirect:/stock/audit";
    }

    private String name(String sku, Locale locale) {
        return items.find(sku).map(item -> Language.of(locale).of(item.name())).orElse(sku);
    }
}
