package io.noren.integration.screens;

import io.noren.integration.qr.resolver.ScannedItems;
import io.noren.inventory.Refusal;
import io.noren.inventory.ScannedGoods;
import io.noren.inventory.pickup.PickupDesk;
import io.noren.inventory.pickup.PickupsToldByDevices;
import io.noren.inventory.pickup.ShortReason;
import io.noren.inventory.pickup.StepNote;
import io.noren.inventory.pickup.handover.HandoverChecks;
import io.noren.inventory.pickup.handover.HandoverProof;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The steps that a phone in the store tells, now or when it has a network again: each may be told more than once. It is
 * told in words what was refused, and what is to be done about it, because whoever reads that did it a while ago.
 */
@RestController
class PickupStepsOfDevices {
    private final PickupsToldByDevices told;
    private final PickupDesk desk;
    private final StaffStores stores;
    private final ScannedItems scanned;
    private final Words words;

    PickupStepsOfDevices(
            PickupsToldByDevices told, PickupDesk desk, StaffStores stores, ScannedItems scanned, Words words) {
        this.told = told;
        this.desk = desk;
        this.stores = stores;
        this.scanned = scanned;
        this.words = words;
    }

    /**
     * What a step needs; each step takes its own of it.
     *
     * @param found how much there is, of a line that is not all there
     * @param instead the SKU of what there is in hand instead of what is not all there
     * @param insteadCode the same as it was scanned, where the phone could not ask what it is
     * @param byHand whether some of a line was counted without its code
     * @param handedOverAt when, if the device had no network then
     * @param device the phone's own name, by which its repeats are known
     */
    record Step(
            @Nullable String line,
            @Nullable BigDecimal found,
            @Nullable ShortReason variance,
            @Nullable String instead,
            @Nullable String insteadCode,
            @Nullable Boolean byHand,
            @Nullable String code,
            @Nullable Set<HandoverChecks.Kind> checked,
            @Nullable Instant handedOverAt,
            @Nullable String device) {}

    /**
     * @param code of the refusal, and in words what to do about it; null when it is done
     * @param steps how many were done with the order until now
     */
    record Answer(@Nullable String code, @Nullable String says, int steps) {}

    @PostMapping("/pickup/{id}/told/{step}")
    ResponseEntity<Answer> tell(
            @PathVariable UUID id,
            @PathVariable String step,
            Step said,
            Authentication staff,
            Locale locale,
            HttpServletRequest request) {
        // Whoever may not work in the order's store learns nothing of it.
        desk.locationOf(id).ifPresent(location -> stores.chosen(location, staff));
        try {
            take(id, step, said, request);
            return ResponseEntity.ok(new Answer(null, null, desk.steps(id).size()));
        } catch (Refusal refusal) {
            String says = words.refusal("steps.refused", refusal.code(), locale);
            return ResponseEntity.status(HttpStatus.CONFLICT)
                    .body(new Answer(refusal.code(), says, desk.steps(id).size()));
        }
    }

    private void take(UUID id, String step, Step said, HttpServletRequest request) {
        boolean byHand = Boolean.TRUE.equals(said.byHand());
        StepNote note = StepNote.said(said.device(), byHand ? "counted by hand" : null);
        switch (step) {
            case "start" -> told.start(id, note);
            case "picked" -> told.picked(id, line(said), note);
            case "short" -> told.fellShort(id, line(said), found(said), why(said), instead(said, request), note);
            case "ready" -> told.ready(id, note);
            case "handover" -> told.handedOver(id, proof(said), note);
            default -> throw new Refusal("WRONG_STEP", "There is no step " + step + ".");
        }
    }

    private static String line(Step said) {
        return said.line() == null ? "" : said.line();
    }

    private static BigDecimal found(Step said) {
        return said.found() == null ? BigDecimal.ZERO : said.found();
    }

    private static ShortReason why(Step said) {
        return said.variance() == null ? ShortReason.SOME_MISSING : said.variance();
    }

    private @Nullable String instead(Step said, HttpServletRequest request) {
        String code = said.insteadCode();
        return code == null
                ? said.instead()
                : scanned.find(code, request)
                        .map(ScannedGoods.Goods::sku)
                        .orElseThrow(() -> Refusal.ofField("UNKNOWN_ITEM", "insteadCode", "No item has this code."));
    }

    private static HandoverProof proof(Step said) {
        return new HandoverProof(
                said.code() == null ? "" : said.code(),
                said.checked() == null ? Set.of() : said.checked(),
                said.handedOverAt());
    }
}
