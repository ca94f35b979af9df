package io.noren.loyalty.recommendation;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Sees to it that the relations are computed each night; and by day, if the night was missed. */
@Component
class NightlyRelations {
    private static final Logger LOG = LoggerFactory.getLogger(NightlyRelations.class);

    private final ItemRelations relations;
    private final RecommendationSettings settings;
    private final Clock clock;

    NightlyRelations(ItemRelations relations, RecommendationSettings settings, Clock clock) {
        this.relations = relations;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(
            initialDelayString = "${noren.loyalty.recommendations.look-every:PT10M}",
            fixedDelayString = "${noren.loyalty.recommendations.look-every:PT10M}")
    void compute() {
        try {
            relations
                    .compute(due())
                    .ifPresent(night -> LOG.info(
                            "{} relations between items, from {} items that {} customers have",
                            night.relations(),
                            night.purchases(),
                            night.customers()));
        } catch (DataAccessException busy) {
            LOG.warn("The relations between items could not be computed now; trying again: {}", busy.toString());
        }
    }

    /** The last night whose time has come. */
    LocalDate due() {
        ZonedDateTime now = clock.instant().atZone(settings.zone());
        return now.toLocalTime().isBefore(settings.at()) ? now.toLocalDate().minusDays(1) : now.toLocalDate();
    }
}
