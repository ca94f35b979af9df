package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.StockSnapshot;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** For subscribers that begin, or want to prove that they are equal. */
@RestController
@RequestMapping("/api/v1/stock")
class SnapshotController {

    private final StockSnapshot snapshot;
    private final JsonMapper json;

    SnapshotController(StockSnapshot snapshot, JsonMapper json) {
        this.snapshot = snapshot;
        this.json = json;
    }

    /** The last line: whoever has not seen it has not seen everything. */
    record End(boolean end, long cells) {}

    /**
     * A location's levels as lines of JSON: first {@code {location, cursor, at}}, then one line a cell, last
     * {@code {"end": true, "cells": …}}. Follow the feed from the cursor.
     *
     * @param buckets only these, as the digest has them
     */
    @GetMapping(path = "/snapshot", produces = MediaType.APPLICATION_NDJSON_VALUE)
    void snapshot(
            @RequestParam String location,
            @RequestParam(name = "bucket", required = false) @Nullable List<Integer> buckets,
            HttpServletResponse response)
            throws IOException {
        LocationKeys.check(location);
        List<Integer> wanted = buckets == null ? List.of() : buckets;
        if (wanted.stream().anyMatch(bucket -> bucket < 0 || bucket >= StockSnapshot.BUCKETS)) {
            throw new Refusal("BAD_BUCKET", "Buckets are 0 to 255, as in the digest.", "bucket", Map.of());
        }
        StockSnapshot.Begin begin = snapshot.begin(location);
        response.setContentType(MediaType.APPLICATION_NDJSON_VALUE);
        OutputStream out = response.getOutputStream();
        write(out, begin);
        long cells = 0;
        List<StockSnapshot.Row> page = snapshot.page(location, wanted, "");
        while (!page.isEmpty()) {
            for (StockSnapshot.Row row : page) {
                write(out, row);
            }
            cells += page.size();
            page = snapshot.page(location, wanted, page.get(page.size() - 1).sku());
        }
        write(out, new End(true, cells));
    }

    /** What a subscriber compares with its own, bucket by bucket. */
    @GetMapping("/digest")
    StockSnapshot.Digest digest(@RequestParam String location) {
        LocationKeys.check(location);
        return snapshot.digest(location);
    }

    private void write(OutputStream out, Object line) throws IOException {
        out.write(json.writeValueAsBytes(line));
        out.write('\n');
    }
}
