package io.noren.pos.inbox;

import io.noren.pos.PosSettings;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.builder.RouteBuilder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/** Every settled file in {@code inbox/{source}} becomes facts, once. */
@Component
@ConditionalOnBooleanProperty(name = "noren.pos.drop-folder.enabled", matchIfMissing = true)
class DropFolderRoute extends RouteBuilder {
    private static final long LOCK_CHECK = 200;

    private final DropFolder dropFolder;
    private final PosSettings settings;

    DropFolderRoute(DropFolder dropFolder, PosSettings settings) {
        this.dropFolder = dropFolder;
        this.settings = settings;
    }

    @Override
    public void configure() throws IOException {
        Path inbox = Files.createDirectories(settings.inbox()).toAbsolutePath().normalize();
        for (String source : settings.pos().sources()) {
            Files.createDirectories(inbox.resolve(source));
        }
        PosSettings.DropFolder times = settings.pos().dropFolder();
        // noop: the file is moved by us, after it is recorded, and not by the component, which overwrites.
        from("file:" + inbox
                        + "?recursive=true&noop=true&idempotent=false"
                        + "&antExclude=" + InboxNames.leftOut()
                        + "&antFilterCaseSensitive=false"
                        + "&initialDelay=" + times.poll().toMillis()
                        + "&delay=" + times.poll().toMillis()
                        + "&readLock=changed"
                        + "&readLockMinAge=" + times.settled().toMillis()
                        + "&readLockCheckInterval=" + LOCK_CHECK
                        + "&readLockTimeout=" + (2 * LOCK_CHECK)
                        + "&readLockLoggingLevel=DEBUG"
                        + "&readLockMarkerFile=false"
                        + "&sortBy=file:modified")
                .routeId("drop-folder")
                .process(exchange -> dropFolder.take(
                        exchange.getMessage().getMandatoryBody(File.class).toPath()));
    }
}
