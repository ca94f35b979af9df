package io.noren.integration.qr.label;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an operator may set for label jobs.
 *
 * @param kept how long a job and its file can be fetched after it has ended
 * @param lease how long a copy of the application that has gone silent is waited for before another begins its job anew
 * @param retry how long to wait after a failure that nobody expected, times the number of tries
 */
@ConfigurationProperties("noren.labels")
record LabelSettings(
        @DefaultValue("7d") Duration kept,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("2s") Duration retry) {}
