package io.noren.pos.vendor;

import io.noren.pos.Content;
import io.noren.pos.Refusal;
import io.noren.pos.TillDocuments;
import io.noren.pos.TillDocuments.Receipt;
import io.noren.pos.vendor.SignedDialect.Notice;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The door for what cloud till systems send by themselves. What tells transactions is read like every document; what
 * only names them becomes errands, which are durable before the vendor is answered.
 */
@Component
public class Webhooks {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);

    /** To ask for more one by one takes longer than to ask for all that changed. */
    private static final int MOST_NAMED = 1_000;

    private final SignedSources sources;
    private final WebhookIds ids;
    private final VendorErrands errands;
    private final FeedTurns turns;
    private final FeedRunner feeds;
    private final TillDocuments documents;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Webhooks(
            SignedSources sources,
            WebhookIds ids,
            VendorErrands errands,
            FeedTurns turns,
            FeedRunner feeds,
            TillDocuments documents,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.sources = sources;
        this.ids = ids;
        this.errands = errands;
        this.turns = turns;
        this.feeds = feeds;
        this.documents = documents;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /**
     * What a webhook led to.
     *
     * @param receipt of the document that it was; null when it only named something
     * @param toFetch how many things the vendor will be asked for by name because of it; none when it named more than
     *     {@value #MOST_NAMED}: then it is asked at once for all that changed
     */
    public record Heard(@Nullable Receipt receipt, int toFetch) {}

    /**
     * Believes the delivery if it is signed, and returns when all that it means is durable.
     *
     * @throws Refusal {@code SIGNATURE_INVALID}, {@code SIGNATURE_EXPIRED}, {@code WEBHOOK_ID_REUSED}, or why the body
     *     cannot be read
     */
    public Heard hear(Delivery delivery) {
        String source = delivery.source();
        SignedDialect dialect = sources.find(source)
                .orElseThrow(() -> new IllegalStateException("the source " + source + " is not signed"));
        dialect.verify(delivery);
        Notice notice = dialect.understand(delivery);
        boolean tooMany = notice.toFetch().size() > MOST_NAMED;
        List<String> toFetch = tooMany ? List.of() : notice.toFetch();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        transaction.executeWithoutResult(status -> {
            if (notice.id() != null) {
                ids.demandSameBody(source, notice.id(), delivery.body(), now);
            }
            errands.add(source, toFetch, now);
            if (tooMany) {
                turns.makeDue(source);
            }
        });
        if (tooMany) {
            LOG.warn("A webhook of {} named more than {} things; it is asked for all that changed", source, MOST_NAMED);
        }
        if (!notice.toFetch().isEmpty()) {
            feeds.wake(source);
        }
        Receipt receipt = notice.document()
                ? documents.receive(
                        source,
                        content(delivery.body()),
                        delivery.receivedAt(),
                        dialect.settings(source).binding())
                : null;
        return new Heard(receipt, toFetch.size());
    }

    static Content content(byte[] bytes) {
        return new Content() {
            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }

            @Override
            public long size() {
                return bytes.length;
            }
        };
    }
}
