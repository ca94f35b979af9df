package io.noren.inventory.web;

import io.noren.inventory.ChangeFeed;
import io.noren.inventory.FeedCursor;
import io.noren.inventory.StockChange;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

@RestController
@RequestMapping("/api/v1/stock/changes")
class ChangeController {

    private static final String FOR_ALL = "The feed tells of every location; this key is only for some.";

    private final ChangeFeed feed;
    private final ChangeStream stream;

    ChangeController(ChangeFeed feed, ChangeStream stream) {
        this.feed = feed;
        this.stream = stream;
    }

    record Page(List<StockChange> changes, String next) {}

    /** From the beginning when no cursor is given. */
    @GetMapping
    Page changes(
            @RequestParam(required = false) @Nullable String after, @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.checkEverywhere(FOR_ALL);
        FeedCursor from = after == null ? FeedCursor.START : FeedCursor.parse(after);
        feed.checkStillThere(from);
        ChangeFeed.Page page = feed.after(from, limit);
        return new Page(page.changes(), page.next().toString());
    }

    /** From now on, or from where the reader was when it lost the connection. */
    @GetMapping(path = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    SseEmitter stream(
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            @RequestParam(required = false) @Nullable String after) {
        LocationKeys.checkEverywhere(FOR_ALL);
        String place = lastEventId != null ? lastEventId : after;
        if (place == null) {
            return stream.open(feed.end());
        }
        FeedCursor from = FeedCursor.parse(place);
        feed.checkStillThere(from);
        return stream.open(from);
    }
}
