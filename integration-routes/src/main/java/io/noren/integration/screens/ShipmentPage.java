package io.noren.integration.screens;

import io.noren.inventory.Refusal;
import io.noren.inventory.shipment.Arrivals;
import io.noren.inventory.shipment.Shipment;
import io.noren.inventory.shipment.Shipment.Difference;
import io.noren.inventory.shipment.Shipment.Kind;
import io.noren.inventory.shipment.Shipment.State;
import io.noren.inventory.shipment.Shipments;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.LinkedMultiValueMap;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** One shipment: what may be done with it at either end, and what has come of it. */
@Controller
class ShipmentPage {
    private static final String PAGE = "/stock/shipments/{kind}/{id}";
    private static final String REFUSED = "stock.shipments.refused";

    private final Shipments shipments;
    private final Arrivals arrivals;
    private final ShipmentWords reading;
    private final TypedItems items;
    private final StaffStores stores;
    private final Words words;

    ShipmentPage(
            Shipments shipments,
            Arrivals arrivals,
            ShipmentWords reading,
            TypedItems items,
            StaffStores stores,
            Words words) {
        this.shipments = shipments;
        this.arrivals = arrivals;
        this.reading = reading;
        this.items = items;
        this.stores = stores;
        this.words = words;
    }

    /** What somebody does with a shipment; {@code stock.told.shipment.SEND} and so on say that it is done. */
    enum Step {
        SEND,
        RECEIVE,
        /** It came back to where it was sent from. */
        BACK,
        /** The rest does not come. */
        CLOSE,
        CANCEL,
        RESCHEDULE
    }

    @GetMapping(PAGE)
    ModelAndView one(@PathVariable Kind kind, @PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Optional<Shipment> found = shipments.find(id, kind);
        if (found.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        checkEither(found.get(), staff);
        page.addAttribute("wrong", Wrong.nothing());
        return new ModelAndView(view(found.get(), null, nothingTyped(), staff, locale, page), page.asMap());
    }

    /** The page's own address takes each step, so that a refused one can be read and turned into the other language. */
    @PostMapping(PAGE)
    ModelAndView step(
            @PathVariable Kind kind,
            @PathVariable UUID id,
            @RequestParam Step step,
            @RequestParam MultiValueMap<String, String> form,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        Optional<Shipment> found = shipments.find(id, kind);
        if (found.isEmpty()) {
            return new ModelAndView("stock/missing", HttpStatus.NOT_FOUND);
        }
        check(step, found.get(), staff);
        ReceiptForm typed = new ReceiptForm(form);
        try {
            take(step, found.get(), typed);
            to.addFlashAttribute("told", words.say("stock.told.shipment." + step, locale));
            to.addFlashAttribute("tone", "good");
            to.addAttribute("kind", kind);
            to.addAttribute("id", id);
            return new ModelAndView("redirect:" + PAGE);
        } catch (Refusal refusal) {
            Map<String, String> wrong = wrong(refusal, step, typed, locale);
            page.addAttribute("wrong", wrong);
            page.addAttribute("wholly", wrong.get(step + "/"));
            // Somebody else may have been quicker: what is shown is how it stands now.
            Shipment now = shipments.find(id, kind).orElse(found.get());
            return new ModelAndView(
                    view(now, step, typed, staff, locale, page), page.asMap(), HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private void take(Step step, Shipment shipment, ReceiptForm typed) {
        UUID id = shipment.id();
        Kind kind = shipment.kind();
        switch (step) {
            case SEND -> shipments.dispatch(id, null, expected(shipment, typed), typed.sent());
            case RECEIVE -> arrivals.receive(id, kind, typed.receiving(null, items));
            case BACK -> arrivals.receive(id, kind, typed.receiving(shipment.from(), items));
            case CLOSE -> arrivals.close(id, kind, typed.one("reason"));
            case CANCEL -> shipments.cancel(id, kind);
            case RESCHEDULE -> {
                Instant expected = expected(shipment, typed);
                if (expected == null) {
                    throw Wrong.typed("BAD_TIME", "expectedAt", "");
                }
                shipments.reschedule(id, kind, expected, Map.of());
            }
        }
    }

    private @Nullable Instant expected(Shipment shipment, ReceiptForm typed) {
        return TypedTime.read(typed.one("expectedAt"), reading.zone(shipment), "expectedAt");
    }

    /** Under {@code STEP/field}, because a page may hold several forms; what is about no field, under {@code STEP/}. */
    private Map<String, String> wrong(Refusal refusal, Step step, ReceiptForm typed, Locale locale) {
        Map<String, String> wrong = new HashMap<>();
        String field = step + "/" + typed.field(refusal);
        Object about = refusal.properties().get("typed");
        wrong.put(field, words.refusal(REFUSED, refusal.code(), locale, about == null ? "" : about));
        if (refusal.properties().get("lines") instanceof List<?> lines) {
            lines.forEach(each -> lacking(each, step, wrong, locale));
        }
        return wrong;
    }

    private void lacking(Object each, Step step, Map<String, String> wrong, Locale locale) {
        if (each instanceof Shipments.Lacking line) {
            String left = items.quantity(line.available(), line.sku(), locale);
            wrong.put(step + "/" + ReceiptForm.line(line.line()), words.say(REFUSED + ".line.lacking", locale, left));
        } else if (each instanceof Arrivals.TooMuch line) {
            String left = items.quantity(line.outstanding(), line.sku(), locale);
            wrong.put(step + "/" + ReceiptForm.line(line.line()), words.say(REFUSED + ".line.too-much", locale, left));
        }
    }

    private void check(Step step, Shipment shipment, Authentication staff) {
        switch (step) {
            case SEND, BACK -> checkWorks(shipment.from(), staff);
            case RECEIVE, CLOSE -> checkWorks(shipment.to(), staff);
            case CANCEL, RESCHEDULE -> checkEither(shipment, staff);
        }
    }

    private void checkEither(Shipment shipment, Authentication staff) {
        if (!stores.works(shipment.from(), staff)) {
            checkWorks(shipment.to(), staff);
        }
    }

    private void checkWorks(@Nullable String place, Authentication staff) {
        if (!stores.works(place, staff)) {
            throw new AccessDeniedException("not a place of this person");
        }
    }

    /** @param step what was refused, with what was typed; or null */
    private String view(
            Shipment shipment,
            @Nullable Step step,
            ReceiptForm typed,
            Authentication staff,
            Locale locale,
            Model page) {
        State state = shipment.state();
        boolean sends = stores.works(shipment.from(), staff);
        boolean receives = stores.works(shipment.to(), staff);
        boolean ended = state == State.RECEIVED || state == State.CANCELLED;
        page.addAttribute("one", reading.shown(shipment, locale));
        page.addAttribute("step", step);
        page.addAttribute("typed", typed);
        page.addAttribute("untyped", nothingTyped());
        page.addAttribute("receipt", UUID.randomUUID());
        page.addAttribute("maySend", sends && state == State.DRAFT);
        page.addAttribute("mayReceive", receives && state.isUnderWay());
        page.addAttribute("mayReceiveMore", receives && ended && mayTurnUp(shipment));
        page.addAttribute("mayReturn", sends && state.isUnderWay());
        page.addAttribute("mayClose", receives && state.isUnderWay());
        page.addAttribute("mayCancel", state == State.DRAFT || state == State.EXPECTED);
        page.addAttribute("mayReschedule", !ended);
        return "stock/shipment";
    }

    /** More may come than was sent, and what was named as missing may be found. */
    private static boolean mayTurnUp(Shipment shipment) {
        return shipment.state() == State.RECEIVED
                || shipment.discrepancies().stream().anyMatch(each -> each.kind() == Difference.SHORT);
    }

    private static ReceiptForm nothingTyped() {
        return new ReceiptForm(new LinkedMultiValueMap<>());
    }
}
