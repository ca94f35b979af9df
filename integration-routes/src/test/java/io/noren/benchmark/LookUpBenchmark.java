package io.noren.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;

/**
 * How many members a second are opened at tills, and how long that takes at 100 a second, beside bare Spring MVC over the
 * same PostgreSQL in the same run: one that reads one indexed row, one that answers constant JSON of the same size. What
 * the hub answers is the whole card, and it writes down who looked. Not part of the tests: {@code mvn -q -pl
 * integration-routes -am verify -Pbenchmark -Dit.test=LookUpBenchmark -Dfailsafe.failIfNoSpecifiedTests=false}; {@code
 * -Dnoren.benchmark.members=10000000} takes another number of members.
 */
class LookUpBenchmark {
    private static final int MEMBERS = Integer.getInteger("noren.benchmark.members", 200_000);
    private static final int SECONDS = Integer.getInteger("noren.benchmark.read-seconds", 4);
    private static final int WARM_UP_SECONDS = Integer.getInteger("noren.benchmark.read-warm-up", 10);
    private static final int PACE = 100;
    private static final int PACE_SECONDS = 20;
    private static final int CLIENTS = 16;
    private static final int ROUNDS = 3;
    private static final int TILLS = 5_000;
    private static final int IMPORTED_TOGETHER = 50_000;
    private static final String KEY = "nrn_benchmark";

    private static final List<String> FAMILIES =
            names("ア", "カ", "サ", "タ", "ナ", "ハ", "マ", "ヤ", "ラ", "ワ", "イ", "キ", "シ", "チ");
    private static final List<String> GIVEN =
            names("ミ", "ユ", "リ", "エ", "オ", "ケ", "コ", "ト", "ノ", "ホ", "モ", "ヨ", "レ", "ロ");

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-benchmark");

    private final Askers clients = new Askers(CLIENTS, KEY);

    /** One way to ask, as the part of the address after its question mark. */
    private record Work(String name, String file, Function<Random, String> question) {}

    private static final List<Work> WORKS = List.of(
            new Work("card", "card", random -> "card=" + card(anybody(random))),
            new Work("phone", "phone", random -> "phone=" + phone(anybody(random))),
            new Work("last four digits and name's reading", "digits", random -> {
                int member = anybody(random);
                return "phoneLast4=" + phone(member).substring(7) + "&kana="
                        + URLEncoder.encode(family(member) + given(member), StandardCharsets.UTF_8);
            }));

    @Test
    void lookingUp() throws Exception {
        List<String> report = new ArrayList<>();
        try (PackagedHub hub =
                new PackagedHub("hub", folder.path(), KEY).with("NOREN_LOYALTY_TILL_MOSTPERMINUTE", "1000000")) {
            hub.start();
            report.add(register(hub.api()));
            bareCustomers(hub.postgresPort());
            try (BareMvc bare = BareMvc.start(freePort(), hub.postgresPort(), folder.path())) {
                report.add(WarmUp.with(hub.api(), () -> {
                    for (Work work : WORKS) {
                        clients.rate(random -> asked(hub, work, random), 3);
                    }
                }));
                report.add("");
                report.add(
                        "| %,d members; %d clients, median of %d runs of %d s | hub/s | bare SQL/s | constant JSON/s |"
                                        .formatted(MEMBERS, CLIENTS, ROUNDS, SECONDS)
                                + " of the slower | at %d/s: p50, p99 in ms | bytes |".formatted(PACE));
                report.add("|---|---|---|---|---|---|---|");
                for (Work work : WORKS) {
                    report.add(row(hub, bare, work));
                }
            }
        } finally {
            clients.close();
        }
        System.out.printf("%n%n%s%n%n", String.join(System.lineSeparator(), report));
    }

    private String row(PackagedHub hub, BareMvc bare, Work work) throws Exception {
        byte[] answer = clients.get(asked(hub, work, new Random(0))).body();
        Files.write(folder.path().resolve(work.file() + ".json"), answer);
        URI constant = bare.address().resolve("/constant?name=" + work.file());
        await().atMost(Duration.ofSeconds(60))
                .failFast(() -> !bare.isAlive())
                .ignoreExceptions()
                .until(() -> clients.get(constant).body().length == answer.length);
        List<Function<Random, URI>> all = List.of(
                random -> asked(hub, work, random),
                random -> bare.address().resolve("/member?" + work.question().apply(random)),
                random -> constant);
        double[][] rates = new double[all.size()][ROUNDS];
        for (Function<Random, URI> one : all) {
            clients.rate(one, WARM_UP_SECONDS);
        }
        // In turn, so that what else the machine does meets all of them alike.
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < all.size(); i++) {
                rates[i][round] = clients.rate(all.get(i), SECONDS);
            }
        }
        double[] waits = clients.waits(all.get(0), PACE, PACE_SECONDS);
        double ours = Askers.at(0.5, rates[0]);
        double sql = Askers.at(0.5, rates[1]);
        double json = Askers.at(0.5, rates[2]);
        return "| %s | %.0f | %.0f | %.0f | %.0f %% | %.1f, %.1f | %d |"
                .formatted(
                        work.name(),
                        ours,
                        sql,
                        json,
                        100 * ours / Math.min(sql, json),
                        Askers.at(0.5, waits),
                        Askers.at(0.99, waits),
                        answer.length);
    }

    private static URI asked(PackagedHub hub, Work work, Random random) {
        return hub.address()
                .resolve("/api/v1/till/members?%s&till=%d&location=ginza&reason=purchase"
                        .formatted(work.question().apply(random), random.nextInt(TILLS)));
    }

    /** Everybody has a card, a phone and a name. */
    private static String register(HubApi hub) {
        hub.put("/api/v1/locations/ginza", Map.of("name", "Ginza", "kind", "STORE", "zone", "Asia/Tokyo"));
        long began = System.nanoTime();
        for (int from = 0; from < MEMBERS; from += IMPORTED_TOGETHER) {
            JsonNode imported = hub.postFile(
                    "/api/v1/members/imports",
                    "text/csv",
                    "card,phone,familyName,givenName,familyKana,givenKana\n"
                            + IntStream.range(from, Math.min(MEMBERS, from + IMPORTED_TOGETHER))
                                    .mapToObj(LookUpBenchmark::line)
                                    .collect(Collectors.joining("\n")));
            assertThat(imported.get("leftOut").asInt()).as(imported.toString()).isZero();
        }
        return "%,d members registered by files, %.0f a second"
                .formatted(MEMBERS, MEMBERS / ((System.nanoTime() - began) / 1e9));
    }

    private static String line(int member) {
        return String.join(
                ",", card(member), phone(member), family(member), given(member), family(member), given(member));
    }

    private static void bareCustomers(int postgres) throws SQLException {
        try (Connection connection = DriverManager.getConnection(
                        "jdbc:postgresql://localhost:" + postgres + "/noren?user=postgres");
                Statement statement = connection.createStatement()) {
            statement.execute("create schema bare");
            statement.execute("""
                    create table bare.customer (
                        id uuid primary key default gen_random_uuid(), card text unique, phone text unique, last_four text,
                        family_name text, given_name text, family_kana text, given_kana text,
                        kana_key text collate "C", points bigint default 0)
                    """);
            try (var insert = connection.prepareStatement("""
                    insert into bare.customer
                        (card, phone, last_four, family_name, given_name, family_kana, given_kana, kana_key)
                    values (?, ?, right(?, 4), ?, ?, ?, ?, ?)
                    """)) {
                connection.setAutoCommit(false);
                for (int member = 0; member < MEMBERS; member++) {
                    insert.setString(1, card(member));
                    insert.setString(2, phone(member));
                    insert.setString(3, phone(member));
                    insert.setString(4, family(member));
                    insert.setString(5, given(member));
                    insert.setString(6, family(member));
                    insert.setString(7, given(member));
                    insert.setString(8, family(member) + given(member));
                    insert.addBatch();
                    if (member % 10_000 == 0) {
                        insert.executeBatch();
                    }
                }
                insert.executeBatch();
            }
            statement.execute("create index on bare.customer (last_four)");
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("vacuum analyze");
        }
    }

    private static int anybody(Random random) {
        return random.nextInt(MEMBERS);
    }

    private static String card(int member) {
        return "98%010d".formatted(member);
    }

    /** Neighbours have nothing in common in their digits. */
    private static String phone(int member) {
        return "090%08d".formatted((member * 48_271L + 12_345) % 100_000_000);
    }

    private static String family(int member) {
        return FAMILIES.get(member % FAMILIES.size());
    }

    private static String given(int member) {
        return GIVEN.get(member / FAMILIES.size() % GIVEN.size());
    }

    /** All of three syllables. */
    private static List<String> names(String... syllables) {
        List<String> names = new ArrayList<>();
        for (String one : syllables) {
            for (String two : syllables) {
                names.add(one + two + syllables[(names.size() * 5) % syllables.length]);
            }
        }
        return List.copyOf(names);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
