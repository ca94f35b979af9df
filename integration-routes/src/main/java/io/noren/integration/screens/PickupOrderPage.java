package io.noren.integration.screens;

import io.noren.inventory.Location;
import io.noren.inventory.Refusal;
import io.noren.inventory.pickup.DoneStep;
import io.noren.inventory.pickup.Payment;
import io.noren.inventory.pickup.Pickup;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupPayments;
import io.noren.inventory.pickup.PickupRescues;
import io.noren.inventory.pickup.PickupReturn;
import io.noren.inventory.pickup.PickupReturns;
import io.noren.inventory.pickup.PickupState;
import io.noren.inventory.pickup.PickupStep;
import io.noren.inventory.pickup.StepNote;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** All that is known of one order, also when it is long over; and what its customer brings back. */
@Controller
class PickupOrderPage {
    private static final String REFUSED = "pickup.returns.refused";

    private final PickupDesk desk;
    private final PickupReturns returns;
    private final PickupRescues rescues;
    private final PickupPayments payments;
    private final PickupOrderWords reading;
    private final PickupRescueWords asking;
    private final StaffStores stores;
    private final TypedItems items;
    private final Words words;

    PickupOrderPage(
            PickupDesk desk,
            PickupReturns returns,
            PickupRescues rescues,
            PickupPayments payments,
            PickupOrderWords reading,
            PickupRescueWords asking,
            StaffStores stores,
            TypedItems items,
            Words words) {
        this.desk = desk;
        this.returns = returns;
        this.rescues = rescues;
        this.payments = payments;
        this.reading = reading;
        this.asking = asking;
        this.stores = stores;
        this.items = items;
        this.words = words;
    }

    @GetMapping("/pickup/{id}")
    ModelAndView one(@PathVariable UUID id, Authentication staff, Locale locale, Model page) {
        Pickup order = known(id);
        if (!stores.works(order.location(), staff)) {
            // Which store it is is all that they learn of it.
            page.addAttribute("elsewhere", List.of(stores.name(order.location())));
            return new ModelAndView("pickup/found", page.asMap(), HttpStatus.FORBIDDEN);
        }
        page.addAttribute("wrong", Wrong.nothing());
        return new ModelAndView(view(order, ReturnForm.fresh(), locale, page), page.asMap());
    }

    /** The customer brings something back. The page's own address takes it, so that a refused one can be turned into the other language. */
    @PostMapping("/pickup/{id}")
    ModelAndView takeBack(
            @PathVariable UUID id,
            @RequestParam MultiValueMap<String, String> form,
            Authentication staff,
            Locale locale,
            RedirectAttributes to,
            Model page) {
        Pickup order = known(id);
        if (!stores.works(order.location(), staff)) {
            throw new AccessDeniedException("not a store of this person");
        }
        ReturnForm typed = new ReturnForm(form);
        try {
            StepNote note = StepNote.said(PickupPage.AT_THE_DESK.device(), typed.one("reason"));
            returns.take(id, typed.toReturn(), note);
            to.addFlashAttribute("told", words.say("pickup.returns.told", locale));
            to.addFlashAttribute("tone", "good");
            to.addAttribute("id", id);
            return new ModelAndView("redirect:/pickup/{id}");
        } catch (Refusal refusal) {
            page.addAttribute("wrong", wrong(refusal, typed, order, locale));
            // What was sent before under this key stands; what is typed now is another return.
            boolean sentBefore = refusal.code().equals("RETURN_CONFLICT");
            return new ModelAndView(
                    view(known(id), sentBefore ? ReturnForm.fresh() : typed, locale, page),
                    page.asMap(),
                    HttpStatus.UNPROCESSABLE_CONTENT);
        }
    }

    private Map<String, String> wrong(Refusal refusal, ReturnForm typed, Pickup order, Locale locale) {
        Map<String, String> wrong = new HashMap<>();
        wrong.put(typed.field(refusal), words.refusal(REFUSED, refusal.code(), locale));
        if (refusal.properties().get("lines") instanceof List<?> lines) {
            lines.forEach(each -> {
                if (each instanceof PickupReturn.TooMuch line) {
                    wrong.put(ReturnForm.field(line.line()), tooMuch(line, order, locale));
                }
            });
        }
        return wrong;
    }

    private String tooMuch(PickupReturn.TooMuch line, Pickup order, Locale locale) {
        BigDecimal left = line.left();
        return order.lines().stream()
                .filter(each -> each.line().equals(line.line()))
                .findFirst()
                .map(each -> words.say(REFUSED + ".line", locale, items.quantity(left, each.sku(), locale)))
                .orElseThrow();
    }

    /** By its number, also one that is over. One of theirs opens; of one of another store they learn which store that is. */
    @GetMapping("/pickup/search")
    String search(@RequestParam(defaultValue = "") String order, Authentication staff, Locale locale, Model page) {
        String number = order.replace("\0", "").strip();
        List<Pickup> all = number.isEmpty() ? List.of() : desk.numbered(number);
        List<Pickup> mine = all.stream()
                .filter(each -> stores.works(each.location(), staff))
                .toList();
        if (mine.size() == 1) {
            return "redirect:/pickup/" + mine.get(0).id();
        }
        page.addAttribute("number", number);
        page.addAttribute(
                "found", mine.stream().map(each -> found(each, locale)).toList());
        page.addAttribute(
                "elsewhere",
                all.stream()
                        .filter(each -> !mine.contains(each))
                        .map(each -> stores.name(each.location()))
                        .distinct()
                        .toList());
        return "pickup/found";
    }

    /** One of several orders of the same number. */
    record Found(UUID id, String order, String store, String channel, PickupState state, String placed) {}

    private Found found(Pickup order, Locale locale) {
        return new Found(
                order.id(),
                order.order(),
                stores.name(order.location()),
                order.channel(),
                order.state(),
                Words.at(order.placedAt(), stores.zoneOf(stores.known(order.location())), locale));
    }

    private String view(Pickup order, ReturnForm form, Locale locale, Model page) {
        Location store = stores.known(order.location()).orElseThrow();
        List<DoneStep> steps = desk.steps(order.id());
        page.addAttribute("order", order);
        page.addAttribute("open", PickupOrderWords.isOpen(order));
        page.addAttribute("facts", reading.facts(order, store, locale));
        page.addAttribute("lines", reading.lines(order, locale));
        page.addAttribute("held", reading.held(order, store, locale));
        page.addAttribute("mayPick", PickupPage.mayPick(order.state()));
        page.addAttribute("total", reading.total(order));
        page.addAttribute("paid", reading.paid(order));
        page.addAttribute("payHere", PickupOrderWords.isToBePaidHere(order));
        page.addAttribute("payments", reading.payments(payments.of(order.id()), store, locale));
        page.addAttribute("asked", asking.of(rescues.of(order.id()), store, locale));
        page.addAttribute("returns", reading.returns(returns.of(order.id()), store, locale));
        page.addAttribute("returnable", reading.returnable(order, locale));
        page.addAttribute("paidAtTill", order.payment() == Payment.PAY_IN_STORE || wasSoldAtTill(steps));
        page.addAttribute("form", form);
        page.addAttribute("steps", reading.steps(steps, order, store, locale));
        return "pickup/order";
    }

    private static boolean wasSoldAtTill(List<DoneStep> steps) {
        return steps.stream().anyMatch(step -> step.step().equals(PickupStep.SELL_AT_TILL.path()));
    }

    private Pickup known(UUID id) {
        return desk.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
    }
}
