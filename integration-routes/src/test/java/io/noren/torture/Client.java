package io.noren.torture;

import io.noren.packaged.Cell;
import io.noren.packaged.HubApi;
import io.noren.packaged.Retailer;
import io.noren.packaged.TillSale;
import io.noren.torture.Acknowledged.Count;
import io.noren.torture.Acknowledged.Line;
import io.noren.torture.Acknowledged.Move;
import io.noren.torture.Acknowledged.Reservation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One of many who work with the hub at the same time: sells, reports goods that come and go, reserves and resolves, at
 * whichever copy answers. Gives no request up: after a lost answer the same request is sent again, to another copy,
 * until there is a word on it. Sometimes repeats what was acknowledged long ago.
 */
final class Client implements Runnable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final Duration LONGEST_THOUGHT = Duration.ofSeconds(1);
    private static final int CUSTOMERS = 40;
    private static final List<String> COMINGS = List.of("RETURN", "RECEIVED", "CORRECTION");
    private static final List<String> GOINGS = List.of("SALE", "SHRINKAGE", "CORRECTION");

    private final List<HubApi> hubs;
    private final Retailer retailer;
    private final List<Cell> cells;
    private final Acknowledged acknowledged;
    private final Random random;
    private final Instant end;
    private final List<Reservation> mine = new ArrayList<>();
    private final List<TillSale> sold = new ArrayList<>();
    private int next;

    Client(List<HubApi> hubs, Retailer retailer, Acknowledged acknowledged, long seed, Instant end) {
        this.hubs = hubs;
        this.retailer = retailer;
        this.cells = retailer.cells();
        this.acknowledged = acknowledged;
        this.random = new Random(seed);
        this.end = end;
        this.next = random.nextInt(hubs.size());
    }

    @Override
    public void run() {
        while (Instant.now().isBefore(end)) {
            int choice = random.nextInt(100);
            if (choice < 35) {
                sell();
            } else if (choice < 42) {
                sellAgain();
            } else if (choice < 56) {
                move();
            } else if (choice < 57) {
                importFile();
            } else if (choice < 62) {
                count();
            } else if (choice < 80) {
                reserve();
            } else if (choice < 84) {
                transfer();
            } else {
                resolve();
            }
            LockSupport.parkNanos(random.nextLong(LONGEST_THOUGHT.toNanos()));
        }
        // What is only held would end by itself while the books are being compared.
        List.copyOf(mine).stream().filter(Reservation::isOnlyHeld).forEach(held -> resolve(held, "release"));
    }

    private void sell() {
        TillSale sale;
        synchronized (retailer) {
            sale = retailer.nextSale();
        }
        deliver(sale);
        for (int line = 0; line < sale.lines().size(); line++) {
            TillSale.Line goods = sale.lines().get(line);
            acknowledged.moved(
                    new Cell(goods.sku(), sale.store()), "pos/" + sale.key() + "/" + (line + 1), -goods.quantity());
        }
        sold.add(sale);
        acknowledged.done("sale");
    }

    /** A till's old receipts come once more, in any order. */
    private void sellAgain() {
        if (!sold.isEmpty()) {
            deliver(sold.get(random.nextInt(sold.size())));
            acknowledged.done("sale told again");
        }
    }

    private void deliver(TillSale sale) {
        JsonNode receipt = demand(202, answer(hub -> hub.deliver(sale)));
        if (!receipt.path("parked").isEmpty()) {
            throw new AssertionError("parked: " + receipt);
        }
    }

    private void move() {
        List<Move> moves = someMoves(1 + random.nextInt(5));
        List<Map<String, Object>> rows = moves.stream().map(Move::row).toList();
        JsonNode results = demand(200, post("/api/v1/stock/movements", Map.of("movements", rows), null))
                .path("results");
        for (int row = 0; row < moves.size(); row++) {
            String result = results.path(row).path("result").asString();
            if (!result.equals("RECORDED") && !result.equals("DUPLICATE")) {
                throw new AssertionError(moves.get(row) + ": " + results.path(row));
            }
            acknowledged.moved(moves.get(row));
        }
        acknowledged.done("movements");
    }

    /** A back office's file; it is done when the hub says so, whatever happened to the copy that took it. */
    private void importFile() {
        List<Move> moves = someMoves(1 + random.nextInt(80));
        String file = moves.stream()
                .map(move -> String.join(
                        ",",
                        move.id(),
                        move.cell().sku(),
                        move.cell().location(),
                        "" + move.delta(),
                        move.reason(),
                        move.occurredAt().toString()))
                .collect(Collectors.joining("\n", "id,sku,location,delta,reason,occurredAt\n", "\n"));
        String key = UUID.randomUUID().toString();
        String id = demand(
                        202,
                        answer(hub -> hub.attemptFile("/api/v1/stock/imports?mode=movements", "text/csv", file, key)))
                .path("id")
                .asString();
        JsonNode progress = whenFinished(id);
        if (!progress.path("state").asString().equals("COMPLETED")
                || progress.path("recorded").asInt() != moves.size()) {
            throw new AssertionError("import of " + moves.size() + ": " + progress);
        }
        moves.forEach(acknowledged::moved);
        acknowledged.done("import");
    }

    private JsonNode whenFinished(String importId) {
        Instant patience = Instant.now().plus(PATIENCE);
        JsonNode progress;
        do {
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
            progress = demand(200, answer(hub -> hub.attemptGet("/api/v1/stock/imports/" + importId)));
        } while (progress.path("state").asString().equals("RUNNING")
                && Instant.now().isBefore(patience));
        return progress;
    }

    private List<Move> someMoves(int most) {
        return Stream.generate(this::someMove).limit(most).toList();
    }

    private Move someMove() {
        boolean comes = random.nextBoolean();
        long quantity = 1 + random.nextInt(20);
        return new Move(
                "torture/" + UUID.randomUUID(),
                anyCell(),
                comes ? quantity : -quantity,
                any(comes ? COMINGS : GOINGS),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).minusSeconds(random.nextInt(3_600)));
    }

    /** Somebody looked at a shelf some minutes ago; what is not believed waits for a person and changes nothing. */
    private void count() {
        Cell cell = anyCell();
        Count count = new Count(
                "torture/" + UUID.randomUUID(),
                600 + random.nextInt(800),
                Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(random.nextInt(120)));
        Map<String, Object> row = Map.of(
                "id",
                count.id(),
                "sku",
                cell.sku(),
                "location",
                cell.location(),
                "counted",
                count.counted(),
                "countedAt",
                count.countedAt().toString());
        String result = demand(200, post("/api/v1/stock/counts", Map.of("counts", List.of(row)), null))
                .path("results")
                .path(0)
                .path("result")
                .asString();
        switch (result) {
            case "RECORDED", "DUPLICATE" -> {
                acknowledged.counted(cell, count);
                acknowledged.done("count");
            }
            case "HELD" -> acknowledged.done("count held");
            default -> throw new AssertionError(row + ": " + result);
        }
    }

    /** For one of few customers, so that what one of them may have is reached, too. */
    private void reserve() {
        String owner = "torture/customer-" + random.nextInt(CUSTOMERS);
        List<Line> lines = new ArrayList<>();
        List<Map<String, Object>> asked = new ArrayList<>();
        for (int n = random.nextInt(3); n >= 0; n--) {
            Cell cell = anyCell();
            long quantity = 1 + random.nextInt(150);
            String line = UUID.randomUUID().toString();
            asked.add(Map.of("line", line, "sku", cell.sku(), "location", cell.location(), "quantity", quantity));
            lines.add(new Line(cell, quantity));
        }
        HttpResponse<String> answer = post(
                "/api/v1/reservations",
                Map.of(
                        "owner",
                        owner,
                        "channel",
                        "web",
                        "expiresIn",
                        "PT" + (2 + random.nextInt(120)) + "S",
                        "lines",
                        asked),
                UUID.randomUUID().toString());
        if (answer.statusCode() == 409) {
            acknowledged.done("reservation refused");
            return;
        }
        Reservation reservation = new Reservation(demand(201, answer).path("id").asString(), owner, lines, "HELD");
        mine.add(reservation);
        acknowledged.reserved(reservation);
        acknowledged.done("reservation");
    }

    /** What is kept in one store is to be kept in another; lines that lie there already stay as they are. */
    private void transfer() {
        if (mine.isEmpty()) {
            return;
        }
        Reservation from = any(mine);
        String location = any(Retailer.STORES);
        HttpResponse<String> answer = post(
                "/api/v1/reservations/" + from.id + "/transfer",
                Map.of("location", location),
                UUID.randomUUID().toString());
        if (answer.statusCode() == 409 || answer.statusCode() == 400) {
            acknowledged.done("transfer refused");
            return;
        }
        JsonNode there = demand(200, answer);
        List<Line> moved = from.lines().stream()
                .filter(line -> !line.cell().location().equals(location))
                .map(line -> new Line(new Cell(line.cell().sku(), location), line.quantity()))
                .toList();
        Reservation to = new Reservation(
                there.path("id").asString(),
                from.owner,
                moved,
                there.path("state").asString());
        List<Line> staying = from.lines().stream()
                .filter(line -> line.cell().location().equals(location))
                .toList();
        from.keepsOnly(staying);
        if (staying.isEmpty()) {
            from.reached("TRANSFERRED");
            mine.remove(from);
        }
        mine.add(to);
        acknowledged.reserved(to);
        acknowledged.done("transfer");
    }

    private void resolve() {
        if (mine.isEmpty()) {
            return;
        }
        resolve(any(mine), any(List.of("commit", "release", "fulfil", "extend")));
    }

    /** One step further with a reservation; that it has ended meanwhile is an answer, too. */
    private void resolve(Reservation reservation, String step) {
        HttpResponse<String> answer = post(
                "/api/v1/reservations/" + reservation.id + "/" + step,
                Map.of(),
                UUID.randomUUID().toString());
        if (answer.statusCode() == 409) {
            acknowledged.done(step + " refused");
            mine.remove(reservation);
            return;
        }
        reservation.reached(demand(200, answer).path("state").asString());
        if (step.equals("release") || step.equals("fulfil")) {
            mine.remove(reservation);
        }
        acknowledged.done(step);
    }

    private Cell anyCell() {
        return any(cells);
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private HttpResponse<String> post(String path, Object body, @Nullable String idempotencyKey) {
        return answer(hub -> hub.attempt(path, body, idempotencyKey));
    }

    /** One request, at one copy. */
    private interface Request {
        HttpResponse<String> at(HubApi hub) throws IOException;
    }

    /** The same request until there is a word on it. */
    private HttpResponse<String> answer(Request request) {
        Instant patience = Instant.now().plus(PATIENCE);
        while (Instant.now().isBefore(patience)) {
            try {
                HttpResponse<String> answer = request.at(hubs.get(next++ % hubs.size()));
                if (answer.statusCode() < 500 && answer.statusCode() != 429) {
                    return answer;
                }
            } catch (IOException e) {
                // It may be done or not: the same again.
            }
            acknowledged.unanswered();
            LockSupport.parkNanos(Duration.ofMillis(100 + random.nextInt(400)).toNanos());
        }
        throw new AssertionError("no word within " + PATIENCE);
    }

    private static JsonNode demand(int status, HttpResponse<String> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(
                    answer.request().uri() + " answered " + answer.statusCode() + ": " + answer.body());
        }
        return JSON.readTree(answer.body());
    }
}
