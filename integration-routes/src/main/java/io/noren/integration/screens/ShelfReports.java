package io.noren.integration.screens;

import io.noren.inventory.CountResult;
import io.noren.inventory.ItemReference;
import io.noren.inventory.Location;
import io.noren.inventory.Movement;
import io.noren.inventory.MovementReason;
import io.noren.inventory.MovementResult;
import io.noren.inventory.QuantityName;
import io.noren.inventory.Refusal;
import io.noren.inventory.RetriedTransaction;
import io.noren.inventory.StockCount;
import io.noren.inventory.StockCounts;
import io.noren.inventory.StockLedger;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Turns what somebody before a shelf reports into counts and movements. Sent twice, it counts once. */
@Component
class ShelfReports {
    private static final int LONGEST_NOTE = 120;

    /** With thousands' separators or without; at most so many digits that it can be meant. */
    private static final Pattern QUANTITY =
            Pattern.compile("[0-9]{1,3}(,[0-9]{3})*(\\.[0-9]{1,9})?|[0-9]{1,9}(\\.[0-9]{1,9})?");

    private final StockCounts counts;
    private final StockLedger ledger;
    private final RetriedTransaction transaction;
    private final StockNumbers numbers;
    private final Clock clock;

    ShelfReports(
            StockCounts counts, StockLedger ledger, RetriedTransaction transaction, StockNumbers numbers, Clock clock) {
        this.counts = counts;
        this.ledger = ledger;
        this.transaction = transaction;
        this.numbers = numbers;
        this.clock = clock;
    }

    /** What can have happened; each is one movement, or two where goods that were set aside leave for good. */
    enum Happening {
        FOUND(MovementReason.FOUND, 1, null, 0),
        LOST(MovementReason.SHRINKAGE, -1, null, 0),
        THROWN_AWAY(MovementReason.DAMAGED, -1, null, 0),
        DAMAGED(MovementReason.DAMAGED, 0, QuantityName.DAMAGED, 1),
        QUALITY_CONTROL(MovementReason.QUALITY_CONTROL, 0, QuantityName.QUALITY_CONTROL, 1),
        DISPLAY(MovementReason.DISPLAY, 0, QuantityName.DISPLAY, 1),
        DAMAGED_THROWN_AWAY(MovementReason.DAMAGED, -1, QuantityName.DAMAGED, -1),
        DAMAGED_BACK(MovementReason.DAMAGED, 0, QuantityName.DAMAGED, -1),
        QUALITY_CONTROL_BACK(MovementReason.QUALITY_CONTROL, 0, QuantityName.QUALITY_CONTROL, -1),
        DISPLAY_BACK(MovementReason.DISPLAY, 0, QuantityName.DISPLAY, -1);

        private final MovementReason reason;
        private final int onHand;
        private final @Nullable QuantityName aside;
        private final int setAside;

        Happening(MovementReason reason, int onHand, @Nullable QuantityName aside, int setAside) {
            this.reason = reason;
            this.onHand = onHand;
            this.aside = aside;
            this.setAside = setAside;
        }

        /** Under which heading it is offered; the texts are {@code stock.happened.shelf} and so on. */
        public String group() {
            return aside == null ? "shelf" : setAside > 0 ? "aside" : "back";
        }
    }

    /**
     * So many lie there now. The books' number is what was expected, so that a slip of the finger is held for a person.
     *
     * @throws Refusal when it is no quantity, or the count is refused
     */
    CountResult count(ShelfPage.Shelf shelf, Location place, String counted) {
        BigDecimal quantity = quantity(counted);
        CountResult result = counts.record(List.of(new StockCount(
                        LedgerWords.SCREEN + shelf.request(),
                        ItemReference.sku(shelf.sku()),
                        shelf.location(),
                        quantity,
                        clock.instant(),
                        numbers.onHand(shelf.sku(), place).max(BigDecimal.ZERO))))
                .get(0);
        return switch (result.result()) {
            case RECORDED, DUPLICATE, HELD -> result;
            // The form was sent again with another number in it, or a moment later: what came first counts.
            case CONFLICT -> throw new Refusal("SENT_BEFORE", "This form was sent before.");
            case REJECTED -> throw new Refusal(String.valueOf(result.code()), String.valueOf(result.detail()));
        };
    }

    /** @throws Refusal when it is no quantity, or a movement is refused: then nothing is recorded */
    void happened(ShelfPage.Shelf shelf, Happening what, String quantity, String note) {
        BigDecimal moved = quantity(quantity);
        if (note.length() > LONGEST_NOTE || note.indexOf('\0') >= 0) {
            throw new Refusal("NOTE_TOO_LONG", "A note has at most " + LONGEST_NOTE + " characters.");
        }
        Instant now = clock.instant();
        List<Movement> movements = new ArrayList<>();
        if (what.aside != null) {
            movements.add(
                    movement(shelf, what, what.aside, moved.multiply(BigDecimal.valueOf(what.setAside)), note, now));
        }
        if (what.onHand != 0) {
            movements.add(movement(
                    shelf, what, QuantityName.ON_HAND, moved.multiply(BigDecimal.valueOf(what.onHand)), note, now));
        }
        transaction.run(() -> {
            for (MovementResult result : ledger.record(movements)) {
                switch (result.result()) {
                    case RECORDED, DUPLICATE -> {}
                    case CONFLICT -> throw new Refusal("SENT_BEFORE", "This form was sent before.");
                    case REJECTED -> throw new Refusal(String.valueOf(result.code()), String.valueOf(result.detail()));
                }
            }
            return movements;
        });
    }

    private static Movement movement(
            ShelfPage.Shelf shelf,
            Happening what,
            QuantityName quantityName,
            BigDecimal delta,
            String note,
            Instant now) {
        return new Movement(
                LedgerWords.SCREEN + shelf.request() + "/" + quantityName,
                ItemReference.sku(shelf.sku()),
                shelf.location(),
                quantityName,
                delta,
                what.reason,
                now,
                note.isBlank() ? null : LedgerWords.NOTE + note.strip(),
                null);
    }

    /** The same, for a refusal that names the field. */
    static BigDecimal quantity(String typed, String field) {
        try {
            return quantity(typed);
        } catch (Refusal refusal) {
            throw Wrong.typed(refusal.code(), field, typed.strip());
        }
    }

    /** As people type it: also in full-width digits, as Japanese keyboards give them. */
    static BigDecimal quantity(String typed) {
        String plain = Normalizer.normalize(typed, Normalizer.Form.NFKC).strip();
        if (!QUANTITY.matcher(plain).matches()) {
            throw new Refusal("NO_QUANTITY", "Give a number.");
        }
        return new BigDecimal(plain.replace(",", ""));
    }
}
