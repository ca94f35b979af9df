package io.noren.loyalty;

import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.personal.Person;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Who accounts are. */
@Component
public class People {
    /** For queries over {@code loyalty.member m}: the columns that {@link #in} reads, and whence they are. */
    static final String COLUMNS = "m.id, m.personal, " + MemberKeys.COLUMNS;

    static final String FROM = "from loyalty.member m left join loyalty.member_key k on k.account = m.id";

    private final JdbcClient sql;
    private final MemberKeys keys;

    People(JdbcClient sql, MemberKeys keys) {
        this.sql = sql;
        this.keys = keys;
    }

    /** In a row of a query; nobody, of an account that nobody has registered or whose key is gone. */
    Person in(ResultSet row) throws SQLException {
        byte[] personal = row.getBytes("personal");
        UUID account = row.getObject("id", UUID.class);
        return personal == null
                ? Person.NOBODY
                : keys.in(row).map(key -> key.person(account, personal)).orElse(Person.NOBODY);
    }

    /** Those of these accounts of whom something is known. */
    public Map<UUID, Person> of(Collection<UUID> accounts) {
        Map<UUID, Person> known = new HashMap<>();
        sql.sql("select " + COLUMNS + " " + FROM + " where m.id in (:accounts) and m.personal is not null")
                .param("accounts", accounts)
                .query(row -> {
                    known.put(row.getObject("id", UUID.class), in(row));
                });
        return known;
    }

    /** All birth dates that are known of these accounts. */
    List<LocalDate> birthDates(Collection<UUID> accounts) {
        return of(accounts).values().stream()
                .map(Person::birthDate)
                .filter(Objects::nonNull)
                .toList();
    }
}
