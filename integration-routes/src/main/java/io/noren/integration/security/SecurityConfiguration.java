package io.noren.integration.security;

import static io.noren.integration.security.Scope.ADMIN;
import static io.noren.integration.security.Scope.INVENTORY_READ;
import static io.noren.integration.security.Scope.INVENTORY_WRITE;
import static io.noren.integration.security.Scope.MEMBERS_CONTACT;
import static io.noren.integration.security.Scope.MEMBERS_LINK;
import static io.noren.integration.security.Scope.MEMBERS_READ;
import static io.noren.integration.security.Scope.MEMBERS_WRITE;
import static io.noren.integration.security.Scope.OFFERS;
import static io.noren.integration.security.Scope.PICKUP;
import static io.noren.integration.security.Scope.POINTS;
import static io.noren.integration.security.Scope.POS;
import static io.noren.integration.security.Scope.RESERVATIONS;
import static org.springframework.http.HttpMethod.GET;
import static org.springframework.http.HttpMethod.POST;
import static org.springframework.http.HttpMethod.PUT;
import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;

import io.noren.pos.vendor.SignedSources;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer.FrameOptionsConfig;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.UsernamePasswordAuthenticationFilter;
import org.springframework.security.web.context.NullSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Three doors: the API, where every request carries a key; a member's own page, where members sign in; and the screens,
 * where staff do. Codes on shelves and what shoppers see need none. What is not listed here is closed, and who came in by one door is a stranger
 * at the others.
 */
@Configuration(proxyBeanMethods = false)
@EnableMethodSecurity
class SecurityConfiguration {
    private static final String EVERYWHERE = "location:" + ApiKeys.ANYWHERE;

    private static final String[] INVENTORY = {
        "/api/v1/stock/**",
        "/api/v1/items/**",
        "/api/v1/locations/**",
        "/api/v1/location-groups/**",
        "/api/v1/channels/**",
        "/api/v1/availability-rules/**",
        "/api/v1/number-rules/**",
        "/api/v1/transfers/**",
        "/api/v1/purchase-receipts/**",
        "/api/v1/count-sessions/**",
        "/api/v1/pickup-options",
        "/api/v1/pickup-terms/**",
        "/api/v1/routing-rules/**",
        "/api/v1/label-jobs/**",
        "/api/v1/links/**",
        "/api/v1/scans/**"
    };

    /** A dozen for each request, one for each filter, that nobody reads. */
    @Bean
    SecurityObservationSettings noObservationOfTheFilters() {
        return SecurityObservationSettings.noObservations();
    }

    @Bean
    PasswordEncoder passwords() {
        return new BCryptPasswordEncoder();
    }

    @Bean
    @Order(1)
    SecurityFilterChain api(HttpSecurity http, ApiKeys keys, AccessProblems problems, SignedSources signed) {
        http.securityMatcher("/api/**", "/actuator/**")
                .csrf(AbstractHttpConfigurer::disable) // nothing here is authorised by a cookie
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .exceptionHandling(on -> on.authenticationEntryPoint(problems).accessDeniedHandler(problems))
                .addFilterBefore(new BearerKeyFilter(keys, problems), UsernamePasswordAuthenticationFilter.class)
                // One is tried after the other: first what is asked for most.
                .authorizeHttpRequests(to -> to.requestMatchers("/api/v1/availability/**")
                        .hasAnyAuthority(anyOf(INVENTORY_READ, INVENTORY_WRITE, RESERVATIONS))
                        .requestMatchers("/api/v1/reservations/**")
                        .hasAnyAuthority(anyOf(RESERVATIONS))
                        .requestMatchers("/api/v1/baskets/**")
                        .hasAnyAuthority(anyOf(RESERVATIONS, POS))
                        .requestMatchers(documentsThatAreSigned(signed))
                        .permitAll()
                        .requestMatchers("/api/v1/pos/**", "/api/v1/store-bundles/**")
                        .hasAnyAuthority(anyOf(POS))
                        .requestMatchers("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")
                        .permitAll()
                        .requestMatchers("/actuator/**")
                        .hasAuthority(ADMIN.authority())
                        .requestMatchers("/api/v1/till/alarms")
                        .hasAuthority(ADMIN.authority())
                        .requestMatchers("/api/v1/till/members/*/contact")
                        .hasAnyAuthority(anyOf(MEMBERS_CONTACT))
                        .requestMatchers("/api/v1/till/**")
                        .hasAnyAuthority(anyOf(POS, MEMBERS_READ))
                        .requestMatchers(GET, "/api/v1/members/*/points", "/api/v1/members/*/tier", "/api/v1/tiers")
                        .hasAnyAuthority(anyOf(POINTS, MEMBERS_READ))
                        // Whoever has a member's code can be taken for the member; and all that is known of somebody is
                        // not for each who may read some of it.
                        .requestMatchers(GET, "/api/v1/members/*/code", "/api/v1/members/*/export")
                        .hasAnyAuthority(anyOf(MEMBERS_WRITE))
                        .requestMatchers(GET, "/api/v1/members/**")
                        .hasAnyAuthority(anyOf(MEMBERS_READ, MEMBERS_WRITE))
                        .requestMatchers(POST, "/api/v1/erasures/*/receipts")
                        .hasAnyAuthority(anyOf(POS, MEMBERS_WRITE))
                        .requestMatchers("/api/v1/members/links")
                        .hasAnyAuthority(anyOf(MEMBERS_LINK, MEMBERS_WRITE))
                        .requestMatchers(
                                "/api/v1/members/**", "/api/v1/cards/**", "/api/v1/merges/**", "/api/v1/erasures/**")
                        .hasAnyAuthority(anyOf(MEMBERS_WRITE))
                        // Not what a till or shop tells, but a person who answers for it.
                        .requestMatchers("/api/v1/points/adjustments", "/api/v1/points/audit/repair")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        .requestMatchers(PUT, "/api/v1/points/rules")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        .requestMatchers("/api/v1/points/rules/dry-runs/**")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        .requestMatchers("/api/v1/points/**", "/api/v1/purchases/**")
                        .hasAnyAuthority(anyOf(POINTS))
                        .requestMatchers("/api/v1/quotes/**")
                        .hasAnyAuthority(anyOf(POINTS, POS))
                        .requestMatchers("/api/v1/coupons", "/api/v1/coupons/conflicts", "/api/v1/coupons/*/void")
                        .hasAnyAuthority(anyOf(OFFERS))
                        .requestMatchers(GET, "/api/v1/offers/**", "/api/v1/coupons/**")
                        .hasAnyAuthority(anyOf(OFFERS, POINTS, POS))
                        .requestMatchers("/api/v1/coupons/**")
                        .hasAnyAuthority(anyOf(POINTS, POS))
                        .requestMatchers("/api/v1/offers/**")
                        .hasAnyAuthority(anyOf(OFFERS))
                        .requestMatchers("/api/v1/pickup-orders/**", "/api/v1/pickup-numbers")
                        .hasAnyAuthority(anyOf(PICKUP))
                        .requestMatchers(GET, "/api/v1/pickup-terms/**")
                        .hasAnyAuthority(anyOf(INVENTORY_READ, INVENTORY_WRITE, PICKUP))
                        .requestMatchers(POST, "/api/v1/pickup-terms/**")
                        .hasAnyAuthority(anyOf(PICKUP))
                        .requestMatchers("/api/v1/routing-choices/**")
                        .hasAnyAuthority(anyOf(RESERVATIONS))
                        .requestMatchers(GET, INVENTORY)
                        .hasAnyAuthority(anyOf(INVENTORY_READ, INVENTORY_WRITE))
                        .requestMatchers("/api/v1/stock/audit/repair")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        .requestMatchers(INVENTORY)
                        .hasAnyAuthority(anyOf(INVENTORY_WRITE))
                        // Keys, staff, webhooks and what is parked concern every location: a key for some of them may
                        // not make itself one for all.
                        .anyRequest()
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE))));
        return http.build();
    }

    /** Asked by every phone in front of a shelf, and the same for all: no session, no token, nobody signed in. */
    @Bean
    @Order(2)
    SecurityFilterChain codes(HttpSecurity http) {
        http.securityMatcher("/01/**", "/resolve", "/.well-known/gs1resolver")
                .csrf(AbstractHttpConfigurer::disable) // nothing here changes anything
                .securityContext(context -> context.securityContextRepository(new NullSecurityContextRepository()))
                .sessionManagement(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(to -> to.anyRequest().permitAll())
                .headers(SecurityConfiguration::keepBrowsersSafe);
        return http.build();
    }

    @Bean
    @Order(3)
    SecurityFilterChain ownPage(HttpSecurity http) {
        http.securityMatcher("/me", "/me/**")
                .authorizeHttpRequests(to -> to.requestMatchers("/me/sign-in", "/me/sign-in/code")
                        .permitAll()
                        .anyRequest()
                        .hasAuthority(MemberSessions.AUTHORITY))
                .requestCache(AbstractHttpConfigurer::disable)
                .exceptionHandling(
                        on -> on.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/me/sign-in")))
                .logout(out -> out.logoutUrl("/me/sign-out").logoutSuccessUrl("/me/sign-in?out"))
                .headers(SecurityConfiguration::keepBrowsersSafe);
        return http.build();
    }

    /** A shopper's phone: whoever is signed in stays so, nobody has to be, and nobody gets a session for looking. */
    @Bean
    @Order(4)
    SecurityFilterChain shopper(HttpSecurity http) {
        http.securityMatcher(
                        "/p/**",
                        "/basket",
                        "/basket/**",
                        "/b/*",
                        "/scan",
                        "/scan/**",
                        "/shopper.webmanifest",
                        "/no-network")
                .authorizeHttpRequests(to -> to.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable) // a token would make every page another one
                .addFilterBefore(new SameOriginFilter(), UsernamePasswordAuthenticationFilter.class)
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .headers(SecurityConfiguration::keepBrowsersSafe);
        return http.build();
    }

    @Bean
    @Order(5)
    SecurityFilterChain screens(HttpSecurity http) {
        http.authorizeHttpRequests(to -> to.requestMatchers(
                                "/r/*",
                                "/sign-in",
                                "/error",
                                "/webjars/**",
                                "/*.css",
                                "/*.js",
                                "/*.svg",
                                "/*.png",
                                "/favicon.ico",
                                "/v3/api-docs",
                                "/v3/api-docs/**",
                                "/api-docs.html",
                                "/swagger-ui/**",
                                "/demo/webshop/hooks",
                                "/hooks/webshops/**",
                                "/feeds/**") // the key stands in the address
                        .permitAll()
                        .requestMatchers("/parked/**", "/till/alarms", "/till/contact")
                        .hasAuthority(ADMIN.authority())
                        .requestMatchers("/stock/audit/repair")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        // What changes a member's points or says who they are is for those who answer for it.
                        .requestMatchers(
                                "/members/*/points",
                                "/members/*/export",
                                "/members/*/erasure",
                                "/members/*/contact",
                                "/members/erasures/*/answers")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        // What customers are promised, and who works for it, is a manager's to change.
                        .requestMatchers(POST, "/programme/**", "/offers/**", "/stock/routing/**")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        .requestMatchers("/members/import/**")
                        .access(allOf(hasAuthority(ADMIN.authority()), hasAuthority(EVERYWHERE)))
                        // Rules and the auditor's findings concern every location.
                        // So do members, and the programme.
                        .requestMatchers(
                                "/stock/rules/**",
                                "/stock/routing/**",
                                "/stock/audit/**",
                                "/members/**",
                                "/programme/**",
                                "/offers/**")
                        .access(allOf(hasAuthority("staff"), hasAuthority(EVERYWHERE)))
                        .anyRequest()
                        .hasAuthority("staff"))
                .csrf(csrf -> csrf.ignoringRequestMatchers(
                        "/demo/webshop/hooks", "/hooks/webshops/**")) // signed by their senders instead
                .formLogin(form ->
                        form.loginPage("/sign-in").defaultSuccessUrl("/").permitAll())
                .logout(out -> out.logoutUrl("/sign-out").logoutSuccessUrl("/sign-in?out"))
                .headers(SecurityConfiguration::keepBrowsersSafe);
        return http.build();
    }

    private static void keepBrowsersSafe(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(
                        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
                                + " frame-ancestors 'none'; form-action 'self'"))
                .referrerPolicy(referrer -> referrer.policy(ReferrerPolicy.SAME_ORIGIN))
                .frameOptions(FrameOptionsConfig::deny);
    }

    /** A cloud till system has no key of ours: its documents are believed for its signature, and for nothing else. */
    private static RequestMatcher documentsThatAreSigned(SignedSources signed) {
        RequestMatcher documents =
                PathPatternRequestMatcher.withDefaults().matcher(POST, "/api/v1/pos/{source}/documents");
        return request -> {
            RequestMatcher.MatchResult match = documents.matcher(request);
            return match.isMatch() && signed.isSigned(match.getVariables().getOrDefault("source", ""));
        };
    }

    private static String[] anyOf(Scope... scopes) {
        return Stream.concat(Arrays.stream(scopes), Stream.of(ADMIN))
                .map(Scope::authority)
                .toArray(String[]::new);
    }
}
