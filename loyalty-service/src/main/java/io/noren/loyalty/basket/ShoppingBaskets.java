package io.noren.loyalty.basket;

import io.noren.loyalty.Channel;
import io.noren.loyalty.Members;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.basket.ShoppingBasket.End;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Baskets on their way from one channel to another. Every change names what is to be, not what is to be added, so that it
 * may be said twice; changes of one basket go one after the other.
 */
@Component
public class ShoppingBaskets {
    public static final int MOST_LINES = 50;

    /** Of one item; whoever wants more speaks to somebody. */
    public static final BigDecimal MOST_OF_ONE = BigDecimal.valueOf(999);

    /** A basket that nobody has touched for so long is gone, ended or not. */
    static final Duration KEPT = Duration.ofDays(30);

    private final BasketRows rows;
    private final Members members;
    private final JdbcClient sql;
    private final Clock clock;

    ShoppingBaskets(BasketRows rows, Members members, JdbcClient sql, Clock clock) {
        this.rows = rows;
        this.members = members;
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * An empty basket.
     *
     * @param location the store, null for none
     * @param member whose it is, null if nobody has said
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED}
     */
    @Transactional
    public ShoppingBasket begin(Channel channel, @Nullable String location, @Nullable UUID member) {
        UUID id = UUID.randomUUID();
        UUID account = member == null ? null : members.known(member);
        int made;
        do {
            made = sql.sql("""
                            insert into loyalty.basket (id, code, begun_in, location, account, begun_at, changed_at)
                            values (:id, :code, :channel, :location, :account, :now::timestamptz, :now::timestamptz)
                            on conflict do nothing
                            """)
                    .param("id", id)
                    .param("code", BasketCode.next())
                    .param("channel", channel.name())
                    .param("location", location)
                    .param("account", account)
                    .param("now", now().toString())
                    .update();
        } while (made == 0); // another open basket has this code
        return get(id);
    }

    /** @throws Refusal {@code UNKNOWN_BASKET} */
    @Transactional(readOnly = true)
    public ShoppingBasket get(UUID id) {
        return rows.find(id).orElseThrow(ShoppingBaskets::unknown);
    }

    /**
     * The same, and nobody else changes it until the caller's transaction ends.
     *
     * @throws Refusal {@code UNKNOWN_BASKET}
     */
    @Transactional(propagation = Propagation.MANDATORY)
    public ShoppingBasket locked(UUID id) {
        lock(id);
        return get(id);
    }

    /** The basket that this key opens, ended or not. */
    @Transactional(readOnly = true)
    public Optional<ShoppingBasket> withKey(String key) {
        return BasketKey.hash(key).flatMap(rows::withKey);
    }

    /** The open basket of this code, however its letters are written. */
    @Transactional(readOnly = true)
    public Optional<ShoppingBasket> open(String code) {
        return rows.open(BasketCode.read(code));
    }

    /**
     * Open baskets of a member, the one that was changed last first.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED}
     */
    @Transactional(readOnly = true)
    public List<ShoppingBasket> ofMember(UUID member) {
        return rows.ofMember(members.known(member));
    }

    /** A new key; the ones there are keep opening it. */
    @Transactional
    public String newKey(UUID id) {
        lockOpen(id);
        BasketKey key = BasketKey.next();
        sql.sql("insert into loyalty.basket_key (hash, basket) values (?, ?)")
                .params(key.hash(), id)
                .update();
        return key.text();
    }

    /**
     * So many of an item are in the basket, however many were before. What was held of another number is no longer known
     * here as held; {@code hold} of the line before tells the reservation.
     *
     * @param quantity 0 takes it out
     * @param location the store in whose shelf it was chosen; null leaves what was said before
     * @throws Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}, {@code BASKET_FULL}, {@code BASKET_QUANTITY}
     */
    @Transactional
    public ShoppingBasket put(UUID id, String item, BigDecimal quantity, @Nullable String location) {
        if (quantity.signum() < 0 || quantity.compareTo(MOST_OF_ONE) > 0 || quantity.scale() > 3) {
            throw Refusal.at(
                    "quantity",
                    "BASKET_QUANTITY",
                    "Give a number from 0 to " + MOST_OF_ONE + " with at most 3 decimals; 0 takes the item out.");
        }
        lockOpen(id);
        if (quantity.signum() == 0) {
            rows.remove(id, item);
        } else if (!rows.put(id, item, quantity, location, MOST_LINES, now())) {
            throw new Refusal(
                    "BASKET_FULL", "A basket has at most " + MOST_LINES + " items: take one out, or buy these first.");
        }
        rows.changed(id, null, now());
        return get(id);
    }

    /**
     * A line is kept by a reservation.
     *
     * @param line as it was when it was kept
     * @return false if it has changed since: then it is not
     * @throws Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}
     */
    @Transactional
    public boolean held(UUID id, ShoppingBasket.Line line, UUID reservation) {
        lockOpen(id);
        return sql.sql("""
                        update loyalty.basket_line set hold = :reservation
                        where basket = :basket and item = :item and quantity = :quantity and location = :location
                        """)
                        .param("reservation", reservation)
                        .param("basket", id)
                        .param("item", line.item())
                        .param("quantity", line.quantity())
                        .param("location", line.location())
                        .update()
                == 1;
    }

    /**
     * It is gone on with in this store.
     *
     * @throws Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}
     */
    @Transactional
    public void openedIn(UUID id, String location) {
        lockOpen(id);
        rows.changed(id, location, now());
    }

    /**
     * Says whose basket it is. A basket that is somebody's stays theirs.
     *
     * @return whether it is this member's now
     * @throws Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}, {@code UNKNOWN_MEMBER}, {@code MEMBER_ERASED}
     */
    @Transactional
    public boolean belongsTo(UUID id, UUID member) {
        UUID account = members.known(member);
        lockOpen(id);
        sql.sql("update loyalty.basket set account = ? where id = ? and account is null")
                .params(account, id)
                .update();
        return account.equals(get(id).member());
    }

    /**
     * One basket has the lines of both; of an item that both have, the larger number. The other one is ended.
     *
     * @throws Refusal {@code UNKNOWN_BASKET}, {@code BASKET_ENDED}, {@code BASKET_FULL}
     */
    @Transactional
    public ShoppingBasket join(UUID from, UUID into) {
        if (from.equals(into)) {
            return get(into);
        }
        // In one order, so that two that are joined crosswise do not wait for each other.
        List.of(from, into).stream().sorted().forEach(this::lockOpen);
        ShoppingBasket left = get(from);
        for (ShoppingBasket.Line line : left.lines()) {
            BigDecimal there = get(into)
                    .line(line.item())
                    .map(ShoppingBasket.Line::quantity)
                    .orElse(BigDecimal.ZERO);
            if (line.quantity().compareTo(there) > 0) {
                put(into, line.item(), line.quantity(), line.location());
            }
        }
        end(from, End.JOINED, into.toString());
        return get(into);
    }

    /**
     * It was bought, or another has its lines. Said again the same, nothing more happens.
     *
     * @throws Refusal {@code UNKNOWN_BASKET}; {@code BASKET_ENDED} if it has ended otherwise
     */
    @Transactional
    public ShoppingBasket end(UUID id, End as, String reference) {
        lock(id);
        ShoppingBasket basket = get(id);
        ShoppingBasket.Ended ended = basket.ended();
        if (ended != null) {
            if (ended.as() == as && ended.reference().equals(reference)) {
                return basket;
            }
            throw ended();
        }
        rows.end(id, as, reference, now());
        return get(id);
    }

    /** Forgets what nobody has touched for long. */
    @Transactional
    int sweep() {
        return sql.sql("delete from loyalty.basket where changed_at < ?::timestamptz")
                .param(now().minus(KEPT).toString())
                .update();
    }

    private void lockOpen(UUID id) {
        if (!lock(id)) {
            throw ended();
        }
    }

    /** @return whether it is open */
    private boolean lock(UUID id) {
        return sql.sql("select ended_at is null from loyalty.basket where id = ? for update")
                .param(id)
                .query(Boolean.class)
                .optional()
                .orElseThrow(ShoppingBaskets::unknown);
    }

    private static Refusal unknown() {
        return new Refusal(
                "UNKNOWN_BASKET", "There is no such basket, or it was left alone for too long: begin a new one.");
    }

    private static Refusal ended() {
        return new Refusal("BASKET_ENDED", "This basket was bought, or joined with another: begin a new one.");
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
