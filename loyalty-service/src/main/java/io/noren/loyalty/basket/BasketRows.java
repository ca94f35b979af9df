package io.noren.loyalty.basket;

import io.noren.loyalty.Channel;
import io.noren.loyalty.basket.ShoppingBasket.End;
import io.noren.loyalty.basket.ShoppingBasket.Ended;
import io.noren.loyalty.basket.ShoppingBasket.Line;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Baskets as they are stored. */
@Component
class BasketRows {
    private static final String BASKET = """
            select b.*, coalesce(m.part_of, m.id) as member
            from loyalty.basket b left join loyalty.member m on m.id = b.account
            """;

    private final JdbcClient sql;

    BasketRows(JdbcClient sql) {
        this.sql = sql;
    }

    Optional<ShoppingBasket> find(UUID id) {
        return load("where b.id = :id", Map.of("id", id)).stream().findFirst();
    }

    Optional<ShoppingBasket> withKey(byte[] hash) {
        return load("join loyalty.basket_key k on k.basket = b.id where k.hash = :hash", Map.of("hash", hash)).stream()
                .findFirst();
    }

    Optional<ShoppingBasket> open(String code) {
        return load("where b.code = :code and b.ended_at is null", Map.of("code", code)).stream()
                .findFirst();
    }

    List<ShoppingBasket> ofMember(UUID member) {
        return load("""
                where b.account in (select id from loyalty.member where id = :member or part_of = :member)
                    and b.ended_at is null
                order by b.changed_at desc, b.id
                """, Map.of("member", member));
    }

    /** @return false when the basket is full */
    @Transactional(propagation = Propagation.MANDATORY)
    boolean put(UUID basket, String item, BigDecimal quantity, @Nullable String location, int most, Instant now) {
        return sql.sql("""
                        insert into loyalty.basket_line as l (basket, item, quantity, location, added_at)
                        select :basket, :item, :quantity, :location, :now::timestamptz
                        where (select count(*) from loyalty.basket_line where basket = :basket and item <> :item) < :most
                        on conflict (basket, item) do update
                            set quantity = excluded.quantity, location = coalesce(excluded.location, l.location),
                                hold = case
                                    when l.quantity = excluded.quantity
                                        and l.location = coalesce(excluded.location, l.location)
                                    then l.hold end
                        """)
                        .param("basket", basket)
                        .param("item", item)
                        .param("quantity", quantity)
                        .param("location", location)
                        .param("most", most)
                        .param("now", now.toString())
                        .update()
                == 1;
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void remove(UUID basket, String item) {
        sql.sql("delete from loyalty.basket_line where basket = ? and item = ?")
                .params(basket, item)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void changed(UUID basket, @Nullable String location, Instant now) {
        sql.sql("""
                        update loyalty.basket
                        set changed_at = :now::timestamptz, location = coalesce(:location, location) where id = :id
                        """)
                .param("now", now.toString())
                .param("location", location)
                .param("id", basket)
                .update();
    }

    @Transactional(propagation = Propagation.MANDATORY)
    void end(UUID basket, End as, String reference, Instant now) {
        sql.sql("""
                        update loyalty.basket
                        set ended_at = :now::timestamptz, changed_at = :now::timestamptz, ended_as = :as,
                            reference = :reference
                        where id = :id
                        """)
                .param("now", now.toString())
                .param("as", as.name())
                .param("reference", reference)
                .param("id", basket)
                .update();
    }

    private List<ShoppingBasket> load(String where, Map<String, ?> values) {
        return sql.sql(BASKET + where)
                .params(values)
                .query((row, number) -> basket(row, lines(row.getObject("id", UUID.class))))
                .list();
    }

    private List<Line> lines(UUID basket) {
        return sql.sql("select * from loyalty.basket_line where basket = ? order by added_at, item")
                .param(basket)
                .query((row, number) -> new Line(
                        row.getString("item"),
                        row.getBigDecimal("quantity").stripTrailingZeros(),
                        row.getString("location"),
                        row.getObject("hold", UUID.class)))
                .list();
    }

    private static ShoppingBasket basket(ResultSet row, List<Line> lines) throws SQLException {
        String as = row.getString("ended_as");
        return new ShoppingBasket(
                row.getObject("id", UUID.class),
                row.getString("code"),
                Channel.valueOf(row.getString("begun_in")),
                row.getString("location"),
                row.getObject("member", UUID.class),
                row.getTimestamp("changed_at").toInstant(),
                lines,
                as == null
                        ? null
                        : new Ended(
                                End.valueOf(as),
                                row.getString("reference"),
                                row.getTimestamp("ended_at").toInstant()));
    }
}
