package io.noren.integration.security;

import io.noren.integration.security.ApiKeys.ApiKey;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.web.filter.OncePerRequestFilter;

/** Reads {@code Authorization: Bearer nrn_…}; a key we do not know is refused before anything else happens. */
class BearerKeyFilter extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";

    private final ApiKeys keys;
    private final AuthenticationEntryPoint refusal;

    BearerKeyFilter(ApiKeys keys, AuthenticationEntryPoint refusal) {
        this.keys = keys;
        this.refusal = refusal;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            chain.doFilter(request, response);
            return;
        }
        Optional<ApiKey> key = keys.find(header.substring(BEARER.length()).strip());
        if (key.isEmpty()) {
            refusal.commence(request, response, new BadCredentialsException("unknown or revoked key"));
            return;
        }
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(
                new UsernamePasswordAuthenticationToken("key:" + key.get().name(), null, authorities(key.get())));
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
    }

    // The stream of board or stock changes goes on after the first dispatch and must stay signed in.
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    private static List<GrantedAuthority> authorities(ApiKey key) {
        List<GrantedAuthority> authorities = new ArrayList<>();
        key.scopes().forEach(scope -> authorities.add(new SimpleGrantedAuthority("scope:" + scope)));
        key.locations().forEach(location -> authorities.add(new SimpleGrantedAuthority("location:" + location)));
        return authorities;
    }
}
