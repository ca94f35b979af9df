package io.noren.integration.web;

import io.noren.integration.web.BodyLimitFilter.ReadRequest;
import io.noren.integration.web.IdempotentAnswers.Answer;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;
import org.springframework.web.util.WebUtils;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code Idempotency-Key} (IETF draft): the same key and body get the first answer again. The whole request runs in one
 * transaction with the row that keeps its answer, and nothing is sent before that is committed: a crash leaves either
 * both or neither, and a second request with the same key waits for the first. It is the last filter, so that it can
 * run the rest again when two requests collided in the database.
 *
 * <p>Holds are done many at once, in a transaction that belongs to none of their requests: there the key goes along as a
 * {@link KeyedHold}, and the answer is kept by that transaction.
 */
@Component
@Order(Ordered.LOWEST_PRECEDENCE)
class IdempotencyFilter extends OncePerRequestFilter {
    static final String HEADER = "Idempotency-Key";
    static final String REPLAYED = "Idempotency-Replayed";

    private static final String HOLDS = "/api/v1/reservations";
    private static final int LONGEST_KEY = 255;

    /** Their answers say who somebody is. */
    private static final Pattern OF_MEMBERS = Pattern.compile("/api/v1/(?:members|merges|pickup-orders)\\b");

    private static final Pattern ID = Pattern.compile("\\b\\p{XDigit}{8}(?:-\\p{XDigit}{4}){3}-\\p{XDigit}{12}\\b");
    private static final int ATTEMPTS = 4;

    /** Refusals that depend on how the request was sent, not on what it asked for; they are not remembered. */
    private static final Set<Integer> NOT_KEPT = Set.of(400, 401, 403, 406, 413, 415, 429);

    private final IdempotentAnswers answers;
    private final TransactionTemplate transaction;
    private final JsonMapper json;

    IdempotencyFilter(IdempotentAnswers answers, PlatformTransactionManager transactions, JsonMapper json) {
        this.answers = answers;
        this.transaction = new TransactionTemplate(transactions);
        this.json = json;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null
                || !HttpMethod.POST.matches(request.getMethod())
                || WebUtils.getNativeRequest(request, ReadRequest.class) == null;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String key = request.getHeader(HEADER);
        if (key.isBlank() || key.length() > LONGEST_KEY) {
            Problems.write(
                    response,
                    json,
                    HttpStatus.BAD_REQUEST,
                    "IDEMPOTENCY_KEY_INVALID",
                    "The header Idempotency-Key must have 1 to " + LONGEST_KEY + " characters.");
            return;
        }
        String caller = Objects.requireNonNullElse(request.getRemoteUser(), "");
        String digest = digest(Objects.requireNonNull(WebUtils.getNativeRequest(request, ReadRequest.class)));
        Attempt attempt = new Attempt(caller, key, digest, request, response, chain);
        if (HOLDS.equals(request.getRequestURI())) {
            attempt.withHold(new KeyedHold(caller, key, digest));
            attempt.send();
            return;
        }
        for (int n = 1; attempt.collided() && n <= ATTEMPTS; n++) {
            attempt.run();
        }
        attempt.send();
    }

    private static String digest(ReadRequest request) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String query = request.getQueryString();
            sha.update((request.getRequestURI() + (query == null ? "" : "?" + query) + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(sha.digest(request.body()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One request on its way, as often as it has to be run. */
    private final class Attempt {
        private final String caller;
        private final String key;
        private final String digest;
        private final HttpServletRequest request;
        private final HttpServletResponse response;
        private final FilterChain chain;
        private ContentCachingResponseWrapper draft;
        private boolean first = true;

        Attempt(
                String caller,
                String key,
                String digest,
                HttpServletRequest request,
                HttpServletResponse response,
                FilterChain chain) {
            this.caller = caller;
            this.key = key;
            this.digest = digest;
            this.request = request;
            this.response = response;
            this.chain = chain;
            this.draft = new ContentCachingResponseWrapper(response);
        }

        boolean collided() {
            return first || draft.getStatus() == HttpStatus.SERVICE_UNAVAILABLE.value();
        }

        void run() throws ServletException, IOException {
            if (!first) {
                response.reset();
                draft = new ContentCachingResponseWrapper(response);
            }
            first = false;
            try {
                transaction.executeWithoutResult(status -> {
                    if (!answers.begin(caller, key, digest)) {
                        replay(answers.find(caller, key, digest));
                    } else if (!passOn()) {
                        status.setRollbackOnly();
                    }
                });
            } catch (UnexpectedRollbackException e) {
                if (draft.getStatus() < 400) {
                    undone();
                    return;
                }
                // The request was refused within its own transaction; its answer is in the draft.
            }
            if (isRefusalToKeep()) {
                answers.keepRefusal(caller, key, digest, answer(), about());
            }
        }

        /** What the draft says was rolled back with its transaction: nobody may hear of it. */
        private void undone() throws IOException {
            response.reset();
            draft = new ContentCachingResponseWrapper(response);
            draft.setHeader(HttpHeaders.RETRY_AFTER, "1");
            Problems.write(
                    draft,
                    json,
                    HttpStatus.SERVICE_UNAVAILABLE,
                    "BUSY",
                    "The request could not be done just now; nothing was done. Send it again.");
        }

        void withHold(KeyedHold keyed) throws ServletException, IOException {
            request.setAttribute(KeyedHold.class.getName(), keyed);
            chain.doFilter(request, draft);
            KeyedHold.Earlier earlier = keyed.earlier();
            if (earlier != null) {
                draft.resetBuffer();
                replay(Optional.ofNullable(earlier.answer()));
            } else if (isRefusalToKeep()) {
                answers.keepRefusal(caller, key, digest, answer(), about());
            }
        }

        /** Whether what was done is to be kept. */
        private boolean passOn() {
            try {
                chain.doFilter(request, draft);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (ServletException e) {
                throw new IllegalStateException(e);
            }
            if (draft.getStatus() >= 400) {
                return false;
            }
            answers.finish(caller, key, answer(), about());
            return true;
        }

        private boolean isRefusalToKeep() {
            int status = draft.getStatus();
            return status >= 400
                    && status < 500
                    && !NOT_KEPT.contains(status)
                    && response.getHeader(REPLAYED) == null
                    && !replayRefused;
        }

        private boolean replayRefused;

        private void replay(Optional<Answer> stored) {
            try {
                if (stored.isEmpty()) {
                    replayRefused = true;
                    Problems.write(
                            draft,
                            json,
                            HttpStatus.UNPROCESSABLE_CONTENT,
                            "IDEMPOTENCY_KEY_REUSED",
                            "This Idempotency-Key was already used for another request. Use a new key.");
                    return;
                }
                Answer answer = stored.get();
                draft.setStatus(answer.status());
                draft.setHeader(REPLAYED, "true");
                if (answer.contentType() != null) {
                    draft.setContentType(answer.contentType());
                }
                if (answer.location() != null) {
                    draft.setHeader(HttpHeaders.LOCATION, answer.location());
                }
                draft.getOutputStream().write(answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Every id in it, if it may tell of members: theirs are among them. */
        private Set<UUID> about() {
            if (!OF_MEMBERS.matcher(request.getRequestURI()).lookingAt()) {
                return Set.of();
            }
            String body = new String(draft.getContentAsByteArray(), StandardCharsets.UTF_8);
            return Stream.of(request.getRequestURI(), body)
                    .flatMap(text -> ID.matcher(text).results())
                    .map(id -> UUID.fromString(id.group()))
                    .collect(Collectors.toSet());
        }

        private Answer answer() {
            return new Answer(
                    draft.getStatus(),
                    draft.getContentType(),
                    draft.getHeader(HttpHeaders.LOCATION),
                    draft.getContentAsByteArray());
        }

        void send() throws IOException {
            draft.copyBodyToResponse();
        }
    }
}
