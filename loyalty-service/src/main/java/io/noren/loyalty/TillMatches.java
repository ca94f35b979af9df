package io.noren.loyalty;

import io.noren.loyalty.personal.Person;
import io.noren.loyalty.personal.SearchHashes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Whom a till's question matches, masked. Nobody can be compared in the database: those who may match are found by keyed
 * hashes, opened, and only then looked at.
 */
@Component
class TillMatches {
    /**
     * So many are opened for one question. Of ten million members a thousand have the same last four digits, and of one
     * birthday some thousand a reading with the same first character.
     */
    private static final int MOST_OPENED = 5_000;

    private static final String MAY_MATCH = """
            select %s, m.home_location, m.created_at, count(*) over () as total
            %s
            where m.part_of is null and %s
            order by m.id
            limit :most
            """;

    private static final Comparator<Row> BY_KANA = Comparator.comparing(
                    Row::kanaKey, Comparator.nullsLast(Comparator.<String>naturalOrder()))
            .thenComparing(row -> row.member().toString());

    private final JdbcClient sql;
    private final People people;
    private final SearchHashes hashes;

    TillMatches(JdbcClient sql, People people, SearchHashes hashes) {
        this.sql = sql;
        this.people = people;
        this.hashes = hashes;
    }

    /** @param total how many there are, whether among {@code rows} or not */
    record Found(List<Row> rows, long total) {}

    record Row(UUID member, Person person, @Nullable String homeLocation, Instant since, long total) {
        MaskedMember as(UUID choice) {
            return new MaskedMember(
                    choice,
                    Mask.head(person.familyName()) + Mask.head(person.givenName()),
                    Mask.head(person.familyKana()) + Mask.head(person.givenKana()),
                    homeLocation,
                    since);
        }

        private @Nullable String kanaKey() {
            return Kana.searchKey(person);
        }

        private boolean isRead(String beginning) {
            String kana = kanaKey();
            return kana != null && kana.startsWith(beginning);
        }

        private boolean isBornOn(int birthday) {
            LocalDate born = person.birthDate();
            return born != null && CheckedProfile.birthday(born) == birthday;
        }
    }

    Found byLastFour(String digits, @Nullable String kana) {
        String beginning = Objects.requireNonNull(kana);
        return found(mayMatch("""
                        m.named and m.id in (
                            select coalesce(a.part_of, a.id)
                            from loyalty.identifier i join loyalty.member a on a.id = i.account
                            where i.type = 'PHONE' and i.valid_to is null and i.last_four_hash = :digits)
                        """).param("digits", hashes.lastFour(digits)), row -> row.isRead(beginning));
    }

    /** @param birthday month times 100 plus day */
    Found byName(@Nullable String kana, int birthday) {
        String beginning = Objects.requireNonNull(kana);
        return found(
                mayMatch("m.birthday_kana @> array[:hash::bigint]")
                        .param("hash", hashes.birthdayAndKana(birthday, beginning)),
                row -> row.isRead(beginning) && row.isBornOn(birthday));
    }

    /** The systems that tell of purchases are few; each has at most one of a key. */
    Found byReceipt(String receipt) {
        return found(mayMatch("""
                        m.id in (
                            with recursive told (source) as (
                                select min(source) from loyalty.purchase
                                union all
                                select (select min(p.source) from loyalty.purchase p where p.source > told.source)
                                from told where told.source is not null)
                            select coalesce(a.part_of, a.id)
                            from told
                            join loyalty.purchase p on p.source = told.source
                                and p.source_transaction = :receipt and p.kind = 'SALE'
                            join loyalty.member a on a.id = p.account)
                        """).param("receipt", receipt), row -> true);
    }

    private JdbcClient.StatementSpec mayMatch(String condition) {
        return sql.sql(MAY_MATCH.formatted(People.COLUMNS, People.FROM, condition))
                .param("most", MOST_OPENED);
    }

    /** Of more than are opened the rest is counted as if it matched, and not listed. */
    private Found found(JdbcClient.StatementSpec statement, Predicate<Row> matches) {
        List<Row> opened = statement.query((row, number) -> row(row)).list();
        List<Row> all = opened.stream().filter(matches).sorted(BY_KANA).toList();
        long unopened = opened.isEmpty() ? 0 : opened.get(0).total() - opened.size();
        return new Found(all.subList(0, Math.min(all.size(), TillLookUp.MOST_LISTED)), all.size() + unopened);
    }

    private Row row(ResultSet row) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                people.in(row),
                row.getString("home_location"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("total"));
    }
}
