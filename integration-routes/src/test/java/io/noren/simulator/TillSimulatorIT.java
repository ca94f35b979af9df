package io.noren.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.noren.packaged.HubApi;
import io.noren.packaged.PackagedHub;
import io.noren.packaged.Quiet;
import io.noren.packaged.TestFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Many tills tell the packaged application of their day while it is killed again and again. At the end all that they told
 * is there once, what some of them lost is missing and nothing else, and those whose clocks are ahead are known.
 * {@code -Dsimulator.tills=1000 -Dsimulator.minutes=10} for a long run; with every build a short one.
 */
class TillSimulatorIT {
    private static final Duration LAST_WORD = Duration.ofMinutes(7);
    private static final int FILES_OF_TEN = 1;

    @RegisterExtension
    final TestFolder folder = new TestFolder("noren-tills");

    @Test
    void whatTillsToldIsThereOnceAndOnlyWhatTheyLostIsMissing() throws Exception {
        Simulation simulation = Simulation.asked();
        System.out.printf("Tills: %s (-Dsimulator.seed), %s%n", simulation, folder.path());
        Chain chain = new Chain(simulation.stores());
        Dialects dialects = Dialects.all();
        List<Journal> journals = IntStream.range(0, simulation.tills())
                .mapToObj(number -> JournalWriter.ofTill(number, simulation, chain, dialects))
                .toList();
        Tally tally = new Tally();
        try (PackagedHub hub = hub()) {
            hub.start();
            chain.introduceTo(hub.api());
            Day day = new Day(Instant.now());
            List<Actor> actors = actors(simulation, chain, journals, day, hub, tally);
            Outages outages = new Outages(hub, day, simulation.choices("outages"));
            long pace = Math.max(500, 500L * simulation.tills() / simulation.rate());
            try (Staff staff = new Staff(actors, day, simulation.length(), pace, simulation.choices("staff"), tally)) {
                outages.during(simulation.length());
                staff.awaitAllDone(LAST_WORD);
            }
            Quiet.await(hub.api());

            Map<String, List<String>> findings = new TreeMap<>(new Checker(hub.api(), chain, journals, day).check());
            findings.put("seen on the way", tally.wrong());
            print(simulation, journals, tally, outages, hub.api(), day, findings);
            assertThat(findings.values()).allSatisfy(kind -> assertThat(kind).isEmpty());
            assertThat(journals)
                    .allSatisfy(journal ->
                            assertThat(journal.told()).allMatch(told -> journal.isAcknowledged(told.number())));
        }
    }

    private PackagedHub hub() throws IOException {
        Path settings = Files.createDirectories(folder.path().resolve("config")).resolve("application.yml");
        Files.writeString(settings, CsvDialect.MAPPING);
        return new PackagedHub("hub", folder.path(), "nrn_tills")
                .with("NOREN_POS_GAPGRACE", "PT3S")
                .withJvm("-XX:TieredStopAtLevel=1"); // it starts often
    }

    /** The tills, and the back offices of one store of three. */
    private static List<Actor> actors(
            Simulation simulation, Chain chain, List<Journal> journals, Day day, PackagedHub hub, Tally tally) {
        Door line = new HttpDoor(hub.api());
        Door inbox = new FolderDoor(hub.data().resolve("inbox"));
        List<Actor> actors = new ArrayList<>();
        for (int number = 0; number < journals.size(); number++) {
            Journal journal = journals.get(number);
            Random random = simulation.choices("teller " + number);
            Door door = random.nextInt(10) < FILES_OF_TEN ? inbox : line;
            Teller teller = new Teller("till-" + number, journal.till().dialect(), door, day, tally);
            actors.add(new SimulatedTill(journal, teller, random, tally));
        }
        Map<TillGroup, List<Journal>> groups = new HashMap<>(journals.stream()
                .collect(Collectors.groupingBy(journal ->
                        new TillGroup(journal.till().store(), journal.till().dialect()))));
        groups.forEach((group, tills) -> {
            Random random = simulation.choices(
                    "back office " + group.store() + group.dialect().source());
            if (random.nextInt(3) == 0) {
                Duration when = simulation
                        .length()
                        .multipliedBy(40 + random.nextInt(50))
                        .dividedBy(100);
                Door door = random.nextBoolean() ? inbox : line;
                Teller teller = new Teller("night-" + group.store(), group.dialect(), door, day, tally);
                actors.add(new NightlyFile(tills, teller, when));
            }
        });
        return actors;
    }

    private record TillGroup(String store, Dialect dialect) {}

    private static void print(
            Simulation simulation,
            List<Journal> journals,
            Tally tally,
            Outages outages,
            HubApi hub,
            Day day,
            Map<String, List<String>> findings) {
        long missing = 0;
        long ahead = 0;
        for (var till : hub.get("/api/v1/pos/tills").get("tills")) {
            missing += till.get("missing").asLong();
            ahead += till.hasNonNull("clockAhead") ? 1 : 0;
        }
        System.out.printf(
                "Tills: %,d tills for %s told %,d transactions in %,d deliveries (%,d as files), %,d transactions of them"
                        + " again, %,d deliveries unanswered, %,d tills' memories lost; hub killed %d times, %d of them"
                        + " with its database; lost %d, doubled %d; gaps seeded %d, found %d; clocks ahead %d, found %d;"
                        + " %d s%n",
                simulation.tills(),
                simulation.length(),
                journals.stream().mapToLong(journal -> journal.told().count()).sum(),
                tally.deliveries.get(),
                tally.files.get(),
                tally.repeated.get(),
                tally.unanswered.get(),
                tally.crashes.get(),
                outages.killed(),
                outages.withDatabase(),
                findings.getOrDefault("lost", List.of()).size(),
                findings.getOrDefault("doubled", List.of()).size(),
                journals.stream().mapToLong(journal -> journal.lost().size()).sum(),
                missing,
                journals.stream()
                        .filter(journal -> !journal.clockAhead().isZero())
                        .count(),
                ahead,
                day.age().toSeconds());
        findings.forEach((kind, found) -> {
            System.out.printf("Tills: %s: %d%n", kind, found.size());
            found.stream().limit(20).forEach(each -> System.out.println("    " + each));
        });
    }
}
