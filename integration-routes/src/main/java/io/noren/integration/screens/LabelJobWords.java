package io.noren.integration.screens;

import io.noren.integration.qr.label.LabelJob;
import io.noren.integration.qr.label.LabelSelection;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A label job as people read it. */
@Component
class LabelJobWords {
    private final Words words;

    LabelJobWords(Words words) {
        this.words = words;
    }

    /**
     * @param failure why there is no file, if there will be none
     * @param ended whether nothing more happens by itself
     */
    record Shown(
            UUID id,
            String location,
            LabelSelection.Kind selection,
            String template,
            LabelJob.State state,
            boolean ended,
            boolean hasFile,
            @Nullable Integer total,
            int done,
            int leftOut,
            String when,
            String who,
            @Nullable String failure) {

        /** Labels in the file. */
        public int printed() {
            return done - leftOut;
        }
    }

    Shown shown(LabelJob job, ZoneId zone, Locale locale) {
        LabelJob.Failure failure = job.failure();
        return new Shown(
                job.id(),
                job.location(),
                job.selection().kind(),
                job.template().id(),
                job.state(),
                job.state() != LabelJob.State.RUNNING,
                job.state() == LabelJob.State.COMPLETED,
                job.total(),
                job.done(),
                job.leftOut(),
                Words.at(job.requestedAt(), zone, locale),
                job.requestedBy(),
                failure == null ? null : words.refusal("labels.refused", failure.code(), locale));
    }
}
