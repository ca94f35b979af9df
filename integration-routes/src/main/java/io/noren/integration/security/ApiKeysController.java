package io.noren.integration.security;

import io.noren.integration.security.ApiKeys.ApiKey;
import io.noren.integration.security.ApiKeys.NewApiKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@Tag(name = "Access")
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
    @Operation(summary = "Make a key; the answer is the only time it is shown")
    NewApiKey create(@Valid @RequestBody Wish wish) {
        List<String> locations =
                wish.locations() == null || wish.locations().isEmpty() ? List.of(ApiKeys.ANYWHERE) : wish.locations();
        return keys.create(
                wish.name(),
                wish.scopes().stream().map(ApiKeysController::scope).collect(Collectors.toSet()),
                locations);
    }

    @GetMapping
    @Operation(summary = "All keys in force, without the keys themselves")
    List<ApiKey> all() {
        return keys.all();
    }

    @DeleteMapping("/{id}")
    @Operation(summary = "End a key at once")
    ResponseEntity<Void> revoke(@PathVariable UUID id) {
        return keys.revoke(id)
                ? ResponseEntity.noContent().build()
                : ResponseEntity.notFound().build();
    }

    private static Scope scope(String text) {
        return Scope.of(text).orElseThrow(() -> {
            ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                    HttpStatus.BAD_REQUEST,
                    "There is no scope '" + text + "'; see the API documentation for the list.");
            problem.setProperty("code", "UNKNOWN_SCOPE");
            return new ErrorResponseException(HttpStatus.BAD_REQUEST, problem, null);
        });
    }
}
