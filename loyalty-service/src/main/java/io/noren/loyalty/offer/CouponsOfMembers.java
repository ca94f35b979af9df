package io.noren.loyalty.offer;

import io.noren.loyalty.MemberCard;
import io.noren.loyalty.MembersCoupons;
import io.noren.loyalty.Recommendation.Bilingual;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The coupons that are a member's alone, over all their accounts. */
@Component
class CouponsOfMembers implements MembersCoupons {
    private final JdbcClient sql;
    private final JsonMapper json;
    private final Clock clock;

    CouponsOfMembers(JdbcClient sql, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.clock = clock;
    }

    /** One statement, which is a transaction of its own: at a till each round trip counts. */
    @Override
    public List<MemberCard.Coupon> usableNow(UUID member, int limit) {
        return sql.sql("""
                        select c.code, c.offer, c.expires_at, v.terms
                        from loyalty.member m
                        join loyalty.coupon c on c.member = m.id
                        join loyalty.offer o on o.id = c.offer and not o.withdrawn
                        join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                        where (m.id = :member or m.part_of = :member)
                          and (c.state in ('ISSUED', 'RELEASED')
                               or c.state = 'RESERVED' and c.reserved_until <= :now::timestamptz)
                          and c.valid_from <= :now::timestamptz and c.expires_at > :now::timestamptz
                          and coalesce(v.valid_until > :now::timestamptz, true)
                        order by c.expires_at, c.code limit :limit
                        """)
                .param("member", member)
                .param("now", clock.instant().toString())
                .param("limit", limit)
                .query((row, number) -> {
                    Offer offer = json.readValue(row.getString("terms"), Offer.class);
                    return new MemberCard.Coupon(
                            row.getString("code"),
                            offer.id(),
                            new Bilingual(offer.name().ja(), offer.name().en()),
                            row.getTimestamp("expires_at").toInstant());
                })
                .list();
    }
}
