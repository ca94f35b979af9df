package io.noren.integration.webshop;

import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** An answer's body, up to a size that no page of a shop has. */
final class LimitedBody implements BodySubscriber<byte[]> {
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private final BodySubscriber<byte[]> bytes = BodySubscribers.ofByteArray();
    private Flow.@Nullable Subscription subscription;
    private long length;

    @Override
    public CompletionStage<byte[]> getBody() {
        return bytes.getBody();
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        bytes.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> part) {
        length += part.stream().mapToLong(ByteBuffer::remaining).sum();
        if (length <= MOST_BYTES) {
            bytes.onNext(part);
            return;
        }
        if (subscription != null) {
            subscription.cancel();
        }
        bytes.onError(new IOException("the answer is larger than " + MOST_BYTES + " bytes"));
    }

    @Override
    public void onError(Throwable failure) {
        bytes.onError(failure);
    }

    @Override
    public void onComplete() {
        bytes.onComplete();
    }
}
