package io.noren.integration.board;

import io.noren.integration.broker.ParkedMessages;
import io.noren.integration.webhook.Told;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the live board hears. */
@Controller
class BoardStream {
    private final BoardViewers viewers;
    private final BoardReading reading;
    private final BoardCounters counters;
    private final ParkedMessages parked;
    private final JsonMapper json;
    private final AtomicLong parkedShown = new AtomicLong(-1);

    BoardStream(
            BoardViewers viewers,
            BoardReading reading,
            BoardCounters counters,
            ParkedMessages parked,
            JsonMapper json) {
        this.viewers = viewers;
        this.reading = reading;
        this.counters = counters;
        this.parked = parked;
        this.json = json;
    }

    @GetMapping(path = "/board/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<SseEmitter> stream() {
        SseEmitter stream = viewers.welcome(counters.hello());
        if (stream == null) {
            return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).build();
        }
        reading.begin();
        return ResponseEntity.ok(stream);
    }

    /** The web shop has acknowledged: the time that counts is from the till document's arrival until now. */
    @EventListener
    void on(Told told) {
        double millis = Duration.between(told.receivedAt(), told.toldAt()).toNanos() / 1e6;
        counters.told(millis);
        if (viewers.any()) {
            JsonNode level = json.readTree(told.body()).path("data");
            viewers.show(new BoardEvents.Told(
                    "told",
                    level.path("sku").asString(""),
                    level.path("location").asString(""),
                    millis,
                    told.toldAt()));
        }
    }

    @Scheduled(fixedDelay = 2_000)
    void showParked() {
        if (viewers.any()) {
            long open = parked.open();
            if (parkedShown.getAndSet(open) != open) {
                viewers.show(new BoardEvents.Parked("parked", open));
            }
        }
    }
}
