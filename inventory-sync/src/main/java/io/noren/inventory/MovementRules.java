package io.noren.inventory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Why a reported movement is not taken. The first rule that objects, in this order, gives the answer. */
final class MovementRules {

    /** Tills' clocks go wrong by minutes or hours; by more than a day is a mistake. */
    static final Duration CLOCK_TOLERANCE = Duration.ofDays(1);

    static final String BUNDLE_HAS_NO_STOCK = "BUNDLE_HAS_NO_STOCK";

    private static final int LONGEST_ID = 200;

    private static final int LONGEST_DOCUMENT = 500;

    /** What a movement is judged by, beside itself. */
    record Context(@Nullable KnownItem item, boolean locationKnown, Instant now) {

        boolean moves(Movement movement, Predicate<KnownItem.Part> such) {
            return item != null && item.moved(movement.delta()).stream().anyMatch(such);
        }
    }

    private static final List<BiFunction<Movement, Context, Optional<MovementResult>>> RULES = List.of(
            rule(
                    (movement, context) -> movement.id().isBlank()
                            || movement.id().length() > LONGEST_ID
                            || movement.id().indexOf('\0') >= 0,
                    "BAD_ID",
                    "A movement's id has 1 to 200 characters."),
            rule(
                    (movement, context) -> movement.document() != null
                            && (movement.document().length() > LONGEST_DOCUMENT
                                    || movement.document().indexOf('\0') >= 0),
                    "BAD_DOCUMENT",
                    "A document's name has at most 500 characters."),
            rule(
                    (movement, context) -> movement.reason().belongsToReservations()
                            || movement.reason().belongsToShipments(),
                    "REASON_NOT_ALLOWED",
                    "Reservations, transfers and purchase receipts write their own movements: use their steps."),
            rule(
                    (movement, context) -> movement.quantityName().hasDocuments(),
                    "QUANTITY_NOT_ALLOWED",
                    "What is promised or incoming is moved by reservations, transfers and purchase receipts alone: use"
                            + " their steps."),
            rule(
                    (movement, context) -> movement.delta().signum() == 0,
                    "ZERO_QUANTITY",
                    "A movement of nothing is none."),
            rule(
                    (movement, context) -> Quantities.isAbsurd(movement.delta()),
                    "ABSURD_QUANTITY",
                    "More than 1,000,000 at once is not believed: split it if it is true."),
            rule(
                    (movement, context) -> Quantities.hasTooManyDecimals(movement.delta()),
                    "TOO_MANY_DECIMALS",
                    "Quantities have at most 3 decimals."),
            rule(
                    (movement, context) ->
                            movement.occurredAt().isAfter(context.now().plus(CLOCK_TOLERANCE)),
                    "OCCURRED_IN_FUTURE",
                    "It occurred more than a day from now: check the sender's clock."),
            rule((movement, context) -> !context.locationKnown(), "UNKNOWN_LOCATION", "Create the location first."),
            MovementRules::itemIsKnown,
            rule(
                    (movement, context) -> context.item() != null
                            && context.item().isBundle()
                            && movement.quantityName() != QuantityName.ON_HAND,
                    BUNDLE_HAS_NO_STOCK,
                    "A bundle has no stock of its own: set its parts aside."),
            rule(
                    (movement, context) -> context.item() != null
                            && context.item().labelled()
                            && !Quantities.isWhole(movement.delta()),
                    "LABEL_NOT_WHOLE",
                    "The number rule takes the label's weight for each piece, but no whole number of pieces was told:"
                            + " if the till tells the weight, write X in place of W or P in the rule."),
            rule(
                    (movement, context) ->
                            context.item() != null && context.item().each() == null,
                    "LABEL_WITHOUT_PRICE",
                    "The label tells a price, and the item has none from which its weight would follow: give it one."),
            rule(
                    (movement, context) -> context.moves(movement, moved -> Quantities.isAbsurd(moved.quantity())),
                    "ABSURD_QUANTITY",
                    "More than 1,000,000 at once is not believed: look at the case's or the bundle's quantity."),
            rule(
                    (movement, context) -> context.moves(
                            movement,
                            moved -> Quantities.hasTooManyDecimals(moved.quantity())
                                    || moved.quantity().signum() == 0),
                    "TOO_MANY_DECIMALS",
                    "Quantities have at most 3 decimals: look at the case's or the label's quantity."),
            rule(
                    (movement, context) -> context.moves(
                            movement, moved -> moved.unit().equals(Item.EACH) && !Quantities.isWhole(moved.quantity())),
                    "FRACTION_OF_EACH",
                    "The item is counted in pieces: give a whole number, or change the item's unit."));

    private MovementRules() {}

    static Optional<MovementResult> objection(Movement movement, Context context) {
        return RULES.stream()
                .flatMap(rule -> rule.apply(movement, context).stream())
                .findFirst();
    }

    private static Optional<MovementResult> itemIsKnown(Movement movement, Context context) {
        return context.item() != null
                ? Optional.empty()
                : Optional.of(MovementResult.rejected(
                        movement.id(),
                        "UNKNOWN_ITEM",
                        "No item answers to " + movement.item().asText() + ": create it or add the code to an item."));
    }

    private static BiFunction<Movement, Context, Optional<MovementResult>> rule(
            BiFunction<Movement, Context, Boolean> broken, String code, String detail) {
        return (movement, context) -> broken.apply(movement, context)
                ? Optional.of(MovementResult.rejected(movement.id(), code, detail))
                : Optional.empty();
    }
}
