package io.noren.integration.webshop;

import io.noren.integration.webshop.ShopOrder.Line;
import io.noren.integration.webshop.ShopOrder.Part;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What is kept for one order, piece by piece: a part of a line at one location, each with a reservation of its own. */
final class OrderPieces {
    private final JdbcClient jdbc;
    private final String shop;
    private final String order;
    private final List<Piece> pieces;

    /** Where a piece stands: kept, gone to the customer, given back, or gone before the shop was connected. */
    enum State {
        COMMITTED,
        FULFILLED,
        RELEASED,
        BEFORE
    }

    /** @param reservation null only for what had gone before */
    record Piece(
            int number,
            String line,
            String sku,
            String location,
            BigDecimal quantity,
            @Nullable UUID reservation,
            State state) {

        UUID kept() {
            return Objects.requireNonNull(reservation);
        }
    }

    private OrderPieces(JdbcClient jdbc, String shop, String order, List<Piece> pieces) {
        this.jdbc = jdbc;
        this.shop = shop;
        this.order = order;
        this.pieces = new ArrayList<>(pieces);
    }

    static OrderPieces of(JdbcClient jdbc, String shop, String order) {
        return new OrderPieces(
                jdbc,
                shop,
                order,
                jdbc.sql("""
                                select * from integration.webshop_order_piece
                                where shop = :shop and shop_order = :order order by piece
                                """)
                        .param("shop", shop)
                        .param("order", order)
                        .query(OrderPieces::piece)
                        .list());
    }

    List<Piece> all() {
        return List.copyOf(pieces);
    }

    List<Piece> kept(String line) {
        return pieces.stream()
                .filter(piece -> piece.line().equals(line) && piece.state() == State.COMMITTED)
                .toList();
    }

    BigDecimal keptInAll(String line) {
        return sum(kept(line));
    }

    /**
     * A line whose parts nobody knows, part by part as they were kept. Only of the whole is said how much has left: until
     * all of it has, nothing moves. A line that nothing was ever kept for is taken for one part.
     */
    Stream<Line> asKept(Line line) {
        Map<String, String> skus = new LinkedHashMap<>();
        pieces.stream()
                .filter(piece -> piece.line().startsWith(Line.partsName(line.line())))
                .forEach(piece -> skus.putIfAbsent(piece.line(), piece.sku()));
        Line only = line.of(new Part(line.sku(), BigDecimal.ONE));
        if (skus.isEmpty() || skus.keySet().equals(Set.of(only.line()))) {
            return line.sku().isEmpty() ? Stream.of() : Stream.of(only);
        }
        boolean allLeft = line.quantity().signum() > 0 && line.fulfilled().compareTo(line.quantity()) >= 0;
        return skus.entrySet().stream().map(part -> {
            BigDecimal left = left(part.getKey());
            BigDecimal all = line.quantity().signum() > 0 ? left.add(keptInAll(part.getKey())) : left;
            return new Line(part.getKey(), part.getValue(), line.place(), all, allLeft ? all : left);
        });
    }

    /** Of what something was booked for the line; null when nothing ever was. */
    @Nullable
    String skuOf(String line) {
        return pieces.stream()
                .filter(piece -> piece.line().equals(line))
                .map(Piece::sku)
                .findFirst()
                .orElse(null);
    }

    /** How much of the line has left, as far as the books know. */
    BigDecimal left(String line) {
        return sum(pieces.stream()
                .filter(piece -> piece.line().equals(line)
                        && (piece.state() == State.FULFILLED || piece.state() == State.BEFORE))
                .toList());
    }

    int next() {
        return pieces.size() + 1;
    }

    Piece add(String line, String sku, String location, BigDecimal quantity, @Nullable UUID reservation, State state) {
        Piece piece = new Piece(next(), line, sku, location, quantity, reservation, state);
        jdbc.sql("""
                        insert into integration.webshop_order_piece (shop, shop_order, piece, line, sku, location, quantity,
                            reservation, state)
                        values (:shop, :order, :piece, :line, :sku, :location, :quantity, :reservation, :state)
                        """)
                .param("shop", shop)
                .param("order", order)
                .param("piece", piece.number())
                .param("line", line)
                .param("sku", sku)
                .param("location", location)
                .param("quantity", quantity)
                .param("reservation", reservation)
                .param("state", state.name())
                .update();
        pieces.add(piece);
        return piece;
    }

    void now(Piece piece, State state) {
        jdbc.sql("""
                        update integration.webshop_order_piece set state = :state
                        where shop = :shop and shop_order = :order and piece = :piece
                        """)
                .param("shop", shop)
                .param("order", order)
                .param("piece", piece.number())
                .param("state", state.name())
                .update();
        pieces.set(
                piece.number() - 1,
                new Piece(
                        piece.number(),
                        piece.line(),
                        piece.sku(),
                        piece.location(),
                        piece.quantity(),
                        piece.reservation(),
                        state));
    }

    private static BigDecimal sum(List<Piece> pieces) {
        return pieces.stream().map(Piece::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static Piece piece(ResultSet row, int index) throws SQLException {
        return new Piece(
                row.getInt("piece"),
                row.getString("line"),
                row.getString("sku"),
                row.getString("location"),
                row.getBigDecimal("quantity"),
                row.getObject("reservation", UUID.class),
                State.valueOf(row.getString("state")));
    }
}
