package io.noren.integration.web;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.noren.pos.vendor.SignedSources;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * How much one caller may ask of one copy of the application: generous for a key or somebody signed in, so that only a
 * runaway client meets it; narrow for strangers, and very narrow for what strangers may post (signing in, holding goods), so that neither
 * passwords nor handover codes can be guessed and no shelf can be emptied by a script.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10) // before security, so that passwords cannot be tried without end
class RequestLimitFilter extends OncePerRequestFilter {
    private static final Pattern TILL_DOCUMENTS = Pattern.compile("/api/v1/pos/([^/]+)/documents");

    private final Cache<String, Bucket> buckets = Caffeine.newBuilder()
            .maximumSize(100_000)
            .expireAfterAccess(Duration.ofMinutes(10))
            .build();
    private final JsonMapper json;
    private final SignedSources signed;
    private final long perKey;
    private final long perStranger;
    private final long postsPerStranger;
    private final long hooksPerStranger;

    RequestLimitFilter(
            JsonMapper json,
            SignedSources signed,
            @Value("${noren.limits.requests-per-second-per-key:10000}") long perKey,
            @Value("${noren.limits.requests-per-second-per-stranger:50}") long perStranger,
            @Value("${noren.limits.posts-per-minute-per-stranger:30}") long postsPerStranger,
            @Value("${noren.limits.hooks-per-second-per-stranger:200}") long hooksPerStranger) {
        this.json = json;
        this.signed = signed;
        this.perKey = perKey;
        this.perStranger = perStranger;
        this.postsPerStranger = postsPerStranger;
        this.hooksPerStranger = hooksPerStranger;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String path = request.getRequestURI();
        // The demo's own shop is told as often as there is news; it knows its caller by the signature.
        return path.startsWith("/actuator/") || path.equals("/demo/webshop/hooks");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        ConsumptionProbe probe = bucket(request).tryConsumeAndReturnRemaining(1);
        if (probe.isConsumed()) {
            chain.doFilter(request, response);
            return;
        }
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(probe.getNanosToWaitForRefill()));
        response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(seconds));
        Problems.write(
                response,
                json,
                HttpStatus.TOO_MANY_REQUESTS,
                "TOO_MANY_REQUESTS",
                "Too many requests. Wait " + seconds + " s and go on more slowly.");
    }

    private Bucket bucket(HttpServletRequest request) {
        String key = request.getHeader(HttpHeaders.AUTHORIZATION);
        // Only the API reads keys: elsewhere, and above all where people sign in, any header would be a new caller.
        if (key != null && request.getRequestURI().startsWith("/api/")) {
            return buckets.get("key " + key, caller -> full(perKey, Duration.ofSeconds(1)));
        }
        HttpSession session = request.getSession(false);
        if (session != null && session.getAttribute(SPRING_SECURITY_CONTEXT_KEY) != null) {
            return buckets.get("session " + session.getId(), caller -> full(perKey, Duration.ofSeconds(1)));
        }
        String address = request.getRemoteAddr();
        if (isSigned(request.getRequestURI())) {
            // Web shops and cloud tills tell of orders, each from one address and many at once; what they sign is all
            // that counts.
            return buckets.get("hook " + address, caller -> full(hooksPerStranger, Duration.ofSeconds(1)));
        }
        // A camera looks on several times a second and changes nothing.
        return HttpMethod.POST.matches(request.getMethod())
                        && !request.getRequestURI().equals("/scan/picture")
                ? buckets.get("post " + address, caller -> full(postsPerStranger, Duration.ofMinutes(1)))
                : buckets.get("address " + address, caller -> full(perStranger, Duration.ofSeconds(1)));
    }

    private boolean isSigned(String path) {
        Matcher documents = TILL_DOCUMENTS.matcher(path);
        return path.startsWith("/hooks/") || (documents.matches() && signed.isSigned(documents.group(1)));
    }

    private static Bucket full(long capacity, Duration refill) {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(capacity).refillGreedy(capacity, refill))
                .build();
    }
}
