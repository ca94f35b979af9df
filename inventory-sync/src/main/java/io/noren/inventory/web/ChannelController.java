package io.noren.inventory.web;

import io.noren.inventory.Refusal;
import io.noren.inventory.Versioned;
import io.noren.inventory.availability.SalesChannel;
import io.noren.inventory.availability.SalesChannels;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** A channel concerns every location, also those that it does not sell from. */
@RestController
@RequestMapping("/api/v1/channels")
class ChannelController {

    private static final String FOR_ALL = "Channels concern every location; this key is only for some.";

    private final SalesChannels channels;

    ChannelController(SalesChannels channels) {
        this.channels = channels;
    }

    record ChannelBody(
            @Nullable String id,
            @NotBlank String name,
            @Nullable List<@NotBlank String> locationGroups,
            @Nullable List<@NotBlank String> locations,
            @Nullable Long version) {

        static ChannelBody of(Versioned<SalesChannel> stored) {
            SalesChannel channel = stored.value();
            return new ChannelBody(
                    channel.id(),
                    channel.name(),
                    List.copyOf(new TreeSet<>(channel.locationGroups())),
                    List.copyOf(new TreeSet<>(channel.locations())),
                    stored.version());
        }

        SalesChannel toChannel(String path) {
            Versions.checkSameId(path, id);
            return new SalesChannel(path, name, set(locationGroups), set(locations));
        }

        private static Set<String> set(@Nullable List<String> ids) {
            return ids == null ? Set.of() : new TreeSet<>(ids);
        }
    }

    record Page(List<ChannelBody> channels, @Nullable String next) {}

    @PutMapping("/{id}")
    ResponseEntity<ChannelBody> put(
            @PathVariable String id,
            @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch,
            @Valid @RequestBody ChannelBody body) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<SalesChannel> stored = channels.put(body.toChannel(id), Versions.seen(ifMatch, body.version()));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(ChannelBody.of(stored));
    }

    @GetMapping("/{id}")
    ResponseEntity<ChannelBody> get(@PathVariable String id) {
        LocationKeys.checkEverywhere(FOR_ALL);
        Versioned<SalesChannel> stored = channels.find(id).orElseThrow(() -> unknown(id));
        return ResponseEntity.ok().eTag(Versions.etag(stored.version())).body(ChannelBody.of(stored));
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(
            @PathVariable String id, @RequestHeader(name = "If-Match", required = false) @Nullable String ifMatch) {
        LocationKeys.checkEverywhere(FOR_ALL);
        if (!channels.delete(id, Versions.seen(ifMatch, null))) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    /** In the order of ids, at most 500 at once. */
    @GetMapping
    Page all(@RequestParam(defaultValue = "") String after, @RequestParam(defaultValue = "100") int limit) {
        LocationKeys.checkEverywhere(FOR_ALL);
        int most = Pages.limit(limit);
        List<ChannelBody> page =
                channels.after(after, most).stream().map(ChannelBody::of).toList();
        return new Page(page, Pages.next(page, most, ChannelBody::id));
    }

    private static Refusal unknown(String id) {
        return new Refusal("NO_SUCH_CHANNEL", "There is no channel " + id + ".");
    }
}
