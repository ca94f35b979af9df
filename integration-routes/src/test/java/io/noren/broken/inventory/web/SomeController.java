package io.noren.broken.inventory.web;

/** Known by one that should not; see {@code DirectionsTest}. */
public class SomeController {}
