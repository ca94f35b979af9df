package io.noren.loyalty.recommendation;

import io.noren.loyalty.MemberCard;
import io.noren.loyalty.Members;
import io.noren.loyalty.MembersPreferences;
import io.noren.loyalty.PlainText;
import io.noren.loyalty.Refusal;
import io.noren.loyalty.recommendation.Preference.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What members prefer, by their own word, by what staff were told, or by what a program concluded. Each account keeps
 * what was said of it; a member's preference of a kind is the one said last, and a concluded one only where nobody said
 * anything.
 */
@Component
public class Preferences implements MembersPreferences {
    /** Most values of one kind. */
    public static final int MOST_VALUES = 20;

    private static final int LONGEST_VALUE = 100;
    private static final Pattern KIND = Pattern.compile("[A-Z][A-Z0-9_]{0,39}");

    private final JdbcClient sql;
    private final Members members;
    private final Clock clock;

    Preferences(JdbcClient sql, Members members, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.clock = clock;
    }

    /**
     * All of a member, in the order of kinds.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}
     */
    @Transactional(readOnly = true)
    public List<Preference> of(UUID id) {
        return present(members.known(id), "%");
    }

    /** One statement, which is a transaction of its own: at a till each round trip counts. */
    @Override
    public List<MemberCard.Preferred> preferredBy(UUID member) {
        return present(member, "%").stream()
                .filter(preference -> !preference.values().isEmpty())
                .map(preference -> new MemberCard.Preferred(preference.kind(), preference.values()))
                .toList();
    }

    /**
     * Replaces what is preferred of a kind. Told again it stays as it was, its date too.
     *
     * @throws Refusal {@code PREFERENCE_STATED} if it is derived and somebody has said something, with the present one;
     *     {@code UNKNOWN_MEMBER}, {@code UNREADABLE_PREFERENCE_KIND}, {@code TOO_MANY_VALUES}, {@code
     *     PREFERENCE_VALUE_REQUIRED}, and others of texts
     */
    @Transactional
    public Preference put(UUID id, String kind, List<String> values, Source source) {
        UUID member = members.known(id);
        List<String> wanted = checked(kind, values);
        sql.sql("""
                        insert into loyalty.preference as p (account, kind, wanted, source, at)
                        select :member, :kind, :wanted::text[], :source, :at::timestamptz
                        where :source <> 'DERIVED' or not exists (
                            select from loyalty.preference s join loyalty.member m on m.id = s.account
                            where (m.id = :member or m.part_of = :member) and s.kind = :kind and s.source <> 'DERIVED')
                        on conflict (account, kind) do update
                            set wanted = excluded.wanted, source = excluded.source, at = excluded.at
                            where (p.wanted, p.source) is distinct from (excluded.wanted, excluded.source)
                              and (excluded.source <> 'DERIVED' or p.source = 'DERIVED')
                        """)
                .param("member", member)
                .param("kind", kind)
                .param("wanted", wanted.toArray(String[]::new))
                .param("source", source.name())
                .param("at", clock.instant().truncatedTo(ChronoUnit.MICROS).toString())
                .update();
        Preference present = present(member, kind).get(0);
        if (source == Source.DERIVED && present.source() != Source.DERIVED) {
            throw Refusal.with(
                    "PREFERENCE_STATED",
                    "Somebody has said what the member prefers; what is derived does not overrule it.",
                    Map.of("present", present));
        }
        return present;
    }

    /**
     * Forgets what is preferred of a kind, whoever said it. From then on it may be derived anew; to prevent that, put no
     * values.
     *
     * @throws Refusal {@code UNKNOWN_MEMBER}, {@code UNREADABLE_PREFERENCE_KIND}
     */
    @Transactional
    public void forget(UUID id, String kind) {
        checked(kind, List.of());
        sql.sql("""
                        delete from loyalty.preference
                        where kind = :kind
                          and account in (select id from loyalty.member where id = :member or part_of = :member)
                        """).param("kind", kind).param("member", members.known(id)).update();
    }

    /** @param kind {@code %} for all */
    private List<Preference> present(UUID member, String kind) {
        return sql.sql("""
                        select distinct on (p.kind) p.*
                        from loyalty.preference p
                        where p.account in (select id from loyalty.member where id = :member or part_of = :member)
                          and (:kind = '%' or p.kind = :kind)
                        order by p.kind, p.source = 'DERIVED', p.at desc, p.account
                        """)
                .param("member", member)
                .param("kind", kind)
                .query(Preferences::preference)
                .list();
    }

    private static List<String> checked(String kind, List<String> values) {
        if (!KIND.matcher(kind).matches()) {
            throw Refusal.at(
                    "kind",
                    "UNREADABLE_PREFERENCE_KIND",
                    "A kind is up to 40 capital letters, digits and underscores, such as SIZE.");
        }
        if (values.size() > MOST_VALUES) {
            throw Refusal.at("values", "TOO_MANY_VALUES", "At most " + MOST_VALUES + " values are kept.");
        }
        return values.stream()
                .map(value -> PlainText.required("values", value, LONGEST_VALUE, "PREFERENCE_VALUE_REQUIRED"))
                .distinct()
                .toList();
    }

    private static Preference preference(ResultSet row, int number) throws SQLException {
        return new Preference(
                row.getString("kind"),
                List.of((String[]) row.getArray("wanted").getArray()),
                Source.valueOf(row.getString("source")),
                row.getTimestamp("at").toInstant());
    }
}
