package io.noren.integration.security;

import io.noren.integration.security.ApiKeys.ApiKey;
import io.noren.integration.security.ApiKeys.NewApiKey;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Keys for tills, shops and other systems. */
@RestController
@RequestMapping("/api/v1/api-keys")
class ApiKeysController {
    private final ApiKeys keys;

    ApiKeysController(ApiKeys keys) {
        this.keys = keys;
    }

    /**
     * A wish for a key.
     *
     * @param locations where the key may act; missing: everywhere
     */
    record Wish(
            @NotBlank @Size(max = 80) String name,
            @NotEmpty Set<String> scopes,
            @Nullable List<@NotBlank String> locations) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    NewApiKey create(@Valid @RequestBody Wish wish) {
        List<String> locations =
                wish.locations() == null || wish.locations().isEmpty() ? List.of(ApiKeys.ANYWHERE) : wish.locations();
        return keys.create(
                wish.name(),
                wish.scopes().stream().map(ApiKeysController::scope).collect(Collectors.toSet()),
                locations);
    }

    @GetMapping
    List<ApiKey> all() {
        return keys.all();
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> revoke(@PathVariable UUID id) {
        if (!keys.revoke(id)) {
            throw problem(HttpStatus.NOT_FOUND, "UNKNOWN_API_KEY", "There is no key in force with this id.");
        }
        return ResponseEntity.noContent().build();
    }

    private static Scope scope(String text) {
        return Scope.of(text)
                .orElseThrow(() -> problem(
                        HttpStatus.BAD_REQUEST,
                        "UNKNOWN_SCOPE",
                        "There is no scope '" + text + "'; see the API documentation for the list."));
    }

    private static ErrorResponseException problem(HttpStatus status, String code, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setProperty("code", code);
        return new ErrorResponseException(status, problem, null);
    }
}
