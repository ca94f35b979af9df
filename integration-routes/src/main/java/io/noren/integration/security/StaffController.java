package io.noren.integration.security;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.validation.annotation.Validated;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Accounts for store staff. */
@RestController
@RequestMapping("/api/v1/staff")
@Validated
class StaffController {
    private final Staff staff;

    StaffController(Staff staff) {
        this.staff = staff;
    }

    /**
     * One person.
     *
     * @param locations where they work; {@code *} for all
     */
    record Person(
            @NotBlank @Size(min = 8, max = 72) String password,
            @NotBlank @Size(max = 80) String displayName,
            boolean admin,
            @NotEmpty List<@NotBlank String> locations) {}

    @PutMapping("/{username}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void put(@PathVariable @Pattern(regexp = "[a-z0-9._-]{1,40}") String username, @Valid @RequestBody Person person) {
        staff.put(username, person.password(), person.displayName(), person.admin(), person.locations());
    }
}
