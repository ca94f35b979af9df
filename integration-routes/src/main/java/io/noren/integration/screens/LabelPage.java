package io.noren.integration.screens;

import io.noren.integration.qr.PriceText;
import io.noren.integration.qr.PublicAddress;
import io.noren.integration.qr.label.LabelFormat;
import io.noren.integration.qr.label.LabelJob;
import io.noren.integration.qr.label.LabelJobs;
import io.noren.integration.qr.label.LabelRefused;
import io.noren.integration.qr.label.LabelSelection;
import io.noren.integration.qr.label.LabelTemplate;
import io.noren.integration.qr.label.NewLabelJob;
import io.noren.integration.qr.label.PrintedLabels;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import io.noren.inventory.Money;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Where shelf labels are chosen and looked at before they are printed: some, all, or those whose price has changed. */
@Controller
class LabelPage {
    private static final int MOST_FOUND = 40;
    private static final int MOST_CHOSEN = 240;
    private static final int MOST_JOBS = 5;

    private final Items items;
    private final StaffStores stores;
    private final LabelJobs jobs;
    private final PrintedLabels printed;
    private final LabelJobWords jobWords;
    private final Words words;
    private final PublicAddress address;

    LabelPage(
            Items items,
            StaffStores stores,
            LabelJobs jobs,
            PrintedLabels printed,
            LabelJobWords jobWords,
            Words words,
            PublicAddress address) {
        this.items = items;
        this.stores = stores;
        this.jobs = jobs;
        this.printed = printed;
        this.jobWords = jobWords;
        this.words = words;
        this.address = address;
    }

    /** An item to tick. */
    record Pick(
            String sku,
            String name,
            @Nullable String gtin,
            @Nullable String price,
            boolean chosen) {}

    /** Which labels somebody wants printed. */
    enum What {
        CHOSEN,
        CHANGED,
        ALL
    }

    @GetMapping(path = "/labels", params = "!format")
    String show(
            @RequestParam(required = false) @Nullable String location,
            @RequestParam(defaultValue = "") String q,
            @RequestParam(defaultValue = "a4-24") String template,
            @RequestParam(defaultValue = "false") boolean beforeTax,
            @RequestParam MultiValueMap<String, String> query,
            Authentication staff,
            Locale locale,
            Model page) {
        Set<String> wanted = new LinkedHashSet<>(skus(query));
        Map<String, Item> known = items.of(wanted);
        List<Pick> chosen = wanted.stream()
                .flatMap(sku -> Stream.ofNullable(known.get(sku)))
                .map(item -> pick(item, true, locale))
                .toList();
        List<Pick> found = items.search(q, MOST_FOUND).stream()
                .filter(item -> !wanted.contains(item.sku()))
                .map(item -> pick(item, false, locale))
                .toList();
        Location store = stores.chosen(location, staff).orElse(null);
        page.addAttribute("stores", stores.of(staff));
        page.addAttribute("store", store == null ? null : store.id());
        page.addAttribute("q", q);
        page.addAttribute("template", template);
        page.addAttribute("beforeTax", beforeTax);
        page.addAttribute(
                "templates",
                Arrays.stream(LabelTemplate.values()).map(LabelTemplate::id).toList());
        page.addAttribute(
                "picks", Stream.concat(chosen.stream(), found.stream()).toList());
        page.addAttribute("previews", chosen);
        page.addAttribute("changed", store == null ? 0 : printed.countChanged(store.id()));
        page.addAttribute(
                "jobs",
                store == null
                        ? List.of()
                        : jobs.newest(store.id(), null, MOST_JOBS).stream()
                                .map(job -> jobWords.shown(job, store.zone(), locale))
                                .toList());
        return "labels";
    }

    /** Starts a job; whoever starts the same one twice gets to the one that runs. */
    @PostMapping("/labels/jobs")
    String print(
            @RequestParam String location,
            @RequestParam What what,
            @RequestParam(defaultValue = "a4-24") String template,
            @RequestParam(defaultValue = "false") boolean beforeTax,
            @RequestParam MultiValueMap<String, String> query,
            Authentication staff,
            Locale locale,
            HttpServletRequest request,
            RedirectAttributes to) {
        Location store = stores.place(location, staff);
        try {
            LabelJob job = jobs.start(new NewLabelJob(
                    store.id(),
                    switch (what) {
                        case CHOSEN -> LabelSelection.of(skus(query));
                        case CHANGED -> LabelSelection.changed();
                        case ALL -> LabelSelection.all();
                    },
                    template,
                    LabelFormat.PDF.id(),
                    beforeTax,
                    address.base(request),
                    staff.getName()));
            return "redirect:/labels/jobs/" + job.id();
        } catch (LabelRefused refused) {
            to.addFlashAttribute(
                    "told", words.refusal("labels.refused", refused.reason().name(), locale));
            to.addFlashAttribute("tone", "few");
            to.addAttribute("location", store.id());
            to.addAttribute("template", template);
            return "redirect:/labels";
        }
    }

    // Not as a list parameter: Spring would take a comma within a SKU for two SKUs.
    private static List<String> skus(MultiValueMap<String, String> query) {
        return query.getOrDefault("sku", List.of()).stream()
                .filter(sku -> sku.indexOf('\0') < 0)
                .limit(MOST_CHOSEN)
                .toList();
    }

    private static Pick pick(Item item, boolean chosen, Locale locale) {
        Money price = item.price();
        return new Pick(
                item.sku(),
                Language.of(locale).of(item.name()),
                item.gtin(),
                price == null ? null : PriceText.of(price),
                chosen);
    }
}
