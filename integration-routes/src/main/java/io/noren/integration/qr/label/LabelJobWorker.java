package io.noren.integration.qr.label;

import io.noren.integration.qr.label.LabelJobWork.NoLongerOurs;
import io.noren.integration.qr.label.LabelJobWork.Outcome;
import io.noren.integration.qr.label.LabelRefused.Reason;
import io.noren.inventory.Item;
import io.noren.inventory.Items;
import io.noren.inventory.Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Draws the labels of the oldest job that nobody draws. Every copy of the application has one. What it has drawn counts
 * for nothing until the file is whole: whoever takes a job over draws it from its first label.
 */
@Component
class LabelJobWorker {
    private static final Logger LOG = LoggerFactory.getLogger(LabelJobWorker.class);

    /** After which a person has to look. */
    static final int TRIES = 5;

    /** Items read at once; between two batches it is seen whether the job was cancelled. */
    private static final int BATCH = 240;

    /** Of pictures, each of which takes much longer. */
    private static final int BATCH_OF_PICTURES = 20;

    private static final int FOUND_BY_FILTER = 200;

    private final UUID id = UUID.randomUUID();
    private final LabelJobWork work;
    private final Labels labels;
    private final PrintedLabels printed;
    private final Items items;
    private volatile boolean stopping;

    LabelJobWorker(LabelJobWork work, Labels labels, PrintedLabels printed, Items items) {
        this.work = work;
        this.labels = labels;
        this.printed = printed;
        this.items = items;
    }

    @Scheduled(fixedDelayString = "${noren.labels.poll-millis:500}", timeUnit = TimeUnit.MILLISECONDS)
    void work() {
        Optional<LabelJob> next = work.take(id);
        while (next.isPresent()) {
            workOn(next.get());
            next = stopping ? Optional.empty() : work.take(id);
        }
    }

    @Scheduled(fixedDelay = 1, timeUnit = TimeUnit.HOURS)
    void sweep() {
        work.sweep();
    }

    /** Another copy begins its job anew at once. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        stopping = true;
    }

    void workOn(LabelJob job) {
        if (job.tries() > TRIES) {
            work.fail(job.id(), id, cannotBeDone());
            return;
        }
        try {
            draw(job);
        } catch (NoLongerOurs e) {
            LOG.info("{}", e.getMessage());
        } catch (LabelRefused refused) {
            work.fail(
                    job.id(), id, new LabelJob.Failure(refused.reason().name(), String.valueOf(refused.getMessage())));
        } catch (IOException | RuntimeException e) {
            LOG.warn("Label job {} stopped and is tried again", job.id(), e);
            if (job.tries() < TRIES) {
                work.letGo(job.id(), id, true);
            } else {
                work.fail(job.id(), id, cannotBeDone());
            }
        }
    }

    private static LabelJob.Failure cannotBeDone() {
        return new LabelJob.Failure(
                "CANNOT_BE_DONE", "It was tried " + TRIES + " times and stopped each time; the log tells why.");
    }

    private void draw(LabelJob job) throws IOException {
        List<String> skus = skusOf(job);
        if (skus.isEmpty()) {
            throw new LabelRefused(Reason.NOTHING_TO_PRINT, null, "There is no item to print a label of.");
        }
        if (skus.size() > LabelJobs.most(job.format())) {
            throw LabelJobs.tooMany(job.format());
        }
        Path path = Files.createTempFile("noren-labels-", "." + job.format().id());
        try (LabelFile file = LabelFile.at(path, job.template(), job.format())) {
            Outcome outcome = new Outcome();
            if (!draw(job, skus, file, outcome)) {
                work.letGo(job.id(), id, false);
                return;
            }
            if (outcome.nothingDrawn()) {
                LabelJob.LeftOut first = outcome.firstLeftOut().orElseThrow();
                throw new LabelRefused(Reason.valueOf(first.code()), null, first.detail());
            }
            file.finish();
            work.complete(job, id, path, outcome);
            LOG.info("Label job {} has printed {} labels", job.id(), skus.size() - outcome.leftOutLabels());
        } finally {
            Files.deleteIfExists(path);
        }
    }

    /** @return whether all were drawn; false when the application is being stopped */
    private boolean draw(LabelJob job, List<String> skus, LabelFile file, Outcome outcome) throws IOException {
        Location store = labels.store(job.location());
        Labels.Style style = new Labels.Style(job.template(), job.beforeTax(), job.base());
        int batch = job.format() == LabelFormat.PDF ? BATCH : BATCH_OF_PICTURES;
        work.advance(job.id(), id, skus.size(), 0, 0);
        for (int from = 0; from < skus.size(); from += batch) {
            if (stopping) {
                return false;
            }
            List<String> some = skus.subList(from, Math.min(from + batch, skus.size()));
            Map<String, Item> found = items.of(some);
            for (String sku : some) {
                Item item = found.get(sku);
                try {
                    file.add(sku, labels.draw(sku, item, store, style));
                    outcome.drawn(sku, PrintedLabels.said(Objects.requireNonNull(item)));
                } catch (LabelRefused refused) {
                    outcome.leftOut(sku, refused);
                }
            }
            work.advance(job.id(), id, skus.size(), from + some.size(), outcome.leftOutLabels());
        }
        return true;
    }

    /** One more than a job may have, at most: then it is refused. */
    private List<String> skusOf(LabelJob job) {
        LabelSelection selection = job.selection();
        int limit = LabelJobs.most(job.format()) + 1;
        return switch (selection.kind()) {
            case SKUS -> selection.skus();
            case FILTER ->
                items.search(Objects.requireNonNullElse(selection.filter(), ""), FOUND_BY_FILTER).stream()
                        .map(Item::sku)
                        .toList();
            case CHANGED -> printed.changed(job.location(), limit);
            case CHANGED_SINCE -> printed.changedSince(Objects.requireNonNull(selection.changedSince()), limit);
            case ALL -> all(limit);
        };
    }

    private List<String> all(int limit) {
        List<String> skus = new ArrayList<>();
        List<Item> page = items.after("", 1000);
        while (!page.isEmpty() && skus.size() < limit) {
            page.stream().filter(Item::stocked).map(Item::sku).forEach(skus::add);
            page = items.after(page.get(page.size() - 1).sku(), 1000);
        }
        return skus;
    }
}
