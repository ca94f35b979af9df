package io.noren.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** When all is quiet: what the hub says it has, against what was acknowledged. */
public final class Reckoning {
    private static final int PAGE = 1_000;

    private final HubApi hub;
    private final Retailer retailer;
    private final List<TillSale> sales;
    private final WebShop shop;

    /** @param sales every acknowledged one, once */
    public Reckoning(HubApi hub, Retailer retailer, List<TillSale> sales, WebShop shop) {
        this.hub = hub;
        this.retailer = retailer;
        this.sales = sales;
        this.shop = shop;
    }

    /** Until then "only once" cannot be said. */
    public Reckoning whenQuiet() {
        Quiet.await(hub);
        return this;
    }

    public Reckoning stockIsWhatWasSold() {
        Map<Cell, Long> onHand = new HashMap<>();
        List<String> skus = retailer.cells().stream().map(Cell::sku).distinct().toList();
        for (JsonNode item :
                hub.post("/api/v1/availability/query", Map.of("skus", skus)).get("items")) {
            for (JsonNode level : item.get("locations")) {
                onHand.put(
                        new Cell(
                                item.get("sku").asString(),
                                level.get("location").asString()),
                        level.get("onHand").asLong());
            }
        }
        assertThat(onHand).isEqualTo(retailer.onHandAfter(sales));
        return this;
    }

    public Reckoning auditFindsNothing() {
        WholeAudit audit = WholeAudit.of(hub);
        assertThat(audit.differences()).isEmpty();
        assertThat(audit.cells()).isEqualTo(retailer.cells().size());
        return this;
    }

    public Reckoning pointsAreEarnedOnce() {
        Map<String, Long> expected = retailer.pointsAfter(sales);
        Map<String, Long> points = new HashMap<>();
        expected.keySet()
                .forEach(member -> points.put(
                        member,
                        hub.get("/api/v1/members/" + member + "/points")
                                .get("spendable")
                                .asLong()));
        assertThat(points).isEqualTo(expected);
        return this;
    }

    /** Each cell's sequence numbers from 1 on, without a hole and none twice, and the last one tells the level. */
    public Reckoning feedIsWithoutHoles() {
        Map<Cell, Long> last = new HashMap<>();
        Map<Cell, Long> level = new HashMap<>();
        String after = "";
        JsonNode page;
        do {
            page = hub.get("/api/v1/stock/changes?limit=" + PAGE + after);
            for (JsonNode change : page.get("changes")) {
                Cell cell = new Cell(
                        change.get("sku").asString(), change.get("location").asString());
                long sequence = change.get("sequence").asLong();
                assertThat(sequence).as("next of %s", cell).isEqualTo(last.getOrDefault(cell, 0L) + 1);
                last.put(cell, sequence);
                level.put(cell, change.get("onHand").asLong());
            }
            after = "&after=" + page.get("next").asString();
        } while (!page.get("changes").isEmpty());
        assertThat(last).isEqualTo(retailer.changesAfter(sales));
        assertThat(level).isEqualTo(retailer.onHandAfter(sales));
        return this;
    }

    /** The shop was told of every change of every cell, and of nothing else. */
    public Reckoning shopWasToldEverything() {
        assertThat(shop.forged()).isZero();
        Map<Cell, BitSet> expected = new HashMap<>();
        retailer.changesAfter(sales).forEach((cell, changes) -> {
            BitSet sequences = new BitSet();
            sequences.set(1, Math.toIntExact(changes) + 1);
            expected.put(cell, sequences);
        });
        assertThat(shop.told()).isEqualTo(expected);
        return this;
    }

    public void nothingIsParked() {
        assertThat(hub.get("/api/v1/parked").get("items")).isEmpty();
    }
}
