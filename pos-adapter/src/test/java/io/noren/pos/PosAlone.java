package io.noren.pos;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;

/** The till adapter without the hub: knows a few stores and keeps what is announced. */
@SpringBootApplication
public class PosAlone {
    public static void main(String[] args) {
        new SpringApplicationBuilder(PosAlone.class)
                .initializers(new TestDatabase())
                .run(args);
    }

    @Bean
    MovableClock clock() {
        return new MovableClock();
    }

    @Bean
    Stores stores() {
        return new Stores();
    }

    @Bean
    Announced announced() {
        return new Announced();
    }

    @Bean
    Gathering gathering() {
        return new Gathering();
    }

    /** Deliveries go alone, unless a test lets so many of them wait until they can go together. */
    public static class Gathering implements DeliveryLanes {
        private int together = 1;
        private int groups;

        public synchronized void together(int deliveries) {
            together = deliveries;
        }

        @Override
        public <D extends Waiting> Consumer<D> lanes(Consumer<List<D>> work) {
            List<D> waiting = new ArrayList<>();
            return delivery -> {
                synchronized (this) {
                    if (together > 1) {
                        join(delivery, waiting, work);
                        return;
                    }
                }
                work.accept(List.of(delivery));
                nothingElse(delivery);
            };
        }

        private synchronized <D extends Waiting> void join(D delivery, List<D> waiting, Consumer<List<D>> work) {
            waiting.add(delivery);
            if (waiting.size() == together) {
                work.accept(List.copyOf(waiting));
                waiting.forEach(Gathering::nothingElse);
                waiting.clear();
                groups++;
                notifyAll();
            } else {
                awaitGroup(groups);
            }
        }

        /** As a lane says it of whatever it has led. */
        private static void nothingElse(Waiting delivery) {
            delivery.fail(new IllegalStateException("nothing has come of it"));
        }

        private synchronized void awaitGroup(int before) {
            while (groups == before) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }

        @Override
        public Consumer<Runnable> onBehalf() {
            String sender = Thread.currentThread().getName();
            return work -> {
                String before = Thread.currentThread().getName();
                Thread.currentThread().setName(sender);
                try {
                    work.run();
                } finally {
                    Thread.currentThread().setName(before);
                }
            };
        }
    }

    /** By store code; tests may open more. */
    public static class Stores implements StoreDirectory {
        private static final ZoneId TOKYO = ZoneId.of("Asia/Tokyo");

        private final Map<String, Store> known = new ConcurrentHashMap<>(Map.of(
                "9", new Store("denver", ZoneId.of("America/Denver")),
                "502", new Store("dubai", ZoneId.of("Asia/Dubai")),
                "0610", new Store("wellingborough", ZoneId.of("Europe/London")),
                "ginza", new Store("ginza", TOKYO),
                "ueno", new Store("ueno", TOKYO)));

        private final Map<String, Queue<RuntimeException>> troubles = new ConcurrentHashMap<>();

        /** Asked for this store next, it fails so. */
        public void fail(String storeCode, RuntimeException... each) {
            troubles.put(storeCode, new ConcurrentLinkedQueue<>(List.of(each)));
        }

        public void open(String storeCode) {
            known.put(storeCode, new Store(storeCode, TOKYO));
        }

        @Override
        public Optional<Store> find(String source, String storeCode) {
            RuntimeException trouble = troubles.getOrDefault(storeCode, new ConcurrentLinkedQueue<>())
                    .poll();
            if (trouble != null) {
                throw trouble;
            }
            return Optional.ofNullable(known.get(storeCode));
        }
    }

    /** Every fact announced in this JVM; each test looks for those of its own source. */
    public static class Announced {
        private final List<SaleRecorded> sales = new CopyOnWriteArrayList<>();
        private final Map<UUID, String> senders = new ConcurrentHashMap<>();
        private final List<ReturnRecorded> returns = new CopyOnWriteArrayList<>();
        private final List<CustomerOrderSold> orders = new CopyOnWriteArrayList<>();
        private final List<GoodsMoved> goods = new CopyOnWriteArrayList<>();
        private final List<StockCounted> counts = new CopyOnWriteArrayList<>();
        private final List<CountTakenBack> countsTakenBack = new CopyOnWriteArrayList<>();
        private final List<TillTransactionParked> parked = new CopyOnWriteArrayList<>();

        private final List<TillTransactionSettled> settled = new CopyOnWriteArrayList<>();

        @EventListener
        void on(SaleRecorded sale) {
            sales.add(sale);
            senders.put(sale.id(), Thread.currentThread().getName());
        }

        @EventListener
        void on(CustomerOrderSold order) {
            orders.add(order);
        }

        @EventListener
        void on(ReturnRecorded taken) {
            returns.add(taken);
        }

        @EventListener
        void on(GoodsMoved moved) {
            goods.add(moved);
        }

        @EventListener
        void on(StockCounted counted) {
            counts.add(counted);
        }

        @EventListener
        void on(CountTakenBack back) {
            countsTakenBack.add(back);
        }

        @EventListener
        void on(TillTransactionParked waiting) {
            parked.add(waiting);
        }

        @EventListener
        void on(TillTransactionSettled done) {
            settled.add(done);
        }

        /** Of what the source's transactions are called. */
        public List<TillTransactionSettled> settled(String source) {
            return settled.stream()
                    .filter(done -> String.valueOf(done.transaction()).startsWith(source + "/"))
                    .toList();
        }

        /** Of one location, whoever told. */
        public List<GoodsMoved> goodsAt(String location) {
            return goods.stream()
                    .filter(moved -> moved.transaction().location().equals(location))
                    .toList();
        }

        /** Of one location, whoever told. */
        public List<StockCounted> countsAt(String location) {
            return counts.stream()
                    .filter(counted -> counted.transaction().location().equals(location))
                    .toList();
        }

        /** Of one location, whoever told. */
        public List<CountTakenBack> countsTakenBackAt(String location) {
            return countsTakenBack.stream()
                    .filter(back -> back.transaction().location().equals(location))
                    .toList();
        }

        /** On whose behalf it was announced. */
        public String sender(SaleRecorded sale) {
            return senders.getOrDefault(sale.id(), "");
        }

        public List<SaleRecorded> sales(String source) {
            return sales.stream()
                    .filter(sale -> sale.transaction().source().equals(source))
                    .toList();
        }

        public List<CustomerOrderSold> orders(String source) {
            return orders.stream()
                    .filter(order -> order.transaction().source().equals(source))
                    .toList();
        }

        public List<ReturnRecorded> returns(String source) {
            return returns.stream()
                    .filter(taken -> taken.transaction().source().equals(source))
                    .toList();
        }

        public List<TillTransactionParked> parked(String source) {
            return parked.stream()
                    .filter(waiting -> waiting.source().equals(source))
                    .toList();
        }
    }
}
