package io.noren.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.testing.HubTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** The README's map says who owns what; here it is held against the running application. */
@HubTest
class OwnershipMapTest {
    private static final Set<String> SCHEMAS = Set.of("pos", "inventory", "loyalty", "integration");

    @Autowired
    JdbcClient jdbc;

    @Autowired
    CamelContext camel;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void everyTableIsOnTheMapUnderItsOwner() throws IOException {
        Map<String, Set<String>> there = new TreeMap<>();
        jdbc.sql("""
                        select table_schema, table_name from information_schema.tables
                        where table_schema in ('pos', 'inventory', 'loyalty', 'integration') and table_type = 'BASE TABLE'
                            and not (select relispartition from pg_class
                                where oid = (quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass)
                        """).query(row -> {
            there.computeIfAbsent(row.getString(1), schema -> new TreeSet<>()).add(row.getString(2));
        });
        Map<String, Set<String>> onTheMap = new TreeMap<>();
        Matcher cell = Pattern.compile("`(\\w+)`: ([^|]+)").matcher(row("schema: tables"));
        while (cell.find()) {
            onTheMap.put(cell.group(1), names(cell.group(2)));
        }
        assertThat(onTheMap).isEqualTo(there);
    }

    @Test
    void everyRouteIsOnTheMap() throws IOException {
        Set<String> running =
                camel.getRoutes().stream().map(Route::getId).collect(Collectors.toCollection(TreeSet::new));
        assertThat(names(row("Camel routes")
                        .replace("Camel routes", "")
                        .replace('|', ',')
                        .replace("—", "")))
                .isEqualTo(running);
    }

    @Test
    void everyPathOfTheApiIsOnTheMapUnderItsModule() throws IOException {
        Map<String, Set<String>> there = new TreeMap<>();
        mappings.getHandlerMethods().forEach((info, method) -> {
            String module = method.getBeanType().getPackageName().split("\\.")[2];
            info.getPatternValues().stream()
                    .filter(path -> path.startsWith("/api/v1/"))
                    .map(path -> "/api/v1/" + path.split("/")[3])
                    .forEach(path -> there.computeIfAbsent(module, any -> new TreeSet<>())
                            .add(path));
        });
        String[] cells = row("HTTP").split("\\|");
        Map<String, Set<String>> onTheMap = new TreeMap<>();
        String[] modules = {"pos", "inventory", "loyalty", "integration"};
        for (int i = 0; i < modules.length; i++) {
            Matcher path = Pattern.compile("`(/api/v1/[\\w-]+)`").matcher(cells[i + 2]);
            while (path.find()) {
                onTheMap.computeIfAbsent(modules[i], any -> new TreeSet<>()).add(path.group(1));
            }
        }
        assertThat(onTheMap).isEqualTo(there);
    }

    @Test
    void noForeignKeyCrossesFromOneModuleToAnother() {
        Set<String> crossing = new TreeSet<>(jdbc.sql("""
                        select c.conname from pg_constraint c
                        join pg_class t on t.oid = c.conrelid join pg_namespace tn on tn.oid = t.relnamespace
                        join pg_class r on r.oid = c.confrelid join pg_namespace rn on rn.oid = r.relnamespace
                        where c.contype = 'f' and tn.nspname <> rn.nspname
                        """).query(String.class).list());
        assertThat(crossing).isEmpty();
        long within = jdbc.sql("""
                        select count(*) from pg_constraint c join pg_namespace n on n.oid = c.connamespace
                        where c.contype = 'f' and n.nspname in (:schemas)
                        """).param("schemas", SCHEMAS).query(Long.class).single();
        assertThat(within).as("the look at foreign keys sees some").isPositive();
    }

    private static String row(String name) throws IOException {
        Path readme = Path.of("").toAbsolutePath();
        while (!Files.exists(readme.resolve("README.md"))) {
            readme = readme.getParent();
        }
        return Files.readAllLines(readme.resolve("README.md")).stream()
                .filter(line -> line.startsWith("| " + name + " |"))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> names(String commaSeparated) {
        return Arrays.stream(commaSeparated.split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
