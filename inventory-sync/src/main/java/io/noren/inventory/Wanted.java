package io.noren.inventory;

/**
 * A promise that an owner asks for.
 *
 * @param line with the owner the name of the promise: while one of that name is open there is no second
 */
public record Wanted(String owner, String line, Promise promise) {

    Cell cell() {
        return promise.cell();
    }
}
