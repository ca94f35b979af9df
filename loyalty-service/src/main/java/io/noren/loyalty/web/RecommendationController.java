package io.noren.loyalty.web;

import io.noren.loyalty.Members;
import io.noren.loyalty.Recommendation;
import io.noren.loyalty.Viewer;
import io.noren.loyalty.recommendation.Recommendations;
import java.util.List;
import java.util.UUID;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.prepost.PreAuthorize;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a member may like, in this store. */
@RestController
class RecommendationController {
    private final Members members;
    private final Recommendations recommendations;

    RecommendationController(Members members, Recommendations recommendations) {
        this.members = members;
        this.recommendations = recommendations;
    }

    /** The best first. */
    record RecommendationsAnswer(List<Recommendation> recommendations) {}

    @GetMapping("/api/v1/members/{id}/recommendations")
    @PreAuthorize("hasAnyAuthority('location:*', 'location:' + #location)" + Viewers.MAY_SEE)
    ResponseEntity<RecommendationsAnswer> recommend(
            @PathVariable UUID id,
            @RequestParam String location,
            @RequestParam(defaultValue = "STAFF") Viewer viewer,
            @RequestParam(defaultValue = "3") int limit) {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.noStore())
                .body(new RecommendationsAnswer(recommendations.recommend(members.known(id), location, viewer, limit)));
    }
}
