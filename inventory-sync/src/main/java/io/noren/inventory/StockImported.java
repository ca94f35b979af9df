package io.noren.inventory;

import java.time.Instant;
import java.util.UUID;

/**
 * An import changed many levels in one transaction; which ones and to what stands in the ledger, as
 * {@link ImportedLevels} reads it. One fact for thousands of changes, because announcing them one by one would cost more
 * than making them.
 *
 * @param stockImport the import's id
 * @param first the first change's place in the change feed
 * @param last the last change's place in the change feed; changes by others may stand between
 * @param changes how many levels the import changed here
 * @param recordedAt when the ledger took them, the same for all of them and part of how they are recognised
 */
public record StockImported(
        UUID id, UUID stockImport, String first, String last, int changes, Instant receivedAt, Instant recordedAt) {}
