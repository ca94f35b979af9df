package io.noren.integration.screens;

import io.noren.integration.qr.label.LabelJob;
import io.noren.integration.qr.label.LabelJobs;
import io.noren.inventory.Location;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;

/** One label job: how far it is, its file, what the file lacks, and how to stop it or to take it back. */
@Controller
class LabelJobPage {
    private static final int MOST_LEFT_OUT = 50;

    private final LabelJobs jobs;
    private final LabelJobWords jobWords;
    private final StaffStores stores;
    private final Words words;

    LabelJobPage(LabelJobs jobs, LabelJobWords jobWords, StaffStores stores, Words words) {
        this.jobs = jobs;
        this.jobWords = jobWords;
        this.stores = stores;
        this.words = words;
    }

    /** A label that the file lacks, and why. */
    record LeftOut(String sku, String why) {}

    @GetMapping("/labels/jobs/{id}")
    ModelAndView show(
            @PathVariable UUID id, Authentication staff, Locale locale, HttpServletRequest request, Model page) {
        Optional<LabelJob> job = mine(id, staff);
        if (job.isEmpty()) {
            return missing();
        }
        Optional<Location> store = stores.known(job.get().location());
        page.addAttribute("one", jobWords.shown(job.get(), stores.zoneOf(store), locale));
        page.addAttribute(
                "storeName", store.map(Location::name).orElse(job.get().location()));
        page.addAttribute("leftOut", leftOut(id, locale));
        boolean renewed = request.getHeader("HX-Request") != null;
        return new ModelAndView(renewed ? "labels/job :: progress" : "labels/job", page.asMap());
    }

    private List<LeftOut> leftOut(UUID job, Locale locale) {
        return jobs.leftOut(job, MOST_LEFT_OUT).stream()
                .map(each -> new LeftOut(each.sku(), words.refusal("labels.refused", each.code(), locale)))
                .toList();
    }

    @GetMapping("/labels/jobs/{id}/file")
    @Nullable
    ModelAndView file(@PathVariable UUID id, Authentication staff, HttpServletResponse answer) throws IOException {
        Optional<LabelJob> job = mine(id, staff).filter(found -> found.size() != null);
        if (job.isEmpty()) {
            return missing();
        }
        jobs.send(job.get(), answer);
        return null;
    }

    /** Stops it; or, once it is done, says that its labels do not hang on the shelf. */
    @PostMapping("/labels/jobs/{id}/cancel")
    ModelAndView cancel(@PathVariable UUID id, Authentication staff) {
        Optional<LabelJob> job = mine(id, staff);
        if (job.isEmpty()) {
            return missing();
        }
        jobs.cancel(id);
        return new ModelAndView("redirect:/labels/jobs/" + id);
    }

    private Optional<LabelJob> mine(UUID id, Authentication staff) {
        return jobs.find(id).filter(job -> stores.works(job.location(), staff));
    }

    private static ModelAndView missing() {
        return new ModelAndView(
                "labels/refused",
                Map.of("reason", "UNKNOWN_LABEL_JOB", "status", HttpStatus.NOT_FOUND.value()),
                HttpStatus.NOT_FOUND);
    }
}
