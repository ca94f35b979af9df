package io.noren.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** Clients that ask over HTTP, as fast as they are answered or at a pace. */
final class Askers implements AutoCloseable {
    private final String key;
    private final int clients;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ScheduledExecutorService threads;

    Askers(int clients, String key) {
        this.clients = clients;
        this.key = key;
        threads = Executors.newScheduledThreadPool(clients);
    }

    HttpResponse<byte[]> get(URI address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(address)
                        .header("Authorization", "Bearer " + key)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    /** Answers a second, each client asking again when it has one. */
    double rate(Function<Random, URI> address, int seconds) throws Exception {
        return rate(address, seconds, this::answered);
    }

    /** The same where the answer leads somewhere else. */
    double redirectRate(Function<Random, URI> address, int seconds) throws Exception {
        return rate(address, seconds, this::redirected);
    }

    private interface Question {
        void ask(URI address) throws IOException, InterruptedException;
    }

    private double rate(Function<Random, URI> address, int seconds, Question question) throws Exception {
        AtomicLong answers = new AtomicLong();
        long began = System.nanoTime();
        long end = began + Duration.ofSeconds(seconds).toNanos();
        List<Future<?>> running = new ArrayList<>();
        for (int client = 0; client < clients; client++) {
            Random random = new Random();
            running.add(threads.submit(() -> {
                while (System.nanoTime() < end) {
                    question.ask(address.apply(random));
                    answers.incrementAndGet();
                }
                return null;
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        return answers.get() / ((System.nanoTime() - began) / 1e9);
    }

    /**
     * How long answers take, in milliseconds and ascending, when so many are asked each second; from the moment when they
     * should have been asked.
     */
    double[] waits(Function<Random, URI> address, int perSecond, int seconds) throws Exception {
        Random random = new Random();
        List<Future<Double>> waits = new ArrayList<>();
        long began = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(10);
        for (int n = 0; n < perSecond * seconds; n++) {
            long due = began + n * TimeUnit.SECONDS.toNanos(1) / perSecond;
            URI asked = address.apply(random);
            waits.add(threads.schedule(
                    () -> {
                        answered(asked);
                        return (System.nanoTime() - due) / 1e6;
                    },
                    due - System.nanoTime(),
                    TimeUnit.NANOSECONDS));
        }
        double[] all = new double[waits.size()];
        for (int n = 0; n < all.length; n++) {
            all[n] = waits.get(n).get();
        }
        Arrays.sort(all);
        return all;
    }

    private void answered(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(address);
        if (answer.statusCode() != 200 || answer.body().length < 50) {
            throw new AssertionError(answer.statusCode() + " from " + answer.uri());
        }
    }

    private void redirected(URI address) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = get(address);
        if (answer.statusCode() != 307) {
            throw new AssertionError(answer.statusCode() + " from " + answer.uri());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    /** @param share 0.5 for the median, 0.99 for what one of a hundred is above */
    static double at(double share, double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) (share * (sorted.length - 1))];
    }
}
