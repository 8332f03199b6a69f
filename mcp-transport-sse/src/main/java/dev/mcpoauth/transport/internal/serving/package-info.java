/**
 * What serving a request takes whatever it came over: the running call, its questions, threads and limits, subscriptions.
 * Not for applications; {@code servlet} and {@code stdio} build on it.
 */
@NullMarked
package dev.mcpoauth.transport.internal.serving;

import org.jspecify.annotations.NullMarked;
