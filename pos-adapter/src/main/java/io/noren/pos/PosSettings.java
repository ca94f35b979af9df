package io.noren.pos;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What an operator may set for the tills.
 *
 * @param data {@code noren.data}: the folder that holds spool and inbox
 * @param pos {@code noren.pos}
 */
@ConfigurationProperties("noren")
public record PosSettings(
        @DefaultValue("./data") Path data, @DefaultValue Pos pos) {

    /**
     * @param maxDocumentSize of one document over HTTP
     * @param maxFileSize of one file in the drop folder: nightly files are larger than what a till posts
     * @param earliestBusinessDay a transaction of an earlier day is taken for a till with a wrong calendar and parked
     * @param originalWithin how long a transaction that takes back another one waits for it before a person is told
     * @param gapGrace how long a sequence number may be awaited after a later one before it is called missing
     * @param gapLeap as many numbers or more that lack in a row are one leap of the till's counter, not missing ones
     * @param lateAfter what comes later than this after it happened is counted as late
     * @param quietAfter a till that has said nothing for longer while its store was open is called quiet
     * @param sources till systems whose drop folders are made at the start; others may be added as folders
     */
    public record Pos(
            @DefaultValue("64MB") DataSize maxDocumentSize,
            @DefaultValue("1GB") DataSize maxFileSize,
            @DefaultValue("2000-01-01") LocalDate earliestBusinessDay,
            @DefaultValue("P2D") Duration originalWithin,
            @DefaultValue("PT10M") Duration gapGrace,
            @DefaultValue("10000") long gapLeap,
            @DefaultValue("PT15M") Duration lateAfter,
            @DefaultValue("PT2H") Duration quietAfter,
            @DefaultValue List<String> sources,
            @DefaultValue DropFolder dropFolder) {}

    /**
     * @param enabled whether this copy of the application watches the folder
     * @param poll how long to rest between two looks
     * @param settled how long a file must not have changed before it is read at all
     * @param patience how long a file that ends too early is taken for one still being written
     * @param retry how long to wait after such a file, or after the database refused
     */
    public record DropFolder(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("500ms") Duration poll,
            @DefaultValue("1s") Duration settled,
            @DefaultValue("60s") Duration patience,
            @DefaultValue("5s") Duration retry) {}

    /** Where documents lie while they are being received; each file is deleted when its request ends. */
    public Path spool() {
        return data.resolve("spool");
    }

    public Path inbox() {
        return data.resolve("inbox");
    }
}
