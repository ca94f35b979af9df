package io.noren.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Tills and clerks who, until they are stopped, give points to some members, take them, and make members one and two
 * again, all at once. What was not answered they ask again, by the same key, until it is.
 */
public final class Spenders implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int MEMBERS = 6;
    private static final int THREADS = 4;
    private static final String SOURCE = "spenders";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final List<HubApi> hubs;
    private final long seed;
    private final List<String> members = new ArrayList<>();
    private final Map<String, AtomicLong> own = new ConcurrentHashMap<>();
    private final Queue<String> merged = new ConcurrentLinkedQueue<>();
    private final AtomicLong keys = new AtomicLong();
    private final AtomicLong turns = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong unanswered = new AtomicLong();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final List<Future<?>> work = new ArrayList<>();
    private volatile boolean enough;

    public Spenders(List<HubApi> hubs, long seed) {
        this.hubs = hubs;
        this.seed = seed;
    }

    public void open() {
        for (int n = 0; n < MEMBERS; n++) {
            String member = hubs.get(0)
                    .post("/api/v1/members", Map.of("familyName", "Spender " + n, "identifiers", List.of()))
                    .get("id")
                    .asString();
            members.add(member);
            own.put(member, new AtomicLong());
        }
        for (int n = 0; n < THREADS; n++) {
            Random random = new Random(seed + n);
            work.add(threads.submit(() -> {
                while (!enough) {
                    something(random);
                    done.incrementAndGet();
                }
            }));
        }
    }

    /** Nothing is begun any more; what was begun is ended, and all are two again. */
    public Spenders stop() throws Exception {
        enough = true;
        for (Future<?> each : work) {
            each.get();
        }
        for (String merge : merged) {
            assertThat(undo(merge)).as("merge %s is undone", merge).isTrue();
        }
        return this;
    }

    /** What each member has is what they got less what they paid with, however often it was told and with whom. */
    public Spenders haveWhatIsTheirs() {
        for (String member : members) {
            JsonNode points = hubs.get(0).get("/api/v1/members/" + member + "/points");
            assertThat(points.get("spendable").asLong() - points.get("debt").asLong())
                    .as("member %s, seed %d", member, seed)
                    .isEqualTo(own.get(member).get());
        }
        assertThat(hubs.get(0).get("/api/v1/points/audit").get("differences")).isEmpty();
        return this;
    }

    @Override
    public String toString() {
        return "%,d earnings, redemptions and merges, %,d refused, %,d requests unanswered and asked again"
                .formatted(done.get(), refused.get(), unanswered.get());
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private void something(Random random) {
        String member = members.get(random.nextInt(MEMBERS));
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> earn(member, 1 + random.nextInt(50));
            case 3, 4, 5, 6, 7 -> redeem(member, 1 + random.nextInt(40), random.nextInt(4) > 0);
            case 8 -> merge(member, members.get(random.nextInt(MEMBERS)));
            default -> {
                String merge = merged.poll();
                if (merge != null && !undo(merge)) {
                    merged.add(merge);
                }
            }
        }
    }

    private void earn(String member, long points) {
        said("/api/v1/points/earn", spoken(member, points));
        own.get(member).addAndGet(points);
    }

    private void redeem(String member, long points, boolean pays) {
        HttpResponse<String> reserved = answered("/api/v1/points/redemptions", spoken(member, points));
        if (reserved.statusCode() != 201) {
            refused.incrementAndGet();
            return;
        }
        String redemption = JSON.readTree(reserved.body()).get("id").asString();
        said("/api/v1/points/redemptions/" + redemption + (pays ? "/capture" : "/release"), Map.of());
        if (pays) {
            own.get(member).addAndGet(-points);
        }
    }

    private void merge(String one, String other) {
        HttpResponse<String> proposed =
                answered("/api/v1/merges", Map.of("survivor", one, "absorbed", other, "reason", "They look alike."));
        if (proposed.statusCode() != 201) {
            refused.incrementAndGet();
            return;
        }
        String merge = JSON.readTree(proposed.body()).at("/merge/id").asString();
        if (answered("/api/v1/merges/" + merge + "/approve", Map.of()).statusCode() == 200) {
            merged.add(merge);
        } else {
            refused.incrementAndGet();
            answered("/api/v1/merges/" + merge + "/reject", Map.of());
        }
    }

    private boolean undo(String merge) {
        return answered("/api/v1/merges/" + merge + "/undo", Map.of("reason", "They are two."))
                        .statusCode()
                == 200;
    }

    private Map<String, Object> spoken(String member, long points) {
        return Map.of(
                "member",
                member,
                "points",
                points,
                "source",
                SOURCE,
                "sourceTransaction",
                "t" + keys.incrementAndGet());
    }

    private void said(String path, Object body) {
        HttpResponse<String> answer = answered(path, body);
        if (answer.statusCode() / 100 != 2) {
            throw new AssertionError(path + ": " + answer.statusCode() + " " + answer.body());
        }
    }

    /** Asks, each time the next hub, until one says yes or no. */
    private HttpResponse<String> answered(String path, Object body) {
        for (long patience = System.nanoTime() + PATIENCE.toNanos(); System.nanoTime() < patience; ) {
            try {
                HttpResponse<String> answer =
                        hubs.get((int) (turns.incrementAndGet() % hubs.size())).attempt(path, body, null);
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return answer;
                }
            } catch (IOException e) {
                // It is done or it is not: the same again.
            }
            unanswered.incrementAndGet();
            LockSupport.parkNanos(PAUSE.toNanos());
        }
        throw new AssertionError("no word within " + PATIENCE + " on " + path);
    }
}
