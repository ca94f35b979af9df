package io.noren.loyalty.privacy;

import io.noren.loyalty.IdentifierValues;
import io.noren.loyalty.People;
import io.noren.loyalty.personal.MemberKeys;
import io.noren.loyalty.personal.Person;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Tells what is sealed in rows that are exported, in the fields that a reader looks for. */
@Component
class Opened {
    private final JdbcClient sql;
    private final People people;
    private final IdentifierValues values;

    Opened(JdbcClient sql, People people, IdentifierValues values) {
        this.sql = sql;
        this.people = people;
        this.values = values;
    }

    /** @param rows of {@code loyalty.member} */
    void accounts(List<UUID> accounts, Iterable<ObjectNode> rows) {
        Map<UUID, Person> known = people.of(accounts);
        for (ObjectNode row : rows) {
            Person person = known.getOrDefault(id(row), Person.NOBODY);
            put(row, "familyName", person.familyName());
            put(row, "givenName", person.givenName());
            put(row, "familyKana", person.familyKana());
            put(row, "givenKana", person.givenKana());
            put(row, "birthDate", person.birthDate());
        }
    }

    /** @param rows of {@code loyalty.identifier} */
    void identifiers(List<UUID> accounts, Iterable<ObjectNode> rows) {
        record Value(UUID identifier, String value) {}
        Map<UUID, String> known = sql
                .sql("""
                        select i.id, i.value, i.sealed, %s
                        from loyalty.identifier i left join loyalty.member_key k on k.account = i.account
                        where i.account in (:accounts)
                        """.formatted(MemberKeys.COLUMNS))
                .param("accounts", accounts)
                .query((row, number) -> {
                    UUID identifier = row.getObject("id", UUID.class);
                    return new Value(identifier, values.opened(identifier, row));
                })
                .list()
                .stream()
                .collect(Collectors.toMap(Value::identifier, Value::value));
        for (ObjectNode row : rows) {
            put(row, "value", known.get(id(row)));
        }
    }

    private static UUID id(ObjectNode row) {
        return UUID.fromString(row.path("id").asString());
    }

    private static void put(ObjectNode row, String field, @Nullable Object value) {
        if (value != null) {
            row.put(field, value.toString());
        }
    }
}
