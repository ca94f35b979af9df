package io.noren.integration.operations;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.noren.loyalty.TillAlarms;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** How many unusual look-ups at tills there were in the last 24 hours, by kind. */
@Component
class TillAlarmGauges {
    private static final Logger log = LoggerFactory.getLogger(TillAlarmGauges.class);

    private final TillAlarms alarms;
    private volatile Map<TillAlarms.Kind, Long> today = Map.of();

    TillAlarmGauges(TillAlarms alarms, MeterRegistry meters) {
        this.alarms = alarms;
        for (TillAlarms.Kind kind : TillAlarms.Kind.values()) {
            Gauge.builder("noren.till.alarms", () -> today.getOrDefault(kind, 0L))
                    .description("Unusual look-ups at tills in the last 24 hours")
                    .tag("kind", kind.name())
                    .register(meters);
        }
    }

    @Scheduled(fixedDelay = 15_000)
    void read() {
        try {
            today = alarms.today();
        } catch (DataAccessException e) {
            log.warn("The tills' alarms cannot be read: {}", e.toString());
        }
    }
}
