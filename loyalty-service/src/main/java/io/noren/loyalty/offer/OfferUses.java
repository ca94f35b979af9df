package io.noren.loyalty.offer;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Which offers were given to whom. Each use has the number it is for its member, which the cap's constraint bounds. */
@Component
class OfferUses {
    private final JdbcClient sql;

    OfferUses(JdbcClient sql) {
        this.sql = sql;
    }

    /** How often a member has had each offer, over all accounts. */
    Map<String, Long> of(UUID member) {
        Map<String, Long> used = new HashMap<>();
        sql.sql("""
                        select u.offer, count(*) as times
                        from loyalty.member m join loyalty.offer_use u on u.account = m.id
                        where m.id = :member or m.part_of = :member
                        group by u.offer
                        """).param("member", member).query(row -> {
            used.put(row.getString("offer"), row.getLong("times"));
        });
        return used;
    }

    /**
     * Writes a use down, the member's next of this offer.
     *
     * @param account that was presented, and {@code member} to whom it belongs and who is held; both null for anyone
     */
    @Transactional(propagation = Propagation.MANDATORY)
    void add(
            UUID acceptance,
            Quote.Applied applied,
            @Nullable Integer perMember,
            @Nullable UUID account,
            @Nullable UUID member) {
        sql.sql("""
                        insert into loyalty.offer_use
                            (acceptance, offer, version, account, use_number, per_member, discount, points)
                        values (:acceptance, :offer, :version, :account::uuid,
                                case when :account::uuid is not null then
                                    (select 1 + count(*)
                                     from loyalty.member m join loyalty.offer_use u on u.account = m.id
                                     where (m.id = :member::uuid or m.part_of = :member::uuid) and u.offer = :offer) end,
                                :perMember, :discount, :points)
                        """)
                .param("acceptance", acceptance)
                .param("offer", applied.offer())
                .param("version", applied.version())
                .param("account", text(account))
                .param("member", text(member))
                .param("perMember", perMember)
                .param("discount", applied.discount().amount())
                .param("points", applied.points())
                .update();
    }

    private static @Nullable String text(@Nullable UUID id) {
        return id == null ? null : id.toString();
    }
}
