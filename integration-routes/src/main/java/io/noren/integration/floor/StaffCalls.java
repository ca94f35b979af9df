package io.noren.integration.floor;

import io.noren.inventory.Refusal;
import io.noren.inventory.Sql;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shoppers who stand in front of a shelf and asked for somebody. After {@link #WAITS} nobody waits there any more. */
@Component
public class StaffCalls {
    static final Duration WAITS = Duration.ofMinutes(15);

    /** In one store; more is a joke, or a store that nobody is in. */
    static final int MOST_WAITING = 20;

    /** As long as baskets, which they are about. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final JdbcClient jdbc;
    private final Clock clock;

    StaffCalls(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    public record Call(UUID id, String sku, Instant askedAt) {}

    /**
     * Somebody is to come to the shelf of an item. Asked again while they wait, it is the same call.
     *
     * @param basket of whoever asks
     * @throws Refusal {@code TOO_MANY_CALLS}
     */
    @Transactional
    public void ask(UUID basket, String location, String sku) {
        Instant now = Sql.micros(clock.instant());
        int asked = jdbc.sql("""
                insert into integration.staff_call as c (id, location, sku, basket, asked_at)
                select :id, :location, :sku, :basket, :now
                where (select count(*) from integration.staff_call
                       where location = :location and answered_at is null and asked_at > :since) < :most
                on conflict (basket, location, sku) where answered_at is null
                    do update set asked_at = case when c.asked_at > :since then c.asked_at else excluded.asked_at end
                """)
                .param("id", UUID.randomUUID())
                .param("location", location)
                .param("sku", sku)
                .param("basket", basket)
                .param("now", Sql.time(now))
                .param("since", Sql.time(now.minus(WAITS)))
                .param("most", MOST_WAITING)
                .update();
        if (asked == 0) {
            throw new Refusal("TOO_MANY_CALLS", "Many are waiting in this store: please go to the counter.");
        }
    }

    /** Who waits in a store, the longest waiting first. */
    @Transactional(readOnly = true)
    public List<Call> waiting(String location) {
        return jdbc.sql("""
                select id, sku, asked_at from integration.staff_call
                where location = :location and answered_at is null and asked_at > :since order by asked_at, id
                """)
                .param("location", location)
                .param("since", Sql.time(clock.instant().minus(WAITS)))
                .query((row, number) -> new Call(
                        row.getObject("id", UUID.class),
                        row.getString("sku"),
                        Objects.requireNonNull(Sql.instant(row, "asked_at"))))
                .list();
    }

    /**
     * Somebody goes there.
     *
     * @return false if another was faster, or nobody waits there
     */
    @Transactional
    public boolean answer(UUID call, String location, String who) {
        return jdbc.sql("""
                update integration.staff_call set answered_at = :now, answered_by = :who
                where id = :call and location = :location and answered_at is null
                """)
                        .param("now", Sql.time(Sql.micros(clock.instant())))
                        .param("who", who)
                        .param("call", call)
                        .param("location", location)
                        .update()
                == 1;
    }

    @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT14M")
    void forgetOld() {
        jdbc.sql("delete from integration.staff_call where asked_at < :end")
                .param("end", Sql.time(clock.instant().minus(KEPT)))
                .update();
    }
}
