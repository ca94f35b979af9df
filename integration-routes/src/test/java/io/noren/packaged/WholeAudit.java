package io.noren.packaged;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * Every cell, compared now: the hub answers as far as it comes in some seconds, and is asked until nothing is left.
 *
 * @param cells how many were compared
 */
public record WholeAudit(long cells, List<JsonNode> differences) {

    public static WholeAudit of(HubApi hub) {
        List<JsonNode> differences = new ArrayList<>();
        long cells = 0;
        JsonNode page = hub.get("/api/v1/stock/audit");
        while (true) {
            cells += page.get("cells").asLong();
            page.get("differences").forEach(differences::add);
            if (!page.hasNonNull("next")) {
                return new WholeAudit(cells, differences);
            }
            page = hub.get("/api/v1/stock/audit?after=" + page.get("next").asString());
        }
    }
}
