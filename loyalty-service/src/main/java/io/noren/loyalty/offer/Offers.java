package io.noren.loyalty.offer;

import io.noren.loyalty.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.json.JsonMapper;

/** The offers as they are stored. A change makes a new version; what was is kept for whoever asks about a receipt. */
@Component
public class Offers {
    /** Most offers in one answer. */
    public static final int MOST = 500;

    /** Quotes can be asked for so long ago; offers that ended before are left out. */
    static final Duration PAST = Duration.ofDays(31);

    private final JdbcClient sql;
    private final JsonMapper json;
    private final OfferBooks books;
    private final Clock clock;

    Offers(JdbcClient sql, JsonMapper json, OfferBooks books, Clock clock) {
        this.sql = sql;
        this.json = json;
        this.books = books;
        this.clock = clock;
    }

    /**
     * Stores an offer if it still has the version the writer saw. The same again is the same version.
     *
     * @param seen the version last seen, 0 for "must be new", null for "whatever is there"
     * @throws Refusal {@code STALE_VERSION} with the present one, {@code BAD_BENEFIT} and others that name the field
     */
    @Transactional
    public Offer.Versioned put(Offer told, @Nullable Long seen) {
        Offer offer = OfferChecks.checked(told);
        Optional<Offer.Versioned> present = find(offer.id());
        check(offer.id(), seen, present);
        if (present.isPresent() && present.get().offer().equals(offer)) {
            return present.get();
        }
        long version = raise(offer.id(), seen, false).orElseThrow(() -> stale(offer.id(), find(offer.id())));
        sql.sql("""
                        insert into loyalty.offer_version
                            (offer, version, terms, valid_from, valid_until, per_member, made_at)
                        values (:offer, :version, :terms::jsonb, :from::timestamptz, :until::timestamptz, :perMember,
                                :now::timestamptz)
                        """)
                .param("offer", offer.id())
                .param("version", version)
                .param("terms", json.writeValueAsString(offer))
                .param("from", text(offer.from()))
                .param("until", text(offer.until()))
                .param("perMember", offer.perMember())
                .param("now", now().toString())
                .update();
        return new Offer.Versioned(offer, version);
    }

    /**
     * What {@link #put} would store, with the version it would have; nothing is stored.
     *
     * @throws Refusal as {@link #put}
     */
    @Transactional(readOnly = true)
    public Offer.Versioned check(Offer told, @Nullable Long seen) {
        Offer offer = OfferChecks.checked(told);
        Optional<Offer.Versioned> present = find(offer.id());
        check(offer.id(), seen, present);
        long before = present.map(Offer.Versioned::version).orElse(0L);
        boolean same = present.isPresent() && present.get().offer().equals(offer);
        return new Offer.Versioned(offer, same ? before : before + 1);
    }

    /**
     * It is offered no more; the versions that were stay.
     *
     * @throws Refusal {@code UNKNOWN_OFFER}, {@code STALE_VERSION}
     */
    @Transactional
    public void withdraw(String id, @Nullable Long seen) {
        Offer.Versioned present = get(id);
        check(id, seen, Optional.of(present));
        if (raise(id, present.version(), true).isEmpty()) {
            throw stale(id, find(id));
        }
    }

    /** @throws Refusal {@code UNKNOWN_OFFER}, also when it was withdrawn */
    @Transactional(readOnly = true)
    public Offer.Versioned get(String id) {
        return find(id).orElseThrow(() -> new Refusal("UNKNOWN_OFFER", "There is no such offer."));
    }

    /**
     * One version, as a quote named it; also of an offer that was withdrawn.
     *
     * @throws Refusal {@code UNKNOWN_OFFER}
     */
    @Transactional(readOnly = true)
    public Offer.Versioned get(String id, long version) {
        return sql.sql("select version, terms from loyalty.offer_version where offer = ? and version = ?")
                .param(id.replace("\0", ""))
                .param(version)
                .query(this::offer)
                .optional()
                .orElseThrow(() -> new Refusal("UNKNOWN_OFFER", "There is no such version of an offer."));
    }

    /** Those that are not withdrawn, in the order of ids. */
    @Transactional(readOnly = true)
    public List<Offer.Versioned> after(String id, int limit) {
        return sql.sql("""
                        select o.version, v.terms
                        from loyalty.offer o join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                        where o.id > ? and not o.withdrawn order by o.id limit ?
                        """)
                .param(id.replace("\0", ""))
                .param(limit)
                .query(this::offer)
                .list();
    }

    /** Where an offer stands at a moment. */
    public enum Standing {
        NOW("not o.withdrawn and coalesce(v.valid_from <= :now::timestamptz, true)"
                + " and coalesce(v.valid_until > :now::timestamptz, true)"),
        COMING("not o.withdrawn and v.valid_from > :now::timestamptz"),
        PAST("not o.withdrawn and v.valid_until <= :now::timestamptz"),
        WITHDRAWN("o.withdrawn");

        private final String condition;

        Standing(String condition) {
            this.condition = condition;
        }
    }

    /**
     * Those that stand so now, in the order of ids; of a withdrawn one the last version.
     *
     * @param after the last id of the page before; empty to begin
     */
    @Transactional(readOnly = true)
    public List<Offer.Versioned> list(Standing standing, String after, int limit) {
        return sql.sql("""
                        select v.version, v.terms
                        from loyalty.offer o
                        join loyalty.offer_version v on v.offer = o.id and v.version = (
                            select max(version) from loyalty.offer_version where offer = o.id)
                        where o.id > :after and (%s) order by o.id limit :limit
                        """.formatted(standing.condition))
                .param("after", after.replace("\0", ""))
                .param("now", now().toString())
                .param("limit", Math.min(limit, MOST))
                .query(this::offer)
                .list();
    }

    private Optional<Offer.Versioned> find(String id) {
        return sql.sql("""
                        select o.version, v.terms
                        from loyalty.offer o join loyalty.offer_version v on v.offer = o.id and v.version = o.version
                        where o.id = ? and not o.withdrawn
                        """).param(id.replace("\0", "")).query(this::offer).optional();
    }

    private Optional<Long> raise(String id, @Nullable Long seen, boolean withdrawn) {
        Optional<Long> version = sql.sql("""
                        insert into loyalty.offer as o (id, version, withdrawn, changed_at)
                        values (:id, 1, :withdrawn, :now::timestamptz)
                        on conflict (id) do update
                        set version = o.version + 1, withdrawn = excluded.withdrawn, changed_at = excluded.changed_at
                        where case when o.withdrawn then 0 else o.version end
                            = coalesce(:seen::bigint, case when o.withdrawn then 0 else o.version end)
                        returning version
                        """)
                .param("id", id)
                .param("withdrawn", withdrawn)
                .param("now", now().toString())
                .param("seen", seen)
                .query(Long.class)
                .optional();
        books.forgetOnceCommitted();
        return version;
    }

    private static void check(String id, @Nullable Long seen, Optional<Offer.Versioned> present) {
        long there = present.map(Offer.Versioned::version).orElse(0L);
        if (seen != null && seen != there) {
            throw stale(id, present);
        }
    }

    private static Refusal stale(String id, Optional<Offer.Versioned> present) {
        Map<String, Object> properties =
                present.<Map<String, Object>>map(it -> Map.of("present", it)).orElse(Map.of());
        return Refusal.with(
                "STALE_VERSION", "Offer " + id + " has changed since: read it again, then write.", properties);
    }

    private Offer.Versioned offer(ResultSet row, int number) throws SQLException {
        return new Offer.Versioned(json.readValue(row.getString("terms"), Offer.class), row.getLong("version"));
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
