package io.noren.inventory.availability;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The {@link SellingTerms} of now, at most {@link Remembered#BOUND} old, whichever copy changed them. */
@Component
class CurrentTerms {

    private final JdbcClient jdbc;
    private final SalesChannels channels;
    private final LocationGroups groups;
    private final AvailabilityRules rules;
    private final @Nullable Duration staleAfter;
    private final Remembered<SellingTerms> terms = new Remembered<>(this::read);
    private volatile SellingTerms last = SellingTerms.none();

    /** @param staleAfter how old a location's last word may be where no rule says; unset: as old as it likes */
    CurrentTerms(
            JdbcClient jdbc,
            SalesChannels channels,
            LocationGroups groups,
            AvailabilityRules rules,
            @Value("${noren.inventory.feed-limit:#{null}}") @Nullable Duration staleAfter) {
        this.jdbc = jdbc;
        this.channels = channels;
        this.groups = groups;
        this.rules = rules;
        this.staleAfter = staleAfter;
    }

    /** The same object for as long as nothing has changed. */
    SellingTerms get() {
        return terms.get();
    }

    /** Some of it changes in this transaction: this copy knows from its commit on. */
    @EventListener
    void on(SellingTermsChanged change) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                terms.forget();
            }
        });
    }

    private SellingTerms read() {
        // The number first: what changes after it is read again, because the number will have changed, too.
        long version = jdbc.sql("select version from inventory.selling_rules_version")
                .query(Long.class)
                .single();
        SellingTerms before = last;
        SellingTerms now = (version == before.version() ? before : withRules(version)).with(notFound());
        last = now;
        return now;
    }

    private SellingTerms withRules(long version) {
        Map<String, Set<String>> groupsOfLocation = new HashMap<>();
        groups.all()
                .forEach(group -> group.locations()
                        .forEach(location -> groupsOfLocation
                                .computeIfAbsent(location, any -> new HashSet<>())
                                .add(group.id())));
        return new SellingTerms(
                version,
                new RuleBook(rules.all(), groupsOfLocation, staleAfter),
                channels.all().stream().collect(Collectors.toMap(SalesChannel::id, Function.identity())),
                Map.of());
    }

    private Map<String, Set<String>> notFound() {
        Map<String, Set<String>> open = new HashMap<>();
        jdbc.sql("select n.sku, n.location " + NotFoundReports.OPEN).query(row -> {
            open.computeIfAbsent(row.getString("location"), location -> new HashSet<>())
                    .add(row.getString("sku"));
        });
        return open;
    }
}
