package io.noren.inventory.imports;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator may set for imports.
 *
 * @param data {@code noren.data}: the folder that holds the spool
 * @param imports {@code noren.imports}
 */
@ConfigurationProperties("noren")
record ImportSettings(
        @DefaultValue("./data") Path data, @DefaultValue Imports imports) {

    /**
     * @param maxSize of what is sent, packed or not
     * @param maxUnpacked of what a packed file unpacks to
     * @param lease how long a copy of the application that has gone silent is waited for before another goes on
     * @param retry how long to wait after a failure that nobody expected, times the number of tries
     * @param sliceRows how many rows are in memory, and held against items and levels, at once
     */
    record Imports(
            @DefaultValue("256MB") DataSize maxSize,
            @DefaultValue("1GB") DataSize maxUnpacked,
            @DefaultValue("30s") Duration lease,
            @DefaultValue("2s") Duration retry,
            @DefaultValue("100000") int sliceRows) {}

    /** Where a file lies while its request lasts; nothing stays here. */
    Path spool() {
        return data.resolve("spool");
    }
}
