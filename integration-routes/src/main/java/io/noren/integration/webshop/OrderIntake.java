package io.noren.integration.webshop;

import static io.noren.inventory.Sql.time;

import io.noren.integration.broker.TakeWebshopOrder;
import io.noren.inventory.Sql;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/**
 * Where orders come in, pushed or asked for, as often as the shop likes: what says nothing new ends here, what does is
 * numbered in the order of its news and goes its way, in one transaction with its note.
 */
@Component
class OrderIntake {
    private final JdbcClient jdbc;
    private final JsonMapper json;
    private final Clock clock;
    private final ApplicationEventPublisher events;

    OrderIntake(JdbcClient jdbc, JsonMapper json, Clock clock, ApplicationEventPublisher events) {
        this.jdbc = jdbc;
        this.json = json;
        this.clock = clock;
        this.events = events;
    }

    /** @return how many of them were news */
    @Transactional
    int take(String shop, List<ShopOrder> orders) {
        // Always in the same order: two that bring the same orders must not lock them crosswise.
        return (int) orders.stream()
                .sorted(Comparator.comparing(ShopOrder::id).thenComparing(ShopOrder::changedAt))
                .filter(order -> isNews(shop, order))
                .count();
    }

    private boolean isNews(String shop, ShopOrder order) {
        String told = json.writeValueAsString(order);
        List<Long> heard = jdbc.sql("""
                        insert into integration.webshop_order as o (shop, shop_order, number, status, changed_at, digest,
                            state, heard_at, told_first)
                        select :shop, :order, :number, :status, :changedAt, :digest, 'WAITING', :now,
                            case when :placedAt < connected_at then :told end
                        from integration.webshop where id = :shop
                        on conflict (shop, shop_order) do update set number = excluded.number,
                            status = excluded.status, changed_at = excluded.changed_at, digest = excluded.digest,
                            heard = o.heard + 1, state = 'WAITING', heard_at = excluded.heard_at
                        where o.digest <> excluded.digest and o.changed_at <= excluded.changed_at
                        returning heard
                        """)
                .param("shop", shop)
                .param("order", order.id())
                .param("number", order.number())
                .param("status", order.status().name())
                .param("changedAt", time(Sql.micros(order.changedAt())))
                .param("placedAt", time(Sql.micros(order.placedAt())))
                .param("told", told)
                .param("digest", digest(order))
                .param("now", time(Sql.micros(clock.instant())))
                .query(Long.class)
                .list();
        heard.forEach(number -> events.publishEvent(new TakeWebshopOrder(UUID.randomUUID(), shop, number, told)));
        return !heard.isEmpty();
    }

    /** Of what matters to stock; a shop touches its orders for many reasons. */
    private String digest(ShopOrder order) {
        try {
            byte[] text = json.writeValueAsString(List.of(order.status(), order.lines()))
                    .getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
