package io.noren.loyalty;

import io.noren.loyalty.Netting.Line;
import io.noren.loyalty.Privacy.Sight;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What a member bought and brought back, over all channels and accounts, the latest first; and what of it they still
 * have.
 */
@Component
public class Timeline {
    /** Most purchases in one answer. */
    public static final int MOST = 100;

    private final JdbcClient sql;
    private final Privacy privacy;
    private final KeptGoods kept;

    Timeline(JdbcClient sql, Privacy privacy, KeptGoods kept) {
        this.sql = sql;
        this.privacy = privacy;
        this.kept = kept;
    }

    /**
     * A stretch of the timeline.
     *
     * @param next to ask for what came before; null when this is all
     */
    public record Page(List<Bought> purchases, @Nullable String next) {}

    /**
     * One purchase or return.
     *
     * @param kind {@code SALE} or {@code RETURN}
     * @param location the store; null where there was none
     * @param total paid, or given back; never negative
     * @param points what it changed in the ledger, 0 included
     */
    public record Bought(
            UUID id,
            String kind,
            Channel channel,
            @Nullable String location,
            Instant occurredAt,
            Money total,
            long points,
            List<BoughtLine> lines) {

        boolean isSale() {
            return kind.equals(ToldPurchase.Kind.SALE.name());
        }

        Bought with(List<BoughtLine> its) {
            return new Bought(id, kind, channel, location, occurredAt, total, points, its);
        }
    }

    /**
     * One line of it.
     *
     * @param item SKU, or the code the channel named where no item was known
     * @param kept of what was sold, what has not been brought back; null in a return
     */
    public record BoughtLine(
            int line,
            String item,
            BigDecimal quantity,
            @Nullable BigDecimal kept,
            @Nullable Money amount) {

        BoughtLine lessen(@Nullable BigDecimal broughtBack) {
            BigDecimal left = broughtBack == null ? quantity : quantity.subtract(broughtBack);
            return new BoughtLine(line, item, quantity, PurchaseLine.plain(left), amount);
        }
    }

    /** All of it, as the member sees it: the latest purchases, or those before a place in the timeline. */
    @Transactional(readOnly = true)
    public Page of(UUID member, int limit, @Nullable String after) {
        return of(member, Viewer.MEMBER, limit, after);
    }

    /**
     * What somebody may see of it: the latest purchases, or those before a place in the timeline. That something is
     * hidden does not show.
     *
     * @param member the member's own id, not that of an account which became part of them
     * @param limit 1 to {@value #MOST}
     * @param after a page's {@code next}; null for the latest
     * @throws Refusal {@code UNREADABLE_CURSOR}, {@code LIMIT_OUT_OF_RANGE}
     */
    @Transactional(readOnly = true)
    public Page of(UUID member, Viewer viewer, int limit, @Nullable String after) {
        return of(privacy.sight(member, viewer), limit, after);
    }

    /** The same for whoever knows already what is to be seen. */
    Page of(Sight sight, int limit, @Nullable String after) {
        if (limit < 1 || limit > MOST) {
            throw Refusal.at("limit", "LIMIT_OUT_OF_RANGE", "The limit must be from 1 to " + MOST + ".");
        }
        Place before = after == null ? Place.LATEST : Place.read(after);
        // Account by account, so that of each only as many are read as are shown.
        List<Bought> found = sql.sql("""
                        select p.*
                        from unnest(:accounts::uuid[]) as a (account)
                            cross join lateral (
                                select p.* from loyalty.purchase p
                                where p.account = a.account
                                  and (p.occurred_at, p.id) < (:at::timestamptz, :id)
                                  and (:everything or p.channel = 'STORE' and not exists (
                                      select from loyalty.purchase s
                                      where s.source = p.source and s.source_transaction = p.return_of
                                        and s.kind = 'SALE' and s.channel <> 'STORE'))
                                order by p.occurred_at desc, p.id desc
                                limit :limit) p
                        order by p.occurred_at desc, p.id desc
                        limit :limit
                        """)
                .param("accounts", sight.accountsAsTexts())
                .param("everything", !sight.storesOnly())
                .param("at", before.at())
                .param("id", before.id())
                .param("limit", limit + 1)
                .query(Timeline::bought)
                .list();
        List<Bought> page = found.size() > limit ? found.subList(0, limit) : found;
        return new Page(
                withLines(page, sight),
                found.size() > limit ? Place.of(page.get(limit - 1)).written() : null);
    }

    private List<Bought> withLines(List<Bought> purchases, Sight sight) {
        if (purchases.isEmpty()) {
            return List.of();
        }
        Map<UUID, String> currencies = purchases.stream()
                .collect(Collectors.toMap(Bought::id, p -> p.total().currency()));
        record Found(UUID purchase, BoughtLine line) {}
        Map<UUID, List<BoughtLine>> lines = sql
                .sql("""
                        select purchase, line, item, quantity, amount from loyalty.purchase_line
                        where purchase in (:purchases) order by purchase, line
                        """)
                .param("purchases", currencies.keySet())
                .query((row, number) -> {
                    UUID purchase = row.getObject("purchase", UUID.class);
                    return new Found(purchase, line(row, currencies.getOrDefault(purchase, "")));
                })
                .stream()
                .collect(Collectors.groupingBy(Found::purchase, Collectors.mapping(Found::line, Collectors.toList())));
        Set<UUID> sales =
                purchases.stream().filter(Bought::isSale).map(Bought::id).collect(Collectors.toSet());
        Set<String> items = sales.stream()
                .flatMap(sale -> lines.getOrDefault(sale, List.of()).stream())
                .map(BoughtLine::item)
                .collect(Collectors.toSet());
        Map<Line, BigDecimal> broughtBack = kept.broughtBack(sight.accountsAsTexts(), sales, items);
        return purchases.stream()
                .map(p -> p.with(lines.getOrDefault(p.id(), List.of()).stream()
                        .map(line -> p.isSale() ? line.lessen(broughtBack.get(new Line(p.id(), line.line()))) : line)
                        .toList()))
                .toList();
    }

    private static BoughtLine line(ResultSet row, String currency) throws SQLException {
        PurchaseLine line = new PurchaseLine(
                row.getInt("line"), row.getString("item"), row.getBigDecimal("quantity"), row.getBigDecimal("amount"));
        return new BoughtLine(
                line.line(),
                line.item(),
                line.quantity(),
                null,
                line.amount() == null ? null : new Money(line.amount(), currency));
    }

    private static Bought bought(ResultSet row, int number) throws SQLException {
        return new Bought(
                row.getObject("id", UUID.class),
                row.getString("kind"),
                Channel.valueOf(row.getString("channel")),
                row.getString("location"),
                row.getTimestamp("occurred_at").toInstant(),
                new Money(row.getBigDecimal("total"), row.getString("currency")),
                row.getLong("points"),
                List.of());
    }

    /** A place in the timeline, between two purchases; {@code at} is an instant or {@code infinity}. */
    private record Place(String at, UUID id) {
        static final Place LATEST = new Place("infinity", new UUID(0, 0));

        static Place of(Bought purchase) {
            return new Place(purchase.occurredAt().toString(), purchase.id());
        }

        String written() {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString((at + ' ' + id).getBytes(StandardCharsets.UTF_8));
        }

        static Place read(String written) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(written), StandardCharsets.UTF_8);
                int space = text.indexOf(' ');
                Instant at = Instant.parse(text.substring(0, Math.max(0, space)));
                return new Place(at.toString(), UUID.fromString(text.substring(space + 1)));
            } catch (IllegalArgumentException | DateTimeException e) {
                throw Refusal.at(
                        "after", "UNREADABLE_CURSOR", "Use the \"next\" of an earlier answer, or leave it out.");
            }
        }
    }
}
