package io.noren.integration.apidocs;

import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The head of the generated OpenAPI document, {@code /v3/api-docs}. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    static final String KEY = "api-key";

    /** Takes the place of the one that names records by their own name alone. */
    @Bean
    ModelResolver modelResolver(ObjectMapperProvider mappers) {
        return new ModelResolver(mappers.jsonMapper(), new SchemaNames()).openapi31(mappers.isOpenapi31());
    }

    @Bean
    OpenAPI openApi() {
        return new OpenAPI()
                .info(new Info()
                        .title("Noren")
                        .version("v1")
                        .description("""
                                Stock, reservations, pickup, members and tills of a retailer, joined.

                                - A key needs one of the scopes that an operation names; `admin` opens them all. \
                                A key may be for some locations only.
                                - Every refusal is a problem (RFC 9457): `code` is for programs and never renamed, \
                                `detail` says what to do.
                                - A POST with an `Idempotency-Key` may be sent again without a second effect.
                                - Instants are ISO 8601 with `Z`, durations ISO 8601, quantities numbers with at most \
                                3 decimals in the item's unit, money is `{"amount":"1980","currency":"JPY"}`.
                                - A body has at most 4 MB, unless an operation says otherwise.

                                The examples tell one story, in which each finds what those before it made.
                                """)
                        .license(new License().name("Apache-2.0").url("https://www.apache.org/licenses/LICENSE-2.0")))
                .components(new Components()
                        .addSecuritySchemes(
                                KEY,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .description(
                                                "An API key; the first one stands in the data folder, `admin-key`.")))
                .addSecurityItem(new SecurityRequirement().addList(KEY));
    }
}
