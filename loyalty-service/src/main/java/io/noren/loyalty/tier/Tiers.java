package io.noren.loyalty.tier;

import io.noren.loyalty.MemberCard;
import io.noren.loyalty.Members;
import io.noren.loyalty.MembersTiers;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.Remembered;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The programme's tiers, and in which of them a member is. */
@Component
public class Tiers implements MembersTiers {
    private static final int MOST_TIERS = 20;
    private static final int LONGEST_NAME = 40;
    private static final int MOST_CHANGES = 100;
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9_]{0,29}");

    private final JdbcClient sql;
    private final Members members;
    private final TierSettings settings;
    private final ZoneId zone;
    private final Clock clock;
    private final Remembered<List<Tier>> lately;

    Tiers(
            JdbcClient sql,
            Members members,
            TierSettings settings,
            @Value("${noren.loyalty.points.zone:Asia/Tokyo}") ZoneId zone,
            Clock clock) {
        this.sql = sql;
        this.members = members;
        this.settings = settings;
        this.zone = zone;
        this.clock = clock;
        this.lately = new Remembered<>(this::fingerprint, fingerprint -> all());
    }

    /**
     * How a member stands today.
     *
     * @param tier null where none is reached
     * @param qualifyingPoints that count today: of purchases within the programme's period, less what came back. Points
     *     that were given by word, put right or multiplied do not count
     * @param until the last day on which the tier is kept, as long as nothing more is bought; null without one
     * @param next the tier above; null at the top, or where there are no tiers
     * @param missing points that would reach it today; 0 without a next
     */
    public record Standing(
            @Nullable Tier tier,
            long qualifyingPoints,
            @Nullable LocalDate until,
            @Nullable Tier next,
            long missing) {}

    /**
     * A change of a member's tier, as it was noted.
     *
     * @param from null where there was none
     * @param to null where there is none any more
     */
    public record Change(@Nullable String from, @Nullable String to, long qualifyingPoints, Instant at) {}

    /** The lowest first. */
    @Transactional(readOnly = true)
    public List<Tier> all() {
        return sql.sql("select code, threshold, name_ja, name_en from loyalty.tier order by threshold")
                .query((row, number) -> new Tier(
                        row.getString("code"),
                        row.getLong("threshold"),
                        row.getString("name_ja"),
                        row.getString("name_en")))
                .list();
    }

    /**
     * How many members were in each when somebody last came by; a round over all of them takes a while.
     *
     * @return by code; one without members is absent
     */
    @Transactional(readOnly = true)
    public Map<String, Long> noted() {
        Map<String, Long> noted = new HashMap<>();
        sql.sql("""
                        select s.tier, count(*) as members
                        from loyalty.tier_standing s join loyalty.member m on m.id = s.member
                        where s.tier is not null and m.part_of is null
                        group by s.tier
                        """).query(row -> {
            noted.put(row.getString("tier"), row.getLong("members"));
        });
        return noted;
    }

    /**
     * Says what the tiers are from now on, all of them. In which one each member is follows at once.
     *
     * @throws Refusal {@code TOO_MANY_TIERS}, {@code BAD_TIER} with the field, {@code TIER_TWICE} for two of one code or
     *     one threshold
     */
    @Transactional
    public List<Tier> replace(List<Tier> tiers) {
        check(tiers);
        sql.sql("delete from loyalty.tier").update();
        tiers.forEach(
                tier -> sql.sql("insert into loyalty.tier (code, threshold, name_ja, name_en) values (?, ?, ?, ?)")
                        .params(tier.code(), tier.threshold(), tier.nameJa(), tier.nameEn())
                        .update());
        lately.forgetOnceCommitted();
        return all();
    }

    private long fingerprint() {
        return sql.sql("select coalesce(bit_xor(hashtextextended(t::text, 0)), 0) from loyalty.tier t")
                .query(Long.class)
                .single();
    }

    private static void check(List<Tier> tiers) {
        if (tiers.size() > MOST_TIERS) {
            throw Refusal.at("tiers", "TOO_MANY_TIERS", "At most " + MOST_TIERS + " tiers are kept.");
        }
        Set<Object> seen = new HashSet<>();
        for (Tier tier : tiers) {
            if (!CODE.matcher(tier.code()).matches()) {
                throw Refusal.at(
                        "code", "BAD_TIER", "A code has 1 to 30 upper-case letters, digits or _, a letter first.");
            }
            if (tier.threshold() <= 0) {
                throw Refusal.at("threshold", "BAD_TIER", "A threshold is a whole number above 0.");
            }
            PlainText.required("nameJa", tier.nameJa(), LONGEST_NAME, "BAD_TIER");
            PlainText.required("nameEn", tier.nameEn(), LONGEST_NAME, "BAD_TIER");
            if (!seen.add(tier.code()) || !seen.add(tier.threshold())) {
                throw Refusal.at("tiers", "TIER_TWICE", "Each tier has a code and a threshold of its own.");
            }
        }
    }

    /** @throws Refusal {@code UNKNOWN_MEMBER} */
    @Transactional(readOnly = true)
    public Standing of(UUID member) {
        UUID known = members.get(member).id();
        Qualifying.Standing now = standings(Set.of(known)).getOrDefault(known, nothingBought());
        return new Standing(now.tier(), now.points(), now.until(), now.next(), now.missing());
    }

    @Override
    @Transactional(readOnly = true)
    public @Nullable String codeOf(UUID member) {
        List<Tier> all = all();
        if (all.isEmpty()) {
            return null;
        }
        Tier tier = Objects.requireNonNull(standings(Set.of(member), all).get(member))
                .tier();
        return tier == null ? null : tier.code();
    }

    /** One statement, which is a transaction of its own, and none without tiers: at a till each round trip counts. */
    @Override
    public MemberCard.@Nullable Tier tierOf(UUID member) {
        List<Tier> all = lately.get();
        if (all.isEmpty()) {
            return null;
        }
        Qualifying.Standing now =
                Objects.requireNonNull(standings(Set.of(member), all).get(member));
        Tier tier = now.tier();
        return tier == null
                ? null
                : new MemberCard.Tier(
                        tier.code(), new Recommendation.Bilingual(tier.nameJa(), tier.nameEn()), now.until());
    }

    /** The latest changes first. */
    @Transactional(readOnly = true)
    public List<Change> history(UUID member) {
        return sql.sql("""
                        select from_tier, to_tier, qualifying, at from loyalty.tier_change
                        where member = ? order by at desc, id desc limit ?
                        """)
                .param(members.get(member).id())
                .param(MOST_CHANGES)
                .query((row, number) -> new Change(
                        row.getString("from_tier"),
                        row.getString("to_tier"),
                        row.getLong("qualifying"),
                        row.getTimestamp("at").toInstant()))
                .list();
    }

    private Qualifying.Standing nothingBought() {
        return rules(all()).on(today(), Map.of());
    }

    /** Of members who have bought something that counts; the others stand where nothing leads. */
    Map<UUID, Qualifying.Standing> standings(Set<UUID> of) {
        return standings(of, all());
    }

    private Map<UUID, Qualifying.Standing> standings(Set<UUID> of, List<Tier> tiers) {
        Qualifying rules = rules(tiers);
        LocalDate today = today();
        Map<UUID, Map<LocalDate, Long>> bought = bought(of, rules.since(today));
        Map<UUID, Qualifying.Standing> standings = new HashMap<>();
        of.forEach(member -> standings.put(member, rules.on(today, bought.getOrDefault(member, Map.of()))));
        return standings;
    }

    /** What came back counts on the day on which it had been bought; on its own where that is not known. */
    private Map<UUID, Map<LocalDate, Long>> bought(Set<UUID> of, LocalDate since) {
        Map<UUID, Map<LocalDate, Long>> bought = new HashMap<>();
        sql.sql("""
                        select m.member, (coalesce(s.occurred_at, p.occurred_at) at time zone :zone)::date as day,
                               sum(p.points)::bigint as points
                        from (select id as account, coalesce(part_of, id) as member from loyalty.member
                              where id = any(:members::uuid[]) or part_of = any(:members::uuid[])) m
                        join loyalty.purchase p on p.account = m.account
                        left join loyalty.purchase s
                            on p.kind = 'RETURN' and s.source = p.source and s.source_transaction = p.return_of
                            and s.kind = 'SALE'
                        where p.occurred_at >= :since::timestamptz and p.points <> 0
                        group by 1, 2
                        having sum(p.points) <> 0
                        """)
                .param("zone", zone.getId())
                .param("members", of.stream().map(UUID::toString).toArray(String[]::new))
                .param("since", since.atStartOfDay(zone).toInstant().toString())
                .query(row -> {
                    bought.computeIfAbsent(row.getObject("member", UUID.class), member -> new HashMap<>())
                            .put(row.getObject("day", LocalDate.class), row.getLong("points"));
                });
        return bought;
    }

    private Qualifying rules(List<Tier> tiers) {
        return new Qualifying(tiers, settings.period(), settings.keptFor());
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
