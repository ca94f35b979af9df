package io.noren.loyalty;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Whom a till's question matches, masked. */
@Component
class TillMatches {
    private static final String LISTED = """
            select m.*, count(*) over () as total
            from loyalty.member m
            where m.part_of is null and %s
            order by m.kana_key, m.id
            limit :most
            """;

    private final JdbcClient sql;

    TillMatches(JdbcClient sql) {
        this.sql = sql;
    }

    /** @param total how many there are, whether among {@code rows} or not */
    record Found(List<Row> rows, long total) {}

    record Row(
            UUID member, String name, String kana, @Nullable String homeLocation, Instant since, long total) {
        MaskedMember as(UUID choice) {
            return new MaskedMember(choice, name, kana, homeLocation, since);
        }
    }

    Found byLastFour(String digits, @Nullable String kana) {
        return found(list("""
                        m.kana_key like :kana || '%'
                        and m.id in (select coalesce(a.part_of, a.id)
                                     from loyalty.identifier i join loyalty.member a on a.id = i.account
                                     where i.type = 'PHONE' and i.valid_to is null and i.last_four = :digits)
                        """).param("kana", kana).param("digits", digits));
    }

    /** @param birthday month times 100 plus day */
    Found byName(@Nullable String kana, int birthday) {
        return found(list("""
                        m.kana_key like :kana || '%' and m.birth_date is not null
                        and extract(month from m.birth_date)::integer * 100
                            + extract(day from m.birth_date)::integer = :birthday
                        """).param("kana", kana).param("birthday", birthday));
    }

    /** The systems that tell of purchases are few; each has at most one of a key. */
    Found byReceipt(String receipt) {
        return found(list("""
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
                        """).param("receipt", receipt));
    }

    private JdbcClient.StatementSpec list(String condition) {
        return sql.sql(LISTED.formatted(condition)).param("most", TillLookUp.MOST_LISTED);
    }

    private static Found found(JdbcClient.StatementSpec statement) {
        List<Row> rows = statement.query(TillMatches::row).list();
        return new Found(rows, rows.isEmpty() ? 0 : rows.get(0).total());
    }

    private static Row row(ResultSet row, int number) throws SQLException {
        return new Row(
                row.getObject("id", UUID.class),
                Mask.head(row.getString("family_name")) + Mask.head(row.getString("given_name")),
                Mask.head(row.getString("family_kana")) + Mask.head(row.getString("given_kana")),
                row.getString("home_location"),
                row.getTimestamp("created_at").toInstant(),
                row.getLong("total"));
    }
}
