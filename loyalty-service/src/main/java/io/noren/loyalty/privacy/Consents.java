package io.noren.loyalty.privacy;

import io.noren.loyalty.IdentifierType;
import io.noren.loyalty.IdentifierValues;
import io.noren.loyalty.Language;
import io.noren.loyalty.Members;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.personal.MemberKeys;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Where and for what members may be reached. Every yes and no is kept; of each contact point, channel and purpose the
 * latest counts, and of two at the same moment the no. A contact point is an address as it leads to one account: so
 * merging spreads nothing, and parting leaves each what they said.
 */
@Component
public class Consents {
    /** How far the clock of whoever tells may be ahead of ours. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(5);

    private static final Instant EARLIEST = Instant.EPOCH;
    private static final int LONGEST_KEY = 200;
    private static final int LONGEST_VERSION = 100;

    private final JdbcClient sql;
    private final Members members;
    private final IdentifierValues values;
    private final Clock clock;

    Consents(JdbcClient sql, Members members, IdentifierValues values, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.values = values;
        this.clock = clock;
    }

    /** @param duplicate it had been told before, and nothing was done */
    public record Recorded(Consent consent, boolean duplicate) {}

    /**
     * Keeps what a member said. A no is taken of an address that no longer leads to them, too.
     *
     * @param actor by whom it is told
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code UNKNOWN_IDENTIFIER}, {@code CHANNEL_UNFIT}, {@code
     *     CONSENT_KEY_REQUIRED}, {@code CONSENT_TEXT_REQUIRED}, {@code UNKNOWN_LOCALE}, {@code CONSENT_LIES_AHEAD},
     *     {@code IMPLAUSIBLE_TIME}, {@code CONSENT_CONFLICT} if the source told something else under this key before
     */
    @Transactional
    public Recorded tell(UUID id, NewConsent told, String actor) {
        UUID member = members.known(id);
        String source = PlainText.required("source", told.source(), LONGEST_KEY, "CONSENT_KEY_REQUIRED");
        String key =
                PlainText.required("sourceTransaction", told.sourceTransaction(), LONGEST_KEY, "CONSENT_KEY_REQUIRED");
        String version =
                PlainText.required("textVersion", told.textVersion(), LONGEST_VERSION, "CONSENT_TEXT_REQUIRED");
        String language = Language.tag("language", told.language());
        String by = PlainText.required("actor", actor, LONGEST_KEY, "ACTOR_REQUIRED");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Instant said = told.occurredAt() == null ? now : plausible(told.occurredAt(), now);
        UUID account = account(member, told);
        int kept = sql.sql("""
                        insert into loyalty.consent_event
                            (id, identifier, account, channel, purpose, granted, text_version, language,
                             source, source_transaction, actor, occurred_at, recorded_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, least(?::timestamptz, ?::timestamptz), ?::timestamptz)
                        on conflict (source, source_transaction) do nothing
                        """)
                .params(
                        UUID.randomUUID(),
                        told.identifier(),
                        account,
                        told.channel().name(),
                        told.purpose().name(),
                        told.granted(),
                        version,
                        language,
                        source,
                        key,
                        by,
                        said.toString(),
                        now.toString(),
                        now.toString())
                .update();
        record Kept(Consent consent, Instant recordedAt) {}
        Kept before = sql.sql("select * from loyalty.consent_event where source = ? and source_transaction = ?")
                .params(source, key)
                .query((row, number) ->
                        new Kept(consent(row), row.getTimestamp("recorded_at").toInstant()))
                .single();
        Consent consent = before.consent();
        boolean sameTime = told.occurredAt() == null
                || (said.isBefore(before.recordedAt()) ? said : before.recordedAt()).equals(consent.occurredAt());
        boolean same = consent.identifier().equals(told.identifier())
                && consent.channel() == told.channel()
                && consent.purpose() == told.purpose()
                && consent.granted() == told.granted()
                && consent.textVersion().equals(version)
                && consent.language().equals(language)
                && sameTime;
        if (!same) {
            throw new Refusal(
                    "CONSENT_CONFLICT",
                    "This source told something else under the same key before; nothing was changed. Compare the two.");
        }
        return new Recorded(consent, kept == 0);
    }

    /**
     * All places at which a member can be reached now, each with what was last said of it.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<ContactPoint> of(UUID id) {
        UUID member = members.known(id);
        Map<UUID, ContactPoint> points = new LinkedHashMap<>();
        // An address that is proven better is a new row that begins where the old one ends: still the same place. Where
        // there is a gap it was somebody's who had let it go, and what they said then is no consent any more.
        sql.sql("""
                        with held as (
                            select i.*, lag(i.valid_to) over life is distinct from i.valid_from as begins
                            from loyalty.identifier i join loyalty.member m on m.id = i.account
                            where m.id = :member or m.part_of = :member
                            window life as (partition by i.account, i.type, i.value order by i.valid_from, i.valid_to)),
                        lives as (
                            select h.*, count(*) filter (where begins) over life as life
                            from held h
                            window life as (partition by h.account, h.type, h.value order by h.valid_from, h.valid_to)),
                        said as (
                            select distinct on (l.account, l.type, l.value, l.life, e.channel, e.purpose)
                                   l.account as of_account, l.type as of_type, l.value as of_value, l.life, e.*
                            from lives l join loyalty.consent_event e on e.identifier = l.id and e.account = l.account
                            order by l.account, l.type, l.value, l.life, e.channel, e.purpose,
                                     e.occurred_at desc, e.granted, e.recorded desc)
                        select p.id as point, p.account as point_account, p.type as point_type, p.value, p.sealed, %s,
                               s.*
                        from lives p
                        left join loyalty.member_key k on k.account = p.account
                        left join said s on (s.of_account, s.of_type, s.of_value, s.life)
                                            = (p.account, p.type, p.value, p.life)
                        where p.valid_to is null
                        order by p.valid_from, p.type, p.value, s.channel, s.purpose
                        """.formatted(MemberKeys.COLUMNS)).param("member", member).query(row -> {
            ContactPoint point = points.get(row.getObject("point", UUID.class));
            if (point == null) {
                point = new ContactPoint(
                        row.getObject("point", UUID.class),
                        row.getObject("point_account", UUID.class),
                        IdentifierType.valueOf(row.getString("point_type")),
                        values.opened(row.getObject("point", UUID.class), row),
                        new ArrayList<>());
                points.put(point.identifier(), point);
            }
            if (row.getObject("id") != null) {
                point.consents().add(consent(row));
            }
        });
        return List.copyOf(points.values());
    }

    private UUID account(UUID member, NewConsent told) {
        record Found(UUID account, IdentifierType type, boolean live) {}
        Optional<Found> found = sql.sql("""
                        select i.account, i.type, i.valid_to is null as live
                        from loyalty.identifier i join loyalty.member m on m.id = i.account
                        where i.id = ? and coalesce(m.part_of, m.id) = ?
                        """)
                .params(told.identifier(), member)
                .query((row, number) -> new Found(
                        row.getObject("account", UUID.class),
                        IdentifierType.valueOf(row.getString("type")),
                        row.getBoolean("live")))
                .optional();
        Found point = found.filter(each -> each.live() || !told.granted())
                .orElseThrow(() ->
                        Refusal.at("identifier", "UNKNOWN_IDENTIFIER", "This member has no such identifier now."));
        if (!told.channel().reaches(point.type())) {
            throw Refusal.at(
                    "channel", "CHANNEL_UNFIT", "Nobody is reached on this channel by an identifier of this type.");
        }
        return point.account();
    }

    private static Instant plausible(Instant said, Instant now) {
        if (said.isAfter(now.plus(CLOCKS_DIFFER))) {
            throw Refusal.at("occurredAt", "CONSENT_LIES_AHEAD", "This time has not come yet; look at the clock.");
        }
        if (said.isBefore(EARLIEST)) {
            throw Refusal.at("occurredAt", "IMPLAUSIBLE_TIME", "Give a time from 1970 on.");
        }
        return said.truncatedTo(ChronoUnit.MICROS);
    }

    private static Consent consent(ResultSet row) throws SQLException {
        return new Consent(
                row.getObject("id", UUID.class),
                row.getObject("identifier", UUID.class),
                row.getObject("account", UUID.class),
                ConsentChannel.valueOf(row.getString("channel")),
                ConsentPurpose.valueOf(row.getString("purpose")),
                row.getBoolean("granted"),
                row.getString("text_version"),
                row.getString("language"),
                row.getString("source"),
                row.getString("source_transaction"),
                row.getString("actor"),
                row.getTimestamp("occurred_at").toInstant());
    }
}
