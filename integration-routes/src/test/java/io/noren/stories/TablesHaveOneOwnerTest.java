package io.noren.stories;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** The modules share a database server, and nothing in it. */
class TablesHaveOneOwnerTest extends Story {
    private static final List<String> MODULES = List.of("pos", "inventory", "loyalty", "integration");

    @Test
    void noForeignKeyCrossesSchemas() {
        List<String> crossing = jdbc.sql("""
                        select c.conname from pg_constraint c
                        join pg_class a on a.oid = c.conrelid join pg_class b on b.oid = c.confrelid
                        where c.contype = 'f' and a.relnamespace <> b.relnamespace
                        """).query(String.class).list();
        long all = jdbc.sql("select count(*) from pg_constraint where contype = 'f'")
                .query(Long.class)
                .single();

        assertThat(all).as("there are some to look at").isPositive();
        assertThat(crossing).isEmpty();
    }

    @Test
    void noViewOrRoutineOfOneSchemaSpeaksOfAnother() {
        for (String schema : MODULES) {
            List<String> bodies =
                    jdbc.sql("""
                            select pg_get_functiondef(p.oid) from pg_proc p
                            where p.pronamespace = cast(:schema as regnamespace) and p.prokind = 'f'
                            union all
                            select pg_get_viewdef(c.oid) from pg_class c
                            where c.relnamespace = cast(:schema as regnamespace) and c.relkind in ('v', 'm')
                            """).param("schema", schema).query(String.class).list();
            assertThat(bodies).noneMatch(body -> others(schema).matcher(body).find());
        }
    }

    @Test
    void everyTableLiesInAModulesSchema() {
        assertThat(jdbc.sql("""
                        select distinct table_schema from information_schema.tables
                        where table_schema not in ('pg_catalog', 'information_schema')
                        """).query(String.class).list())
                .isSubsetOf("pos", "inventory", "loyalty", "integration", "public");
        assertThat(jdbc.sql("""
                        select table_name from information_schema.tables where table_schema = 'public'
                        """).query(String.class).list()).containsExactly("flyway_schema_history");
    }

    @Test
    void aModulesMigrationsSpeakOfItsOwnSchemaOnly() throws IOException {
        for (String module : MODULES) {
            Resource[] migrations = new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:db/migration/" + module + "/*.sql");
            assertThat(migrations).as(module).isNotEmpty();
            for (Resource migration : migrations) {
                String text =
                        migration.getContentAsString(StandardCharsets.UTF_8).replaceAll("--[^\n]*", "");
                assertThat(others(module)
                                .matcher(text.replaceAll("'[^']*'", "''"))
                                .find())
                        .as("%s speaks of another schema", migration.getFilename())
                        .isFalse();
            }
        }
    }

    private static Pattern others(String schema) {
        Set<String> foreign = new java.util.TreeSet<>(MODULES);
        foreign.remove(schema);
        return Pattern.compile("\\b(" + String.join("|", foreign) + ")\\.[a-z_]+");
    }
}
