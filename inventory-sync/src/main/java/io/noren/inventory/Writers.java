package io.noren.inventory;

/** Knows the writer that a thread is, in a form that another thread may write for. */
public interface Writers {

    Writer current();
}
