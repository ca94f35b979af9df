package io.noren.pos.vendor;

import io.noren.pos.Refusal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What vendors' deliveries were called and said, in {@code pos.webhook_id}, for as long as one may come again. */
@Component
class WebhookIds {
    private static final Logger LOG = LoggerFactory.getLogger(WebhookIds.class);

    /** Longer than any vendor tries. */
    private static final Duration KEPT = Duration.ofDays(7);

    private final JdbcClient jdbc;

    WebhookIds(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws Refusal {@code WEBHOOK_ID_REUSED} */
    void demandSameBody(String source, String id, byte[] body, Instant now) {
        boolean same = jdbc.sql("""
                        insert into pos.webhook_id as w (source, id, sha256, heard_at) values (?, ?, ?, ?)
                        on conflict (source, id) do update set heard_at = w.heard_at
                        returning sha256 = ?""")
                .params(source, id, sha256(body), now.atOffset(ZoneOffset.UTC), sha256(body))
                .query(Boolean.class)
                .single();
        if (!same) {
            LOG.warn("{} sent a webhook under an id that was another one's; the first stands", source);
            throw new Refusal(
                    "WEBHOOK_ID_REUSED",
                    "A webhook with this id came before with another body; the first one stands. What is new is found by"
                            + " asking the vendor.");
        }
    }

    void forgetOld(Instant now) {
        jdbc.sql("delete from pos.webhook_id where heard_at < ?")
                .param(now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .update();
    }

    private static byte[] sha256(byte[] body) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
