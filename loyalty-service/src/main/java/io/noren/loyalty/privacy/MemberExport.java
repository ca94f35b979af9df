package io.noren.loyalty.privacy;

import io.noren.loyalty.Members;
import io.noren.loyalty.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Everything that is kept about a member, in one document for them to take along. */
@Component
public class MemberExport {
    /** Which fields a document has; raised when one changes its meaning. */
    private static final String FORMAT = "noren-member-export/1";

    private final JdbcClient sql;
    private final Members members;
    private final Opened opened;
    private final JsonMapper json;
    private final Clock clock;

    MemberExport(JdbcClient sql, Members members, Opened opened, JsonMapper json, Clock clock) {
        this.sql = sql;
        this.members = members;
        this.opened = opened;
        this.json = json;
        this.clock = clock;
    }

    /**
     * All there was at one moment.
     *
     * @param accounts that are part of the member
     * @param data by section; a row is as the database has it, but for what is null, and what is sealed in it is opened
     */
    public record Document(
            String format, UUID member, List<UUID> accounts, Instant exportedAt, Map<String, JsonNode> data) {}

    /** @throws Refusal {@code UNKNOWN_MEMBER} */
    @Transactional(readOnly = true, isolation = Isolation.REPEATABLE_READ)
    public Document of(UUID id) {
        UUID member = members.known(id);
        List<UUID> accounts = sql.sql(
                        "select id from loyalty.member where id = ? or part_of = ? order by created_at, id")
                .params(member, member)
                .query(UUID.class)
                .list();
        String[] ids = accounts.stream().map(UUID::toString).toArray(String[]::new);
        Map<String, JsonNode> data = new LinkedHashMap<>();
        for (ExportSection section : ExportSection.ALL) {
            ArrayNode rows = json.createArrayNode();
            sql.sql("select jsonb_strip_nulls(row)::text from (" + section.rows() + ") as told (row)")
                    .param("accounts", ids)
                    .query(String.class)
                    .list()
                    .forEach(row -> rows.add(named(json.readTree(row))));
            data.put(section.name(), rows);
        }
        opened.accounts(accounts, objects(data.get("accounts")));
        opened.identifiers(accounts, objects(data.get("identifiers")));
        return new Document(FORMAT, member, accounts, clock.instant().truncatedTo(ChronoUnit.MICROS), data);
    }

    private static List<ObjectNode> objects(@Nullable JsonNode rows) {
        return Objects.requireNonNull(rows)
                .valueStream()
                .map(ObjectNode.class::cast)
                .toList();
    }

    /** As names are written everywhere in the API. */
    private JsonNode named(JsonNode told) {
        if (told.isArray()) {
            ArrayNode all = json.createArrayNode();
            told.forEach(each -> all.add(named(each)));
            return all;
        }
        if (!told.isObject()) {
            return told;
        }
        ObjectNode object = json.createObjectNode();
        told.properties().forEach(each -> object.set(camelCase(each.getKey()), named(each.getValue())));
        return object;
    }

    private static String camelCase(String column) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < column.length(); i++) {
            boolean begins = i > 0 && column.charAt(i - 1) == '_';
            if (column.charAt(i) != '_') {
                name.append(begins ? Character.toUpperCase(column.charAt(i)) : column.charAt(i));
            }
        }
        return name.toString();
    }
}
