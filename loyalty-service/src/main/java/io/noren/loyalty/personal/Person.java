package io.noren.loyalty.personal;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who somebody is: what is sealed of an account as one.
 *
 * @param familyKana full-width katakana
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Person(
        @Nullable String familyName,
        @Nullable String givenName,
        @Nullable String familyKana,
        @Nullable String givenKana,
        @Nullable LocalDate birthDate) {

    /** Of whom nothing is known, or who was forgotten. */
    public static final Person NOBODY = new Person(null, null, null, null, null);

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** Nothing to seal. */
    public boolean isNobody() {
        return equals(NOBODY);
    }

    /** Neither name nor birth date: this may end in a log. */
    @Override
    public String toString() {
        return "a person";
    }

    String written() {
        return JSON.writeValueAsString(this);
    }

    static Person read(String written) {
        return JSON.readValue(written, Person.class);
    }
}
