package io.noren.packaged;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are started again where they were. */
final class Ports {
    /** A server that is still starting does not listen yet: the system alone would say that its port is free. */
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /**
     * A port that nobody listens on and nobody else was given here. Below those that the system gives to outgoing
     * connections: between two starts nobody may take it.
     */
    static int free() {
        for (int attempt = 0; attempt < 50; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                if (GIVEN.add(socket.getLocalPort())) {
                    return port;
                }
            } catch (IOException taken) {
                // the next one
            }
        }
        throw new IllegalStateException("no free port found");
    }
}
