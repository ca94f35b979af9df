package io.noren.integration.webshop;

import io.noren.integration.webshop.OrderDesk.Work;
import io.noren.integration.webshop.OrderPieces.Piece;
import io.noren.integration.webshop.OrderPieces.State;
import io.noren.integration.webshop.OrderRouting.Part;
import io.noren.integration.webshop.OrderRouting.Wish;
import io.noren.inventory.Refusal;
import io.noren.inventory.reservation.HoldRequest;
import io.noren.inventory.reservation.Reservation;
import io.noren.inventory.reservation.Reservations;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Keeps goods for a shop's order, hands them over, gives them back, each piece with a reservation of its own. */
@Component
class OrderKeeping {
    /** So often somebody else may be faster. */
    private static final int ROUNDS = 3;

    private static final int LONGEST_LINE = 80;

    private final Reservations reservations;
    private final OrderRouting routing;

    OrderKeeping(Reservations reservations, OrderRouting routing) {
        this.reservations = reservations;
        this.routing = routing;
    }

    /** The one location that serves most of what is still to be kept. */
    @Nullable
    String bestFor(Webshop shop, ShopOrder order, List<ShopOrder.Line> lines, OrderPieces pieces) {
        List<Wish> wishes = lines.stream()
                .map(line -> new Wish(line.sku(), line.open(order.status()).subtract(pieces.keptInAll(line.line()))))
                .filter(wish -> wish.quantity().signum() > 0)
                .toList();
        return wishes.isEmpty() ? null : routing.best(shop.channel(), wishes);
    }

    /** @return why less is kept than is wanted; empty when all of it is */
    List<OrderTrouble> keep(Work work, String line, Wish wish, @Nullable String wantedFrom) {
        BigDecimal missing = wish.quantity();
        Refusal refused = null;
        for (int round = 1; round <= ROUNDS && missing.signum() > 0; round++) {
            List<Part> parts =
                    routing.parts(work.shop().channel(), new Wish(wish.sku(), missing), wantedFrom, work.best());
            for (Part part : parts) {
                try {
                    keepPiece(work, line, wish.sku(), part);
                    missing = missing.subtract(part.quantity());
                } catch (Refusal refusal) {
                    refused = refusal;
                }
            }
            if (parts.isEmpty()) {
                break;
            }
        }
        if (missing.signum() <= 0) {
            return List.of();
        }
        return List.of(
                refused != null
                        ? new OrderTrouble(line, refused.code(), String.valueOf(refused.getMessage()), null)
                        : new OrderTrouble(
                                line,
                                "INSUFFICIENT_STOCK",
                                "Of " + wish.quantity().toPlainString() + " of item " + wish.sku() + ", "
                                        + missing.toPlainString()
                                        + " are nowhere to be had where this channel sells from.",
                                null));
    }

    private Piece keepPiece(Work work, String line, String sku, Part part) {
        Reservation held = reservations.hold(new HoldRequest(
                work.shop().owner(work.order().id()),
                work.shop().channel(),
                List.of(new HoldRequest.Line(
                        shortened(line) + "/" + work.pieces().next(), sku, part.location(), part.quantity())),
                Reservations.USUAL_HOLD,
                false));
        reservations.commit(held.id());
        return work.pieces().add(line, sku, part.location(), part.quantity(), held.id(), State.COMMITTED);
    }

    private static String shortened(String line) {
        return line.length() <= LONGEST_LINE
                ? line
                : UUID.nameUUIDFromBytes(line.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * So much of the line has left.
     *
     * @return how much of it is booked: less where a piece had to be divided and somebody else's goods are missing there
     */
    BigDecimal handOver(Work work, String line, BigDecimal quantity) {
        BigDecimal missing = quantity;
        for (Piece piece : work.pieces().kept(line)) {
            Piece leaves = piece.quantity().compareTo(missing) <= 0 ? piece : firstOf(work, piece, missing);
            if (leaves != null && missing.signum() > 0) {
                reservations.fulfil(leaves.kept());
                work.pieces().now(leaves, State.FULFILLED);
                missing = missing.subtract(leaves.quantity());
            }
        }
        return quantity.subtract(missing);
    }

    /** So much of the line is free again. Where a piece has to be divided, its rest may then be missing. */
    void giveBack(Work work, String line, BigDecimal quantity) {
        BigDecimal missing = quantity;
        for (Piece piece : work.pieces().kept(line)) {
            if (missing.signum() > 0) {
                release(work, piece);
                BigDecimal rest = piece.quantity().subtract(missing);
                missing = missing.subtract(piece.quantity());
                if (rest.signum() > 0) {
                    keptAgain(work, piece, rest);
                }
            }
        }
    }

    // In the transaction of the whole order: nobody sees the moment between.
    private @Nullable Piece firstOf(Work work, Piece piece, BigDecimal quantity) {
        if (quantity.signum() <= 0) {
            return null;
        }
        release(work, piece);
        Piece first = keptAgain(work, piece, quantity);
        keptAgain(work, piece, piece.quantity().subtract(quantity));
        return first;
    }

    private void release(Work work, Piece piece) {
        reservations.release(piece.kept());
        work.pieces().now(piece, State.RELEASED);
    }

    /** Some of a piece that was just released; null when a till has sold what was kept, and there is not so much. */
    private @Nullable Piece keptAgain(Work work, Piece piece, BigDecimal quantity) {
        try {
            return keepPiece(work, piece.line(), piece.sku(), new Part(piece.location(), quantity));
        } catch (Refusal refusal) {
            return null;
        }
    }
}
