package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.integration.webshop.OrderPieces.Piece;
import io.noren.integration.webshop.OrderPieces.State;
import io.noren.integration.webshop.OrderRouting.Wish;
import io.noren.inventory.InCallersTransaction;
import io.noren.inventory.Items;
import io.noren.inventory.Sql;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes the books say what a shop's order says: what it wants is kept, what it no longer wants is free, what it has sent
 * has left. It looks at what is kept for the order and does only what is missing, so the same news again does nothing.
 */
@Component
public class OrderDesk {
    private final JdbcClient jdbc;
    private final Webshops shops;
    private final WebshopItems numbers;
    private final Items items;
    private final OrderKeeping keeping;
    private final JsonMapper json;
    private final Clock clock;

    OrderDesk(
            JdbcClient jdbc,
            Webshops shops,
            WebshopItems numbers,
            Items items,
            OrderKeeping keeping,
            JsonMapper json,
            Clock clock) {
        this.jdbc = jdbc;
        this.shops = shops;
        this.numbers = numbers;
        this.items = items;
        this.keeping = keeping;
        this.json = json;
        this.clock = clock;
    }

    /** @param toldFirst the order as it was heard of first, if it is older than the shop's connection */
    private record Heard(
            long taken, Instant connectedAt, @Nullable String toldFirst) {}

    /**
     * Does what one news of an order says, in the caller's transaction. All that can be done is done; the rest is told.
     *
     * @param heard which news it is; nothing is done when a later one was done before
     * @return what could not be done; empty when all is as the shop says, or the shop is no longer connected
     */
    @InCallersTransaction
    public List<OrderTrouble> take(String shopId, long heard, ShopOrder told) {
        // Before the order's row, as whoever disconnects the shop does.
        jdbc.sql("select id from integration.webshop where id = :shop for key share")
                .param("shop", shopId)
                .query(String.class)
                .optional();
        Optional<Heard> before = jdbc.sql("""
                        select o.taken, w.connected_at, o.told_first from integration.webshop_order o
                        join integration.webshop w on w.id = o.shop
                        where o.shop = :shop and o.shop_order = :order for update of o
                        """)
                .param("shop", shopId)
                .param("order", told.id())
                .query((row, n) -> new Heard(
                        row.getLong("taken"),
                        Objects.requireNonNull(Sql.instant(row, "connected_at")),
                        row.getString("told_first")))
                .optional();
        if (before.isEmpty() || heard < before.get().taken()) {
            return List.of();
        }
        Webshop shop = shops.find(shopId).orElseThrow().value();
        OrderPieces pieces = OrderPieces.of(jdbc, shopId, told.id());
        if (before.get().taken() == 0 && told.placedAt().isBefore(before.get().connectedAt())) {
            String text = before.get().toldFirst();
            ShopOrder first = text == null ? told : json.readValue(text, ShopOrder.class);
            ShopOrder had = first.with(OrderParts.of(jdbc, shopId, first).lines(pieces));
            stockedLines(shop, had, pieces).forEach(line -> passOverWhatHadLeft(line, had, pieces));
        }
        OrderParts parts = OrderParts.of(jdbc, shopId, told);
        ShopOrder order = told.with(parts.lines(pieces));
        List<OrderTrouble> troubles = new ArrayList<>();
        List<ShopOrder.Line> lines = stockedLines(shop, order, pieces);
        Work work = new Work(shop, order, pieces, keeping.bestFor(shop, order, lines, pieces));
        // In the order in which everybody locks cells.
        lines.stream()
                .sorted(Comparator.comparing(ShopOrder.Line::sku).thenComparing(ShopOrder.Line::line))
                .forEach(line -> troubles.addAll(settle(work, line)));
        linesThatAreNoMore(order, pieces).forEach(line -> keeping.giveBack(work, line, pieces.keptInAll(line)));
        parts.remember(pieces);
        numbers.distrust(shopId, skus(order));
        note(shopId, order.id(), heard, troubles.isEmpty());
        return troubles;
    }

    private static List<String> skus(ShopOrder order) {
        return order.lines().stream().map(ShopOrder.Line::sku).distinct().toList();
    }

    /** One order being done. */
    record Work(
            Webshop shop,
            ShopOrder order,
            OrderPieces pieces,
            @Nullable String best) {}

    /** Services, gift wrap and what else has no stock are none of our business, unless something was booked for them. */
    private List<ShopOrder.Line> stockedLines(Webshop shop, ShopOrder order, OrderPieces pieces) {
        boolean ignoreUnknown = shop.option("unknownItems", "park").equals("ignore");
        Map<String, Boolean> stocked = items.stocked(skus(order));
        return order.lines().stream()
                .filter(line -> pieces.skuOf(line.line()) != null || stocked.getOrDefault(line.sku(), !ignoreUnknown))
                .toList();
    }

    private static void passOverWhatHadLeft(ShopOrder.Line line, ShopOrder order, OrderPieces pieces) {
        if (line.left(order.status()).signum() > 0) {
            pieces.add(line.line(), line.sku(), "", line.left(order.status()), null, State.BEFORE);
        }
    }

    private List<OrderTrouble> settle(Work work, ShopOrder.Line line) {
        OrderPieces pieces = work.pieces();
        String name = line.line();
        List<OrderTrouble> troubles = new ArrayList<>();
        BigDecimal leaves = line.left(work.order().status()).subtract(pieces.left(name));
        if (leaves.signum() > 0) {
            BigDecimal notKept = leaves.subtract(pieces.keptInAll(name));
            if (notKept.signum() > 0) {
                // Sent although nothing was kept for it: it has left all the same.
                troubles.addAll(keep(work, line, notKept));
            }
            BigDecimal booked = keeping.handOver(work, name, leaves.min(pieces.keptInAll(name)));
            if (booked.compareTo(leaves) < 0 && troubles.isEmpty()) {
                troubles.add(new OrderTrouble(
                        name,
                        "INSUFFICIENT_STOCK",
                        "Of item " + line.sku() + ", "
                                + leaves.subtract(booked).toPlainString()
                                + " have left that cannot be booked: there are not so many where they were kept.",
                        null));
            }
        }
        // What the shop took back from a parcel is on our shelf again when somebody books it there, and not before.
        BigDecimal takenBack = leaves.negate().max(BigDecimal.ZERO);
        BigDecimal wanted = line.open(work.order().status()).subtract(takenBack).max(BigDecimal.ZERO);
        BigDecimal tooMany = pieces.keptInAll(name).subtract(wanted);
        if (tooMany.signum() > 0) {
            keeping.giveBack(work, name, tooMany);
        }
        BigDecimal missing = wanted.subtract(pieces.keptInAll(name));
        if (missing.signum() > 0) {
            troubles.addAll(keep(work, line, missing));
        }
        return troubles;
    }

    private List<OrderTrouble> keep(Work work, ShopOrder.Line line, BigDecimal quantity) {
        if (items.stocked(List.of(line.sku())).isEmpty()) {
            return List.of(new OrderTrouble(
                    line.line(),
                    "UNKNOWN_ITEM",
                    "There is no item " + line.sku() + ", of which " + quantity.toPlainString() + " are ordered.",
                    line.sku()));
        }
        return keeping.keep(
                work, line.line(), new Wish(line.sku(), quantity), work.shop().sellsFrom(line.place()));
    }

    private static List<String> linesThatAreNoMore(ShopOrder order, OrderPieces pieces) {
        List<String> there = order.lines().stream().map(ShopOrder.Line::line).toList();
        Stream<Piece> kept = pieces.all().stream().filter(piece -> piece.state() == State.COMMITTED);
        return kept.map(Piece::line)
                .distinct()
                .filter(line -> !there.contains(line))
                .toList();
    }

    private void note(String shop, String order, long heard, boolean done) {
        jdbc.sql("""
                        update integration.webshop_order set taken = greatest(taken, :heard), taken_at = :now,
                            told_first = null,
                            state = case when heard > :heard then 'WAITING' when :done then 'DONE' else 'PARKED' end
                        where shop = :shop and shop_order = :order
                        """)
                .param("shop", shop)
                .param("order", order)
                .param("heard", heard)
                .param("done", done)
                .param("now", time(Sql.micros(clock.instant())))
                .update();
    }
}
