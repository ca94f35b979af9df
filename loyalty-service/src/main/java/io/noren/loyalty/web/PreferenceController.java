package io.noren.loyalty.web;

import io.noren.loyalty.Privacy;
import io.noren.loyalty.recommendation.Preference;
import io.noren.loyalty.recommendation.Preferences;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What a member prefers, and what they do not want to be shown. */
@RestController
@RequestMapping("/api/v1/members/{id}")
class PreferenceController {
    private final Preferences preferences;
    private final Privacy privacy;

    PreferenceController(Preferences preferences, Privacy privacy) {
        this.preferences = preferences;
        this.privacy = privacy;
    }

    /** All that a member prefers. */
    record PreferencesAnswer(List<Preference> preferences) {}

    /** What replaces the preference of a kind. */
    record PreferenceRequest(@NotNull List<@NotNull String> values, Preference.@NotNull Source source) {}

    /** What a member chooses. */
    record PrivacyRequest(@NotNull Boolean hideOnlinePurchasesFromStaff) {}

    @GetMapping("/preferences")
    PreferencesAnswer list(@PathVariable UUID id) {
        return new PreferencesAnswer(preferences.of(id));
    }

    @PutMapping("/preferences/{kind}")
    Preference put(@PathVariable UUID id, @PathVariable String kind, @Valid @RequestBody PreferenceRequest request) {
        return preferences.put(id, kind, request.values(), request.source());
    }

    @DeleteMapping("/preferences/{kind}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void forget(@PathVariable UUID id, @PathVariable String kind) {
        preferences.forget(id, kind);
    }

    @GetMapping("/privacy")
    Privacy.Choice privacy(@PathVariable UUID id) {
        return privacy.of(id);
    }

    @PutMapping("/privacy")
    Privacy.Choice choose(@PathVariable UUID id, @Valid @RequestBody PrivacyRequest request) {
        return privacy.choose(id, new Privacy.Choice(request.hideOnlinePurchasesFromStaff()));
    }
}
