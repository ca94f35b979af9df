package io.noren.integration.screens;

import io.noren.pos.Refusal;
import io.noren.pos.SequenceGaps;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Somebody in the store says why numbers of one of its tills will not come any more. */
@Controller
class GivingUpNumbers {
    private final SequenceGaps gaps;
    private final StaffStores stores;
    private final Words words;

    GivingUpNumbers(SequenceGaps gaps, StaffStores stores, Words words) {
        this.gaps = gaps;
        this.stores = stores;
        this.words = words;
    }

    /**
     * @param first with which the holes begin that are meant
     * @param shown the one store that the page was about; empty for all
     */
    @PostMapping("/tills/given-up")
    String giveUp(
            @RequestParam String source,
            @RequestParam String location,
            @RequestParam String workstation,
            @RequestParam LocalDate businessDay,
            @RequestParam(required = false) @Nullable List<Long> first,
            @RequestParam String reason,
            @RequestParam(defaultValue = "") String shown,
            Authentication staff,
            Locale locale,
            RedirectAttributes to) {
        String store = stores.place(location, staff).id();
        try {
            gaps.giveUp(
                    new SequenceGaps.Named(source, store, workstation, businessDay),
                    first == null ? Set.of() : Set.copyOf(first),
                    reason,
                    staff.getName());
            to.addFlashAttribute("told", words.say("tills.given-up.done", locale));
            to.addFlashAttribute("tone", "good");
        } catch (Refusal refusal) {
            to.addFlashAttribute("told", words.refusal("tills.given-up.refused", refusal.code(), locale));
            to.addFlashAttribute("tone", "bad");
        }
        to.addAttribute("location", shown);
        return "redirect:/tills";
    }
}
