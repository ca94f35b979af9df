package io.noren.pos.vendor;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's body, up to a size that no page of a vendor has. */
final class LimitedBody implements BodySubscriber<byte[]> {
    private static final long MOST_BYTES = 32L * 1024 * 1024;

    private final BodySubscriber<byte[]> kept = BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private long length;

    @Override
    public CompletionStage<byte[]> getBody() {
        return kept.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        kept.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        length += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
        if (length <= MOST_BYTES) {
            kept.onNext(buffers);
        } else {
            if (subscription != null) {
                subscription.cancel();
            }
            kept.onError(new IOException("larger than " + MOST_BYTES + " bytes"));
        }
    }

    @Override
    public void onError(Throwable failure) {
        kept.onError(failure);
    }

    @Override
    public void onComplete() {
        kept.onComplete();
    }
}
