package io.noren.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** A subscriber that begins while tills sell, and proves in the end that it is equal. */
class StockSnapshotTest extends InventoryTest {

    private static final int WRITERS = 4;

    @Autowired
    private StockSnapshot snapshot;

    @Autowired
    private ChangeFeed feed;

    /** What the subscriber has. */
    private final Map<String, StockSnapshot.Row> mine = new TreeMap<>();

    @Test
    void whoBeginsWithASnapshotAmongWritersAndFollowsTheFeedEndsEqual() {
        String ginza = anyStore();
        List<String> skus = IntStream.range(0, 40).mapToObj(i -> anyItem()).toList();
        skus.subList(0, 20).forEach(sku -> stock(sku, ginza, 100));
        AtomicInteger busy = new AtomicInteger(WRITERS);

        Together.all(WRITERS + 1, who -> {
            if (who == WRITERS) {
                subscribe(ginza, busy);
            } else {
                Random random = new Random(who);
                for (int i = 0; i < 60; i++) {
                    stock(skus.get(random.nextInt(skus.size())), ginza, random.nextInt(1, 9));
                }
                busy.decrementAndGet();
            }
            return true;
        });

        assertThat(digests()).isEqualTo(digestsOf(snapshot.digest(ginza)));
    }

    @Test
    void onlyTheBucketThatDiffersIsFetchedAgain() {
        String ginza = anyStore();
        List<String> skus = IntStream.range(0, 60).mapToObj(i -> anyItem()).toList();
        skus.forEach(sku -> stock(sku, ginza, 5));
        read(ginza, List.of());
        assertThat(digests()).isEqualTo(digestsOf(snapshot.digest(ginza)));
        mine.remove(skus.get(7));

        Map<Integer, String> theirs = digestsOf(snapshot.digest(ginza));
        Map<Integer, String> ours = digests();
        Set<Integer> different = theirs.keySet().stream()
                .filter(bucket -> !theirs.get(bucket).equals(ours.get(bucket)))
                .collect(Collectors.toSet());

        assertThat(different).containsExactly(bucket(skus.get(7)));
        read(ginza, List.copyOf(different));
        assertThat(digests()).isEqualTo(theirs);
    }

    @Test
    void aLargeStoreComesInPagesAndWeighedGoodsInPlainNumbers() {
        String ginza = anyStore();
        String apples = anItemIn("KG");
        ledger.record(List.of(new Movement(
                "apples-" + apples,
                ItemReference.sku(apples),
                ginza,
                new BigDecimal("10.500"),
                MovementReason.RECEIVED,
                clock.instant(),
                null,
                null)));
        jdbc.sql("""
                insert into inventory.item (sku, name_en, unit, stocked, changed_at)
                select 'page-' || :store || n, 'Thing', 'EACH', true, now() from generate_series(1, 2500) n
                """).param("store", ginza).update();
        List<Movement> deliveries = new ArrayList<>();
        for (int i = 1; i <= 2_500; i++) {
            deliveries.add(movement("page-" + ginza + i, "page-" + ginza + i, ginza, i));
        }
        ledger.record(deliveries);

        read(ginza, List.of());

        assertThat(mine).hasSize(2_501);
        assertThat(mine.get(apples).onHand()).hasToString("10.5");
        assertThat(digests()).isEqualTo(digestsOf(snapshot.digest(ginza)));
        assertThat(snapshot.digest(ginza).cells()).isEqualTo(2_501);
    }

    @Test
    void anUnknownStoreHasNone() {
        assertThatThrownBy(() -> snapshot.begin("nowhere")).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> snapshot.digest("nowhere")).isInstanceOf(Refusal.class);
        assertThat(snapshot.digest(anyStore()).buckets()).isEmpty();
    }

    private void subscribe(String ginza, AtomicInteger busy) {
        FeedCursor place = read(ginza, List.of());
        while (true) {
            boolean last = busy.get() == 0;
            ChangeFeed.Page page = feed.after(place, 50);
            page.changes().stream()
                    .filter(change -> change.location().equals(ginza))
                    .forEach(this::follow);
            place = page.next();
            if (last && page.changes().isEmpty()) {
                return;
            }
        }
    }

    private FeedCursor read(String location, List<Integer> buckets) {
        FeedCursor cursor = FeedCursor.parse(snapshot.begin(location).cursor());
        String after = "";
        List<StockSnapshot.Row> page = snapshot.page(location, buckets, after);
        while (!page.isEmpty()) {
            page.forEach(this::keep);
            page = snapshot.page(location, buckets, page.get(page.size() - 1).sku());
        }
        return cursor;
    }

    private void follow(StockChange change) {
        keep(new StockSnapshot.Row(
                change.sku(),
                change.sequence(),
                change.onHand(),
                change.reserved(),
                change.committed(),
                change.unavailable(),
                change.incoming(),
                change.available()));
    }

    private void keep(StockSnapshot.Row row) {
        mine.merge(row.sku(), row, (one, other) -> other.sequence() > one.sequence() ? other : one);
    }

    private Map<Integer, String> digests() {
        Map<Integer, StringBuilder> lines = new TreeMap<>();
        mine.values()
                .forEach(row -> lines.computeIfAbsent(bucket(row.sku()), any -> new StringBuilder())
                        .append(String.join(
                                "\t",
                                row.sku(),
                                String.valueOf(row.sequence()),
                                row.onHand().toPlainString(),
                                row.reserved().toPlainString(),
                                row.committed().toPlainString(),
                                row.unavailable().toPlainString()))
                        .append('\n'));
        Map<Integer, String> digests = new TreeMap<>();
        lines.forEach((bucket, text) -> digests.put(bucket, HexFormat.of().formatHex(sha256(text.toString()))));
        return digests;
    }

    private static Map<Integer, String> digestsOf(StockSnapshot.Digest digest) {
        return digest.buckets().stream()
                .collect(Collectors.toMap(
                        StockSnapshot.Bucket::bucket, StockSnapshot.Bucket::digest, (a, b) -> a, TreeMap::new));
    }

    private static int bucket(String sku) {
        return Byte.toUnsignedInt(sha256(sku)[0]);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
