package io.noren.inventory;

import java.util.Map;
import org.hibernate.cfg.BatchSettings;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.stereotype.Component;

/** Lets Hibernate send the rows of many entities, and of one's lines, together instead of each by itself. */
@Component
class BatchedWrites implements HibernatePropertiesCustomizer {
    private static final int ROWS = 50;

    @Override
    public void customize(Map<String, Object> settings) {
        settings.put(BatchSettings.STATEMENT_BATCH_SIZE, ROWS);
        settings.put(BatchSettings.ORDER_INSERTS, true);
    }
}
