package io.noren.packaged;

/** A server that can be hurt as machines are: killed, or stopped dead for a while and let go on. */
public interface Breakable {
    String name();

    /** {@code kill -9}, with every process that belongs to it. */
    void kill();

    /** After a kill: where it was, with what it had on disk. */
    void startAgain();

    /** Stands still (SIGSTOP) while everybody else goes on. */
    void pause();

    /** Goes on (SIGCONT) as if no time had passed. */
    void resume();
}
